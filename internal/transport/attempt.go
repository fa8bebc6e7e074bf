// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// ErrAnswerTooLarge is the cause when an answer is larger than the call allows.
var ErrAnswerTooLarge = errors.New("the answer is larger than this provider accepts")

// errAttemptTimeout is the cause when one attempt took longer than it may.
var errAttemptTimeout = errors.New("no answer in time")

// slowest is the rate in bytes a second below which a large body counts as stuck: request_timeout alone would end an upload
// of 10 MB over a slow line.
const slowest = 64 << 10

// attempt is the innermost RoundTripper: it sends once, bounded in time, reads the answer whole, bounded in size, tells
// whether anything left, and logs.
type attempt struct {
	transport *Transport
	base      http.RoundTripper
}

// sendError is a failed attempt.
type sendError struct {
	sent bool
	err  error
}

func (e *sendError) Error() string { return e.err.Error() }
func (e *sendError) Unwrap() error { return e.err }

func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	cfg := a.transport.cfg
	call := callOf(req.Context())
	limit := call.AnswerLimit
	if limit == 0 {
		limit = DefaultAnswerLimit
	}
	timeout := cfg.Timeout
	if call.Timeout > 0 {
		timeout = call.Timeout
	}
	if req.ContentLength > 0 {
		timeout += time.Duration(req.ContentLength/slowest) * time.Second
	}
	if err := req.Context().Err(); err != nil {
		return nil, &sendError{err: err}
	}
	var sent atomic.Bool
	ctx, stop := lingering(req.Context(), call.Linger, &sent)
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("%w (%s)", errAttemptTimeout, timeout))
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	out := req.Clone(ctx)
	if cfg.UserAgent != "" {
		out.Header.Set("User-Agent", cfg.UserAgent)
	}
	start := cfg.Now()
	resp, err := a.base.RoundTrip(out)
	if err == nil {
		resp.Request = req
		err = readWhole(resp, limit)
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	a.log(req, resp, err, cfg.Now().Sub(start))
	if err != nil {
		return nil, &sendError{sent: sent.Load(), err: err}
	}
	return resp, nil
}

// lingering gives a context that ends with ctx, or, once something was sent, d later than that.
func lingering(ctx context.Context, d time.Duration, sent *atomic.Bool) (context.Context, func()) {
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

// readWhole puts the answer into memory, so that a cut-off body is an error of the attempt and can be tried again.
func readWhole(resp *http.Response, limit int64) error {
	body := resp.Body
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	if closeErr := body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if int64(len(data)) > limit {
		return fmt.Errorf("%w: over %d bytes", ErrAnswerTooLarge, limit)
	}
	resp.Body = io.NopCloser(bytes.NewReader(data))
	return nil
}

func (a *attempt) log(req *http.Request, resp *http.Response, err error, d time.Duration) {
	if a.transport.cfg.Log == nil {
		return
	}
	e := Event{Op: callOf(req.Context()).Op, Method: req.Method, Path: template(req.URL.Path), Host: req.URL.Host, Duration: d, Attempt: 1}
	if s := stateOf(req.Context()); s != nil {
		e.Attempt = s.attempts
	}
	if resp != nil {
		e.Status = resp.StatusCode
		e.RequestID = resp.Header.Get("X-Request-Id")
		if e.RequestID == "" {
			e.RequestID = resp.Header.Get("X-Iam-Trace-Id")
		}
	}
	if err != nil {
		e.Problem = err.Error()
	}
	a.transport.cfg.Log(req.Context(), e)
}
