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

func (l *passwordLogin) body() object {
	c := l.caller.config
	account := byIDOrName("", c.DomainID.Value, c.DomainName.Value)
	user := object{"name": c.UserName.Value, "password": c.Password.Value.Reveal(), "domain": account}
	if c.UserID.IsSet() {
		user = object{"id": c.UserID.Value, "password": c.Password.Value.Reveal()}
	}
	methods, identity := []string{"password"}, object{"password": object{"user": user}}
	if c.Passcode.IsSet() {
		methods = append(methods, "totp")
		identity["totp"] = object{"user": object{"id": c.UserID.Value, "passcode": c.Passcode.Value.Reveal()}}
	}
	identity["methods"] = methods
	return tokenBody(identity, tokenScope(c.ProjectID.Value, c.ProjectName.Value, account))
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
