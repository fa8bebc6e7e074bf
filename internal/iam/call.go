// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// caller sends the calls of a login.
type caller struct {
	settings *Resolved
	doer     Doer
	now      func() time.Time
}

// step is one call of a login with the words for its failure.
type step struct {
	// op is the operation's name in the API reference; what is what the call is for, as in "could not …".
	op, what    string
	method, url string
	header      map[string]string
	// body is sent as JSON; nil sends none.
	body any
	// by proves who calls; nil for nobody.
	by *grant
	// once forbids to send the call again when it may have been processed.
	once bool
	// timeout bounds the call, which is then tried only once; 0 leaves that to the transport.
	timeout time.Duration
	// refused gives cause and next step for an answer that the general table has no good words for, else "".
	refused func(e *apierror.Error) string
	// secrets are in the body, besides those of the settings.
	secrets []Secret
	// setting tells which setting the address came from.
	setting string
}

// login makes a step at the login service. path begins after the address and may have a version of its own.
func (c *caller) login(s step, path string) step {
	s.url = strings.TrimSuffix(c.settings.AuthURL, "/v3") + path
	s.setting = c.settings.sources["auth_url"]
	return s
}

// answer is the answer of a success.
type answer struct {
	header http.Header
	body   []byte
	// unusable is the error for the case that it lacks what it must have.
	unusable *apierror.Error
}

// do sends the call and gives the answer of a success. Failures are *LoginErrors.
func (c *caller) do(ctx context.Context, s step) (*answer, error) {
	req, err := c.request(ctx, s)
	if err != nil {
		return nil, err
	}
	// A login may be repeated: older tokens stay valid.
	call := transport.Call{Op: s.op, Repeatable: !s.once, Once: s.timeout > 0, Timeout: s.timeout, Invalid: broken}
	resp, err := c.doer.Do(req, call)
	if err != nil {
		return nil, c.failed(s, err)
	}
	if err := apierror.Check(s.op, resp.Response, resp.Body); err != nil {
		return nil, c.failed(s, err)
	}
	return &answer{resp.Header, resp.Body, apierror.New(s.op, resp.Response)}, nil
}

func (c *caller) request(ctx context.Context, s step) (*http.Request, error) {
	var body io.Reader
	if s.body != nil {
		data, err := json.Marshal(s.body)
		if err != nil {
			return nil, fmt.Errorf("encode a call to the login service: %w", err)
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, s.method, s.url, body)
	if err != nil {
		return nil, fmt.Errorf("make a call to the login service: %w", err)
	}
	if s.body != nil {
		req.Header.Set("Content-Type", "application/json;charset=utf8")
	}
	for name, v := range s.header {
		req.Header.Set(name, v)
	}
	if s.by == nil {
		return req, nil
	}
	return req, s.by.apply(req, c.now())
}

// broken tells of an answer that is none of the login service: neither a token nor a JSON object came under a good status, as from a proxy while the
// service is away. One that is an object and lacks the token is the service's, or of another, for good: it is not asked again.
func broken(status int, header http.Header, body []byte) bool {
	var object map[string]json.RawMessage
	return status >= 200 && status < 300 && header.Get("X-Subject-Token") == "" && (json.Unmarshal(body, &object) != nil || object == nil)
}

// host gives the host of a step.
func (s step) host() string {
	u, err := url.Parse(s.url)
	if err != nil {
		return s.url
	}
	return u.Host
}

// lifeUntil gives the time from the answer until a point in time that it names, by the service's own clock, which the header Date tells. A text
// that is no time, or one that has passed, gives fallback.
func (a *answer) lifeUntil(expires string, now time.Time, fallback time.Duration) time.Duration {
	end, err := time.Parse(time.RFC3339Nano, expires)
	if err != nil {
		return fallback
	}
	if date, err := http.ParseTime(a.header.Get("Date")); err == nil {
		now = date
	}
	if life := end.Sub(now); life > 0 {
		return life
	}
	return fallback
}
