// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// grant is what a login gives: a token, or keys to sign with.
type grant struct {
	token                    Secret
	access, secret, security Secret
	// projectID and domainID go along with keys.
	projectID, domainID string
	// life is how long it is good from now on; 0 means that it is never renewed.
	life time.Duration
	// who is what the login told of the caller.
	who Identity
}

// issuer makes grants. A refusal that another try would meet again is a *LoginError with Final set.
type issuer interface {
	issue(ctx context.Context) (*grant, error)
}

// fixed is a credential that was issued elsewhere: it is never renewed.
type fixed struct{ grant *grant }

func (f fixed) issue(context.Context) (*grant, error) { return f.grant, nil }

// failing is the credential of a provider that has none; it says so at the first call, so that what needs no call works.
type failing struct{ err error }

func (f failing) issue(context.Context) (*grant, error) { return nil, f.err }

// tokenHeader carries a token.
const tokenHeader = "X-Auth-Token"

// apply adds the grant to a request: as a header, or as a signature over all that the request holds.
func (g *grant) apply(req *http.Request, now time.Time) error {
	if !g.token.IsZero() {
		req.Header.Set(tokenHeader, g.token.Reveal())
		return nil
	}
	for name, v := range map[string]string{"X-Security-Token": g.security.Reveal(), "X-Project-Id": g.projectID, "X-Domain-Id": g.domainID} {
		if v != "" {
			req.Header.Set(name, v)
		}
	}
	return sign(req, g.access, g.secret, now)
}

// carriedBy tells whether a request carries this grant.
func (g *grant) carriedBy(req *http.Request) bool {
	if !g.token.IsZero() {
		return req.Header.Get(tokenHeader) == g.token.Reveal()
	}
	return strings.HasPrefix(req.Header.Get("Authorization"), algorithm+" Access="+g.access.Reveal()+",")
}
