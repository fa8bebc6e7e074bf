// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
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
