// SPDX-License-Identifier: MPL-2.0

package identity_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// world is a login service with a clock that the test controls.
type world struct {
	t       *testing.T
	service *identity.Service
	now     time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	w.service = identity.New(identity.Config{
		User: "ann", UserID: "u1", Password: "secret", Domain: "acme", DomainID: "d1", ProjectID: "p1", ProjectName: "cn-north-4",
		AccessKey: "AK", SecretKey: "SK", TTL: time.Hour, Now: func() time.Time { return w.now },
	})
	return w
}

// login returns the body of a login for a user to a scope, which is omitted if empty.
func login(user, scope string) string {
	if scope != "" {
		scope = `,"scope":` + scope
	}
	return `{"auth":{"identity":{"methods":["password"],"password":{"user":` + user + `}}` + scope + `}}`
}

const (
	byName    = `{"name":"ann","password":"secret","domain":{"name":"acme"}}`
	byID      = `{"id":"u1","password":"secret"}`
	toProject = `{"project":{"id":"p1"}}`
)

func (w *world) ask(method, path, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	recorder := httptest.NewRecorder()
	w.service.ServeHTTP(recorder, httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(body)))
	return recorder
}

func (w *world) login(body string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.ask(http.MethodPost, "/v3/auth/tokens", body)
}

// use sends a token and returns the message of the rejection, "" if it is accepted.
func (w *world) use(token string) string {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "/v2/servicerequest/cases", http.NoBody)
	req.Header.Set("X-Auth-Token", token)
	who, rejection := w.service.Authenticate(req, nil)
	if rejection == nil {
		// A token of the account has no project.
		if who.ProjectID == "p1" {
			who.ProjectID = ""
		}
		if who != (identity.Principal{UserID: "u1", UserName: "ann", DomainID: "d1", DomainName: "acme"}) {
			w.t.Errorf("principal %+v", who)
		}
		return ""
	}
	if rejection.Status != http.StatusUnauthorized || rejection.Code != "APIGW.0301" {
		w.t.Errorf("rejection %+v", rejection)
	}
	return rejection.Message
}

func TestLoginShapes(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		body   string
		status int
	}{
		"name and account name":   {login(byName, toProject), 201},
		"name and account id":     {login(strings.Replace(byName, `"name":"acme"`, `"id":"d1"`, 1), toProject), 201},
		"user id":                 {login(byID, toProject), 201},
		"project by name":         {login(byName, `{"project":{"name":"cn-north-4"}}`), 201},
		"project with its domain": {login(byName, `{"project":{"name":"cn-north-4","domain":{"name":"acme"}}}`), 201},
		"account by name":         {login(byName, `{"domain":{"name":"acme"}}`), 201},
		"account by id":           {login(byName, `{"domain":{"id":"d1"}}`), 201},
		"no scope":                {login(byName, ""), 201},

		"wrong password":    {login(strings.Replace(byName, "secret", "Secret", 1), toProject), 401},
		"no password":       {login(`{"id":"u1"}`, toProject), 401},
		"wrong name":        {login(strings.Replace(byName, "ann", "bob", 1), toProject), 401},
		"wrong account":     {login(strings.Replace(byName, "acme", "other", 1), toProject), 401},
		"name alone":        {login(`{"name":"ann","password":"secret"}`, toProject), 401},
		"empty account":     {login(`{"name":"ann","password":"secret","domain":{}}`, toProject), 401},
		"wrong id":          {login(strings.Replace(byID, "u1", "u2", 1), toProject), 401},
		"unknown project":   {login(byName, `{"project":{"id":"p2"}}`), 404},
		"project mismatch":  {login(byName, `{"project":{"id":"p1","name":"other"}}`), 404},
		"empty project":     {login(byName, `{"project":{}}`), 404},
		"unknown account":   {login(byName, `{"domain":{"id":"d2"}}`), 404},
		"empty scope":       {login(byName, `{}`), 404},
		"no JSON":           {`{`, 400},
		"unknown field":     {login(strings.Replace(byName, `"name":"ann"`, `"name":"ann","nick":"a"`, 1), toProject), 400},
		"another method":    {strings.Replace(login(byName, toProject), `["password"]`, `["token"]`, 1), 400},
		"two methods":       {strings.Replace(login(byName, toProject), `["password"]`, `["password","totp"]`, 1), 400},
		"no method":         {`{"auth":{"identity":{"methods":[]}}}`, 400},
		"method without it": {`{"auth":{"identity":{"methods":["password"]}}}`, 400},
	} {
		w := newWorld(t)
		got := w.login(c.body)
		token := got.Header().Get("X-Subject-Token")
		if got.Code != c.status || (token != "") != (c.status == 201) || got.Header().Get("X-Iam-Trace-Id") == "" {
			t.Errorf("%s: %d %s, want %d", what, got.Code, got.Body, c.status)
			continue
		}
		if c.status == 201 {
			if message := w.use(token); message != "" {
				t.Errorf("%s: %s", what, message)
			}
			continue
		}
		var body struct {
			Error struct {
				Code           int
				Message, Title string
			} `json:"error"`
		}
		err := json.Unmarshal(got.Body.Bytes(), &body)
		if err != nil || body.Error.Code != c.status || body.Error.Message == "" ||
			body.Error.Title != http.StatusText(c.status) {
			t.Errorf("%s: %s", what, got.Body)
		}
	}
}

func TestLoginResponse(t *testing.T) {
	t.Parallel()
	for scope, member := range map[string]string{toProject: "project", `{"domain":{"id":"d1"}}`: "domain"} {
		var response struct {
			Token struct {
				ExpiresAt string         `json:"expires_at"`
				IssuedAt  string         `json:"issued_at"`
				User      map[string]any `json:"user"`
				Project   map[string]any `json:"project"`
				Domain    map[string]any `json:"domain"`
			} `json:"token"`
		}
		got := newWorld(t).login(login(byName, scope))
		if err := json.Unmarshal(got.Body.Bytes(), &response); err != nil {
			t.Fatal(err)
		}
		token := response.Token
		if token.IssuedAt != "2026-03-04T12:00:00.000000Z" || token.ExpiresAt != "2026-03-04T13:00:00.000000Z" ||
			token.User["id"] != "u1" {
			t.Errorf("response %s", got.Body)
		}
		if (token.Project["id"] == "p1") != (member == "project") || (token.Domain["id"] == "d1") != (member == "domain") {
			t.Errorf("scope %s: %s", scope, got.Body)
		}
	}
}

func TestOtherRequestsAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, line := range []string{"GET /v3/users", "DELETE /v3/auth/tokens", "POST /v3/users"} {
		method, path, _ := strings.Cut(line, " ")
		if got := w.ask(method, path, login(byName, toProject)); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", line, got.Code)
		}
	}
	for path, want := range map[string]bool{"/v3/auth/tokens": true, "/v3/x": true, "/v3": false,
		"/v2/servicerequest/cases": false} {
		if got := w.service.Owns(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)); got != want {
			t.Errorf("Owns(%s) = %t", path, got)
		}
	}
	if n := w.service.Logins(); n != 0 {
		t.Errorf("%d logins", n)
	}
}

func TestLockOut_afterFiveFailures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	right, wrong := login(byName, toProject), login(strings.Replace(byName, "secret", "guess", 1), toProject)
	status := func(body string, times int) string {
		var all []int
		for range times {
			all = append(all, w.login(body).Code)
		}
		return fmt.Sprint(all)
	}
	if got := status(wrong, 4) + status(right, 1) + status(wrong, 4) +
		status(right, 1); got != "[401 401 401 401][201][401 401 401 401][201]" {
		t.Errorf("a login in between: %s", got)
	}
	if got := status(wrong, 5) + status(right, 1); got != "[401 401 401 401 401][401]" {
		t.Errorf("the sixth: %s", got)
	}
	if text := w.login(right).Body.String(); !strings.Contains(text, "locked") {
		t.Error(text)
	}
	w.now = w.now.Add(15*time.Minute - time.Second)
	if got := status(right, 1); got != "[401]" {
		t.Errorf("within a quarter of an hour: %s", got)
	}
	w.now = w.now.Add(time.Second)
	if got := status(right, 1); got != "[201]" {
		t.Errorf("after a quarter of an hour: %s", got)
	}
	if n := w.service.Logins(); n != 19 {
		t.Errorf("%d logins", n)
	}
}

func TestTokens_lifetime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.login(login(byName, toProject)).Header().Get("X-Subject-Token")
	w.now = w.now.Add(30 * time.Minute)
	second := w.login(login(byName, toProject)).Header().Get("X-Subject-Token")
	if first == second || w.use(first) != "" || w.use(second) != "" {
		t.Errorf("tokens %q, %q", first, second)
	}
	w.now = w.now.Add(30 * time.Minute)
	if got := w.use(first); !strings.Contains(got, "token expires") || w.use(second) != "" {
		t.Errorf("at the first one's end: %q", got)
	}
	w.service.RevokeTokens()
	if got := w.use(second); !strings.Contains(got, "decrypt token fail") {
		t.Errorf("revoked: %q", got)
	}
	if got := w.use(""); !strings.Contains(got, "x-auth-token not found") {
		t.Errorf("none: %q", got)
	}
	if third := w.login(login(byName, toProject)).Header().Get("X-Subject-Token"); w.use(third) != "" {
		t.Error("a token issued after the revocation is rejected")
	}
}
