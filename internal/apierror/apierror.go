// SPDX-License-Identifier: MPL-2.0

// Package apierror holds the error type of all remote calls, both to the ticket service and to IAM, the parser of the vendor's
// error bodies, and the table that explains error codes. It must not know Terraform or how calls are made.
package apierror

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Kind is how a call failed.
type Kind int

// Kinds of failure.
const (
	Rejected    Kind = iota // the service or its gateway returned an error, by status or by a code in the body
	Unusable                // the response could not be read, or lacks what it must have
	Unresolved              // the host has no address
	Untrusted               // the TLS certificate was not accepted
	NotTLS                  // the server does not speak TLS
	Unreachable             // no connection could be made
	Interrupted             // the connection broke after the request began to leave
	TimedOut                // no response within the time of one attempt, or of the whole operation
	Cancelled               // the caller gave up (Ctrl-C)
	Unprepared              // the request could not be created, for example because a file could not be read
)

// NotFoundCode is the code for a ticket that does not exist (API reference, "Error Codes": OSM.01010015).
const NotFoundCode = "OSM.01010015"

// BusinessCodes is the prefix of the codes that the service returns for its own rules. Others, such as OSM.0001, are documented
// with HTTP 4xx and 5xx.
const BusinessCodes = "OSM.0101"

// Error is a failed call. Its text never contains a credential, a request body, or more of a response than its message.
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
	// Repeated reports that an earlier attempt may have taken effect: a rejection may then mean that nothing is left to do.
	Repeated bool
	// Proxy is the proxy that the call failed at, and Variable the environment variable that sets it.
	Proxy, Variable string
	// Provenance describes the settings that the call was made with.
	Provenance Provenance
	// Announcement is shared by errors of the same cause; nil if the cause is the error's own.
	Announcement *Announcement
	Err          error
}

func (e *Error) Error() string {
	text := e.Op
	if e.Status != 0 {
		text += fmt.Sprintf(": HTTP %d", e.Status)
	}
	if e.Code != "" {
		text += ", " + e.Code
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Facts returns the line that ends every diagnostic: status, code, IDs, operation and host, as far as they are known.
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
		{"cause: ", e.cause()},
	} {
		if fact[1] != "" {
			parts = append(parts, fact[0]+fact[1])
		}
	}
	return strings.Join(parts, ", ")
}

// cause returns the technical cause, "" if the explanation has it or if it only repeats the explanation.
func (e *Error) cause() string {
	switch e.Kind {
	case Unresolved, Unreachable, Interrupted, TimedOut:
		if e.Err != nil && !errors.Is(e.Err, context.DeadlineExceeded) {
			return e.Err.Error()
		}
	case Rejected, Unusable, Untrusted, NotTLS, Cancelled, Unprepared:
	}
	return ""
}

// Statuses of gateways that net/http does not name.
const (
	statusHeaderTooLarge = 494
	statusClientClosed   = 499 // the gateway stopped waiting for the service behind it
)

// Unknown reports whether the service may have acted although no usable response came. A rejection by code under HTTP 200 and
// a 4xx are definite, except for time-outs (408, 499) and for the codes of internal errors and time-outs. A 3xx and a 5xx are
// not, whatever code they carry. 401 and 429 always are: the gateway responded in place of the service.
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
	case Unprepared:
		return false // a body that was cut short is never complete
	case Unresolved, Untrusted, NotTLS, Unreachable, Interrupted, TimedOut, Cancelled:
		return e.Sent
	case Unusable:
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

// maxMessage is how many characters of foreign text an error shows.
const maxMessage = 500

// Check returns the API error of a response, or nil: an error status, or a code in the body under any status (the service's own
// errors travel with HTTP 200). It reads error_code and error_msg of the service and the gateway, IAM's error object with a
// numeric code or with error_code, and of anything else only an HTML title.
func Check(op string, resp *http.Response, body []byte) error {
	code, message, requestID := read(body)
	if resp.StatusCode >= 200 && resp.StatusCode < 300 && isSuccessCode(code) {
		return nil
	}
	e := New(op, resp)
	e.Kind, e.Sent, e.Code, e.Message = Rejected, true, code, clean(message, resp.Request)
	e.RequestID = cmp.Or(e.RequestID, clean(requestID, nil))
	return e
}

// New returns an error of kind Unusable for a response, with the IDs for the vendor's support.
func New(op string, resp *http.Response) *Error {
	e := &Error{Op: op, Status: resp.StatusCode, Kind: Unusable, Sent: true, Date: resp.Header.Get("Date"),
		RequestID: resp.Header.Get("X-Request-Id"), TraceID: resp.Header.Get("X-Iam-Trace-Id")}
	if resp.Request != nil {
		e.Method, e.Host = resp.Request.Method, resp.Request.URL.Host
	}
	return e
}

// text is a JSON string, number or null as text.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		*t = text(strings.TrimSpace(s))
		return nil
	}
	if raw := string(bytes.TrimSpace(data)); raw != "null" && !strings.ContainsAny(raw, "{[") {
		*t = text(raw)
	}
	return nil
}

// read returns code and message of an error body. A code outside error_code and the error object is not an error.
func read(body []byte) (code, message, requestID string) {
	var top struct {
		ErrorCode text            `json:"error_code"`
		ErrorMsg  text            `json:"error_msg"`
		RequestID text            `json:"request_id"`
		Error     json.RawMessage `json:"error"`
	}
	trimmed := bytes.TrimSpace(body)
	if !bytes.HasPrefix(trimmed, []byte("{")) || json.Unmarshal(trimmed, &top) != nil {
		return "", Page(trimmed), ""
	}
	requestID = string(top.RequestID)
	if top.ErrorCode != "" || top.ErrorMsg != "" {
		return string(top.ErrorCode), string(top.ErrorMsg), requestID
	}
	var inner struct {
		ErrorCode text `json:"error_code"`
		ErrorMsg  text `json:"error_msg"`
		Code      text `json:"code"`
		Message   text `json:"message"`
		Title     text `json:"title"`
	}
	if bytes.HasPrefix(bytes.TrimSpace(top.Error), []byte("{")) && json.Unmarshal(top.Error, &inner) == nil {
		return string(cmp.Or(inner.ErrorCode, inner.Code)), string(cmp.Or(inner.ErrorMsg, inner.Message, inner.Title)), requestID
	}
	_ = json.Unmarshal(top.Error, &message)
	return "", message, requestID
}

var title = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<title[^>]*>([^<]*)</title>`) })

// Page describes a body that is an HTML page by its title, which is enough to distinguish a proxy's page from a gateway's. It
// returns "" for any other body.
func Page(body []byte) string {
	if m := title().FindSubmatch(body); m != nil {
		return `an HTML page titled "` + clean(string(m[1]), nil) + `"`
	}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		return "an HTML page"
	}
	return ""
}

// Quotes reports whether the service's message may repeat one of the secrets: it holds one, also as JSON, or it was cut short.
func (e *Error) Quotes(secrets []string) bool {
	return strings.HasSuffix(e.Message, "…") || slices.ContainsFunc(secrets, func(secret string) bool {
		quoted, _ := json.Marshal(secret)
		return secret != "" && (strings.Contains(e.Message, clean(secret, nil)) ||
			strings.Contains(e.Message, clean(string(quoted[1:len(quoted)-1]), nil)))
	})
}

// clean shortens foreign text, and removes control characters and the credentials of the request that a server may quote.
func clean(s string, req *http.Request) string {
	if req != nil {
		for _, name := range []string{"X-Auth-Token", "X-Security-Token", "Authorization"} {
			if v := req.Header.Get(name); len(v) >= 8 {
				s = strings.ReplaceAll(s, v, "(redacted)")
			}
		}
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	if runes := []rune(s); len(runes) > maxMessage {
		s = string(runes[:maxMessage]) + "…"
	}
	return strings.TrimSpace(s)
}
