// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
)

// oidcLogin changes an identity token, such as CI systems hand out, for temporary keys.
type oidcLogin struct {
	caller *caller

	mu sync.Mutex
	// last is the token of a file that was refused, with that refusal.
	last    Secret
	refusal error
}

const (
	opIDToken   = "CreateUnscopedTokenWithIdToken"
	opTokenKeys = "CreateTemporaryAccessKeyByToken"
	idTokenPath = "/v3.0/OS-AUTH/id-token/tokens"
)

type oidcBody struct {
	Auth struct {
		IDToken struct {
			ID string `json:"id"`
		} `json:"id_token"`
	} `json:"auth"`
}

func (l *oidcLogin) issue(ctx context.Context) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	token, err := l.idToken()
	switch {
	case err != nil:
		return nil, err
	case l.refusal != nil && token.Reveal() == l.last.Reveal():
		return nil, l.refusal
	}
	var body oidcBody
	body.Auth.IDToken.ID = token.Reveal()
	unscoped, err := l.caller.token(ctx, l.caller.login(step{op: opIDToken, what: "log in with an identity token", body: body,
		header: map[string]string{"X-Idp-Id": l.caller.settings.IDPID}, refused: l.refused, secrets: []Secret{token}}, idTokenPath))
	if err != nil {
		return nil, l.remember(err, token)
	}
	life := defaultDuration
	keys, err := l.caller.keys(ctx, l.caller.login(step{op: opTokenKeys, what: "get keys for an identity token", method: http.MethodPost, by: unscoped,
		body: tokenBody{tokenAuth{Identity: tokenIdentity{Methods: []string{"token"}, Token: &tokenToken{ID: unscoped.token.Reveal(),
			Duration: int(life.Seconds())}}}},
	}, keysPath), life)
	if err != nil {
		return nil, err
	}
	keys.who = unscoped.who
	return keys, nil
}

// idToken gives the identity token. A file is read each time: CI systems write new tokens into it.
func (l *oidcLogin) idToken() (Secret, error) {
	s := l.caller.settings
	if s.IDTokenFile == "" {
		return s.IDToken, nil
	}
	fail := func(why string) error {
		return &LoginError{What: "read the identity token", Text: fmt.Sprintf("The file %s (id_token_file, from %s) %s.",
			s.IDTokenFile, s.sources["assume_role_with_oidc.id_token_file"], why)}
	}
	path, err := expand(s.IDTokenFile)
	if err != nil {
		return Secret{}, fail("can't be found: the home directory is not known")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Secret{}, fail(fmt.Sprintf("can't be read: %v", errors.Unwrap(err)))
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return Secret{}, fail("is empty")
	}
	return NewSecret(token), nil
}

// remember keeps the refusal of a token that came from a file: the same token is not sent again, another one that is written there is.
func (l *oidcLogin) remember(err error, token Secret) error {
	var e *LoginError
	if l.caller.settings.IDTokenFile != "" && errors.As(err, &e) && e.Final {
		e.Final = false
		l.last, l.refusal = token, err
	}
	return err
}
