// SPDX-License-Identifier: MPL-2.0

// Package apierror holds the one error type of every remote call, for the ticket service and for IAM alike, and the
// reading of the vendor's error bodies. It knows neither Terraform nor what a ticket is.
package apierror

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Kind tells how a call failed.
type Kind int

// The kinds of failure.
const (
	// Refused: the service or its gateway answered and said no, by status or by a code in the body.
	Refused Kind = iota
	// Unusable: an answer came that could not be read, or that lacks what it must have.
	Unusable
	// Unresolved: the host has no address.
	Unresolved
	// Untrusted: the TLS certificate was not accepted, or there is no TLS at the other end.
	Untrusted
	// Unreachable: no connection could be made.
	Unreachable
	// Interrupted: the connection broke after the request began to leave.
	Interrupted
	// TimedOut: no answer within the time of one attempt, or of the whole operation.
	TimedOut
	// Cancelled: the caller gave up (Ctrl-C).
	Cancelled
	// Unprepared: the request could not be made, for example because a file could not be read.
	Unprepared
)

// NotFoundCode is the code for a ticket that does not exist (API reference, "Error Codes": OSM.01010015).
const NotFoundCode = "OSM.01010015"

// Error is a failed call. Its text never holds a credential, a request body or an answer's body beyond the message that
// the service itself gave.
type Error struct {
	// Op is the operation's name in the API reference, for example CreateCases.
	Op string
	// Method and Host tell where the call went.
	Method, Host string
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// Code and Message are the service's own, empty when it gave none.
	Code, Message string
	// RequestID and TraceID are what the vendor's support asks for: X-Request-Id of the gateway, X-IAM-Trace-Id of IAM.
	RequestID, TraceID string
	// Date is the answer's Date header, against which a wrong clock can be told.
	Date string
	// Kind tells how the call failed.
	Kind Kind
	// Sent is true when at least a part of the request left this machine, so that the service may have acted upon it.
	Sent bool
	// Repeated is true when an attempt of the same call went before, which the service may have acted upon: a refusal may then only say that there
	// is nothing left to do.
	Repeated bool
	// Err is the cause, if there is one.
	Err error
}

// Error gives all that is known in one line.
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

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Facts gives the line that ends every diagnostic: status, code, request id, trace id and host, as far as they are known.
func (e *Error) Facts() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.Status))
	}
	if e.Code != "" {
		parts = append(parts, "code "+e.Code)
	}
	if e.RequestID != "" {
		parts = append(parts, "request id "+e.RequestID)
	}
	if e.TraceID != "" {
		parts = append(parts, "IAM trace id "+e.TraceID)
	}
	if e.Op != "" {
		parts = append(parts, "operation "+e.Op)
	}
	if e.Host != "" {
		parts = append(parts, "host "+e.Host)
	}
	return strings.Join(parts, ", ")
}

// statusClientClosed is the status that gateways report when they stopped waiting for the service behind them.
const statusClientClosed = 499

// Unknown reports whether the outcome of the call is unknown: the service may have acted on it although no usable response
// came. A rejection by code under HTTP 200 and a 4xx are definite, except for time-outs (408, 499) and for the codes of
// internal errors and time-outs. A 3xx and a 5xx are not definite, whatever code they carry. 401 and 429 always are: the
// gateway answered in place of the service.
func (e *Error) Unknown() bool {
	switch e.Kind {
	case Refused:
		switch e.Status {
		case http.StatusUnauthorized, http.StatusTooManyRequests:
			return false
		case http.StatusRequestTimeout, statusClientClosed:
			return true
		}
		return e.Status >= 500 || e.Status >= 300 && e.Status < 400 || isTransientCode(e.Code)
	case Unusable:
		return true
	case Unprepared:
		return false // a body that was cut short is never complete
	case Unresolved, Untrusted, Unreachable, Interrupted, TimedOut, Cancelled:
		return e.Sent
	}
	return true
}

// As finds the *Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// IsNotFound tells whether the service itself said that the thing does not exist: OSM.01010015 with any HTTP status, or a
// 404 that carries a code of the service. A gateway's 404, an HTML page, an empty body and every other code are no proof.
func IsNotFound(err error) bool {
	e := As(err)
	if e == nil || e.Kind != Refused {
		return false
	}
	return e.Code == NotFoundCode || e.Status == 404 && strings.HasPrefix(e.Code, "OSM.")
}

// IsUnknown tells whether err leaves open if the service acted. An error that is none of this package's is taken as unknown.
func IsUnknown(err error) bool {
	if err == nil {
		return false
	}
	if e := As(err); e != nil {
		return e.Unknown()
	}
	return true
}
