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
