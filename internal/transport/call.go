// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Call says about a request what its method and address don't.
type Call struct {
	// Op is the operation's name in the API reference; it appears in errors and in the log.
	Op string
	// Repeatable marks a request that may be sent again although it may have been processed. GET and HEAD always are.
	Repeatable bool
	// Once forbids a second attempt, whatever comes.
	Once bool
	// Broken, if set, tells that an answer can't be used though it is one, such as the page of a proxy under HTTP 200: a call that may be repeated
	// is then sent again, as after a 5xx.
	Broken func(status int, header http.Header, body []byte) bool
	// Effective, if set, reports whether a response body proves that the call took effect, whatever its status: the request is then never sent again.
	Effective func(body []byte) bool
	// AnswerLimit bounds the answer in bytes; 0 is DefaultAnswerLimit.
	AnswerLimit int64
	// Timeout replaces the configured bound of an attempt; 0 keeps it.
	Timeout time.Duration
	// Linger is how long the answer may still be waited for after the caller gave up, once the request has begun to leave.
	Linger time.Duration
}

type callKey struct{}

// With attaches c to ctx.
func With(ctx context.Context, c Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// Repeatable marks the requests made with the returned context as ones that may be sent again although they may have been
// processed, such as a login.
func Repeatable(ctx context.Context) context.Context {
	c := callOf(ctx)
	c.Repeatable = true
	return With(ctx, c)
}

// Broken sets what tells that an answer to the requests made with the returned context can't be used.
func Broken(ctx context.Context, broken func(status int, header http.Header, body []byte) bool) context.Context {
	c := callOf(ctx)
	c.Broken = broken
	return With(ctx, c)
}

// Operation names the requests made with the returned context.
func Operation(ctx context.Context, op string) context.Context {
	c := callOf(ctx)
	c.Op = op
	return With(ctx, c)
}

func callOf(ctx context.Context) Call {
	c, _ := ctx.Value(callKey{}).(Call)
	return c
}

func (c Call) repeatable(req *http.Request) bool {
	return c.Repeatable || req.Method == http.MethodGet || req.Method == http.MethodHead
}

// broken asks about a response and leaves its body as it was.
func (c Call) broken(resp *http.Response) bool {
	if c.Broken == nil || resp == nil || resp.Body == nil {
		return false
	}
	body, err := peek(resp)
	return err != nil || c.Broken(resp.StatusCode, resp.Header, body)
}

// Effective reports whether a response proves, by the Call of ctx, that the call took effect.
func Effective(ctx context.Context, resp *http.Response) bool {
	effective := callOf(ctx).Effective
	if effective == nil || resp == nil || resp.Body == nil {
		return false
	}
	body, err := peek(resp)
	return err == nil && effective(body)
}

// peek reads a body that is in memory and leaves it as it was.
func peek(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}

var literal = regexp.MustCompile(`^([a-z-]+|v[0-9.]+|OS-[A-Z]+|openstack|latest)$`)

// template gives a path with its ids taken out, for the log.
func template(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if p != "" && !literal.MatchString(p) {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}
