// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// session is what a token stands for.
type session struct {
	who     Principal
	project bool
	issued  time.Time
	end     time.Time
}

// tokenRequest is the body of a request for a token.
type tokenRequest struct {
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
			TOTP *struct {
				User struct {
					ID       string `json:"id"`
					Passcode string `json:"passcode"`
				} `json:"user"`
			} `json:"totp,omitempty"`
			AssumeRole *assumeRole `json:"assume_role,omitempty"`
		} `json:"identity"`
		Scope *scope `json:"scope,omitempty"`
	} `json:"auth"`
}

type scope struct {
	Project *struct {
		named
		Domain *named `json:"domain,omitempty"`
	} `json:"project,omitempty"`
	Domain *named `json:"domain,omitempty"`
}

type named struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

func (n *named) matches(id, name string) bool {
	return n != nil && (n.ID != "" || n.Name != "") && (n.ID == "" || n.ID == id) && (n.Name == "" || n.Name == name)
}

func readAll(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	return io.ReadAll(r.Body)
}

// decode decodes a body strictly: it rejects undocumented fields.
func decode(w http.ResponseWriter, r *request, to any) bool {
	decoder := json.NewDecoder(bytes.NewReader(r.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(to); err != nil {
		reject(w, http.StatusBadRequest, "The request body is invalid.")
		return false
	}
	return true
}

// serveToken issues a token: for a password, a password with a code, or an agency.
func (s *Service) serveToken(w http.ResponseWriter, r *request) {
	var body tokenRequest
	if !decode(w, r, &body) {
		return
	}
	identity := body.Auth.Identity
	switch {
	case slices.Equal(identity.Methods, []string{"password"}) && identity.Password != nil && identity.TOTP == nil,
		slices.Equal(identity.Methods, []string{"password", "totp"}) && identity.Password != nil && identity.TOTP != nil:
		s.login(w, &body)
	case slices.Equal(identity.Methods, []string{"assume_role"}) && identity.AssumeRole != nil:
		s.agencyToken(w, r, &body)
	default:
		reject(w, http.StatusBadRequest, "The method is not supported.")
	}
}

// resolveScope returns the ID of the project of a scope, "" for an account. It reports whether who's account has the scope.
func (s *Service) resolveScope(wanted *scope, who Principal) (projectID string, ok bool) {
	id, own := s.cfg.ProjectID, who.DomainID == s.cfg.DomainID
	if !own {
		id = projectOf(who.DomainID)
	}
	switch {
	case wanted == nil:
		return "", true
	case wanted.Project != nil:
		inside := wanted.Project.Domain == nil || wanted.Project.Domain.matches(who.DomainID, who.DomainName)
		return id, inside && wanted.Project.matches(id, s.cfg.ProjectName)
	}
	return "", wanted.Domain.matches(who.DomainID, who.DomainName)
}

// projectOf returns the ID of the region's project in an account.
func projectOf(domainID string) string { return digest("project " + domainID)[:32] }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// issueToken creates a token and sends it.
func (s *Service) issueToken(w http.ResponseWriter, who Principal, methods ...string) {
	s.issued++
	token := "MIIsimulated" + digest(fmt.Sprint("token", s.issued))
	now := s.cfg.Now()
	made := session{who: who, project: who.ProjectID != "", issued: now, end: now.Add(s.cfg.TTL)}
	s.tokens[token] = made
	w.Header().Set("X-Subject-Token", token)
	writeJSON(w, http.StatusCreated, s.describe(made, methods))
}

// describe returns the response body about a token.
func (s *Service) describe(t session, methods []string) any {
	domain := map[string]any{"id": t.who.DomainID, "name": t.who.DomainName}
	token := map[string]any{
		"methods": methods, "issued_at": formatTime(t.issued), "expires_at": formatTime(t.end),
		"user": map[string]any{"id": t.who.UserID, "name": t.who.UserName, "domain": domain, "password_expires_at": ""},
	}
	if t.project {
		token["project"] = map[string]any{"id": t.who.ProjectID, "name": s.cfg.ProjectName, "domain": domain}
	} else {
		token["domain"] = domain
	}
	return map[string]any{"token": token}
}

// validateToken describes a token.
func (s *Service) validateToken(w http.ResponseWriter, r *request) {
	if _, rejection := s.authenticate(r.Request, r.body); rejection != nil {
		reject(w, http.StatusUnauthorized, "The request you have made requires authentication.")
		return
	}
	subject, ok := s.tokens[r.Header.Get("X-Subject-Token")]
	if !ok || !s.cfg.Now().Before(subject.end) {
		reject(w, http.StatusNotFound, "The token is not found.")
		return
	}
	writeJSON(w, http.StatusOK, s.describe(subject, []string{"password"}))
}

// listDomains returns the caller's account.
func (s *Service) listDomains(w http.ResponseWriter, r *request) {
	who, ok := s.caller(w, r)
	if !ok {
		return
	}
	domain := map[string]any{"id": who.DomainID, "name": who.DomainName, "enabled": true}
	writeJSON(w, http.StatusOK, map[string]any{"domains": []any{domain}, "links": map[string]any{}})
}

// listProjects returns the region's project of the caller's account.
func (s *Service) listProjects(w http.ResponseWriter, r *request) {
	who, ok := s.caller(w, r)
	if !ok {
		return
	}
	projects := []any{}
	if name := r.URL.Query().Get("name"); name == "" || name == s.cfg.ProjectName {
		id, _ := s.resolveScope(&scope{Project: &struct {
			named
			Domain *named `json:"domain,omitempty"`
		}{named: named{Name: s.cfg.ProjectName}}}, who)
		projects = append(projects, map[string]any{"id": id, "name": s.cfg.ProjectName, "domain_id": who.DomainID,
			"enabled": true})
	}
	writeJSON(w, http.StatusOK, map[string]any{"projects": projects, "links": map[string]any{}})
}

// Lockout after failed logins (IAM's defaults).
const (
	maxFailures = 5
	lockFor     = 15 * time.Minute
)

// user returns the IAM user.
func (s *Service) user() Principal {
	return Principal{
		UserID:     s.cfg.UserID,
		UserName:   s.cfg.User,
		DomainID:   s.cfg.DomainID,
		DomainName: s.cfg.Domain,
		ProjectID:  s.cfg.ProjectID,
	}
}

// login handles a login with a password and an optional code.
func (s *Service) login(w http.ResponseWriter, body *tokenRequest) {
	s.logins++
	now := s.cfg.Now()
	if now.Before(s.lockedUntil) {
		reject(w, http.StatusUnauthorized, "The user is locked because of too many failed logins.")
		return
	}
	user := body.Auth.Identity.Password.User
	known := user.ID == s.cfg.UserID || user.ID == "" && user.Name == s.cfg.User &&
		user.Domain.matches(s.cfg.DomainID, s.cfg.Domain)
	if !known || user.Password != s.cfg.Password {
		s.rejectLogin(w, now, "The username or password is wrong.")
		return
	}
	if totp := body.Auth.Identity.TOTP; totp != nil {
		if totp.User.ID != s.cfg.UserID || !s.passcodes[totp.User.Passcode] {
			s.rejectLogin(w, now, "The verification code is wrong.")
			return
		}
		delete(s.passcodes, totp.User.Passcode)
	} else if s.cfg.MFA {
		reject(w, http.StatusUnauthorized, "Login protection: a virtual MFA device is required.")
		return
	}
	s.failures = 0
	who := s.user()
	project, ok := s.resolveScope(body.Auth.Scope, who)
	if !ok {
		reject(w, http.StatusNotFound, "Could not find project or domain.")
		return
	}
	who.ProjectID = project
	s.issueToken(w, who, body.Auth.Identity.Methods...)
}

// rejectLogin rejects a login and counts it.
func (s *Service) rejectLogin(w http.ResponseWriter, now time.Time, message string) {
	if s.failures++; s.failures >= maxFailures {
		s.failures, s.lockedUntil = 0, now.Add(lockFor)
	}
	reject(w, http.StatusUnauthorized, message)
}

// serveIDToken exchanges an identity token for a token without a scope.
func (s *Service) serveIDToken(w http.ResponseWriter, r *request) {
	var body struct {
		Auth struct {
			IDToken struct {
				ID string `json:"id"`
			} `json:"id_token"`
		} `json:"auth"`
	}
	if !decode(w, r, &body) {
		return
	}
	switch {
	case r.Header.Get("X-Idp-Id") != s.cfg.IDP:
		reject(w, http.StatusNotFound, "Could not find identity provider: "+r.Header.Get("X-Idp-Id")+".")
	case !s.idTokens[body.Auth.IDToken.ID]:
		reject(w, http.StatusUnauthorized, "The id token is invalid or expired.")
	default:
		who := s.user()
		who.ProjectID = ""
		s.issueToken(w, who, "mapped")
	}
}
