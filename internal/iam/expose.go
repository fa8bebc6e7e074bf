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

// CurrentToken gives the token that a credential puts into requests, logging in if it has to. It gives ErrNoToken for keys, and the credential's
// own error where it can't be used.
func CurrentToken(ctx context.Context, credential Credential) (Token, error) {
	l, ok := credential.(*Login)
	if !ok {
		return Token{}, ErrNoToken
	}
	g, err := l.source.get(ctx)
	if err != nil {
		return Token{}, err
	}
	if g.token.IsZero() {
		return Token{}, ErrNoToken
	}
	renewAt, end := l.source.times()
	return Token{Value: g.token, ExpiresAt: end, RenewAt: renewAt}, nil
}

// CurrentIdentity tells who a credential calls as; an empty Identity for one that is not of this package.
func CurrentIdentity(ctx context.Context, credential Credential) (*Identity, error) {
	if l, ok := credential.(*Login); ok {
		return l.Identity(ctx)
	}
	return &Identity{}, nil
}
