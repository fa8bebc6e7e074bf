// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// RoundTrip makes one attempt of a call.
type RoundTrip func(req *http.Request, call Call) (*Response, error)

// Doer sends requests under the retry policy. It is safe for concurrent use.
type Doer struct {
	cfg     Config
	attempt RoundTrip
	// proxy returns the proxy of a request; nil uses none.
	proxy func(*http.Request) (*url.URL, error)
}

// Doer returns a Doer. wrap (nil: none) adds credentials inside the retries, so that every attempt is signed again.
func (t *Transport) Doer(wrap func(next RoundTrip) RoundTrip) *Doer { return t.doer(t.base, wrap) }

// Direct returns a Doer that bypasses proxies, for link-local addresses.
func (t *Transport) Direct() *Doer { return t.doer(t.direct, nil) }

func (t *Transport) doer(base *http.Transport, wrap func(next RoundTrip) RoundTrip) *Doer {
	attempt := t.send(base)
	if wrap != nil {
		attempt = wrap(attempt)
	}
	return &Doer{t.cfg, t.throttle.limitRate(attempt), base.Proxy}
}

// CredentialError reports that no credential could be obtained for a call. It is not retried.
type CredentialError struct{ Err error }

func (e *CredentialError) Error() string { return e.Err.Error() }
func (e *CredentialError) Unwrap() error { return e.Err }

// Do sends req, and retries where the policy allows, until there is a response, whatever its status. It does not follow
// redirects, which would carry the credential to another host. A body without GetBody is sent once. The error is
// the last failure, not the deadline that ended the retries: an *apierror.Error or a *CredentialError.
func (d *Doer) Do(req *http.Request, call Call) (*Response, error) {
	call.Once = call.Once || req.Body != nil && req.GetBody == nil
	repeated := false
	for call.attempt = 1; ; call.attempt++ {
		resp, err := d.attempt(req, call)
		delay, again := d.retryDelay(req, call, resp, err)
		if !again || d.cfg.Wait(req.Context(), delay) != nil {
			if err != nil {
				return nil, d.failure(req, call, err, repeated)
			}
			resp.Repeated = repeated
			return resp, nil
		}
		repeated = repeated || wasProcessed(resp, err)
	}
}

// retryDelay returns the pause before the next attempt, and false if there is none or the pause would outlast the deadline.
func (d *Doer) retryDelay(req *http.Request, call Call, resp *Response, err error) (time.Duration, bool) {
	ctx := req.Context()
	if ctx.Err() != nil || call.Once || call.attempt > d.cfg.MaxRetries || call.TookEffect(resp) {
		return 0, false
	}
	repeatable := call.Repeatable || req.Method == http.MethodGet || req.Method == http.MethodHead
	if !retryable(repeatable, status(resp), err) && (!repeatable || !call.isInvalid(resp)) {
		return 0, false
	}
	if call.PageIsFinal && call.attempt > 1 && isPage(resp) {
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

// isPage reports whether a successful response is an HTML page.
func isPage(resp *Response) bool {
	return resp != nil && resp.StatusCode < 300 && apierror.Page(resp.Body) != ""
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

// failure returns the error of a call without a response. repeated reports that an earlier attempt may have been processed.
func (d *Doer) failure(req *http.Request, call Call, err error, repeated bool) error {
	if credential, ok := errors.AsType[*CredentialError](err); ok {
		return credential
	}
	e := &apierror.Error{Op: call.Op, Method: req.Method, Host: req.URL.Host, Err: err}
	if send, ok := errors.AsType[*sendError](err); ok {
		e.Sent, e.Err = send.sent, send.err
	}
	e.Kind = kindOf(req, err, e.Sent)
	if !e.Sent && slices.Contains([]apierror.Kind{apierror.Unresolved, apierror.Unreachable, apierror.TimedOut}, e.Kind) {
		e.Proxy, e.Variable = d.proxyOf(req)
	}
	e.Sent = e.Sent || repeated
	return e
}

// proxyOf returns the host of the proxy of a request and the environment variable that sets it, or "".
func (d *Doer) proxyOf(req *http.Request) (host, variable string) {
	if d.proxy == nil {
		return "", ""
	}
	proxy, err := d.proxy(req)
	if err != nil || proxy == nil {
		return "", ""
	}
	// The order is that of net/http.
	name := strings.ToUpper(req.URL.Scheme) + "_PROXY"
	for _, variable := range []string{name, strings.ToLower(name)} {
		if os.Getenv(variable) != "" {
			return proxy.Host, variable
		}
	}
	return proxy.Host, name
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
	case !sent && isNotTLS(err):
		return apierror.NotTLS
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
	// Repeatable marks a request that may be retried although it may have been processed, such as a login. GET and HEAD are.
	Repeatable bool
	// Once forbids a second attempt, whatever happens.
	Once bool
	// Invalid, if set, reports an unusable response, such as a proxy's page under HTTP 200: a repeatable call is then retried.
	Invalid func(status int, header http.Header, body []byte) bool
	// PageIsFinal limits a call to two attempts if the response is an HTML page, such as that of a network that requires a login.
	PageIsFinal bool
	// Effective, if set, reports that a body of any status proves that the call took effect. It is then never retried.
	Effective func(body []byte) bool
	// ResponseLimit bounds the response in bytes; 0 is DefaultResponseLimit.
	ResponseLimit int64
	// Timeout replaces the configured bound of an attempt; 0 keeps it.
	Timeout time.Duration
	// CancelGrace is how long the response is still awaited after the caller gave up, once the request has begun to leave.
	CancelGrace time.Duration

	attempt int // counts from 1
}

// Response is a response whose body is in memory.
type Response struct {
	*http.Response
	Body []byte
	// Repeated reports that an earlier attempt may have been processed, to which an API error may be due.
	Repeated bool
}

// TookEffect reports whether a response, which may be nil, proves that the call took effect.
func (c Call) TookEffect(resp *Response) bool {
	return c.Effective != nil && resp != nil && c.Effective(resp.Body)
}

func (c Call) isInvalid(resp *Response) bool {
	return c.Invalid != nil && resp != nil && c.Invalid(resp.StatusCode, resp.Header, resp.Body)
}

var literal = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([a-z-]+|v[0-9.]+|OS-[A-Z]+)$`) })

// template returns a path without its IDs, for the log.
func template(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if p != "" && !literal().MatchString(p) {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}

// Bounds of the pause before a retry.
const (
	firstPause = 500 * time.Millisecond
	lastPause  = 30 * time.Second
)

// retryable is the retry policy. It reports whether a call may be retried after an attempt with this result.
//
//   - Any call of which nothing was sent is retried, unless a retry can't help (no such host, certificate).
//   - 429 means that nothing was processed: any call is retried.
//   - Broken connections, unreadable responses, time-outs and 500, 502, 503, 504 leave the outcome open: only a repeatable call
//     (every GET, a login) is retried.
//   - A repeatable call is also retried after an unusable response, which Call.Invalid reports.
func retryable(repeatable bool, status int, err error) bool {
	if err != nil {
		send, ok := errors.AsType[*sendError](err)
		switch {
		case !ok, is[*CredentialError](err), errors.Is(err, context.Canceled), errors.Is(err, ErrResponseTooLarge):
			return false
		case send.sent:
			return repeatable
		}
		return !isFinal(err)
	}
	switch status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return repeatable
	}
	return false
}

// isFinal reports whether an attempt of which nothing was sent failed for good: an unknown host, a certificate that is not
// accepted, a peer that does not speak TLS, a body that can't be read.
func isFinal(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	return isUntrusted(err) || isNotTLS(err) || is[*BodyError](err)
}

// isUntrusted reports whether the other end has no acceptable certificate. Only typed errors count: an alert or a broken record
// may come at any time, also after the service has processed the request.
func isUntrusted(err error) bool {
	return is[*tls.CertificateVerificationError](err) || is[x509.UnknownAuthorityError](err) || is[x509.HostnameError](err) ||
		is[x509.CertificateInvalidError](err)
}

// isNotTLS reports whether the other end does not speak TLS.
func isNotTLS(err error) bool {
	return is[tls.RecordHeaderError](err) || errors.Is(err, http.ErrSchemeMismatch)
}

// is reports whether the chain of err has an error of type E.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// BodyError reports that a request's body could not be read, such as a file that changed meanwhile. It is never retried.
type BodyError struct{ Err error }

func (e *BodyError) Error() string { return e.Err.Error() }
func (e *BodyError) Unwrap() error { return e.Err }

// pause returns the time to wait after an attempt (counted from 1): a random part (full jitter) of 0.5 s doubled each time, at
// most 30 s, or what the service requests, extended by up to a tenth, so that many callers do not return at the same moment.
func pause(attempt int, header http.Header, now time.Time) time.Duration {
	if asked, ok := RetryAfter(header.Get("Retry-After"), now); ok {
		return asked + rand.N(asked/10+time.Millisecond)
	}
	return rand.N(min(firstPause<<min(attempt-1, 6), lastPause)) + time.Millisecond
}

// maxRetryAfter bounds the pause that a service may request, since a wrong date would stall the run.
const maxRetryAfter = 5 * time.Minute

// RetryAfter reads a header Retry-After, in seconds or as an HTTP date. It reports false for anything else.
func RetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds >= 0) {
			return 0, false
		}
		return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second)), true
	}
	if date, err := http.ParseTime(value); err == nil {
		return min(max(date.Sub(now), 0), maxRetryAfter), true
	}
	return 0, false
}
