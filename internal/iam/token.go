// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

const (
	opToken   = "CreateToken"
	tokenPath = "/v3/auth/tokens?nocatalog=true"
)

// object is a JSON object of a request.
type object map[string]any

// tokenBody returns the body of a call that requests a token or keys (IAM API reference, "Token Management"). A nil scope is left
// out.
func tokenBody(identity, scope object) object {
	auth := object{"identity": identity}
	if scope != nil {
		auth["scope"] = scope
	}
	return object{"auth": auth}
}

// tokenScope returns the scope of a token: the project by ID, else by its name beside the account, else the account. It is nil if
// neither is known: the service then takes the user's account.
func tokenScope(projectID, projectName string, account object) object {
	switch {
	case projectID != "":
		return object{"project": object{"id": projectID}}
	case projectName != "" && len(account) > 0:
		return object{"project": object{"name": projectName, "domain": account}}
	case projectName != "":
		return object{"project": object{"name": projectName}}
	case len(account) > 0:
		return object{"domain": account}
	}
	return nil
}

// byIDOrName returns the reference to an account, with prefix before the names of its fields. The ID goes before the name.
func byIDOrName(prefix, id, name string) object {
	switch {
	case id != "":
		return object{prefix + "id": id}
	case name != "":
		return object{prefix + "name": name}
	}
	return object{}
}

// idName is an entry of a response.
type idName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// tokenDetails is the part of a response's body that is read; the token itself is in a header. The password's expiry is not read,
// since its form varies.
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

// defaultLife is the documented lifetime of a token, for a response without one.
const defaultLife = 24 * time.Hour

// life returns the lifetime of a token by the service's own clock.
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
	token := got.Header.Get("X-Subject-Token")
	if token == "" {
		return nil, s.unusable(got, "token", "the header X-Subject-Token, so it is not an IAM v3 login service, or a proxy removes "+
			"the header")
	}
	details := detailsOf(got.Body)
	return &grant{token: NewSecret(token), life: details.life(), who: details.who()}, nil
}

// temporaryKeys are keys in the names of IAM v3 and of the metadata service, stsKeys in those of STS.
type (
	temporaryKeys struct {
		Access  Secret `json:"access"`
		Secret  Secret `json:"secret"`
		Token   Secret `json:"securitytoken"`
		Expires string `json:"expires_at"`
	}
	stsKeys struct {
		Access  Secret `json:"access_key_id"`
		Secret  Secret `json:"secret_access_key"`
		Token   Secret `json:"security_token"`
		Expires string `json:"expiration"`
	}
)

// keys sends a step that returns temporary keys, which were requested for a duration.
func (c *caller) keys(ctx context.Context, s step, requested time.Duration) (*grant, error) {
	got, err := c.do(ctx, s)
	if err != nil {
		return nil, err
	}
	var keys struct {
		V3  temporaryKeys `json:"credential"`
		STS stsKeys       `json:"credentials"`
	}
	err = json.Unmarshal(got.Body, &keys)
	k := keys.V3
	if k.Access.IsZero() {
		k = temporaryKeys(keys.STS)
	}
	if err != nil || k.Access.IsZero() || k.Secret.IsZero() {
		return nil, s.unusable(got, "keys", "keys")
	}
	return &grant{access: k.Access, secret: k.Secret, security: k.Token, life: c.lifeUntil(k.Expires, got, requested)}, nil
}
