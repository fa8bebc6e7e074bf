// SPDX-License-Identifier: MPL-2.0

// Package iam implements the login: credentials, tokens and temporary keys, their renewal, and the signing of requests. It must
// not know Terraform or the purpose of the calls.
package iam

import (
	"net/http"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Login proves to the service who calls, as a Config describes. It is safe for concurrent use.
type Login struct {
	caller caller
	source *source
}

// New returns a Login. It makes no call: the login happens at the first request. doer sends the calls to the login service, and
// direct, which must bypass proxies, those to the metadata service of a cloud server, which is link-local. now is the clock; nil
// is the real one.
func New(config Config, doer, direct *transport.Doer, now func() time.Time) *Login {
	if now == nil {
		now = time.Now
	}
	l := &Login{caller: caller{config: &config, doer: doer, now: now}}
	l.source = newSource(l.first(direct), now)
	for _, role := range config.Roles {
		l.source = newSource(&assume{caller: &l.caller, from: l.source, role: role}, now)
	}
	return l
}

// first returns the issuer of the login from which roles are then assumed.
func (l *Login) first(direct *transport.Doer) issuer {
	c := l.caller.config
	if c.Problem != nil {
		return fixed{err: c.Problem}
	}
	switch c.Method {
	case MethodKeys:
		return fixed{grant: &grant{
			access:    c.AccessKey.Value,
			secret:    c.SecretKey.Value,
			security:  c.SecurityToken.Value,
			projectID: c.ProjectID.Value,
			domainID:  c.DomainID.Value,
			who:       Identity{DomainID: c.DomainID.Value, ProjectID: c.ProjectID.Value},
		}}
	case MethodToken:
		return fixed{grant: &grant{token: c.Token.Value}}
	case MethodMetadata:
		return &metadata{caller: caller{config: c, doer: direct, now: l.caller.now}}
	}
	switch {
	case c.AuthURL.Value == "":
		return fixed{err: noAddress("log in", "login service", "auth_url", "HW_AUTH_URL")}
	case c.Method == MethodOIDC:
		return &oidcLogin{caller: &l.caller}
	}
	return &passwordLogin{caller: &l.caller}
}

// Authorize adds a token or a signature to req. It logs in first where needed, bound to the context of req.
func (l *Login) Authorize(req *http.Request) error {
	g, err := l.source.get(req.Context())
	if err != nil {
		return err
	}
	return g.apply(req, l.caller.now())
}

// Rejected records that the service responded to req with 401. It reports whether Authorize would now use another credential.
func (l *Login) Rejected(req *http.Request) bool {
	return l.source.drop(func(g *grant) bool { return g.carriedBy(req) })
}
