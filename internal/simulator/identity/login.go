// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"net/http"
	"time"
)

// Lock-out after failed logins (IAM's defaults).
const (
	maxFailures = 5
	lockFor     = 15 * time.Minute
)

// user is the IAM user that the service knows.
func (s *Service) user() Principal {
	return Principal{UserID: s.cfg.UserID, UserName: s.cfg.User, DomainID: s.cfg.DomainID, DomainName: s.cfg.Domain, ProjectID: s.cfg.ProjectID}
}

// login answers a login with a password and, where there is one, a code.
func (s *Service) login(w http.ResponseWriter, body *tokenRequest) {
	s.logins++
	now := s.cfg.Now()
	if now.Before(s.lockedTo) {
		reject(w, http.StatusUnauthorized, "The user is locked because of too many failed logins.")
		return
	}
	user := body.Auth.Identity.Password.User
	known := user.ID == s.cfg.UserID || user.ID == "" && user.Name == s.cfg.User && user.Domain.is(s.cfg.DomainID, s.cfg.Domain)
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

// rejectLogin refuses a login and counts it.
func (s *Service) rejectLogin(w http.ResponseWriter, now time.Time, message string) {
	if s.failures++; s.failures >= maxFailures {
		s.failures, s.lockedTo = 0, now.Add(lockFor)
	}
	reject(w, http.StatusUnauthorized, message)
}
