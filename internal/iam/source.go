// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// issueTimeout bounds one login with its retries.
	issueTimeout = 2 * time.Minute
	// renewBefore is how long before its end a grant is renewed at the latest; short-lived ones are renewed after four fifths of
	// their life.
	renewBefore = 10 * time.Minute
	// renewPause is the time between failed renewals while the grant is still valid.
	renewPause = 30 * time.Second
)

// source holds one grant for all calls of the process. No matter how many calls need one at the same time, only one login is
// made. A rejected login is remembered, since accounts lock after five failures. The login runs on a context of its own: a
// cancelled caller does not fail the others.
type source struct {
	issuer issuer
	now    func() time.Time
	flight singleflight.Group

	mu           sync.Mutex
	grant        *grant
	renewAt, end time.Time
	rejection    error
}

func newSource(i issuer, now func() time.Time) *source { return &source{issuer: i, now: now} }

// drop drops the grant if it is the rejected one and not one that has replaced it. It reports whether another can be issued.
func (s *source) drop(isRejected func(*grant) bool) bool {
	if _, ok := s.issuer.(fixed); ok {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grant != nil && isRejected(s.grant) {
		s.grant = nil
	}
	return true
}

// current returns the valid grant, or the remembered rejection; neither if a login is due.
func (s *source) current() (*grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grant != nil && (s.renewAt.IsZero() || s.now().Before(s.renewAt)) {
		return s.grant, nil
	}
	return nil, s.rejection
}

func (s *source) get(ctx context.Context) (*grant, error) {
	if g, err := s.current(); g != nil || err != nil {
		return g, err
	}
	done := s.flight.DoChan("login", func() (any, error) {
		// Another login may have ended since the check above.
		if g, err := s.current(); g != nil || err != nil {
			return g, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), issueTimeout)
		defer cancel()
		return s.keep(s.issuer.issue(ctx))
	})
	select {
	case result := <-done:
		g, _ := result.Val.(*grant)
		return g, result.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// keep stores the result of a login. If a renewal fails before the old grant has expired, the old grant stays in use.
func (s *source) keep(g *grant, err error) (*grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if err != nil {
		var failed *LoginError
		final := errors.As(err, &failed) && failed.Final
		if final {
			s.rejection = err
		}
		if s.grant == nil || !now.Before(s.end) {
			s.grant = nil
			return nil, err
		}
		if s.renewAt = now.Add(renewPause); final || s.renewAt.After(s.end) {
			s.renewAt = s.end
		}
		return s.grant, nil
	}
	// The lifetime is counted from now by this machine's clock, so that a wrong clock does not matter.
	s.grant, s.renewAt, s.end = g, time.Time{}, time.Time{}
	if g.life > 0 {
		s.end = now.Add(g.life)
		s.renewAt = s.end.Add(-min(renewBefore, g.life/5))
	}
	return g, nil
}

// times returns, by this machine's clock, when the current grant is renewed and when it expires; zero if it never does.
func (s *source) times() (renewAt, end time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewAt, s.end
}

// grant is the result of a login: a token, or keys to sign with.
type grant struct {
	token                    Secret
	access, secret, security Secret
	// projectID and domainID are sent with keys.
	projectID, domainID string
	// life is how long it is valid from now on; 0 means that it is never renewed.
	life time.Duration
	// who is what the login returned about the caller.
	who Identity
}

// issuer issues grants. A rejection that another attempt would not change is a *LoginError with Final set.
type issuer interface {
	issue(ctx context.Context) (*grant, error)
}

// fixed is a credential that was issued elsewhere, which is never renewed, or the lack of one: the error is raised at the first
// call, so that what needs no call works.
type fixed struct {
	grant *grant
	err   error
}

func (f fixed) issue(context.Context) (*grant, error) { return f.grant, f.err }

const tokenHeader = "X-Auth-Token"

// apply adds the grant to a request: as a header, or as a signature over the whole request.
func (g *grant) apply(req *http.Request, now time.Time) error {
	if !g.token.IsZero() {
		req.Header.Set(tokenHeader, g.token.Reveal())
		return nil
	}
	for name, v := range map[string]string{
		"X-Security-Token": g.security.Reveal(),
		"X-Project-Id":     g.projectID,
		"X-Domain-Id":      g.domainID,
	} {
		if v != "" {
			req.Header.Set(name, v)
		}
	}
	return sign(req, g.access, g.secret, now)
}

// carriedBy reports whether a request carries this grant.
func (g *grant) carriedBy(req *http.Request) bool {
	if !g.token.IsZero() {
		return req.Header.Get(tokenHeader) == g.token.Reveal()
	}
	return strings.HasPrefix(req.Header.Get("Authorization"), algorithm+" Access="+g.access.Reveal()+",")
}
