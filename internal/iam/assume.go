// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"encoding/json"
	"fmt"
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
	opAgencyKeys = "CreateTemporaryAccessKeyByAgency"
	opAssume     = "AssumeAgency"
	keysPath     = "/v3.0/OS-CREDENTIAL/securitytokens"
	// sessionName names the sessions of this provider in the vendor's audit log.
	sessionName = "terraform-provider-osm"
)

func (a *assume) issue(ctx context.Context) (*grant, error) {
	from, err := a.from.get(ctx)
	if err != nil {
		return nil, err
	}
	g, err := a.assume(ctx, from)
	if e := apierror.As(err); e == nil || e.Status != http.StatusUnauthorized || !a.from.drop(from) {
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

// token requests a token of the agency. The service decides how long it lives, so no duration is sent.
func (a *assume) token(ctx context.Context, s step) (*grant, error) {
	s.op = opToken
	account := &idName{ID: a.role.DomainID, Name: a.role.DomainName}
	// The project ID belongs to the account that logs in; the projects of regions have the same names in every account.
	role := &tokenRole{Agency: a.role.Agency, DomainName: a.role.DomainName, DomainID: a.role.DomainID}
	s.body = tokenBody{tokenAuth{
		Identity: tokenIdentity{Methods: []string{"assume_role"}, AssumeRole: role},
		Scope:    projectOrAccount("", a.caller.config.ProjectName.Value, account),
	}}
	return a.caller.token(ctx, a.caller.login(s, tokenPath))
}

// keys requests temporary keys of the agency from IAM v3, which takes the account by name.
func (a *assume) keys(ctx context.Context, s step) (*grant, error) {
	s.op, s.method = opAgencyKeys, http.MethodPost
	role := &tokenRole{Agency: a.role.Agency, DomainName: a.role.DomainName, Duration: int(a.role.Duration.Seconds())}
	s.body = tokenBody{tokenAuth{Identity: tokenIdentity{Methods: []string{"assume_role"}, AssumeRole: role}}}
	g, err := a.caller.keys(ctx, a.caller.login(s, keysPath), a.role.Duration)
	if err != nil {
		return nil, err
	}
	g.who = Identity{DomainName: a.role.DomainName}
	return g, nil
}

type (
	stsBody struct {
		URN      string `json:"agency_urn"`
		Session  string `json:"agency_session_name"`
		Duration int    `json:"duration_seconds"`
	}
	stsResponse struct {
		Credentials struct {
			Access     Secret `json:"access_key_id"`
			Secret     Secret `json:"secret_access_key"`
			Token      Secret `json:"security_token"`
			Expiration string `json:"expiration"`
		} `json:"credentials"`
	}
)

// sts requests temporary keys of the agency from the STS service (IAM v5), which takes the account by ID.
func (a *assume) sts(ctx context.Context, s step) (*grant, error) {
	s.op, s.method, s.url = opAssume, http.MethodPost, a.caller.config.STS.Value+"/v5/agencies/assume"
	s.addressSource = a.caller.config.STS.Source
	s.body = stsBody{URN: fmt.Sprintf("iam::%s:agency:%s", a.role.DomainID, a.role.Agency), Session: sessionName,
		Duration: int(a.role.Duration.Seconds())}
	got, err := a.caller.do(ctx, s)
	if err != nil {
		return nil, err
	}
	var keys stsResponse
	if json.Unmarshal(got.body, &keys) != nil || keys.Credentials.Access.IsZero() || keys.Credentials.Secret.IsZero() {
		return nil, s.unusable(got, "keys", "keys")
	}
	k := keys.Credentials
	return &grant{access: k.Access, secret: k.Secret, security: k.Token, domainID: a.role.DomainID,
		life: got.lifeUntil(k.Expiration, a.caller.now(), a.role.Duration), who: Identity{DomainID: a.role.DomainID}}, nil
}
