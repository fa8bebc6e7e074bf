// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// LoginError is the reason why there is no login. Its text names user, account, host and settings, never a secret. Calls that
// fail because of one login share one error.
type LoginError struct {
	// What failed, in a few words, as in "could not log in"; Text is cause and next step.
	What, Text string
	// Final reports that another attempt would fail the same way. None is made, since several failures may lock the user.
	Final bool
	// Deferred reports that the login depends on a setting that is only known after apply.
	Deferred bool
	Err      error

	own    apierror.Announcement
	shared *apierror.Announcement // of the failures of other attempts for the same cause, or nil
}

func (e *LoginError) Error() string { return "could not " + e.What }

func (e *LoginError) Unwrap() error { return e.Err }

// Summary returns what failed.
func (e *LoginError) Summary() string { return "Unable to " + e.What }

// First reports whether it is called for the first time, for this login or another attempt that failed for the same cause.
func (e *LoginError) First() bool {
	if e.shared != nil {
		return e.shared.First()
	}
	return e.own.First()
}

// Detail returns cause, next step and facts.
func (e *LoginError) Detail() string {
	return apierror.Annotate(e.Text, e.Err)
}

// noAddress returns the error of a login whose service has no address.
func noAddress(what, service, argument, variable string) *LoginError {
	return &LoginError{What: what, Text: fmt.Sprintf("The address of the %s is unknown. Set %#q (%s) or `region` "+
		"(HW_REGION_NAME).", service, argument, variable)}
}

// failed explains a step that was rejected or got no response.
func (c *caller) failed(s step, err error) error {
	out := &LoginError{What: s.what, Err: err}
	e := apierror.As(err)
	if e == nil {
		out.Text = err.Error()
		return out
	}
	if e.Kind != apierror.Rejected { // a rejected login is remembered
		out.shared = c.announcements.Of(e)
	}
	e.Message = c.config.redact(e.Message, s)
	if e.Kind == apierror.Rejected && e.Status >= 400 && e.Status < 500 {
		// A retry would repeat a client error.
		out.Final = e.Status != http.StatusTooManyRequests && e.Status != http.StatusRequestTimeout
		if s.rejected != nil {
			out.Text = s.rejected(e)
		}
	}
	if out.Text == "" {
		out.Text = c.explain(s, e)
	}
	return out
}

// explain explains a failure that has the same words for every step.
func (c *caller) explain(s step, e *apierror.Error) string {
	p := c.config.provenance()
	p.Service, p.Address = "an IAM v3 login service", s.addressSource
	if s.addressSource == c.config.AuthURL.Source {
		p.Region = c.config.NearestRegion
	}
	return e.Explain(p)
}

// unusable returns the error for a successful response that lacks a token or keys.
func (s step) unusable(resp *transport.Response, lacks, cause string) error {
	e := apierror.New(s.op, resp.Response)
	text := fmt.Sprintf("%s responded without %s: %s. Check %s.", e.Host, lacks, cause, s.addressSource)
	if page := apierror.Page(resp.Body); page != "" {
		text = fmt.Sprintf("%s responded with %s instead of %s. A network that requires a login in the browser, or a proxy, may "+
			"have sent it. Log in to the network, or check %s.", e.Host, page, lacks, s.addressSource)
	}
	return &LoginError{What: s.what, Final: true, Err: e, Text: text}
}

// rejected explains a rejected password login.
func (l *passwordLogin) rejected(e *apierror.Error) string {
	c := l.caller.config
	message := strings.ToLower(e.Message)
	mentions := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(message, w) })
	}
	const notAgain = " The login is not retried in this run, since several failed logins lock the user (by default five, " +
		"for 15 minutes)."
	switch {
	case e.Status == http.StatusUnauthorized && mentions("locked"):
		return fmt.Sprintf("%s reports that %s is locked after too many failed logins. Wait 15 minutes, or as long as the "+
			"account's login policy requires, before you try again.", e.Host, c.user())
	case e.Status == http.StatusUnauthorized && c.Passcode.IsSet():
		return fmt.Sprintf("%s rejected %s with %s and %s. A passcode is valid for one login and for about 30 seconds, and "+
			"must come from the user's virtual device. Terraform logs in for the plan and again for the apply: save the plan "+
			"(-out), and apply it with a new code in "+
			"HW_USER_PASSCODE."+notAgain, e.Host, c.user(), c.Password.named("password"), c.Passcode.named("passcode"))
	case e.Status == http.StatusUnauthorized && mentions("mfa", "totp", "passcode", "verification code", "multi-factor"):
		return fmt.Sprintf("%s requires a second factor for %s. Set `user_id` and `passcode` in the same source as %s, or, "+
			"preferably, log in with `access_key` and `secret_key`, which need no second factor and "+
			"do not expire.", e.Host, c.user(), c.Password.named("password"))
	case e.Status == http.StatusUnauthorized:
		return fmt.Sprintf("%s rejected %s with %s. Check the password and the account: the account name is not the user name, "+
			"a HUAWEI ID or a federated user can't log in this way, and the user needs programmatic "+
			"access."+notAgain, e.Host, c.user(), c.Password.named("password"))
	case e.Status == http.StatusForbidden:
		return fmt.Sprintf("%s does not permit %s to log in. Check the account's access control list, which may allow only "+
			"certain addresses, and the user's permissions.", e.Host, c.user())
	case e.Status == http.StatusNotFound && e.Message != "":
		return fmt.Sprintf("%s does not know the %s. Check whether the region is enabled for the account, and whether region, "+
			"cloud and project name belong to the same site.", e.Host, c.scope())
	case e.Status == http.StatusBadRequest:
		return fmt.Sprintf("%s rejected the login as malformed: a name is probably missing or invalid. %s", e.Host, c.names())
	}
	return ""
}

// rejected explains an agency that could not be assumed.
func (a *assume) rejected(e *apierror.Error) string {
	c, role := a.caller.config, fmt.Sprintf("%s (from %s)", a.role, a.role.Source)
	switch {
	case e.Status == http.StatusForbidden:
		return fmt.Sprintf("%s does not permit %s to assume %s. Grant the user the role Agent Operator, let the agency "+
			"delegate to the user's account, and allow this machine's address in the access control lists of both "+
			"accounts.", e.Host, c.credential(), role)
	case e.Status == http.StatusNotFound && e.Message != "":
		text := fmt.Sprintf("%s does not know the %s. Check both names: they are those of the delegating account.", e.Host, role)
		if e.Op == opToken && c.ProjectName.IsSet() {
			text += fmt.Sprintf(" That account may also lack the %s.", c.scope())
		}
		return text
	case e.Status == http.StatusBadRequest:
		return fmt.Sprintf("%s rejected the request for %s: a name is probably invalid, or the duration of %s is longer than "+
			"the agency allows.", e.Host, role, a.role.Duration)
	case e.Status == http.StatusUnauthorized:
		return a.caller.explain(step{addressSource: c.AuthURL.Source}, e) + " It was used to assume " + role + "."
	}
	return ""
}

// rejected explains an identity token that was not accepted.
func (l *oidcLogin) rejected(e *apierror.Error) string {
	c := l.caller.config
	token := c.IDToken.named("id_token")
	if c.IDTokenFile.IsSet() {
		token = fmt.Sprintf("the identity token in %s, %s,", c.IDTokenFile.Value, c.IDTokenFile.named("id_token_file"))
	}
	provider := "identity provider " + cited(c.IDPID)
	switch {
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden, e.Status == http.StatusBadRequest:
		return fmt.Sprintf("%s did not accept %s for %s. Check whether the token has expired, and whether its issuer, audience "+
			"and subject are what the identity provider and its conversion rules require.", e.Host, token, provider)
	case e.Status == http.StatusNotFound && e.Message != "":
		return fmt.Sprintf("%s does not know the %s.", e.Host, provider)
	}
	return ""
}

// rejected explains a metadata service without keys.
func (m *metadata) rejected(e *apierror.Error) string {
	return fmt.Sprintf("%s has no keys for this server. Assign the server an agency of the type cloud service (ECS), or, if "+
		"this is not a cloud server, remove %s.", e.Host, m.caller.config.UseMetadata.named("use_ecs_metadata"))
}

// Provenance describes the login for the explanation of a failed call.
func (l *Login) Provenance() apierror.Provenance { return l.caller.config.provenance() }

func (c *Config) provenance() apierror.Provenance {
	p := apierror.Provenance{
		Address:      c.ServiceSource,
		Credential:   c.credential(),
		Project:      c.scope(),
		LoginService: c.AuthURL.Value,
		IsFixed:      c.Method == MethodToken,
	}
	if c.CACert.IsSet() {
		p.Authorities = c.CACert.named("cacert_file")
	}
	if c.Level == LevelFile {
		// Whether keys are encrypted does not always show.
		p.KeyHint = " Keys in the shared configuration file may be encrypted: run hcloud configure set " +
			"--cli-auth-encrypt=false, then enter them again. Keys of an SSO login expire after a few hours."
	}
	return p
}

// credential names what calls are authenticated with.
func (c *Config) credential() string {
	switch c.Method {
	case MethodKeys:
		return c.AccessKey.named("access_key") + " and " + c.SecretKey.named("secret_key")
	case MethodToken:
		return c.Token.named("token")
	case MethodPassword:
		return "the login of " + c.user() + " with " + c.Password.named("password")
	case MethodOIDC:
		return fmt.Sprintf("the login with identity provider %q", c.IDPID.Value)
	case MethodMetadata:
		return "the keys of the metadata service"
	}
	return ""
}

func (c *Config) user() string {
	if c.UserID.IsSet() {
		return "the user with ID " + cited(c.UserID)
	}
	if c.DomainID.IsSet() {
		return "user " + cited(c.UserName) + " of the account with ID " + cited(c.DomainID)
	}
	return "user " + cited(c.UserName) + " of account " + cited(c.DomainName)
}

func (c *Config) scope() string {
	switch {
	case c.ProjectID.IsSet():
		return "project with ID " + cited(c.ProjectID)
	case c.ProjectName.IsSet():
		return "project " + cited(c.ProjectName)
	}
	return "account"
}

// names lists the names of a login with their sources.
func (c *Config) names() string {
	var names []string
	for _, p := range []struct {
		argument string
		Param[string]
	}{
		{"user_name", c.UserName}, {"user_id", c.UserID}, {"domain_name", c.DomainName}, {"domain_id", c.DomainID},
		{"project_name", c.ProjectName}, {"project_id", c.ProjectID},
	} {
		text := p.named(p.argument)
		if p.IsSet() {
			text += fmt.Sprintf(" %q", p.Value)
		}
		names = append(names, text)
	}
	return "Check " + strings.Join(names, ", ") + "."
}

// shortestSecret is the minimum length at which a secret is redacted from texts: shorter ones would also match parts of words.
const shortestSecret = 6

// redact removes the secrets of the configuration and of a step from a foreign text.
func (c *Config) redact(text string, s step) string {
	secrets := slices.Clone(s.secrets)
	for _, p := range []Param[Secret]{c.Password, c.Passcode, c.Token, c.AccessKey, c.SecretKey, c.SecurityToken, c.IDToken} {
		secrets = append(secrets, p.Value)
	}
	if s.by != nil {
		secrets = append(secrets, s.by.token, s.by.secret, s.by.security)
	}
	for _, secret := range secrets {
		if v := secret.Reveal(); len(v) >= shortestSecret {
			text = strings.ReplaceAll(text, v, hidden)
		}
	}
	return text
}
