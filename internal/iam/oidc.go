// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// oidcLogin exchanges an identity token, such as CI systems issue, for temporary keys.
type oidcLogin struct {
	caller *caller

	mu sync.Mutex
	// rejectedToken is a token from a file that was not accepted, and rejection the error.
	rejectedToken Secret
	rejection     error
}

const (
	opIDToken   = "CreateUnscopedTokenWithIdToken"
	opTokenKeys = "CreateTemporaryAccessKeyByToken"
	idTokenPath = "/v3.0/OS-AUTH/id-token/tokens"
)

func (l *oidcLogin) issue(ctx context.Context) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	token, err := l.idToken()
	switch {
	case err != nil:
		return nil, err
	case l.rejection != nil && token.Reveal() == l.rejectedToken.Reveal():
		return nil, l.rejection
	}
	body := object{"auth": object{"id_token": object{"id": token.Reveal()}}}
	s := step{op: opIDToken, what: "log in with an identity token", body: body, rejected: l.rejected, secrets: []Secret{token}}
	s.header = map[string]string{"X-Idp-Id": l.caller.config.IDPID.Value}
	unscoped, err := l.caller.token(ctx, l.caller.login(s, idTokenPath))
	if err != nil {
		return nil, l.remember(err, token)
	}
	s = step{op: opTokenKeys, what: "get keys for an identity token", method: http.MethodPost, by: unscoped}
	by := object{"id": unscoped.token.Reveal(), "duration_seconds": int(DefaultDuration.Seconds())}
	s.body = tokenBody(object{"methods": []string{"token"}, "token": by}, nil)
	keys, err := l.caller.keys(ctx, l.caller.login(s, keysPath), DefaultDuration)
	if err != nil {
		return nil, err
	}
	keys.who = unscoped.who
	return keys, nil
}

// idToken returns the identity token. A file is read each time: CI systems write new tokens into it.
func (l *oidcLogin) idToken() (Secret, error) {
	c := l.caller.config
	if !c.IDTokenFile.IsSet() {
		return c.IDToken.Value, nil
	}
	fail := func(why string) error {
		return &LoginError{What: "read the identity token", Text: fmt.Sprintf("The file %s %s. Check %s.", c.IDTokenFile.Value, why,
			c.IDTokenFile.named("id_token_file"))}
	}
	path, err := ExpandHome(c.IDTokenFile.Value)
	if err != nil {
		return Secret{}, fail("could not be found: the home directory is not known")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Secret{}, fail(fmt.Sprintf("could not be read: %v", errors.Unwrap(err)))
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return Secret{}, fail("is empty")
	}
	return NewSecret(token), nil
}

// ExpandHome replaces "~/" at the beginning of a path by the home directory.
func ExpandHome(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok {
		return path, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, rest), err
}

// remember keeps the rejection of a token from a file: it is not sent again, but another one that is written there is.
func (l *oidcLogin) remember(err error, token Secret) error {
	var e *LoginError
	if l.caller.config.IDTokenFile.IsSet() && errors.As(err, &e) && e.Final {
		e.Final = false
		l.rejectedToken, l.rejection = token, err
	}
	return err
}
