// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"time"
)

// Token is a token that is handed out.
type Token struct {
	Value Secret
	// ExpiresAt is when it ends, by this machine's clock; zero when that is not known, as for a token that was issued elsewhere.
	ExpiresAt time.Time
	// RenewAt is from when on this package itself would use another one; zero when it never would.
	RenewAt time.Time
}

// ErrNoToken says that the credential signs requests and has no token.
var ErrNoToken = &LoginError{What: "hand out a token",
	Text: "It logs in by access key: each request is signed, and there is no token. Log in by password or token instead."}

// CurrentToken gives the token that a credential puts into requests, logging in if it has to. It gives ErrNoToken for access keys, and the
// credential's own error where it can't be used.
func CurrentToken(ctx context.Context, credential Credential) (Token, error) {
	switch c := credential.(type) {
	case failing:
		return Token{}, c.err
	case static:
		return Token{Value: c.token}, nil
	case *tokenSource:
		return c.expose(ctx)
	}
	return Token{}, ErrNoToken
}

// expose gives the current token with its times. A login of another caller between the two looks gives a younger token with its own times.
func (s *tokenSource) expose(ctx context.Context) (Token, error) {
	token, err := s.get(ctx)
	if err != nil {
		return Token{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != "" {
		token = s.token
	}
	return Token{Value: token, ExpiresAt: s.endsAt, RenewAt: s.renewAt}, nil
}
