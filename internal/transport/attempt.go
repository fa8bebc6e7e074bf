// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// ErrResponseTooLarge is the cause of an error if a response is larger than the call allows.
var ErrResponseTooLarge = errors.New("the response is larger than the provider accepts")

// errAttemptTimeout is the cause of an error if an attempt exceeds its time limit.
var errAttemptTimeout = errors.New("no response in time")

// slowest is the rate in bytes per second below which a large body counts as stuck: request_timeout alone would end an upload of
// 10 MB over a slow line.
const slowest = 64 << 10

// sendError is a failed attempt. sent reports whether the request may have left this machine.
type sendError struct {
	sent bool
	err  error
}

func (e *sendError) Error() string { return e.err.Error() }
func (e *sendError) Unwrap() error { return e.err }

// send returns the innermost RoundTrip. It sends a request through base within a time limit, reads the whole response within a
// size limit, and logs the attempt.
func (t *Transport) send(base http.RoundTripper) RoundTrip {
	return func(req *http.Request, call Call) (*Response, error) {
		if err := req.Context().Err(); err != nil {
			return nil, &sendError{err: err}
		}
		var sent atomic.Bool
		ctx, stop := withGrace(req.Context(), call.CancelGrace, &sent)
		defer stop()
		timeout := t.timeout(req, call)
		ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("%w (%s)", errAttemptTimeout, timeout))
		defer cancel()
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
		out, err := t.prepare(ctx, req)
		if err != nil {
			return nil, err
		}
		start := t.cfg.Now()
		got, err := base.RoundTrip(out)
		var resp *Response
		if err == nil {
			got.Request = req
			resp, err = readWhole(got, call.ResponseLimit)
		}
		if err != nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		t.log(req, call, got, err, t.cfg.Now().Sub(start))
		if err != nil {
			return nil, &sendError{sent: sent.Load(), err: err}
		}
		return resp, nil
	}
}

func (t *Transport) timeout(req *http.Request, call Call) time.Duration {
	timeout := cmp.Or(call.Timeout, t.cfg.Timeout)
	if req.ContentLength > 0 {
		timeout += time.Duration(req.ContentLength/slowest) * time.Second
	}
	return timeout
}

// prepare returns a copy of req with a body of its own.
func (t *Transport) prepare(ctx context.Context, req *http.Request) (*http.Request, error) {
	out := req.Clone(ctx)
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, &BodyError{Err: err}
		}
		out.Body = body
	}
	if t.cfg.UserAgent != "" {
		out.Header.Set("User-Agent", t.cfg.UserAgent)
	}
	return out, nil
}

// withGrace returns a context that ends with ctx, or d later than that once something was sent.
func withGrace(ctx context.Context, d time.Duration, sent *atomic.Bool) (context.Context, func()) {
	if d <= 0 {
		return ctx, func() {}
	}
	out, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		end := func() { cancel(context.Cause(ctx)) }
		if !sent.Load() {
			end()
			return
		}
		timer := time.AfterFunc(d, end)
		context.AfterFunc(out, func() { timer.Stop() })
	})
	return out, func() {
		stop()
		cancel(context.Canceled)
	}
}

// readWhole reads a response into memory, so that a truncated body is an error of the attempt and can be retried.
func readWhole(resp *http.Response, limit int64) (*Response, error) {
	limit = cmp.Or(limit, DefaultResponseLimit)
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read the response: %w", err)
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, limit)
	}
	return &Response{Response: resp, Body: body}, nil
}

func (t *Transport) log(req *http.Request, call Call, resp *http.Response, err error, d time.Duration) {
	if t.cfg.Log == nil {
		return
	}
	e := Event{
		Op:       call.Op,
		Method:   req.Method,
		Path:     template(req.URL.Path),
		Host:     req.URL.Host,
		Duration: d,
		Attempt:  call.attempt,
	}
	if resp != nil {
		e.Status = resp.StatusCode
		e.RequestID = cmp.Or(resp.Header.Get("X-Request-Id"), resp.Header.Get("X-Iam-Trace-Id"))
	}
	if err != nil {
		e.Problem = err.Error()
	}
	t.cfg.Log(req.Context(), e)
}
