// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// caller sends the calls of a login.
type caller struct {
	config *Config
	doer   *transport.Doer
	now    func() time.Time
}

// step is one call of a login with the texts for its failure.
type step struct {
	// op is the operation's name in the API reference; what is the purpose of the call, as in "could not …".
	op, what    string
	method, url string
	header      map[string]string
	// body is sent as JSON; nil sends none.
	body any
	// by authenticates the call; nil is an anonymous call.
	by *grant
	// once forbids retries after the call may have been processed.
	once bool
	// timeout bounds the call, which is then not retried; 0 leaves that to the transport.
	timeout time.Duration
	// rejected returns a more specific cause and next step for a 4xx, or "".
	rejected func(e *apierror.Error) string
	// secrets are in the body, besides those of the configuration.
	secrets []Secret
	// addressSource names the settings that the address comes from.
	addressSource string
}

// login completes a step at the login service. path begins with its version.
func (c *caller) login(s step, path string) step {
	s.url = strings.TrimSuffix(c.config.AuthURL.Value, "/v3") + path
	s.addressSource = c.config.AuthURL.Source
	return s
}

// do sends the call and returns a successful response. Failures are *LoginErrors.
func (c *caller) do(ctx context.Context, s step) (*transport.Response, error) {
	req, err := c.request(ctx, s)
	if err != nil {
		return nil, err
	}
	// A login may be repeated: older tokens stay valid.
	call := transport.Call{Op: s.op, Repeatable: !s.once, Once: s.timeout > 0, Timeout: s.timeout, Invalid: broken}
	resp, err := c.doer.Do(req, call)
	if err == nil {
		err = apierror.Check(s.op, resp.Response, resp.Body)
	}
	if err != nil {
		return nil, c.failed(s, err)
	}
	return resp, nil
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
		return nil, fmt.Errorf("create a call to the login service: %w", err)
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

// broken reports whether a successful response does not come from the login service: it contains neither a token nor a JSON
// object, like the page of a proxy while the service is down. An object without a token is final: a retry would return the same.
func broken(status int, header http.Header, body []byte) bool {
	var object map[string]json.RawMessage
	isObject := json.Unmarshal(body, &object) == nil && object != nil
	return status >= 200 && status < 300 && header.Get("X-Subject-Token") == "" && !isObject
}

// lifeUntil returns the time from a response until expires, by the service's clock in the header Date. It returns fallback if
// expires is not a time or has passed.
func (c *caller) lifeUntil(expires string, resp *transport.Response, fallback time.Duration) time.Duration {
	end, err := time.Parse(time.RFC3339Nano, expires)
	if err != nil {
		return fallback
	}
	now, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		now = c.now()
	}
	if life := end.Sub(now); life > 0 {
		return life
	}
	return fallback
}
