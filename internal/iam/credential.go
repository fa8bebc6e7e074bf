// SPDX-License-Identifier: MPL-2.0

// Package iam is the login: where credentials are looked for, tokens and how they are renewed, and the signing of requests. It knows neither
// Terraform nor what the calls are about.
package iam

import (
	"net/http"
	"time"
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
	Do(req *http.Request) (*http.Response, error)
}

// Credential makes the credential. It makes no call: a login happens at the first request.
func (r *Resolved) Credential(doer Doer, now func() time.Time) Credential {
	switch {
	case r.problem != nil:
		return failing{r.problem}
	case r.Method == MethodKeys:
		return &keys{access: r.AccessKey, secret: r.SecretKey, token: r.SecurityToken, projectID: r.ProjectID, domainID: r.DomainID, now: now}
	case r.Method == MethodToken:
		return static{r.Token}
	case r.AuthURL == "":
		return failing{&LoginError{What: "log in: no login service",
			Text: "A login with a password needs the address of the login service: give " + where("auth_url") + " or " + where("region") + "."}}
	}
	return newTokenSource(&passwordLogin{settings: r, doer: doer}, now)
}

// failing is the credential of a provider that has none; it says so at the first call, so that what needs no call works.
type failing struct{ err error }

func (f failing) Authorize(*http.Request) error { return f.err }

func (failing) Refused(*http.Request) bool { return false }

// tokenHeader carries a token.
const tokenHeader = "X-Auth-Token"

// static is a token that was issued elsewhere: it is never renewed.
type static struct{ token Secret }

func (s static) Authorize(req *http.Request) error {
	req.Header.Set(tokenHeader, s.token.Reveal())
	return nil
}

func (static) Refused(*http.Request) bool { return false }
