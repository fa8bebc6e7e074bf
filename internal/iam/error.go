// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"net/http"

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

// failed explains a login that was refused or not answered.
func (l *passwordLogin) failed(err error) error {
	out := &LoginError{What: "log in", Err: err}
	e := apierror.As(err)
	if e == nil {
		out.Text = err.Error()
		return out
	}
	s := l.settings
	switch {
	case e.Kind != apierror.Refused:
		out.Text = unreached(e)
	case e.Status == http.StatusUnauthorized:
		out.Final = true
		out.Text = fmt.Sprintf("%s refused %s with the password from %s. Check the password and the account: the account name is not the user name, a HUAWEI ID or "+
			"a federated user can't log in this way, and the user needs programmatic access. The login is not tried again in this run, since a user is locked "+
			"after five failed logins, for 15 minutes by default.", e.Host, l.who(), s.Level)
	case e.Status == http.StatusForbidden:
		out.Final = true
		out.Text = fmt.Sprintf("%s forbids %s to log in. Check the account's access control list and the user's rights.", e.Host, l.who())
	case e.Status == http.StatusNotFound && e.Message == "":
		out.Final = true
		out.Text = fmt.Sprintf("%s answers, but not as an IAM v3 login service. Check auth_url.", e.Host)
	case e.Status == http.StatusNotFound:
		out.Final = true
		out.Text = fmt.Sprintf("%s knows no such %s. The region may not be enabled for the account, or region, cloud or project name belong to another site.", e.Host, l.scope())
	case e.Status >= 300 && e.Status < 400:
		out.Text = fmt.Sprintf("%s redirects, which is not followed since it would hand the password to another host. Check auth_url.", e.Host)
	case e.Status == http.StatusBadRequest:
		out.Final = true
		out.Text = fmt.Sprintf("%s did not accept the login of %s, scoped to %s. One of the names is probably missing or odd.", e.Host, l.who(), l.scope())
	case e.Status == http.StatusTooManyRequests:
		out.Text = fmt.Sprintf("%s throttles logins. Try again later.", e.Host)
	case e.Status >= 500:
		out.Text = fmt.Sprintf("%s has a fault. Try again; if it lasts, give the trace id to its support.", e.Host)
	default:
		out.Text = fmt.Sprintf("%s refused the login of %s. Check auth_url.", e.Host, l.who())
	}
	return out
}

// unreached explains a login that was not answered.
func unreached(e *apierror.Error) string {
	why := ""
	if e.Err != nil {
		why = " (" + e.Err.Error() + ")"
	}
	switch e.Kind {
	case apierror.Unresolved:
		return fmt.Sprintf("The host %s has no address. Check region, cloud and auth_url.%s", e.Host, why)
	case apierror.Untrusted:
		return fmt.Sprintf("The TLS certificate of %s was not accepted. If a proxy or an own authority is in between, set cacert_file.%s", e.Host, why)
	case apierror.Unreachable:
		return fmt.Sprintf("There is no connection to %s. Check the network, the proxy variables and auth_url.%s", e.Host, why)
	case apierror.TimedOut:
		return fmt.Sprintf("%s did not answer in time.%s", e.Host, why)
	case apierror.Cancelled:
		return "The operation was cancelled."
	case apierror.Refused, apierror.Unusable, apierror.Interrupted, apierror.Unprepared:
	}
	return fmt.Sprintf("The answer of %s can't be used.%s", e.Host, why)
}

// noLoginService explains a success without a token.
func (l *passwordLogin) noLoginService(resp *http.Response) error {
	e := apierror.New(operation, resp)
	return &LoginError{What: "log in: no token came", Final: true, Err: e,
		Text: fmt.Sprintf("%s answered without the header X-Subject-Token: it is no IAM v3 login service, or a proxy takes the header out. Check auth_url.", l.host())}
}

func (l *passwordLogin) who() string {
	s := l.settings
	user := fmt.Sprintf("user %q", s.UserName)
	if s.UserID != "" {
		return fmt.Sprintf("the user with id %q", s.UserID)
	}
	if s.DomainID != "" {
		return user + fmt.Sprintf(" of the account with id %q", s.DomainID)
	}
	return user + fmt.Sprintf(" of account %q", s.DomainName)
}

func (l *passwordLogin) scope() string {
	s := l.settings
	switch {
	case s.ProjectID != "":
		return fmt.Sprintf("project with id %q", s.ProjectID)
	case s.ProjectName != "":
		return fmt.Sprintf("project %q", s.ProjectName)
	}
	return "account"
}
