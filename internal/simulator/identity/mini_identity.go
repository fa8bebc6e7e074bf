// SPDX-License-Identifier: MPL-2.0

// Package identity is the simulated login service: password logins that answer tokens, and the checks that the gateway makes of tokens and
// signatures. It shares no types with the provider's own login.
package identity

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"
)

// Config sets the service up.
type Config struct {
	User, UserID, Password string
	Domain, DomainID       string
	ProjectID, ProjectName string
	AccessKey, SecretKey   string
	// TTL is the life of a token.
	TTL time.Duration
	// Now is the service's clock.
	Now func() time.Time
}

// Principal is who made a request.
type Principal struct{ UserID, UserName, DomainID, DomainName, ProjectID string }

// Refusal is the gateway's refusal of a request.
type Refusal struct {
	Status        int
	Code, Message string
}

// Service is the simulated login service. It is safe for concurrent use.
type Service struct {
	cfg Config

	mu       sync.Mutex
	tokens   map[string]time.Time
	issued   int
	logins   int
	failures int
	lockedTo time.Time
}

// Lock-out after failed logins (IAM's defaults).
const (
	maxFailures = 5
	lockFor     = 15 * time.Minute
)

// New makes a Service.
func New(cfg Config) *Service {
	return &Service{cfg: cfg, tokens: map[string]time.Time{}}
}

// Owns tells whether a request is for the login service.
func (*Service) Owns(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/v3/") }

// Logins tells how many password logins were asked for.
func (s *Service) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins
}

// RevokeTokens ends all tokens at once.
func (s *Service) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

type login struct {
	Auth struct {
		Identity struct {
			Methods  []string `json:"methods"`
			Password *struct {
				User struct {
					Name     string `json:"name,omitempty"`
					ID       string `json:"id,omitempty"`
					Password string `json:"password"`
					Domain   *named `json:"domain,omitempty"`
				} `json:"user"`
			} `json:"password,omitempty"`
		} `json:"identity"`
		Scope *struct {
			Project *struct {
				named
				Domain *named `json:"domain,omitempty"`
			} `json:"project,omitempty"`
			Domain *named `json:"domain,omitempty"`
		} `json:"scope,omitempty"`
	} `json:"auth"`
}

type named struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

func (n *named) is(id, name string) bool {
	return n != nil && (n.ID != "" || n.Name != "") && (n.ID == "" || n.ID == id) && (n.Name == "" || n.Name == name)
}

// ServeHTTP answers a login.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-IAM-Trace-Id", "token_simulated")
	if r.URL.Path != "/v3/auth/tokens" || r.Method != http.MethodPost {
		refuse(w, http.StatusNotFound, "The resource could not be found.")
		return
	}
	var body login
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		refuse(w, http.StatusBadRequest, "The request body is invalid.")
		return
	}
	s.login(w, &body)
}

func (s *Service) login(w http.ResponseWriter, body *login) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logins++
	now := s.cfg.Now()
	password := body.Auth.Identity.Password
	if !slices.Equal(body.Auth.Identity.Methods, []string{"password"}) || password == nil {
		refuse(w, http.StatusBadRequest, "The method is not supported.")
		return
	}
	if now.Before(s.lockedTo) {
		refuse(w, http.StatusUnauthorized, "The user is locked because of too many failed logins.")
		return
	}
	user := password.User
	known := user.ID == s.cfg.UserID || user.ID == "" && user.Name == s.cfg.User && user.Domain.is(s.cfg.DomainID, s.cfg.Domain)
	if !known || user.Password != s.cfg.Password {
		if s.failures++; s.failures >= maxFailures {
			s.failures, s.lockedTo = 0, now.Add(lockFor)
		}
		refuse(w, http.StatusUnauthorized, "The username or password is wrong.")
		return
	}
	s.failures = 0
	project, ok := s.scope(body)
	if !ok {
		refuse(w, http.StatusNotFound, "Could not find project or domain.")
		return
	}
	s.issue(w, now, project)
}

// scope tells whether the scope exists, and whether it is a project.
func (s *Service) scope(body *login) (project, ok bool) {
	scope := body.Auth.Scope
	switch {
	case scope == nil:
		return false, true
	case scope.Project != nil:
		return true, scope.Project.is(s.cfg.ProjectID, s.cfg.ProjectName)
	}
	return false, scope.Domain.is(s.cfg.DomainID, s.cfg.Domain)
}

func (s *Service) issue(w http.ResponseWriter, now time.Time, project bool) {
	s.issued++
	sum := sha256.Sum256([]byte(fmt.Sprint("token", s.issued)))
	token := "MIIsimulated" + hex.EncodeToString(sum[:])
	s.tokens[token] = now.Add(s.cfg.TTL)
	domain := map[string]any{"id": s.cfg.DomainID, "name": s.cfg.Domain}
	answer := map[string]any{
		"methods": []string{"password"}, "issued_at": stamp(now), "expires_at": stamp(now.Add(s.cfg.TTL)),
		"user": map[string]any{"id": s.cfg.UserID, "name": s.cfg.User, "domain": domain, "password_expires_at": ""},
	}
	if project {
		answer["project"] = map[string]any{"id": s.cfg.ProjectID, "name": s.cfg.ProjectName, "domain": domain}
	} else {
		answer["domain"] = domain
	}
	w.Header().Set("X-Subject-Token", token)
	reply(w, http.StatusCreated, map[string]any{"token": answer})
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

func refuse(w http.ResponseWriter, status int, message string) {
	reply(w, status, map[string]any{"error": map[string]any{"code": status, "message": message, "title": http.StatusText(status)}})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// Authenticate checks the token or the signature of a request as the gateway does.
func (s *Service) Authenticate(r *http.Request, body []byte) (Principal, *Refusal) {
	who := Principal{UserID: s.cfg.UserID, UserName: s.cfg.User, DomainID: s.cfg.DomainID, DomainName: s.cfg.Domain, ProjectID: s.cfg.ProjectID}
	if authorization := r.Header.Get("Authorization"); authorization != "" {
		return who, s.checkSignature(r, body, authorization)
	}
	token := r.Header.Get("X-Auth-Token")
	if token == "" {
		return who, &Refusal{http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: x-auth-token not found"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	end, ok := s.tokens[token]
	if !ok {
		return who, &Refusal{http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: decrypt token fail"}
	}
	if !s.cfg.Now().Before(end) {
		return who, &Refusal{http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: token expires"}
	}
	return who, nil
}

// checkSignature verifies SDK-HMAC-SHA256.
func (s *Service) checkSignature(r *http.Request, body []byte, authorization string) *Refusal {
	wrong := &Refusal{http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: verify aksk signature fail"}
	rest, ok := strings.CutPrefix(authorization, "SDK-HMAC-SHA256 ")
	if !ok {
		return wrong
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}
	if parts["Access"] != s.cfg.AccessKey {
		return &Refusal{http.StatusUnauthorized, "APIGW.0301",
			"Incorrect IAM authentication information: AK access failed to reach the limit or does not exist"}
	}
	date := r.Header.Get("X-Sdk-Date")
	at, err := time.Parse("20060102T150405Z", date)
	if err != nil || at.Sub(s.cfg.Now()).Abs() > 15*time.Minute {
		return &Refusal{http.StatusUnauthorized, "APIGW.0303", "Incorrect app authentication information: signature expired"}
	}
	canonical := canonicalRequest(r, body, parts["SignedHeaders"])
	hashed := sha256.Sum256([]byte(canonical))
	mac := hmac.New(sha256.New, []byte(s.cfg.SecretKey))
	mac.Write([]byte("SDK-HMAC-SHA256\n" + date + "\n" + hex.EncodeToString(hashed[:])))
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(parts["Signature"])) {
		return wrong
	}
	return nil
}

// unsignedPayload stands in X-Sdk-Content-Sha256, and in place of the body's hash, where the client did not sign the body (forms).
const unsignedPayload = "UNSIGNED-PAYLOAD"

func canonicalRequest(r *http.Request, body []byte, signed string) string {
	var b bytes.Buffer
	path := r.URL.Path
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = escape(segment)
	}
	path = strings.Join(segments, "/")
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	var query []string
	for name, values := range r.URL.Query() {
		sort.Strings(values)
		for _, value := range values {
			query = append(query, escape(name)+"="+escape(value))
		}
	}
	sort.Strings(query)
	b.WriteString(r.Method + "\n" + path + "\n" + strings.Join(query, "&") + "\n")
	for name := range strings.SplitSeq(signed, ";") {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		b.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	sum := sha256.Sum256(body)
	payload := hex.EncodeToString(sum[:])
	if r.Header.Get("X-Sdk-Content-Sha256") == unsignedPayload {
		payload = unsignedPayload
	}
	b.WriteString("\n" + signed + "\n" + payload)
	return b.String()
}

func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}
