// SPDX-License-Identifier: MPL-2.0

package identity_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// service is a Service with a clock that tests control.
type service struct {
	*identity.Service
	now time.Time
}

func newService(change func(*identity.Config)) *service {
	s := &service{now: time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)}
	config := identity.Config{User: "joe", UserID: "u1", Password: "right", Domain: "acme", DomainID: "d1", ProjectID: "p1",
		ProjectName: "cn-north-4",
		AccessKey:   "AK", SecretKey: "SK", TTL: 24 * time.Hour, Now: func() time.Time { return s.now }}
	if change != nil {
		change(&config)
	}
	s.Service = identity.New(config)
	return s
}

func (s *service) ask(t *testing.T, method, path, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if !s.Owns(r) {
		t.Errorf("%s is not owned", path)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func (s *service) login(t *testing.T, password string) *httptest.ResponseRecorder {
	t.Helper()
	return s.ask(t, http.MethodPost, "/v3/auth/tokens", fmt.Sprintf(
		`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"joe","password":%q,"domain":{"name":"acme"}}}},
		"scope":{"project":{"name":"cn-north-4"}}}}`, password))
}

func (s *service) token(t *testing.T) string {
	t.Helper()
	w := s.login(t, "right")
	if w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	return w.Header().Get("X-Subject-Token")
}

func TestLockOut(t *testing.T) {
	t.Parallel()
	s := newService(nil)
	for range 5 {
		if w := s.login(t, "wrong"); w.Code != http.StatusUnauthorized || strings.Contains(w.Body.String(), "locked") {
			t.Fatal(w.Body)
		}
	}
	if w := s.login(t, "right"); !strings.Contains(w.Body.String(), "locked") {
		t.Error(w.Body)
	}
	s.now = s.now.Add(15 * time.Minute)
	s.token(t)
	if s.Logins() != 7 {
		t.Errorf("%d logins", s.Logins())
	}
}

func TestTokenLife(t *testing.T) {
	t.Parallel()
	s := newService(nil)
	token := s.token(t)
	check := func(want string) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v2/servicerequest/cases", nil)
		r.Header.Set("X-Auth-Token", token)
		who, rejection := s.Authenticate(r, nil)
		if rejection == nil && (want != "" || who.ProjectID != "p1") || rejection != nil &&
			(want == "" || !strings.Contains(rejection.Message, want)) {
			t.Errorf("%+v, %+v, want %q", who, rejection, want)
		}
	}
	check("")
	if w := s.ask(t, http.MethodGet, "/v3/auth/tokens", "", "X-Auth-Token", token, "X-Subject-Token",
		token); !strings.Contains(w.Body.String(),
		`"name":"joe"`) {
		t.Error(w.Body)
	}
	if w := s.ask(t, http.MethodGet, "/v3/projects?name=cn-north-4", "", "X-Auth-Token",
		token); !strings.Contains(w.Body.String(),
		`"id":"p1"`) {
		t.Error(w.Body)
	}
	s.now = s.now.Add(24 * time.Hour)
	check("token expires")
	s.RevokeTokens()
	check("decrypt token fail")
}

// TestRejections checks what each call rejects, and how.
func TestRejections(t *testing.T) {
	t.Parallel()
	const keys, sts = "/v3.0/OS-CREDENTIAL/securitytokens", "/v5/agencies/assume"
	role := func(fields string) string {
		return `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{` + fields + `}}}}`
	}
	for name, c := range map[string]struct {
		method, path, body string
		// token sends a token along.
		token  bool
		status int
	}{
		"odd body":   {http.MethodPost, "/v3/auth/tokens", `{"nonsense":1}`, false, 400},
		"odd method": {http.MethodPost, "/v3/auth/tokens", `{"auth":{"identity":{"methods":["saml"]}}}`, false, 400},
		"odd path":   {http.MethodGet, "/v3/nowhere", "", false, 404},
		"agency, nobody": {http.MethodPost, "/v3/auth/tokens",
			role(`"agency_name":"ticket-agency","domain_name":"customer-account"`), false, 401},
		"agency, unknown":    {http.MethodPost, keys, role(`"agency_name":"x","domain_name":"customer-account"`), true, 404},
		"agency, both names": {http.MethodPost, keys, role(`"agency_name":"x","domain_name":"a","domain_id":"b"`), true, 400},
		"agency, not trusted": {http.MethodPost, keys, role(`"agency_name":"audit-agency","domain_name":"auditor-account"`), true,
			403},
		"keys, too short": {http.MethodPost, keys,
			role(`"agency_name":"ticket-agency","domain_name":"customer-account","duration_seconds":60`), true,
			400},
		"keys, too long": {http.MethodPost, keys,
			`{"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":90000}}}}`,
			true, 400},
		"keys, no token": {http.MethodPost, keys, `{"auth":{"identity":{"methods":["token"],"token":{}}}}`, false, 401},
		"sts, nobody":    {http.MethodPost, sts, `{"agency_urn":"iam::d:agency:a","agency_session_name":"s"}`, false, 401},
		"sts, odd name":  {http.MethodPost, sts, `{"agency_urn":"ticket-agency","agency_session_name":"s"}`, true, 400},
		"no such provider": {http.MethodPost, "/v3.0/OS-AUTH/id-token/tokens", `{"auth":{"id_token":{"id":"jwt"}}}`, false,
			404},
		"domains, nobody":    {http.MethodGet, "/v3/auth/domains", "", false, 401},
		"metadata, no token": {http.MethodGet, "/openstack/latest/securitykey", "", false, 401},
		"metadata, no life":  {http.MethodPut, "/meta-data/latest/api/token", "", false, 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(nil)
			var header []string
			if c.token {
				header = []string{"X-Auth-Token", s.token(t)}
			}
			if w := s.ask(t, c.method, c.path, c.body, header...); w.Code != c.status {
				t.Errorf("%d %s, want %d", w.Code, w.Body, c.status)
			}
		})
	}
}

func TestMetadataVersions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change      func(*identity.Config)
		token, keys int
	}{
		"newer":     {nil, 200, 200},
		"older":     {func(c *identity.Config) { c.OldMetadata = true }, 404, 200},
		"no agency": {func(c *identity.Config) { c.NoMetadataKeys = true }, 200, 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(c.change)
			w := s.ask(t, http.MethodPut, "/meta-data/latest/api/token", "", "X-Metadata-Token-Ttl-Seconds", "60")
			if w.Code != c.token {
				t.Errorf("token: %d", w.Code)
			}
			if w = s.ask(t, http.MethodGet, "/openstack/latest/securitykey", "", "X-Metadata-Token",
				w.Body.String()); w.Code != c.keys {
				t.Fatalf("keys: %d", w.Code)
			}
			if w.Code == http.StatusOK && !json.Valid(w.Body.Bytes()) {
				t.Error(w.Body)
			}
		})
	}
}

// signed sends the access key AK with a signature by secret and returns the message of the rejection, "" if it is accepted.
func (w *world) signed(secret string) string {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "/v2/servicerequest/cases", http.NoBody)
	date := w.now.Format("20060102T150405Z")
	req.Header.Set("X-Sdk-Date", date)
	empty := sha256.Sum256(nil)
	canonical := sha256.Sum256(
		fmt.Appendf(nil, "GET\n/v2/servicerequest/cases/\n\nhost:%s\nx-sdk-date:%s\n\nhost;x-sdk-date\n%x",
			req.Host, date, empty),
	)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "SDK-HMAC-SHA256\n%s\n%x", date, canonical)
	req.Header.Set("Authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature="+
		hex.EncodeToString(mac.Sum(nil)))
	if _, rejection := w.service.Authenticate(req, nil); rejection != nil {
		return rejection.Message
	}
	return ""
}

// TestKeyIsBlocked checks that a key is blocked for five minutes after more than five wrong signatures in a row.
func TestKeyIsBlocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	expect := func(when, secret, want string, times int) {
		t.Helper()
		for i := range times {
			if got := w.signed(secret); want == "" && got != "" || !strings.Contains(got, want) {
				t.Fatalf("%s, call %d: %q, want %q", when, i+1, got, want)
			}
		}
	}
	const wrong, blocked = "verify aksk signature fail", "AK access failed to reach the limit"
	expect("five wrong ones", "guess", wrong, 5)
	expect("a right one in between", "SK", "", 1)
	expect("six wrong ones", "guess", wrong, 6)
	expect("blocked", "SK", blocked, 1)
	w.now = w.now.Add(5*time.Minute - time.Second)
	expect("within five minutes", "SK", blocked, 1)
	w.now = w.now.Add(time.Second)
	expect("after five minutes", "SK", "", 1)
}
