// SPDX-License-Identifier: MPL-2.0

// Package iam is the login: where credentials are looked for, tokens and keys and how they are renewed, and the signing of requests. It knows
// neither Terraform nor what the calls are about.
package iam

import (
	"context"
	"net/http"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Credential proves to the service who calls. Implementations are safe for concurrent use.
type Credential interface {
	// Authorize adds the credential to req: a token header or a signature. It may log in first, bound to req's context.
	Authorize(req *http.Request) error
	// Refused is told that the service answered 401 to req. It reports whether Authorize would now use another credential.
	Refused(req *http.Request) bool
}

// Doer sends requests; it is the provider's one HTTP client.
type Doer interface {
	Do(req *http.Request, call transport.Call) (*transport.Response, error)
}

// Login is the Credential that settings come to. It is safe for concurrent use.
type Login struct {
	settings *Resolved
	caller   caller
	source   *source
}

// Credential makes the credential. It makes no call: a login happens at the first request. doer sends the calls to the login service; now is the
// clock, nil the real one.
func (r *Resolved) Credential(doer Doer, now func() time.Time) *Login {
	if now == nil {
		now = time.Now
	}
	l := &Login{settings: r, caller: caller{settings: r, doer: doer, now: now}}
	if r.problem != nil {
		l.source = newSource(failing{r.problem}, now)
		return l
	}
	l.source = newSource(r.first(&l.caller), now)
	for _, role := range r.Roles {
		l.source = newSource(&assume{caller: &l.caller, from: l.source, role: role}, now)
	}
	return l
}

// first makes the issuer of the login that roles are then taken over from.
func (r *Resolved) first(c *caller) issuer {
	switch r.Method {
	case MethodKeys:
		return fixed{&grant{access: r.AccessKey, secret: r.SecretKey, security: r.SecurityToken, projectID: r.ProjectID, domainID: r.DomainID,
			who: Identity{DomainID: r.DomainID, ProjectID: r.ProjectID}}}
	case MethodToken:
		return fixed{&grant{token: r.Token}}
	case MethodMetadata:
		return &metadata{settings: r, caller: caller{settings: r, doer: r.Metadata.Doer, now: c.now}}
	}
	switch {
	case r.AuthURL == "":
		return failing{&LoginError{What: "log in: no login service",
			Text: "This login needs the address of the login service: give " + where("auth_url") + " or " + where("region") + "."}}
	case r.Method == MethodOIDC:
		return &oidcLogin{caller: c}
	}
	return &passwordLogin{caller: c}
}

// Authorize adds a token or a signature to req; it logs in first where needed.
func (l *Login) Authorize(req *http.Request) error {
	g, err := l.source.get(req.Context())
	if err != nil {
		return err
	}
	// The answer leads back here, so that a refusal can be told in the words of this login.
	*req = *req.WithContext(context.WithValue(req.Context(), loginKey{}, l))
	return g.apply(req, l.caller.now())
}

// Refused is told that the service answered 401 to req.
func (l *Login) Refused(req *http.Request) bool { return l.source.refused(req) }
