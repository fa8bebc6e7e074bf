// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Identity describes the caller. Fields that neither the configuration nor the login service knows are empty. It contains no
// secrets.
type Identity struct {
	UserID, UserName       string
	DomainID, DomainName   string
	ProjectID, ProjectName string
	// Method and Level are those of the login; Roles are the agencies that were assumed.
	Method, Level string
	Roles         []string
	// Expires is when the current token or keys expire; zero if they don't or if it is unknown.
	Expires time.Time
}

// Identity returns the caller's identity. It logs in if necessary, and queries the login service for what the login did not
// return.
func (l *Login) Identity(ctx context.Context) (*Identity, error) {
	g, err := l.source.get(ctx)
	if err != nil {
		return nil, err
	}
	who := g.who
	_, who.Expires = l.source.times()
	c := l.caller.config
	switch {
	case c.AuthURL.Value == "" || who.UserID != "":
	case g.token.IsZero():
		err = l.domain(ctx, g, &who)
	default:
		err = l.validate(ctx, g, &who)
	}
	who.Method, who.Level = c.Method, c.Level
	for _, role := range c.Roles {
		who.Roles = append(who.Roles, role.String())
	}
	return &who, err
}

// validate looks up a token that was issued elsewhere.
func (l *Login) validate(ctx context.Context, g *grant, who *Identity) error {
	s := step{op: "KeystoneValidateToken", what: "look up the owner of the token", method: http.MethodGet, by: g}
	s.header = map[string]string{"X-Subject-Token": g.token.Reveal()}
	got, err := l.caller.do(ctx, l.caller.login(s, tokenPath))
	if err != nil {
		return err
	}
	details, expires := detailsOf(got.Body), who.Expires
	if life := l.caller.lifeUntil(details.Token.ExpiresAt, got, 0); life > 0 {
		expires = l.caller.now().Add(life)
	}
	*who = details.who()
	who.Expires = expires
	return nil
}

// domain looks up the account of access keys. The service has no documented call that returns the user of a key.
func (l *Login) domain(ctx context.Context, g *grant, who *Identity) error {
	s := step{op: "KeystoneListAuthDomains", what: "look up the owner of the keys", method: http.MethodGet, by: g}
	got, err := l.caller.do(ctx, l.caller.login(s, "/v3/auth/domains"))
	if err != nil {
		return err
	}
	var found struct {
		Domains []idName `json:"domains"`
	}
	if json.Unmarshal(got.Body, &found) == nil && len(found.Domains) == 1 {
		who.DomainID, who.DomainName = found.Domains[0].ID, found.Domains[0].Name
	}
	return nil
}

// Token is a token of the login.
type Token struct {
	Value Secret
	// ExpiresAt is when it expires, by this machine's clock; zero if that is unknown, as for a token that was issued elsewhere.
	ExpiresAt time.Time
	// RenewAt is when the login is renewed; zero if it never is.
	RenewAt time.Time
}

// ErrNoToken reports that the credential signs requests and has no token.
var ErrNoToken = &LoginError{What: "get a token",
	Text: "The login is by access key: each request is signed, and there is no token. Log in by password or token instead."}

// Token returns the token that is added to requests, logging in where needed. The error is ErrNoToken for access keys.
func (l *Login) Token(ctx context.Context) (Token, error) {
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
