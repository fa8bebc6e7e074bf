// SPDX-License-Identifier: MPL-2.0

package apierror

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// Provenance describes which settings a call was made with and where they were set, so that an explanation can name what to
// change. Empty fields are replaced by general terms.
type Provenance struct {
	// Service is what is expected at the address; "" is the ticket service.
	Service string
	// Address names the settings that the address comes from, such as "`auth_url` (from HW_AUTH_URL)".
	Address string
	// Credential names what the call was authenticated with, such as "`token` (from HW_AUTH_TOKEN)".
	Credential string
	// Project names the project or account that the login is scoped to.
	Project string
	// LoginService is the URL that the login was made at.
	LoginService string
	// IsFixed reports that the credential was issued elsewhere and is never renewed.
	IsFixed bool
	// KeyHint is added when access keys are rejected.
	KeyHint string
}

// Detail returns the text of a diagnostic about err: cause, next step and facts.
func Detail(err error) string {
	var detailed interface {
		error
		Detail() string
	}
	if errors.As(err, &detailed) {
		return detailed.Detail()
	}
	return sentence(err.Error()) + "."
}

// Detail returns cause, next step and facts.
func (e *Error) Detail() string { return e.Annotate(e.Explain(e.Provenance)) }

// Annotate appends the message of the response and the facts to an explanation.
func (e *Error) Annotate(text string) string {
	if e.Message != "" {
		text += " Response: " + e.Message
	}
	if facts := e.Facts(); facts != "" {
		text += "\n\n" + facts
	}
	return text
}

// Explain returns cause and next step.
func (e *Error) Explain(p Provenance) string {
	text, known := explanations[canonical(e.Code)]
	tail := ""
	switch {
	case known:
	case strings.HasPrefix(e.Code, "CBC."):
		text = "The account belongs to a different site than {host}, which comes from {address}. Set `site` or `endpoints.osm`."
	case e.Kind == Rejected && e.Status != 0:
		text = e.byStatus(p)
	default:
		text = e.byKind()
		if e.Err != nil {
			tail = " (" + e.Err.Error() + ")"
		}
		if p.Service == "" && e.Method != http.MethodGet && e.Unknown() {
			tail += " The service may have processed the request. Check before you try again."
		}
	}
	if text = e.fill(text, p); e.Host == "" {
		text = sentence(text)
	}
	return text + tail
}

func (e *Error) fill(text string, p Provenance) string {
	misrouted := "{host} responded, but not as {service}. Check {address}."
	if p.Service == "" {
		misrouted += " This does not mean that a ticket is gone."
	}
	text = strings.NewReplacer("{misrouted}", misrouted, "{unauthenticated}", e.unauthenticated(p)).Replace(text)
	return strings.NewReplacer(
		"{host}", cmp.Or(e.Host, "the service"),
		"{service}", cmp.Or(p.Service, "the ticket service"),
		"{address}", cmp.Or(p.Address, "`endpoints.osm` and `site`"),
		"{credential}", cmp.Or(p.Credential, "the login"),
		"{project}", cmp.Or(p.Project, "project"),
		"{login}", cmp.Or(p.LoginService, "not known"),
	).Replace(text)
}

func (e *Error) byStatus(p Provenance) string {
	switch {
	case e.Status >= 300 && e.Status < 400:
		return "{host} sent a redirect, which the provider does not follow because it would send the login to another host. Check " +
			"{address}."
	case e.Status == http.StatusUnauthorized:
		return "{host} did not accept {credential}. Check the provider's login settings."
	case e.Status == http.StatusForbidden:
		return "{host} does not permit this with {credential}. Check the user's roles and the account's access control list."
	case e.Status == http.StatusNotFound && e.Code == "", e.Status == http.StatusMethodNotAllowed:
		return "{misrouted}"
	case e.Status == http.StatusRequestEntityTooLarge:
		return "The request is larger than the gateway accepts (12 MB; attachments grow by a third when they are sent)."
	case e.Status == http.StatusRequestURITooLong, e.Status == statusHeaderTooLarge:
		return "The URL or a header is longer than the gateway accepts. Check whether the token is too long."
	case e.Status == http.StatusTooManyRequests:
		return throttled
	case e.Status >= 500:
		return "{host} reported an internal error. " + tryAgain
	case p.Service != "":
		return "{host} rejected the request. Check {address}."
	}
	return "{host} rejected the request."
}

func (e *Error) byKind() string {
	switch e.Kind {
	case Unresolved:
		return "The host {host} could not be resolved. Check {address}."
	case Untrusted:
		return "The TLS certificate of {host} is not trusted. If it was issued by a proxy or a private certificate authority, set " +
			"`cacert_file`; otherwise check {address}."
	case Unreachable:
		return "Unable to connect to {host}. Check {address}, the network and the proxy variables."
	case TimedOut:
		return "{host} did not respond in time. Try again, or check {address} and the network."
	case Cancelled:
		return "The operation was cancelled."
	case Interrupted:
		return "The connection to {host} was lost before the response was complete."
	case Unprepared:
		return "The request could not be created."
	case Unusable, Rejected:
	}
	return "The response from {host} can't be used."
}

// unauthenticated explains a token or signature that the gateway rejected, by the gateway's message: its codes do not distinguish
// the causes.
func (e *Error) unauthenticated(p Provenance) string {
	message := strings.ToLower(e.Message)
	has := func(words ...string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(message, w) })
	}
	switch {
	case has("decrypt", "token"):
		return "The token belongs to a different site, cloud or region than {host}, or is incomplete: {credential}. The login " +
			"service is {login}; the address of the ticket service comes from {address}."
	case has("security", "token"):
		return "The security token of temporary keys has expired or does not belong to them: {credential}. Keys issued elsewhere are " +
			"not renewed. Set new ones." + p.KeyHint
	case has("token", "expire") && p.IsFixed:
		return "The token has expired. A token issued elsewhere is not renewed. Set a new one: {credential}."
	case has("token", "expire"):
		return "The token has expired, and the token from a new login was rejected too: {credential}."
	case has("token", "not found"), has("token", "missing"):
		return "The gateway received no token, although one was sent. Check whether a proxy removes the header X-Auth-Token; if " +
			"there is no proxy, report this as a bug in the provider."
	case has("timestamp"), has("x-sdk-date"), has(" time"), has("signature", "expire"):
		text := "The time of the signature is off by more than 15 minutes. Correct this machine's clock."
		if e.Date != "" {
			text += " The gateway's clock says " + e.Date + "."
		}
		return text
	case has("aksk"), has("signature"):
		return "The signature is wrong: {credential} do not belong together, one of them is incomplete, or a proxy changes headers. " +
			"Copy both again. A key that fails more than five times in a row is blocked for 5 minutes." + p.KeyHint
	case has("ak"):
		return "The access key is unknown at {host}, disabled or blocked: {credential}. Use a key of the same site " +
			"of the vendor." + p.KeyHint
	}
	return "The gateway did not accept {credential}: it is wrong, has expired, or belongs to another site, or this machine's " +
		"clock is off by more than 15 minutes." + p.KeyHint
}

func sentence(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
