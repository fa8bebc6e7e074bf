// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// minter gets a token and how long it lives. A refusal that another try would meet again is a *LoginError with Final set.
type minter interface {
	mint(ctx context.Context) (Secret, time.Duration, error)
}

const (
	// mintTimeout bounds one login, retries included.
	mintTimeout = 2 * time.Minute
	// renewBefore is how long before its end a token is renewed at the latest; short-lived ones are renewed after four fifths of their life.
	renewBefore = 10 * time.Minute
)

// tokenSource keeps one token for all calls of the process. However many calls need one at a moment, one login is made; a login that was refused is
// remembered, since accounts lock after five failures. The login runs on a context of its own: a cancelled caller does not fail its neighbours.
type tokenSource struct {
	minter minter
	now    func() time.Time
	flight singleflight.Group

	mu      sync.Mutex
	token   Secret
	renewAt time.Time
	endsAt  time.Time
	refusal error
}

func newTokenSource(m minter, now func() time.Time) *tokenSource {
	if now == nil {
		now = time.Now
	}
	return &tokenSource{minter: m, now: now}
}

// Authorize puts the token into the header.
func (s *tokenSource) Authorize(req *http.Request) error {
	token, err := s.get(req.Context())
	if err != nil {
		return err
	}
	req.Header.Set(tokenHeader, token.Reveal())
	return nil
}

// Refused drops the token that req carried, unless another one has taken its place already.
func (s *tokenSource) Refused(req *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.Reveal() == req.Header.Get(tokenHeader) {
		s.token = ""
	}
	return true
}

func (s *tokenSource) current() (Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal != nil {
		return "", s.refusal
	}
	if s.token != "" && s.now().Before(s.renewAt) {
		return s.token, nil
	}
	return "", nil
}

func (s *tokenSource) get(ctx context.Context) (Secret, error) {
	if token, err := s.current(); token != "" || err != nil {
		return token, err
	}
	done := s.flight.DoChan("login", func() (any, error) {
		// Another login may have ended between the look and here.
		if token, err := s.current(); token != "" || err != nil {
			return token, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), mintTimeout)
		defer cancel()
		token, life, err := s.minter.mint(ctx)
		return token, s.keep(token, life, err)
	})
	select {
	case result := <-done:
		token, _ := result.Val.(Secret)
		return token, result.Err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (s *tokenSource) keep(token Secret, life time.Duration, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var refused *LoginError
	if errors.As(err, &refused) && refused.Final {
		s.refusal = err
	}
	if err == nil {
		// The life is counted from now by this machine's clock, so that its being wrong does not matter.
		now := s.now()
		s.token, s.renewAt, s.endsAt = token, now.Add(life-min(renewBefore, life/5)), now.Add(life)
	}
	return err
}
