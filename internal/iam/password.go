// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"sync"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// passwordLogin logs in an IAM user by password, with a one-time code if one is set (IAM API reference: "Obtaining a User Token
// Through Password Authentication", "… and Virtual MFA Authentication").
type passwordLogin struct {
	caller *caller

	mu sync.Mutex
	// used reports that the one-time code may have reached the service.
	used bool
}

const (
	opToken   = "CreateToken"
	tokenPath = "/v3/auth/tokens?nocatalog=true"
)

// body returns the body of the login. The scope is the project by ID, else by its name beside the account, else the account.
func (l *passwordLogin) body() tokenBody {
	c := l.caller.config
	account := &idName{ID: c.DomainID.Value}
	if account.ID == "" {
		account.Name = c.DomainName.Value
	}
	user := tokenUser{Name: c.UserName.Value, Password: c.Password.Value.Reveal(), Domain: account}
	if c.UserID.IsSet() {
		user = tokenUser{ID: c.UserID.Value, Password: c.Password.Value.Reveal()}
	}
	identity := tokenIdentity{Methods: []string{"password"}, Password: &tokenPassword{user}}
	if c.Passcode.IsSet() {
		identity.Methods = append(identity.Methods, "totp")
		identity.TOTP = &tokenTOTP{totpUser{ID: c.UserID.Value, Passcode: c.Passcode.Value.Reveal()}}
	}
	return tokenBody{tokenAuth{Identity: identity, Scope: projectOrAccount(c.ProjectID.Value, c.ProjectName.Value, account)}}
}

// projectOrAccount returns the scope of a token; nil if neither project nor account is known: the service then takes the user's
// account.
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

func (l *passwordLogin) issue(ctx context.Context) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.used {
		return nil, &LoginError{What: "log in again", Final: true, Text: "The token has expired, and its `passcode` was valid for " +
			"one login only. Run again with a new code. For runs that last longer than a token (24 hours, less if permissions change), " +
			"log in with `access_key` and `secret_key`."}
	}
	once := l.caller.config.Passcode.IsSet()
	s := step{op: opToken, what: "log in", body: l.body(), once: once, rejected: l.rejected}
	g, err := l.caller.token(ctx, l.caller.login(s, tokenPath))
	if e := apierror.As(err); once && (e == nil || e.Sent) {
		l.used = true
	}
	return g, err
}
