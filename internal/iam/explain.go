// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// refused explains a refused password login.
func (l *passwordLogin) refused(e *apierror.Error) string {
	s := l.caller.settings
	said := strings.ToLower(e.Message)
	mentions := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(said, w) {
				return true
			}
		}
		return false
	}
	const notAgain = " The login is not tried again in this run, since a user is locked after five failed logins, for 15 minutes by default."
	switch {
	case e.Status == http.StatusUnauthorized && mentions("locked"):
		return fmt.Sprintf("%s says that %s is locked: there were too many failed logins. Wait 15 minutes, or as long as the account's login policy "+
			"says, before the next try.", e.Host, s.who())
	case e.Status == http.StatusUnauthorized && !s.Passcode.IsZero():
		return fmt.Sprintf("%s refused %s with %s and %s. A passcode is good once and for about 30 seconds; it must be of the user's virtual device. "+
			"Terraform logs in for the plan and again for the apply: save the plan (-out), and apply it with another code in HW_USER_PASSCODE."+notAgain,
			e.Host, s.who(), s.of("password"), s.of("passcode"))
	case e.Status == http.StatusUnauthorized && mentions("mfa", "totp", "passcode", "verification code", "multi-factor"):
		return fmt.Sprintf("%s asks for a second factor of %s. Set user_id and passcode, in the same place as the password (%s), or better log in with "+
			"access_key and secret_key, which need none and can be renewed.", e.Host, s.who(), s.source("password"))
	case e.Status == http.StatusUnauthorized:
		return fmt.Sprintf("%s refused %s with %s. Check the password and the account: the account name is not the user name, a HUAWEI ID or "+
			"a federated user can't log in this way, and the user needs programmatic access."+notAgain, e.Host, s.who(), s.of("password"))
	case e.Status == http.StatusForbidden:
		return fmt.Sprintf("%s forbids %s to log in. Check the account's access control list (it may allow certain addresses only) and the user's rights.",
			e.Host, s.who())
	case e.Status == http.StatusNotFound && e.Message != "":
		return fmt.Sprintf("%s knows no such %s. The region may not be enabled for the account, or region, cloud or project name belong to another site.",
			e.Host, s.scope())
	case e.Status == http.StatusBadRequest:
		return fmt.Sprintf("%s did not accept the form of the login: one of the names is probably missing or odd. %s", e.Host, s.given())
	}
	return ""
}

// refused explains an agency that was not handed over.
func (a *assume) refused(e *apierror.Error) string {
	s, role := a.caller.settings, fmt.Sprintf("%s (from %s)", a.role, a.role.Source)
	switch e.Status {
	case http.StatusForbidden:
		return fmt.Sprintf("%s refused to hand over %s. Who logs in (%s) needs the role Agent Operator, the agency must delegate to that account, and "+
			"the access control list of either account must allow this address.", e.Host, role, s.proof())
	case http.StatusNotFound:
		if e.Message != "" {
			text := fmt.Sprintf("%s knows no %s. Check both names; they are those of the account that delegates.", e.Host, role)
			if e.Op == opToken && s.ProjectName != "" {
				text += fmt.Sprintf(" Or that account has no project %q (from %s).", s.ProjectName, s.source("project_name"))
			}
			return text
		}
	case http.StatusBadRequest:
		return fmt.Sprintf("%s did not accept the request for %s: a name is probably odd, or the duration of %s is longer than the agency allows.", e.Host,
			role, a.role.Duration)
	case http.StatusUnauthorized:
		text, ok := s.gateway(e)
		if !ok {
			text = fmt.Sprintf("%s did not accept %s.", e.Host, s.proof())
		}
		return text + " It was to take over " + role + "."
	}
	return ""
}

// refused explains an identity token that was not accepted.
func (l *oidcLogin) refused(e *apierror.Error) string {
	s := l.caller.settings
	token := s.of("assume_role_with_oidc.id_token")
	if s.IDTokenFile != "" {
		token = fmt.Sprintf("the identity token in %s (%s)", s.IDTokenFile, s.of("assume_role_with_oidc.id_token_file"))
	}
	idp := fmt.Sprintf("identity provider %q (%s)", s.IDPID, s.of("assume_role_with_oidc.idp_id"))
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusBadRequest:
		return fmt.Sprintf("%s did not accept %s for %s. The token may have ended, or its issuer, audience or subject is not what the identity provider "+
			"and its conversion rules ask for.",
			e.Host, token, idp)
	case http.StatusNotFound:
		if e.Message != "" {
			return fmt.Sprintf("%s knows no %s.", e.Host, idp)
		}
	}
	return ""
}

// refused explains a metadata service without keys.
func (m *metadata) refused(e *apierror.Error) string {
	return fmt.Sprintf("%s has no keys for this server: the server needs an agency of the type cloud service (ECS). Or this is no server of this "+
		"cloud: then take use_ecs_metadata out (from %s).", e.Host, m.settings.source("use_ecs_metadata"))
}

// source says where a setting came from.
func (r *Resolved) source(name string) string {
	if s := r.sources[name]; s != "" {
		return s
	}
	return "nowhere"
}

// of names a setting with where it came from.
func (r *Resolved) of(name string) string {
	_, last, found := strings.Cut(name, ".")
	if !found {
		last = name
	}
	return "the " + last + " from " + r.source(name)
}

// proof names what the calls are proved with.
func (r *Resolved) proof() string {
	switch r.Method {
	case MethodKeys:
		return r.of("access_key") + " and " + r.of("secret_key")
	case MethodToken:
		return r.of("token")
	case MethodPassword:
		return "the login of " + r.who() + " with " + r.of("password")
	case MethodOIDC:
		return "the login with identity provider " + fmt.Sprintf("%q", r.IDPID)
	case MethodMetadata:
		return "the keys of the metadata service"
	}
	return "the login"
}

func (r *Resolved) who() string {
	if r.UserID != "" {
		return fmt.Sprintf("the user with id %q (from %s)", r.UserID, r.source("user_id"))
	}
	user := fmt.Sprintf("user %q (from %s)", r.UserName, r.source("user_name"))
	if r.DomainID != "" {
		return user + fmt.Sprintf(" of the account with id %q (from %s)", r.DomainID, r.source("domain_id"))
	}
	return user + fmt.Sprintf(" of account %q (from %s)", r.DomainName, r.source("domain_name"))
}

func (r *Resolved) scope() string {
	switch {
	case r.ProjectID != "":
		return fmt.Sprintf("project with id %q (from %s)", r.ProjectID, r.source("project_id"))
	case r.ProjectName != "":
		return fmt.Sprintf("project %q (from %s)", r.ProjectName, r.source("project_name"))
	}
	return "account"
}

// given lists the names of a login with where they came from, and those that were not given.
func (r *Resolved) given() string {
	var used, not []string
	for _, v := range []struct{ name, text string }{
		{"user_name", r.UserName}, {"user_id", r.UserID}, {"domain_name", r.DomainName}, {"domain_id", r.DomainID},
		{"project_name", r.ProjectName}, {"project_id", r.ProjectID},
	} {
		if v.text == "" {
			not = append(not, v.name)
			continue
		}
		used = append(used, fmt.Sprintf("%s %q from %s", v.name, v.text, r.source(v.name)))
	}
	text := "Used were " + strings.Join(used, ", ") + "."
	if len(not) > 0 {
		text += " Not given: " + strings.Join(not, ", ") + "."
	}
	return text
}
