// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// client is a minimal client with a token, for tests of raw responses.
type client struct {
	t      testing.TB
	sim    *simulator.Simulator
	url    string
	token  string
	header http.Header
}

// response is a response as received.
type response struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// newClient starts a simulator and logs in.
func newClient(t testing.TB, options simulator.Options) *client {
	t.Helper()
	sim := simulator.New(options)
	server, err := sim.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &client{t: t, sim: sim, url: server.URL, header: http.Header{}}
	c.login()
	return c
}

func (c *client) login() {
	c.t.Helper()
	o := c.sim.Options()
	body := fmt.Sprintf(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":%q,"password":%q,`+
		`"domain":{"name":%q}}}},"scope":{"project":{"id":%q}}}}`, o.User, o.Password, o.Domain, o.ProjectID)
	got := c.send(http.MethodPost, c.url+"/v3/auth/tokens", "application/json", strings.NewReader(body))
	if c.token = got.header.Get("X-Subject-Token"); got.status != http.StatusCreated || c.token == "" {
		c.t.Fatalf("login: %d %s", got.status, got.body)
	}
}

// call calls the ticket API; a body is sent as JSON.
func (c *client) call(method, path, body string) response {
	c.t.Helper()
	contentType := ""
	if body != "" {
		contentType = "application/json;charset=UTF-8"
	}
	return c.send(method, c.url+"/v2/servicerequest"+path, contentType, strings.NewReader(body))
}

func (c *client) send(method, url, contentType string, body io.Reader) response {
	c.t.Helper()
	got, err := c.try(c.t.Context(), method, url, contentType, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, url, err)
	}
	return got
}

// try is send for calls that may fail.
func (c *client) try(ctx context.Context, method, url, contentType string, body io.Reader) (response, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return response{}, fmt.Errorf("creating the request: %w", err)
	}
	maps.Copy(req.Header, c.header)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if c.token != "" {
		req.Header.Set("X-Auth-Token", c.token)
	}
	// One connection per request: net/http would retry on an idle connection that the simulator dropped.
	transport := &http.Transport{DisableKeepAlives: true}
	noRedirect := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	plain := &http.Client{Transport: transport, CheckRedirect: noRedirect}
	resp, err := plain.Do(req)
	if err != nil {
		return response{}, fmt.Errorf("sending the request: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	got := response{t: c.t, status: resp.StatusCode, header: resp.Header}
	if got.body, err = io.ReadAll(resp.Body); err != nil {
		return got, fmt.Errorf("reading the response: %w", err)
	}
	return got, nil
}

// fields decodes the object in a response.
func (a response) fields() map[string]any {
	a.t.Helper()
	var fields map[string]any
	if err := json.Unmarshal(a.body, &fields); err != nil {
		a.t.Fatalf("response %d %q: %v", a.status, a.body, err)
	}
	return fields
}

// code is the error code, "" for none.
func (a response) code() string {
	var body struct {
		Code string `json:"error_code"`
	}
	if len(a.body) > 0 && json.Unmarshal(a.body, &body) != nil {
		return "invalid JSON"
	}
	return body.Code
}

// ok expects a success.
func (a response) ok() response {
	a.t.Helper()
	if a.status != http.StatusOK || a.code() != "" {
		a.t.Fatalf("response %d %s", a.status, a.body)
	}
	return a
}

func (a response) text(name string) string {
	a.t.Helper()
	text, _ := a.fields()[name].(string)
	return text
}

func (a response) object(name string) map[string]any {
	a.t.Helper()
	object, _ := a.fields()[name].(map[string]any)
	return object
}

func (a response) list(name string) []any {
	a.t.Helper()
	list, _ := a.fields()[name].([]any)
	return list
}

// createBody is a body of CreateCases with a description and further members.
func createBody(description, more string) string {
	return fmt.Sprintf(`{"business_type_id":%q,"source_id":%q,"simple_description":%q%s}`,
		simulator.ProblemConsulting, simulator.SourceID, description, more)
}
