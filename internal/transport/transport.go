// SPDX-License-Identifier: MPL-2.0

// Package transport is the only HTTP client of the provider: TLS and proxies, user agent, timeouts, size limits, retry policy,
// throttle, and one log line per attempt. It must not know Terraform or the meaning of the calls.
package transport

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// DefaultResponseLimit is in bytes. The largest JSON response known, a page of 100 tickets, is well below 1 MB.
const DefaultResponseLimit = 16 << 20

// Config configures a Transport.
type Config struct {
	UserAgent string
	Insecure  bool
	// CACert, Cert and Key are each a path or PEM text; all are optional. CACert is added to the system's authorities.
	CACert, Cert, Key string
	// Timeout bounds one attempt, apart from the time that a large body takes; 0 is 60 s.
	Timeout    time.Duration
	MaxRetries int                                // after the first attempt
	Log        func(ctx context.Context, e Event) // optional; called after every attempt
	// Now and Wait replace the clock in tests; nil is the real one. Wait returns early with ctx's error.
	Now  func() time.Time
	Wait func(ctx context.Context, d time.Duration) error
}

// Event holds what may be logged about an attempt: no headers, bodies or queries.
type Event struct {
	Op, Method, Path, Host string
	Status                 int    // 0 if there is no response
	RequestID              string // X-Request-Id or X-IAM-Trace-Id
	Attempt                int    // counts from 1
	Duration               time.Duration
	Problem                string
}

// Transport creates Doers that share connections, throttle and configuration.
type Transport struct {
	cfg      Config
	base     *http.Transport
	direct   *http.Transport
	throttle *throttle
}

// New creates a Transport. Errors name the invalid setting.
func New(cfg Config) (*Transport, error) {
	cfg.Timeout = cmp.Or(cfg.Timeout, time.Minute)
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Wait == nil {
		cfg.Wait = Wait
	}
	tlsConfig, err := tlsConfig(cfg)
	if err != nil {
		return nil, err
	}
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		base = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	base = base.Clone()
	tlsConfig.NextProtos = []string{"http/1.1"}
	base.TLSClientConfig = tlsConfig
	base.MaxIdleConnsPerHost = 16
	base.TLSHandshakeTimeout = 15 * time.Second
	// HTTP/1.1 only: over HTTP/2, net/http retries a POST by itself if the peer resets its stream.
	base.ForceAttemptHTTP2 = false
	base.TLSNextProto = nil
	base.Protocols = new(http.Protocols)
	base.Protocols.SetHTTP1(true)
	direct := base.Clone()
	direct.Proxy = nil
	return &Transport{cfg: cfg, base: base, direct: direct, throttle: newThrottle(cfg.Now, cfg.Wait)}, nil
}

// CloseIdle closes idle connections.
func (t *Transport) CloseIdle() {
	t.base.CloseIdleConnections()
	t.direct.CloseIdleConnections()
}

// Wait waits for d, or until ctx ends, and returns ctx's error then.
func Wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// SettingError reports a setting that can't be used. Problem completes a sentence that begins with the setting.
type SettingError struct{ Setting, Problem string }

func (e *SettingError) Error() string { return "`" + e.Setting + "` " + e.Problem }

func tlsConfig(cfg Config) (*tls.Config, error) {
	out := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: cfg.Insecure}
	if cfg.CACert != "" {
		pem, err := pemOrFile("cacert_file", cfg.CACert)
		if err != nil {
			return nil, err
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, &SettingError{"cacert_file", "contains no PEM certificate. Set it to a file or text that begins with " +
				"-----BEGIN CERTIFICATE-----."}
		}
		out.RootCAs = pool
	}
	if (cfg.Cert == "") != (cfg.Key == "") {
		return nil, &SettingError{"cert", "requires `key`, and `key` requires `cert`. Set both."}
	}
	if cfg.Cert != "" {
		cert, err := pemOrFile("cert", cfg.Cert)
		if err != nil {
			return nil, err
		}
		key, err := pemOrFile("key", cfg.Key)
		if err != nil {
			return nil, err
		}
		pair, err := tls.X509KeyPair(cert, key)
		if err != nil {
			return nil, &SettingError{"cert", "is not the PEM certificate of the private key in `key`. Set both to a " +
				"matching pair."}
		}
		out.Certificates = []tls.Certificate{pair}
	}
	return out, nil
}

func pemOrFile(setting, v string) ([]byte, error) {
	if strings.Contains(v, "-----BEGIN ") {
		return []byte(v), nil
	}
	data, err := os.ReadFile(v)
	switch {
	case err != nil && setting == "key":
		return nil, &SettingError{setting, fmt.Sprintf("is neither PEM text nor a file that can be read: %v. Correct the path.",
			errors.Unwrap(err))}
	case err != nil:
		return nil, &SettingError{setting, fmt.Sprintf("is %q, which is neither PEM text nor a file that can be read: %v. "+
			"Correct the path.", v, errors.Unwrap(err))}
	}
	return data, nil
}

// ErrResponseTooLarge is the cause of an error if a response is larger than the call allows.
var ErrResponseTooLarge = errors.New("it is larger than the limit")

// errAttemptTimeout is the cause of an error if an attempt exceeds its time limit.
var errAttemptTimeout = errors.New("no response in time")

// slowest is the rate in bytes per second below which a large body is stuck: the time limit alone would end slow uploads.
const slowest = 64 << 10

// sendError is a failed attempt. sent reports whether the request may have left this machine.
type sendError struct {
	sent bool
	err  error
}

func (e *sendError) Error() string { return e.err.Error() }
func (e *sendError) Unwrap() error { return e.err }

// send returns the innermost RoundTrip: one logged attempt within a time limit and a size limit.
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
		return nil, fmt.Errorf("%w (%d bytes)", ErrResponseTooLarge, limit)
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
