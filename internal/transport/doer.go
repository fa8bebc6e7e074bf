// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// Doer sends requests by the one policy. It is safe for concurrent use.
type Doer struct {
	transport *Transport
	client    *retryablehttp.Client
}

// Doer makes a Doer whose attempts pass through wrap (nil: none), which adds credentials: it is inside the retries, so that every
// attempt is signed anew.
func (t *Transport) Doer(wrap func(http.RoundTripper) http.RoundTripper) *Doer {
	return t.doer(t.base, wrap)
}

// Direct makes a Doer that bypasses proxies, for addresses of the local link.
func (t *Transport) Direct() *Doer { return t.doer(t.direct, nil) }

func (t *Transport) doer(base http.RoundTripper, wrap func(http.RoundTripper) http.RoundTripper) *Doer {
	var rt http.RoundTripper = &attempt{transport: t, base: base}
	if wrap != nil {
		rt = wrap(rt)
	}
	d := &Doer{transport: t}
	d.client = &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: &turnstile{throttle: t.throttle, next: rt},
			// A redirect would carry the credential to another host: it is an answer like others.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     t.cfg.MaxRetries,
		CheckRetry:   d.check,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return d
}

// turnstile lets attempts pass one by one while the service throttles.
type turnstile struct {
	throttle *throttle
	next     http.RoundTripper
}

func (t *turnstile) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.throttle.admit(req.Context()); err != nil {
		return nil, &sendError{err: err}
	}
	return t.next.RoundTrip(req)
}

// CredentialError is the failure to get a credential for a call. Its cause is what the credential said; it is not tried again.
type CredentialError struct{ Err error }

func (e *CredentialError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *CredentialError) Unwrap() error { return e.Err }

// state is what is known of a call across its attempts.
type state struct {
	repeatable bool
	attempts   int
	// doubtful is set once an attempt that may have been processed is followed by another.
	doubtful bool
	// last is what the attempt before the present pause ended with.
	last error
}

type stateKey struct{}

func stateOf(ctx context.Context) *state {
	s, _ := ctx.Value(stateKey{}).(*state)
	return s
}

// Doubtful tells whether the call was sent more than once, and an attempt before the one that this is the answer to may have been processed. A
// refusal may then be about what that attempt has done already.
func Doubtful(resp *http.Response) bool {
	if resp == nil || resp.Request == nil {
		return false
	}
	s := stateOf(resp.Request.Context())
	return s != nil && s.doubtful
}

// Do sends req, again where the policy allows, until it is answered. An answer of any status is no error; its body is in memory.
// An error is the last thing that went wrong, not the deadline that ended the waiting: an *apierror.Error or a *CredentialError.
func (d *Doer) Do(req *http.Request) (*http.Response, error) {
	s := &state{attempts: 1, repeatable: callOf(req.Context()).repeatable(req)}
	ctx := context.WithValue(req.Context(), stateKey{}, s)
	wrapped, err := prepare(req.Clone(ctx))
	if err != nil {
		return nil, failure(req, &BodyError{Err: err}, false)
	}
	resp, err := d.client.Do(wrapped)
	if err == nil {
		return resp, nil
	}
	if ctx.Err() != nil && s.last != nil {
		err = s.last
	}
	return nil, failure(req, err, s.doubtful)
}

// prepare hands the body over as a function: retryablehttp would otherwise read a streamed one into memory.
func prepare(req *http.Request) (*retryablehttp.Request, error) {
	getBody, length := req.GetBody, req.ContentLength
	if getBody == nil {
		return retryablehttp.FromRequest(req)
	}
	req.Body = nil
	wrapped, err := retryablehttp.FromRequest(req)
	if err != nil {
		return nil, err
	}
	if err := wrapped.SetBody(retryablehttp.ReaderFunc(func() (io.Reader, error) { return getBody() })); err != nil {
		return nil, err
	}
	wrapped.ContentLength = length
	return wrapped, nil
}

// check is asked after every attempt. It waits here, not in retryablehttp's Backoff, since here the deadline is known: a pause that
// would outlast it is not begun, and the last answer is given instead.
func (d *Doer) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	s, cfg := stateOf(ctx), d.transport.cfg
	if s == nil {
		return false, nil
	}
	var header http.Header
	status := 0
	if resp != nil {
		header, status = resp.Header, resp.StatusCode
	}
	d.observe(status, header)
	if over(ctx) || callOf(ctx).Once || s.attempts > cfg.MaxRetries || Effective(ctx, resp) {
		return false, nil
	}
	again := retryable(s.repeatable, status, err) || s.repeatable && err == nil && callOf(ctx).broken(resp)
	if !again {
		return false, nil
	}
	delay := pause(s.attempts, header, cfg.Now())
	if deadline, ok := ctx.Deadline(); ok && delay > time.Until(deadline) {
		return false, nil
	}
	// While the pause lasts, the error of the attempt before it is the cause; once it is over, that error is history.
	s.last = err
	if waited := cfg.Wait(ctx, delay); waited != nil {
		return false, nil //nolint:nilerr // the caller reports the error before the pause, or the end of ctx
	}
	s.last = nil
	s.attempts++
	s.doubtful = s.doubtful || processed(status, err)
	return true, nil
}

// processed tells whether the service may have acted upon an attempt that ended so.
func processed(status int, err error) bool {
	var send *sendError
	if errors.As(err, &send) {
		return send.sent
	}
	return status != http.StatusTooManyRequests
}

func over(ctx context.Context) bool { return ctx.Err() != nil }

func (d *Doer) observe(status int, header http.Header) {
	switch {
	case status == http.StatusTooManyRequests:
		asked, _ := RetryAfter(header.Get("Retry-After"), d.transport.cfg.Now())
		d.transport.throttle.refused(asked)
	case status != 0:
		d.transport.throttle.answered()
	}
}

// failure returns the typed error of a call without a response. doubtful says that an attempt before the last one may have been processed.
func failure(req *http.Request, err error, doubtful bool) error {
	var credential *CredentialError
	if errors.As(err, &credential) {
		return credential
	}
	e := &apierror.Error{Op: callOf(req.Context()).Op, Method: req.Method, Host: req.URL.Host, Err: err}
	var send *sendError
	var address *url.Error
	if errors.As(err, &send) {
		e.Sent, e.Err = send.sent, send.err
	} else if errors.As(err, &address) {
		e.Err = address.Err
	}
	e.Kind = kind(req, err, e.Sent)
	e.Sent = e.Sent || doubtful
	return e
}

func kind(req *http.Request, err error, sent bool) apierror.Kind {
	var body *BodyError
	var dns *net.DNSError
	switch {
	case errors.As(err, &body):
		return apierror.Unprepared
	case errors.Is(err, context.Canceled) || errors.Is(req.Context().Err(), context.Canceled):
		return apierror.Cancelled
	case errors.Is(err, errAttemptTimeout), errors.Is(err, context.DeadlineExceeded):
		return apierror.TimedOut
	case errors.As(err, &dns):
		return apierror.Unresolved
	case !sent && isUntrusted(err):
		return apierror.Untrusted
	case errors.Is(err, ErrAnswerTooLarge):
		return apierror.Unusable
	case !sent:
		return apierror.Unreachable
	}
	return apierror.Interrupted
}
