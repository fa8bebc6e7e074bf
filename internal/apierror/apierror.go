// SPDX-License-Identifier: MPL-2.0

// Package apierror holds the error type of all remote calls, both to the ticket service and to IAM, the parser of the vendor's
// error bodies, and the table that explains error codes. It must not know Terraform or how calls are made.
package apierror

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Kind is how a call failed.
type Kind int

// Kinds of failure.
const (
	// Rejected: the service or its gateway returned an error, by status or by a code in the body.
	Rejected Kind = iota
	// Unusable: the response could not be read, or lacks what it must have.
	Unusable
	// Unresolved: the host has no address.
	Unresolved
	// Untrusted: the TLS certificate was not accepted, or the server does not speak TLS.
	Untrusted
	// Unreachable: no connection could be made.
	Unreachable
	// Interrupted: the connection broke after the request began to leave.
	Interrupted
	// TimedOut: no response within the time of one attempt, or of the whole operation.
	TimedOut
	// Cancelled: the caller gave up (Ctrl-C).
	Cancelled
	// Unprepared: the request could not be created, for example because a file could not be read.
	Unprepared
)

// NotFoundCode is the code for a ticket that does not exist (API reference, "Error Codes": OSM.01010015).
const NotFoundCode = "OSM.01010015"

// Error is a failed call. Its text never contains a credential, a request body, or more of a response body than the service's
// message.
type Error struct {
	// Op is the operation's name in the API reference, for example CreateCases.
	Op string
	// Method and Host identify where the call was sent.
	Method, Host string
	// Status is the HTTP status, 0 without a response.
	Status int
	// Code and Message are the service's own, empty if it returned none.
	Code, Message string
	// RequestID and TraceID identify the call for the vendor's support: X-Request-Id of the gateway, X-IAM-Trace-Id of IAM.
	RequestID, TraceID string
	// Date is the response's Date header, which shows that a clock is wrong.
	Date string
	Kind Kind
	// Sent reports that at least a part of the request left this machine, so that the service may have acted on it.
	Sent bool
	// Repeated reports that an earlier attempt of the same call may have taken effect: a rejection may then mean only that nothing
	// is left to do.
	Repeated bool
	// Provenance describes the settings that the call was made with.
	Provenance Provenance
	// Err is the cause, if there is one.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": HTTP %d", e.Status)
	}
	if e.Code != "" {
		b.WriteString(", " + e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Facts returns the line that ends every diagnostic: status, code, request ID, trace ID, operation and host, as far as they are
// known.
func (e *Error) Facts() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.Status))
	}
	for _, fact := range [][2]string{
		{"code ", e.Code},
		{"request ID ", e.RequestID},
		{"IAM trace ID ", e.TraceID},
		{"operation ", e.Op},
		{"host ", e.Host},
	} {
		if fact[1] != "" {
			parts = append(parts, fact[0]+fact[1])
		}
	}
	return strings.Join(parts, ", ")
}

// Statuses of gateways that net/http does not name.
const (
	statusHeaderTooLarge = 494
	// statusClientClosed means that the gateway stopped waiting for the service behind it.
	statusClientClosed = 499
)

// Unknown reports whether the outcome of the call is unknown: the service may have acted on it although no usable response
// came. A rejection by code under HTTP 200 and a 4xx are definite, except for time-outs (408, 499) and for the codes of
// internal errors and time-outs. A 3xx and a 5xx are not definite, whatever code they carry. 401 and 429 always are: the
// gateway responded in place of the service.
func (e *Error) Unknown() bool {
	switch e.Kind {
	case Rejected:
		switch e.Status {
		case http.StatusUnauthorized, http.StatusTooManyRequests:
			return false
		case http.StatusRequestTimeout, statusClientClosed:
			return true
		}
		return e.Status >= 500 || e.Status >= 300 && e.Status < 400 || transientCodes[canonical(e.Code)]
	case Unusable:
		return true
	case Unprepared:
		return false // a body that was cut short is never complete
	case Unresolved, Untrusted, Unreachable, Interrupted, TimedOut, Cancelled:
		return e.Sent
	}
	return true
}

// As returns the first *Error in the chain of err, or nil.
func As(err error) *Error {
	e, _ := errors.AsType[*Error](err)
	return e
}

// IsNotFound reports whether the service itself reports that the object does not exist: OSM.01010015 with any HTTP status, or a
// 404 with a code of the service. A gateway's 404, an HTML page, an empty body and every other code prove nothing.
func IsNotFound(err error) bool {
	e := As(err)
	return e != nil && e.Kind == Rejected && (e.Code == NotFoundCode || e.Status == 404 && strings.HasPrefix(e.Code, "OSM."))
}

// IsUnknown reports whether the service may have acted in spite of err. An error of another package counts as unknown.
func IsUnknown(err error) bool {
	e := As(err)
	return err != nil && (e == nil || e.Unknown())
}
