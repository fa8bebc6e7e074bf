// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"sync"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// passwordLogin logs an IAM user in by password, with a one-time code where one is given (IAM API reference: "Obtaining a User Token Through
// Password Authentication", "… and Virtual MFA Authentication").
type passwordLogin struct {
	caller *caller

	mu sync.Mutex
	// used is set once the one-time code may have reached the service.
	used bool
}

const (
	opToken   = "CreateToken"
	tokenPath = "/v3/auth/tokens?nocatalog=true"
)

// body makes the login's body. A project is known by id, else by its name beside the account; without either the scope is the account.
func (l *passwordLogin) body() tokenBody {
	s := l.caller.settings
	account := &idName{ID: s.DomainID}
	if s.DomainID == "" {
		account.Name = s.DomainName
	}
	user := tokenUser{Name: s.UserName, Password: s.Password.Reveal(), Domain: account}
	if s.UserID != "" {
		user = tokenUser{ID: s.UserID, Password: s.Password.Reveal()}
	}
	identity := tokenIdentity{Methods: []string{"password"}, Password: &tokenPassword{user}}
	if !s.Passcode.IsZero() {
		identity.Methods = append(identity.Methods, "totp")
		identity.TOTP = &tokenTOTP{totpUser{ID: s.UserID, Passcode: s.Passcode.Reveal()}}
	}
	return tokenBody{tokenAuth{Identity: identity, Scope: projectOrAccount(s.ProjectID, s.ProjectName, account)}}
}

// projectOrAccount makes the scope of a token; nil when neither a project nor an account is known: the service then takes the user's account.
func projectOrAccount(id, name string, account *idName) *tokenScope {
	known := *account != (idName{})
	switch {
	case id != "":
		return &tokenScope{Project: &projectScope{ID: id}}
	case name != "" && known:
		return &tokenScope{Project: &projectScope{Name: name, Domain: account}}
	case name != "":
		return &tokenScope{Project: &projectScope{Name: name}}
	case known:
		return &tokenScope{Domain: account}
	}
	return nil
}

// once tells that the login can't be made a second time.
func (l *passwordLogin) once() bool { return !l.caller.settings.Passcode.IsZero() }

func (l *passwordLogin) issue(ctx context.Context) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.used {
		return nil, &LoginError{What: "log in again", Final: true, Text: "The token has ended, and the passcode that it was got with is good for one " +
			"login only. " +
			"Run again with a new code. For runs that last longer than a token (24 hours, less when permissions change), log in with access_key and " +
			"secret_key."}
	}
	g, err := l.caller.token(ctx, l.caller.login(step{op: opToken, what: "log in", body: l.body(), once: l.once(), refused: l.refused}, tokenPath))
	if l.once() && reached(err) {
		l.used = true
	}
	return g, err
}

// reached tells whether a call may have been processed.
func reached(err error) bool {
	var e *apierror.Error
	return !errors.As(err, &e) || e.Sent
}
