// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// passwordLogin logs an IAM user in by password (API reference of IAM: "Obtaining a User Token Through Password Authentication").
type passwordLogin struct {
	settings *Resolved
	doer     Doer
}

// The body of a password login.
type (
	loginBody struct {
		Auth loginAuth `json:"auth"`
	}
	loginAuth struct {
		Identity loginIdentity `json:"identity"`
		Scope    loginScope    `json:"scope"`
	}
	loginIdentity struct {
		Methods  []string      `json:"methods"`
		Password loginPassword `json:"password"`
	}
	loginPassword struct {
		User loginUser `json:"user"`
	}
	loginUser struct {
		Name     string  `json:"name,omitempty"`
		ID       string  `json:"id,omitempty"`
		Password string  `json:"password"`
		Domain   *idName `json:"domain,omitempty"`
	}
	loginScope struct {
		Project *projectScope `json:"project,omitempty"`
		Domain  *idName       `json:"domain,omitempty"`
	}
	projectScope struct {
		ID     string  `json:"id,omitempty"`
		Name   string  `json:"name,omitempty"`
		Domain *idName `json:"domain,omitempty"`
	}
	idName struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name,omitempty"`
	}
)

// loginAnswer is what is read of the answer's body; the token itself is in a header.
type loginAnswer struct {
	Token struct {
		IssuedAt  string `json:"issued_at"`
		ExpiresAt string `json:"expires_at"`
	} `json:"token"`
}

const operation = "CreateToken"

// defaultLife is used when the answer does not say how long a token lives: the documented 24 hours.
const defaultLife = 24 * time.Hour

// body makes the login's body. A project is known by id, else by its name beside the account; without either the scope is the account.
func (l *passwordLogin) body() loginBody {
	s := l.settings
	account := &idName{ID: s.DomainID}
	if s.DomainID == "" {
		account.Name = s.DomainName
	}
	user := loginUser{Name: s.UserName, Password: s.Password.Reveal(), Domain: account}
	if s.UserID != "" {
		user = loginUser{ID: s.UserID, Password: s.Password.Reveal()}
	}
	var scope loginScope
	switch {
	case s.ProjectID != "":
		scope.Project = &projectScope{ID: s.ProjectID}
	case s.ProjectName != "":
		scope.Project = &projectScope{Name: s.ProjectName}
		if *account != (idName{}) {
			scope.Project.Domain = account
		}
	default:
		scope.Domain = account
	}
	return loginBody{Auth: loginAuth{Identity: loginIdentity{Methods: []string{"password"}, Password: loginPassword{user}}, Scope: scope}}
}

func (l *passwordLogin) mint(ctx context.Context) (Secret, time.Duration, error) {
	body, err := json.Marshal(l.body())
	if err != nil {
		return "", 0, fmt.Errorf("encode the login: %w", err)
	}
	// A login may be repeated: a new token leaves older ones valid.
	ctx = transport.With(ctx, transport.Call{Op: operation, Repeatable: true})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.settings.AuthURL+"/auth/tokens?nocatalog=true", bytes.NewReader(body))
	if err != nil {
		return "", 0, fmt.Errorf("make the login request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json;charset=utf8")
	resp, err := l.doer.Do(req)
	if err != nil {
		return "", 0, l.failed(err)
	}
	answer, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return "", 0, l.failed(err)
	}
	if err := apierror.Check(operation, resp, answer); err != nil {
		return "", 0, l.failed(err)
	}
	token := resp.Header.Get("X-Subject-Token")
	if token == "" {
		return "", 0, l.noLoginService(resp)
	}
	return Secret(token), life(answer), nil
}

// life gives the life of a token by the service's own clock.
func life(body []byte) time.Duration {
	var answer loginAnswer
	if json.Unmarshal(body, &answer) != nil {
		return defaultLife
	}
	issued, err := time.Parse(time.RFC3339Nano, answer.Token.IssuedAt)
	expires, err2 := time.Parse(time.RFC3339Nano, answer.Token.ExpiresAt)
	if err != nil || err2 != nil || !expires.After(issued) {
		return defaultLife
	}
	return expires.Sub(issued)
}

func (l *passwordLogin) host() string {
	u, err := url.Parse(l.settings.AuthURL)
	if err != nil {
		return l.settings.AuthURL
	}
	return u.Host
}
