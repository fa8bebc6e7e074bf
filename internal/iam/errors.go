// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// LoginError says why there is no login. Its text names user, account, host and settings, never a secret.
type LoginError struct {
	// What could not be done, in a few words; Text is cause and next step.
	What, Text string
	// Final says that another try would meet the same answer; it is not made, since accounts lock after five failures.
	Final bool
	Err   error
}

func (e *LoginError) Error() string { return "could not " + e.What }

// Unwrap gives the cause.
func (e *LoginError) Unwrap() error { return e.Err }

// Detail gives cause, next step and facts.
func (e *LoginError) Detail() string {
	text := "The provider could not " + e.What + ".\n\n" + e.Text
	if a := apierror.As(e.Err); a != nil {
		if a.Message != "" {
			text += " The login service said: " + a.Message
		}
		text += "\n\n" + a.Facts()
	}
	return text
}

// status gives the HTTP status of a failed call, 0 when there was no answer.
func status(err error) int {
	if e := apierror.As(err); e != nil {
		return e.Status
	}
	return 0
}

// failed explains a step that was refused or not answered.
func (c *caller) failed(s step, err error) error {
	out := &LoginError{What: s.what, Err: err}
	e := apierror.As(err)
	if e == nil {
		out.Text = err.Error()
		return out
	}
	e.Message = c.settings.redact(e.Message, s)
	if e.Kind != apierror.Refused {
		out.Text = s.unreached(e)
		return out
	}
	// What the caller did wrong, the caller would do wrong again.
	out.Final = e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests && e.Status != http.StatusRequestTimeout
	if e.Status >= 400 && e.Status < 500 && s.refused != nil {
		out.Text = s.refused(e)
	}
	if out.Text == "" {
		out.Text = c.refusal(s, e)
	}
	return out
}

// refusal has the words for answers that are the same for every step.
func (c *caller) refusal(s step, e *apierror.Error) string {
	switch {
	case e.Status >= 300 && e.Status < 400:
		return fmt.Sprintf("%s redirects, which is not followed since it would hand the login to another host. Check %s.", e.Host, s.setting)
	case e.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("%s throttles logins. Try again later.", e.Host)
	case e.Status >= 500:
		return fmt.Sprintf("%s has a fault. Try again; if it lasts, give the trace id to its support.", e.Host)
	case e.Status == http.StatusNotFound && e.Message == "", e.Status == http.StatusMethodNotAllowed:
		return fmt.Sprintf("%s answers, but not as an IAM v3 login service. Check %s.", e.Host, s.setting)
	}
	if text, ok := c.settings.gateway(e); ok {
		return text
	}
	switch e.Status {
	case http.StatusUnauthorized:
		return fmt.Sprintf("%s did not accept %s.", e.Host, c.settings.proof())
	case http.StatusForbidden:
		return fmt.Sprintf("%s forbids this. Check the access control list of the account and the user's rights.", e.Host)
	}
	return fmt.Sprintf("%s refused. Check %s.", e.Host, s.setting)
}

// unreached explains a step that was not answered, or not in a form that can be read.
func (s step) unreached(e *apierror.Error) string {
	why := ""
	if e.Err != nil {
		why = " (" + e.Err.Error() + ")"
	}
	switch e.Kind {
	case apierror.Unresolved:
		return fmt.Sprintf("The host %s has no address. It comes from %s. Check region, cloud and auth_url.%s", e.Host, s.setting, why)
	case apierror.Untrusted:
		return fmt.Sprintf("The TLS certificate of %s was not accepted. If a proxy or an own authority is in between, set cacert_file; else check that "+
			"the address is right (%s).%s", e.Host, s.setting, why)
	case apierror.Unreachable:
		return fmt.Sprintf("There is no connection to %s. Check the network, the proxy variables and the address (%s).%s", e.Host, s.setting, why)
	case apierror.TimedOut:
		return fmt.Sprintf("%s did not answer in time. The address comes from %s.%s", e.Host, s.setting, why)
	case apierror.Cancelled:
		return "The operation was cancelled."
	case apierror.Refused, apierror.Unusable, apierror.Interrupted, apierror.Unprepared:
	}
	return fmt.Sprintf("The answer of %s can't be used.%s", e.Host, why)
}

// noToken explains a success without a token.
func noToken(s step, got *answer) error {
	return &LoginError{What: s.what + ": no token came", Final: true, Err: got.unusable,
		Text: fmt.Sprintf("%s answered without the header X-Subject-Token: it is no IAM v3 login service, or a proxy takes the header out. "+
			"Check %s.", s.host(), s.setting)}
}

// noKeys explains a success without keys.
func noKeys(s step, got *answer) error {
	return &LoginError{What: s.what + ": no keys came", Final: true, Err: got.unusable,
		Text: fmt.Sprintf("%s answered without keys. Check %s.", s.host(), s.setting)}
}

// redact takes the secrets of the settings and of a step out of a foreign text.
func (r *Resolved) redact(text string, s step) string {
	secrets := append([]Secret{r.Password, r.Passcode, r.Token, r.AccessKey, r.SecretKey, r.SecurityToken, r.IDToken}, s.secrets...)
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

// shortestSecret is the length from which a secret is looked for in texts: shorter ones would take words apart.
const shortestSecret = 6

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

type loginKey struct{}

// RefusalError is a refusal of the ticket service, or of the gateway before it, that is about who calls.
type RefusalError struct {
	// Text is cause and next step.
	Text string
	Err  *apierror.Error
}

func (e *RefusalError) Error() string { return e.Err.Error() }

// Unwrap gives the refusal.
func (e *RefusalError) Unwrap() error { return e.Err }

// Detail gives cause, next step and facts.
func (e *RefusalError) Detail() string {
	text := e.Text
	if e.Err.Message != "" {
		text += " The service said: " + e.Err.Message
	}
	return text + "\n\n" + e.Err.Facts()
}

// Refusal gives the error of a refused call as a *RefusalError if it is about the login that the call carried, else as it is.
func Refusal(resp *http.Response, err error) error {
	e := apierror.As(err)
	if e == nil || resp.Request == nil {
		return err
	}
	if l, ok := resp.Request.Context().Value(loginKey{}).(*Login); ok {
		if text, ok := l.Explain(e); ok {
			return &RefusalError{text, e}
		}
	}
	return err
}

// Explain gives cause and next step for a call of the ticket service that the gateway refused, in the words of this login: which setting led there,
// and where it came from. It reports false for what has nothing to do with the login.
func (l *Login) Explain(e *apierror.Error) (string, bool) {
	if e == nil || e.Kind != apierror.Refused {
		return "", false
	}
	if text, ok := l.settings.gateway(e); ok {
		return text, true
	}
	if strings.HasPrefix(e.Code, "CBC.") {
		return fmt.Sprintf("The account belongs to another site of the vendor than %s (%s). Set site, or endpoints.osm.", e.Host, l.settings.source("osm")),
			true
	}
	return "", false
}

// gateway explains the codes of the API gateway that are about who calls. They are written APIGW.0301 or APIG.0301: the number counts.
func (r *Resolved) gateway(e *apierror.Error) (string, bool) {
	prefix, number, found := strings.Cut(e.Code, ".")
	if !found || prefix != "APIGW" && prefix != "APIG" {
		return "", false
	}
	switch number {
	case "0301", "0303", "0305":
		return r.notProved(e), true
	case "0307":
		return fmt.Sprintf("The token was revoked, or is of another region than %s (%s). Tokens end when permissions change; a new login did not help. "+
			"Try again in some minutes, or check region and project.", e.Host, r.source("osm")), true
	case "0302", "0306", "0802":
		return fmt.Sprintf("The user of %s may not call the ticket service. Grant it the role Ticket Administrator.", r.proof()), true
	case "0310":
		return fmt.Sprintf("The %s is frozen or not available. Use another project.", r.scope()), true
	case "0401", "0402":
		return "This machine's address may not call the service: it is in the account's block list, or not in its allow list.", true
	case "0801":
		return fmt.Sprintf("The service is not offered at %s (%s). Set site or endpoints.osm to where it is.", e.Host, r.source("osm")), true
	case "0101", "0103":
		return fmt.Sprintf("%s answers, but not as the ticket service. Check endpoints.osm (the address came from %s). It is no proof that a ticket is "+
			"gone.", e.Host, r.source("osm")), true
	case "0501", "0502":
		return "The account's quota of calls is used up, or the account is frozen. Check for arrears.", true
	}
	return "", false
}

// notProved explains a refused token or signature by the gateway's text.
func (r *Resolved) notProved(e *apierror.Error) string {
	said := strings.ToLower(e.Message)
	has := func(words ...string) bool {
		for _, w := range words {
			if !strings.Contains(said, w) {
				return false
			}
		}
		return true
	}
	switch {
	case has("decrypt", "token"):
		return fmt.Sprintf("The token is of another site, cloud or region than %s, or is cut off. It came from %s; the login service is %s, the ticket "+
			"service is from %s.",
			e.Host, r.proof(), r.AuthURL, r.source("osm"))
	case has("security", "token"):
		return fmt.Sprintf("The security token of temporary keys has ended or does not belong to them (%s). Keys that were issued elsewhere are not "+
			"renewed: set new ones.%s",
			r.proof(), r.profileHint())
	case has("token", "expire"):
		if r.Method == MethodToken {
			return fmt.Sprintf("The token has ended. A token that was issued elsewhere is not renewed: set a new one (%s).", r.of("token"))
		}
		return fmt.Sprintf("The token has ended, and the one of a new login was refused too (%s).", r.proof())
	case has("token", "not found"), has("token", "missing"):
		return "The gateway saw no token, although one was sent. A proxy in between may take the header X-Auth-Token out; if there is none, please " +
			"report this as a fault of the provider."
	case has("timestamp"), has("x-sdk-date"), has(" time"), has("signature", "expire"):
		text := "The signature's time is off by more than 15 minutes: this machine's clock is wrong."
		if e.Date != "" {
			text += " The gateway's clock says " + e.Date + "."
		}
		return text
	case has("aksk"), has("signature"):
		return fmt.Sprintf("The signature is wrong: %s do not belong together, one of them was not copied whole, or a proxy changes headers. "+
			"Copy both again. A key that fails more than five times in a row is blocked for 5 minutes.%s", r.proof(), r.profileHint())
	case has("ak"):
		return fmt.Sprintf("The access key is not known at %s, or is disabled or blocked: %s. Keys of another site of the vendor are not known here.%s",
			e.Host, r.proof(), r.profileHint())
	}
	return fmt.Sprintf("The gateway did not accept %s: it is wrong, has ended, or is of another site.%s", r.proof(), r.profileHint())
}

// profileHint is added to refused keys that came from the command line tool's file: they may be encrypted in a way that can't be told.
func (r *Resolved) profileHint() string {
	if r.Level != LevelFile {
		return ""
	}
	return " Keys in the shared configuration file may be encrypted: hcloud configure set --cli-auth-encrypt=false, then enter them again. Keys of an " +
		"SSO login end after some hours."
}
