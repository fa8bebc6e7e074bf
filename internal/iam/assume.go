// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// assume takes over an agency. It asks anew for the credential that it does so with: that one may have been renewed meanwhile.
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
	g, err := a.take(ctx, from)
	if e := apierror.As(err); e == nil || e.Status != http.StatusUnauthorized || !a.from.drop(from) {
		return g, err
	}
	if from, err = a.from.get(ctx); err != nil {
		return nil, err
	}
	return a.take(ctx, from)
}

// take chooses the call by what it is made with: a token is changed for a token of the agency's, keys for temporary keys.
func (a *assume) take(ctx context.Context, from *grant) (*grant, error) {
	s := step{what: "take over " + a.role.String(), by: from, refused: a.refused}
	switch settings := a.caller.settings; {
	case from.token.IsZero() && a.role.DomainID != "" && settings.STS == "":
		return nil, a.noService("STS service", where("endpoints.sts")+" or "+where("region"))
	case from.token.IsZero() && a.role.DomainID != "":
		return a.sts(ctx, s)
	case settings.AuthURL == "":
		return nil, a.noService("login service", where("auth_url")+" or "+where("region"))
	case from.token.IsZero():
		return a.keys(ctx, s)
	}
	return a.token(ctx, s)
}

func (a *assume) noService(name, settings string) error {
	return &LoginError{What: "take over " + a.role.String(), Text: "This needs the address of the " + name + ": give " + settings + "."}
}

// token asks for the agency's token. Its life is the service's own, so a duration is not sent.
func (a *assume) token(ctx context.Context, s step) (*grant, error) {
	s.op = opToken
	account := &idName{ID: a.role.DomainID, Name: a.role.DomainName}
	// The project's id is one of the account that logs in; regions' projects have the same names in every account.
	s.body = tokenBody{tokenAuth{
		Identity: tokenIdentity{Methods: []string{"assume_role"}, AssumeRole: &tokenRole{Agency: a.role.Agency, DomainName: a.role.DomainName,
			DomainID: a.role.DomainID}},
		Scope: projectOrAccount("", a.caller.settings.ProjectName, account),
	}}
	return a.caller.token(ctx, a.caller.login(s, tokenPath))
}

// keys asks IAM v3 for the agency's temporary keys, the account being named.
func (a *assume) keys(ctx context.Context, s step) (*grant, error) {
	s.op, s.method = opAgencyKeys, http.MethodPost
	s.body = tokenBody{tokenAuth{Identity: tokenIdentity{Methods: []string{"assume_role"}, AssumeRole: &tokenRole{
		Agency: a.role.Agency, DomainName: a.role.DomainName, Duration: int(a.role.Duration.Seconds())}}}}
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
	stsAnswer struct {
		Credentials struct {
			Access     Secret `json:"access_key_id"`
			Secret     Secret `json:"secret_access_key"`
			Token      Secret `json:"security_token"`
			Expiration string `json:"expiration"`
		} `json:"credentials"`
	}
)

// sts asks the STS service (IAM v5) for the agency's temporary keys, the account being given by id.
func (a *assume) sts(ctx context.Context, s step) (*grant, error) {
	s.op, s.method, s.url = opAssume, http.MethodPost, a.caller.settings.STS+"/v5/agencies/assume"
	s.setting = "endpoints.sts, from " + a.caller.settings.sources["sts"]
	s.body = stsBody{URN: fmt.Sprintf("iam::%s:agency:%s", a.role.DomainID, a.role.Agency), Session: sessionName,
		Duration: int(a.role.Duration.Seconds())}
	got, err := a.caller.do(ctx, s)
	if err != nil {
		return nil, err
	}
	var keys stsAnswer
	if json.Unmarshal(got.body, &keys) != nil || keys.Credentials.Access.IsZero() || keys.Credentials.Secret.IsZero() {
		return nil, noKeys(s, got)
	}
	k := keys.Credentials
	return &grant{access: k.Access, secret: k.Secret, security: k.Token, domainID: a.role.DomainID,
		life: got.lifeUntil(k.Expiration, a.caller.now(), a.role.Duration), who: Identity{DomainID: a.role.DomainID}}, nil
}
