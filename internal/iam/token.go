// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// The body of a call that requests a token (IAM API reference, "Token Management").
type (
	tokenBody struct {
		Auth tokenAuth `json:"auth"`
	}
	tokenAuth struct {
		Identity tokenIdentity `json:"identity"`
		Scope    *tokenScope   `json:"scope,omitempty"`
	}
	tokenIdentity struct {
		Methods    []string       `json:"methods"`
		Password   *tokenPassword `json:"password,omitempty"`
		TOTP       *tokenTOTP     `json:"totp,omitempty"`
		Token      *tokenToken    `json:"token,omitempty"`
		AssumeRole *tokenRole     `json:"assume_role,omitempty"`
	}
	tokenPassword struct {
		User tokenUser `json:"user"`
	}
	tokenUser struct {
		Name     string  `json:"name,omitempty"`
		ID       string  `json:"id,omitempty"`
		Password string  `json:"password"`
		Domain   *idName `json:"domain,omitempty"`
	}
	tokenTOTP struct {
		User totpUser `json:"user"`
	}
	totpUser struct {
		ID       string `json:"id"`
		Passcode string `json:"passcode"`
	}
	tokenToken struct {
		ID       string `json:"id"`
		Duration int    `json:"duration_seconds,omitempty"`
	}
	tokenRole struct {
		Agency     string `json:"agency_name"`
		DomainName string `json:"domain_name,omitempty"`
		DomainID   string `json:"domain_id,omitempty"`
		Duration   int    `json:"duration_seconds,omitempty"`
	}
	tokenScope struct {
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

// tokenDetails is what is read of a response's body; the token itself is in a header. The password's expiry is not read: its form
// varies.
type tokenDetails struct {
	Token struct {
		IssuedAt  string `json:"issued_at"`
		ExpiresAt string `json:"expires_at"`
		User      struct {
			idName
			Domain idName `json:"domain"`
		} `json:"user"`
		Project idName `json:"project"`
	} `json:"token"`
}

// detailsOf reads the details of a token. They are optional: a body of another form is not an error.
func detailsOf(body []byte) *tokenDetails {
	out := new(tokenDetails)
	if err := json.Unmarshal(body, out); err != nil {
		out = new(tokenDetails)
	}
	return out
}

// defaultLife is the documented life of a token, for a response without one.
const defaultLife = 24 * time.Hour

// life returns the life of a token by the service's own clock.
func (d *tokenDetails) life() time.Duration {
	issued, err := time.Parse(time.RFC3339Nano, d.Token.IssuedAt)
	expires, err2 := time.Parse(time.RFC3339Nano, d.Token.ExpiresAt)
	if err != nil || err2 != nil || !expires.After(issued) {
		return defaultLife
	}
	return expires.Sub(issued)
}

func (d *tokenDetails) who() Identity {
	t := d.Token
	return Identity{UserID: t.User.ID, UserName: t.User.Name, DomainID: t.User.Domain.ID, DomainName: t.User.Domain.Name,
		ProjectID: t.Project.ID, ProjectName: t.Project.Name}
}

// token sends a step that returns a token in the header X-Subject-Token.
func (c *caller) token(ctx context.Context, s step) (*grant, error) {
	s.method = http.MethodPost
	got, err := c.do(ctx, s)
	if err != nil {
		return nil, err
	}
	token := got.header.Get("X-Subject-Token")
	if token == "" {
		return nil, s.unusable(got, "token", "the header X-Subject-Token, so it is not an IAM v3 login service, or a proxy removes "+
			"the header")
	}
	details := detailsOf(got.body)
	return &grant{token: NewSecret(token), life: details.life(), who: details.who()}, nil
}

// keysResponse holds temporary keys, in the names of IAM v3 and of the metadata service.
type keysResponse struct {
	Credential struct {
		Access    Secret `json:"access"`
		Secret    Secret `json:"secret"`
		Token     Secret `json:"securitytoken"`
		ExpiresAt string `json:"expires_at"`
	} `json:"credential"`
}

// keys sends a step that returns temporary keys, which were requested for a duration.
func (c *caller) keys(ctx context.Context, s step, requested time.Duration) (*grant, error) {
	got, err := c.do(ctx, s)
	if err != nil {
		return nil, err
	}
	var keys keysResponse
	if json.Unmarshal(got.body, &keys) != nil || keys.Credential.Access.IsZero() || keys.Credential.Secret.IsZero() {
		return nil, s.unusable(got, "keys", "keys")
	}
	k := keys.Credential
	return &grant{access: k.Access, secret: k.Secret, security: k.Token, life: got.lifeUntil(k.ExpiresAt, c.now(), requested)}, nil
}
