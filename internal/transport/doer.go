// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// RoundTrip makes one attempt of a call.
type RoundTrip func(req *http.Request, call Call) (*Response, error)

// Doer sends requests under the retry policy. It is safe for concurrent use.
type Doer struct {
	cfg     Config
	attempt RoundTrip
}

// Doer returns a Doer whose attempts pass through wrap (nil: none), which adds credentials: it is inside the retries, so that
// every attempt is signed again.
func (t *Transport) Doer(wrap func(next RoundTrip) RoundTrip) *Doer { return t.doer(t.base, wrap) }

// Direct returns a Doer that bypasses proxies, for link-local addresses.
func (t *Transport) Direct() *Doer { return t.doer(t.direct, nil) }

func (t *Transport) doer(base http.RoundTripper, wrap func(next RoundTrip) RoundTrip) *Doer {
	attempt := t.send(base)
	if wrap != nil {
		attempt = wrap(attempt)
	}
	return &Doer{t.cfg, t.throttle.limitRate(attempt)}
}

// CredentialError reports that no credential could be obtained for a call. It is not retried.
type CredentialError struct{ Err error }

func (e *CredentialError) Error() string { return e.Err.Error() }
func (e *CredentialError) Unwrap() error { return e.Err }

// Do sends req, and retries where the policy allows, until there is a response. A response of any status is not an error;
// redirects are not followed, since they would carry the credential to another host. A body without GetBody is sent once. The
// error is the last failure, not the deadline that ended the retries: an *apierror.Error or a *CredentialError.
func (d *Doer) Do(req *http.Request, call Call) (*Response, error) {
	call.Once = call.Once || req.Body != nil && req.GetBody == nil
	repeated := false
	for call.attempt = 1; ; call.attempt++ {
		resp, err := d.attempt(req, call)
		delay, again := d.retryDelay(req, call, resp, err)
		if !again || d.cfg.Wait(req.Context(), delay) != nil {
			if err != nil {
				return nil, failure(req, call, err, repeated)
			}
			resp.Repeated = repeated
			return resp, nil
		}
		repeated = repeated || wasProcessed(resp, err)
	}
}

// retryDelay returns the pause before the next attempt, and false if there is none. There is also none if the pause would outlast
// the deadline.
func (d *Doer) retryDelay(req *http.Request, call Call, resp *Response, err error) (time.Duration, bool) {
	ctx := req.Context()
	if ctx.Err() != nil || call.Once || call.attempt > d.cfg.MaxRetries || call.TookEffect(resp) {
		return 0, false
	}
	repeatable := call.Repeatable || req.Method == http.MethodGet || req.Method == http.MethodHead
	if !retryable(repeatable, status(resp), err) && (!repeatable || !call.isInvalid(resp)) {
		return 0, false
	}
	var header http.Header
	if resp != nil {
		header = resp.Header
	}
	delay := pause(call.attempt, header, d.cfg.Now())
	deadline, ok := ctx.Deadline()
	return delay, !ok || delay <= time.Until(deadline)
}

func status(resp *Response) int {
	if resp == nil {
		return 0
	}
	return resp.StatusCode
}

// wasProcessed reports whether the service may have acted on an attempt with this result.
func wasProcessed(resp *Response, err error) bool {
	if send, ok := errors.AsType[*sendError](err); ok {
		return send.sent
	}
	return status(resp) != http.StatusTooManyRequests
}

// failure returns the typed error of a call without a response. repeated reports whether an attempt before the last one may have
// been processed.
func failure(req *http.Request, call Call, err error, repeated bool) error {
	if credential, ok := errors.AsType[*CredentialError](err); ok {
		return credential
	}
	e := &apierror.Error{Op: call.Op, Method: req.Method, Host: req.URL.Host, Err: err}
	if send, ok := errors.AsType[*sendError](err); ok {
		e.Sent, e.Err = send.sent, send.err
	}
	e.Kind = kindOf(req, err, e.Sent)
	e.Sent = e.Sent || repeated
	return e
}

func kindOf(req *http.Request, err error, sent bool) apierror.Kind {
	switch {
	case is[*BodyError](err):
		return apierror.Unprepared
	case errors.Is(err, context.Canceled) || errors.Is(req.Context().Err(), context.Canceled):
		return apierror.Cancelled
	case errors.Is(err, errAttemptTimeout), errors.Is(err, context.DeadlineExceeded):
		return apierror.TimedOut
	case is[*net.DNSError](err):
		return apierror.Unresolved
	case !sent && isUntrusted(err):
		return apierror.Untrusted
	case errors.Is(err, ErrResponseTooLarge):
		return apierror.Unusable
	case !sent:
		return apierror.Unreachable
	}
	return apierror.Interrupted
}

// Call describes a request beyond its method and address.
type Call struct {
	// Op is the operation's name in the API reference. It appears in errors and in the log.
	Op string
	// Repeatable marks a request that may be retried although it may have been processed, such as a login. GET and HEAD always are.
	Repeatable bool
	// Once forbids a second attempt, whatever happens.
	Once bool
	// Invalid, if set, reports that a response is unusable, such as the page of a proxy under HTTP 200. A repeatable call is then
	// retried, as after a 5xx.
	Invalid func(status int, header http.Header, body []byte) bool
	// Effective, if set, reports whether a response body proves that the call took effect, whatever its status. The call is then
	// never retried.
	Effective func(body []byte) bool
	// ResponseLimit bounds the response in bytes; 0 is DefaultResponseLimit.
	ResponseLimit int64
	// Timeout replaces the configured bound of an attempt; 0 keeps it.
	Timeout time.Duration
	// CancelGrace is how long the response is still awaited after the caller gave up, once the request has begun to leave.
	CancelGrace time.Duration

	// attempt counts from 1.
	attempt int
}

// Response is a response whose body is in memory.
type Response struct {
	*http.Response
	Body []byte
	// Repeated reports that an earlier attempt of the call may have been processed. An API error may then be due to what that
	// attempt has already done.
	Repeated bool
}

// TookEffect reports whether a response, which may be nil, proves that the call took effect.
func (c Call) TookEffect(resp *Response) bool {
	return c.Effective != nil && resp != nil && c.Effective(resp.Body)
}

func (c Call) isInvalid(resp *Response) bool {
	return c.Invalid != nil && resp != nil && c.Invalid(resp.StatusCode, resp.Header, resp.Body)
}

var literal = regexp.MustCompile(`^([a-z-]+|v[0-9.]+|OS-[A-Z]+|openstack|latest)$`)

// template returns a path without its IDs, for the log.
func template(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if p != "" && !literal.MatchString(p) {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}
