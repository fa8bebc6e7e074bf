// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

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
	// Repeated reports that an earlier attempt of the call may have been processed. An API error may then be about what that
	// attempt has done already.
	Repeated bool
}

// TookEffect reports whether a response, which may be nil, proves that the call took effect.
func (c Call) TookEffect(resp *Response) bool {
	return c.Effective != nil && resp != nil && c.Effective(resp.Body)
}

func (c Call) isRepeatable(req *http.Request) bool {
	return c.Repeatable || req.Method == http.MethodGet || req.Method == http.MethodHead
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
