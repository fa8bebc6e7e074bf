// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"fmt"
	"maps"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// assume assumes an agency. It gets the credential for that each time, which may have been renewed meanwhile.
type assume struct {
	caller *caller
	from   *source
	role   Role
}

const (
	keysPath = "/v3.0/OS-CREDENTIAL/securitytokens"
	// sessionName names the sessions of this provider in the vendor's audit log.
	sessionName = "terraform-provider-osm"
)

func (a *assume) issue(ctx context.Context) (*grant, error) {
	from, err := a.from.get(ctx)
	if err != nil {
		return nil, err
	}
	g, err := a.assume(ctx, from)
	isFrom := func(current *grant) bool { return current == from }
	if e := apierror.As(err); e == nil || e.Status != http.StatusUnauthorized || !a.from.drop(isFrom) {
		return g, err
	}
	if from, err = a.from.get(ctx); err != nil {
		return nil, err
	}
	return a.assume(ctx, from)
}

// assume exchanges a token for a token of the agency, and keys for temporary keys.
func (a *assume) assume(ctx context.Context, from *grant) (*grant, error) {
	s := step{what: "assume " + a.role.String(), by: from, rejected: a.rejected}
	switch c := a.caller.config; {
	case from.token.IsZero() && a.role.DomainID != "" && c.STS.Value == "":
		return nil, noAddress(s.what, "STS service", "endpoints.sts", "in the provider block")
	case from.token.IsZero() && a.role.DomainID != "":
		return a.sts(ctx, s)
	case c.AuthURL.Value == "":
		return nil, noAddress(s.what, "login service", "auth_url", "HW_AUTH_URL")
	case from.token.IsZero():
		return a.keys(ctx, s)
	}
	return a.token(ctx, s)
}

// roleBody returns the body of a call that assumes the agency, with the role's fields besides those of its name and account.
func (a *assume) roleBody(role, scope object) object {
	role["agency_name"] = a.role.Agency
	maps.Copy(role, byIDOrName("domain_", a.role.DomainID, a.role.DomainName))
	return tokenBody(object{"methods": []string{"assume_role"}, "assume_role": role}, scope)
}

// token requests a token of the agency. The service decides how long it lives, so no duration is sent.
func (a *assume) token(ctx context.Context, s step) (*grant, error) {
	s.op = opToken
	account := byIDOrName("", a.role.DomainID, a.role.DomainName)
	// The project ID belongs to the account that logs in; the projects of regions have the same names in every account.
	s.body = a.roleBody(object{}, tokenScope("", a.caller.config.ProjectName.Value, account))
	return a.caller.token(ctx, a.caller.login(s, tokenPath))
}

// keys requests temporary keys of the agency from IAM v3, which takes the account by name.
func (a *assume) keys(ctx context.Context, s step) (*grant, error) {
	s.op, s.method = "CreateTemporaryAccessKeyByAgency", http.MethodPost
	s.body = a.roleBody(object{"duration_seconds": int(a.role.Duration.Seconds())}, nil)
	g, err := a.caller.keys(ctx, a.caller.login(s, keysPath), a.role.Duration)
	if err != nil {
		return nil, err
	}
	g.who = Identity{DomainName: a.role.DomainName}
	return g, nil
}

// sts requests temporary keys of the agency from the STS service (IAM v5), which takes the account by ID.
func (a *assume) sts(ctx context.Context, s step) (*grant, error) {
	s.op, s.method, s.url = "AssumeAgency", http.MethodPost, a.caller.config.STS.Value+"/v5/agencies/assume"
	s.addressSource = a.caller.config.STS.Source
	s.body = object{
		"agency_urn":          fmt.Sprintf("iam::%s:agency:%s", a.role.DomainID, a.role.Agency),
		"agency_session_name": sessionName,
		"duration_seconds":    int(a.role.Duration.Seconds()),
	}
	g, err := a.caller.keys(ctx, s, a.role.Duration)
	if err != nil {
		return nil, err
	}
	g.domainID, g.who = a.role.DomainID, Identity{DomainID: a.role.DomainID}
	return g, nil
}
