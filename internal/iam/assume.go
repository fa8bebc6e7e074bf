// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"fmt"
	"maps"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// assume assumes an agency. It fetches the credential for this each time, since it may have been renewed in the meantime.
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
	for replays := 1; ; replays-- {
		from, err := a.from.get(ctx)
		if err != nil {
			return nil, err
		}
		g, err := a.assume(ctx, from)
		isFrom := func(current *grant) bool { return current == from }
		e := apierror.As(err)
		if replays == 0 || e == nil || e.Status != http.StatusUnauthorized || !a.from.drop(isFrom) {
			return g, err
		}
	}
}

// assume exchanges a token for a token of the agency, and keys for temporary keys.
func (a *assume) assume(ctx context.Context, from *grant) (*grant, error) {
	s := step{what: "assume " + a.role.String(), by: from, rejected: a.rejected}
	c, hasKeys := a.caller.config, from.token.IsZero()
	switch atSTS := hasKeys && a.role.DomainID != ""; {
	case atSTS && c.STS.Value == "":
		return nil, noAddress(s.what, "STS service", "endpoints.sts", "in the provider block")
	case !atSTS && c.AuthURL.Value == "":
		return nil, noAddress(s.what, "login service", "auth_url", "HW_AUTH_URL")
	case hasKeys:
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

// token requests a token of the agency. The service determines its lifetime, so no duration is sent.
func (a *assume) token(ctx context.Context, s step) (*grant, error) {
	s.op = opToken
	account := byIDOrName("", a.role.DomainID, a.role.DomainName)
	// The project ID belongs to the account that logs in; the projects of regions have the same names in every account.
	s.body = a.roleBody(object{}, tokenScope("", a.caller.config.ProjectName.Value, account))
	return a.caller.token(ctx, a.caller.login(s, tokenPath))
}

// keys requests temporary keys of the agency: from IAM v3, which takes the account by name, or from STS (IAM v5), which takes
// its ID.
func (a *assume) keys(ctx context.Context, s step) (*grant, error) {
	s.method = http.MethodPost
	seconds := int(a.role.Duration.Seconds())
	if sts := a.caller.config.STS; a.role.DomainID != "" {
		s.op, s.url, s.addressSource = "AssumeAgency", sts.Value+"/v5/agencies/assume", sts.Source
		s.body = object{
			"agency_urn":          fmt.Sprintf("iam::%s:agency:%s", a.role.DomainID, a.role.Agency),
			"agency_session_name": sessionName,
			"duration_seconds":    seconds,
		}
	} else {
		s.op, s.body = "CreateTemporaryAccessKeyByAgency", a.roleBody(object{"duration_seconds": seconds}, nil)
		s = a.caller.login(s, keysPath)
	}
	g, err := a.caller.keys(ctx, s, a.role.Duration)
	if err != nil {
		return nil, err
	}
	g.domainID, g.who = a.role.DomainID, Identity{DomainID: a.role.DomainID, DomainName: a.role.DomainName}
	return g, nil
}
