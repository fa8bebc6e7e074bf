// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Identity is who calls, as far as settings and the login service tell; what is not known is empty. It holds no secret.
type Identity struct {
	UserID, UserName       string
	DomainID, DomainName   string
	ProjectID, ProjectName string
	// Method and Level are the login's; Roles are the agencies that were taken over.
	Method, Level string
	Roles         []string
	// Expires is when the present token or keys end, the zero time when they don't or it is not known.
	Expires time.Time
}

const (
	opValidate = "KeystoneValidateToken"
	opDomains  = "KeystoneListAuthDomains"
)

// Identity tells who calls. It logs in where needed, and asks the login service for what the login itself did not tell.
func (l *Login) Identity(ctx context.Context) (*Identity, error) {
	g, err := l.source.get(ctx)
	if err != nil {
		return nil, err
	}
	who := g.who
	who.Method, who.Level = l.settings.Method, l.settings.Level
	_, who.Expires = l.source.times()
	for _, role := range l.settings.Roles {
		who.Roles = append(who.Roles, role.String())
	}
	switch {
	case l.settings.AuthURL == "" || who.UserID != "":
	case !g.token.IsZero():
		err = l.validate(ctx, g, &who)
	default:
		err = l.domain(ctx, g, &who)
	}
	return &who, err
}

// validate asks what a token is that was issued elsewhere.
func (l *Login) validate(ctx context.Context, g *grant, who *Identity) error {
	got, err := l.caller.do(ctx, l.caller.login(step{op: opValidate, what: "ask whose the token is", method: http.MethodGet, by: g,
		header: map[string]string{"X-Subject-Token": g.token.Reveal()}}, tokenPath))
	if err != nil {
		return err
	}
	about := aboutToken(got.body)
	told := about.who()
	who.UserID, who.UserName, who.DomainID, who.DomainName = told.UserID, told.UserName, told.DomainID, told.DomainName
	who.ProjectID, who.ProjectName = told.ProjectID, told.ProjectName
	if life := got.lifeUntil(about.Token.ExpiresAt, l.caller.now(), 0); life > 0 {
		who.Expires = l.caller.now().Add(life)
	}
	return nil
}

// domain asks which account keys are of. The service has no documented call that tells the user of a key.
func (l *Login) domain(ctx context.Context, g *grant, who *Identity) error {
	got, err := l.caller.do(ctx, l.caller.login(step{op: opDomains, what: "ask whose the keys are", method: http.MethodGet, by: g}, "/v3/auth/domains"))
	if err != nil {
		return err
	}
	var answer struct {
		Domains []idName `json:"domains"`
	}
	if json.Unmarshal(got.body, &answer) == nil && len(answer.Domains) == 1 {
		who.DomainID, who.DomainName = answer.Domains[0].ID, answer.Domains[0].Name
	}
	return nil
}

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
