// SPDX-License-Identifier: MPL-2.0

package apierror

import (
	"cmp"
	"crypto/x509"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// Provenance describes the settings of a call for an explanation. Empty fields are replaced by general terms.
type Provenance struct {
	Service      string // what is expected at the address; "" is the ticket service
	Address      string // the settings that the address comes from, such as "`auth_url` (from HW_AUTH_URL)"
	Credential   string // what the call was authenticated with, such as "`token` (from HW_AUTH_TOKEN)"
	Project      string // the project or account that the login is scoped to
	LoginService string // the URL that the login was made at
	IsFixed      bool   // the credential was issued elsewhere and is never renewed
	KeyHint      string // added when access keys are rejected
	Authorities  string // the setting that holds authorities to trust, such as "`cacert_file` (from HW_CACERT)", or ""
	Region       string // the region that a mistyped one in the address probably means, or ""
}

// Detail returns the text of a diagnostic about err: cause, next step and facts.
func Detail(err error) string {
	var detailed interface{ Detail() string }
	if errors.As(err, &detailed) {
		return detailed.Detail()
	}
	return sentence(err.Error()) + "."
}

// Detail returns cause, next step and facts.
func (e *Error) Detail() string { return e.annotate(e.Explain(e.Provenance)) }

// annotate appends the message of the response and the facts to an explanation.
func (e *Error) annotate(text string) string {
	if e.Message != "" {
		text += " Response: " + e.Message
	}
	if facts := e.Facts(); facts != "" {
		text += "\n\n" + facts
	}
	return text
}

// Annotate returns an explanation of err with the message of the response and the facts of the call, if err is about one.
func Annotate(text string, err error) string {
	if e := As(err); e != nil {
		return e.annotate(text)
	}
	return text
}

// Shared is implemented by an error that ends many calls of a run for one reason, such as a rejected login.
type Shared interface {
	error
	// Summary returns what failed, as in "Unable to log in".
	Summary() string
	// First reports whether it is called for the first time, so that only one diagnostic explains the error.
	First() bool
}

// Explain returns cause and next step.
func (e *Error) Explain(p Provenance) string {
	text, known := explanations[canonical(e.Code)]
	switch {
	case known:
	case strings.HasPrefix(e.Code, "CBC."):
		text = "The account belongs to a different site than {host}, which comes from {address}. Set `site` or `endpoints.osm`."
	case e.Kind == Rejected && e.Status != 0:
		text = e.byStatus(p)
	default:
		text = e.explainKind(p)
		if p.Service == "" && e.Method != http.MethodGet && e.Unknown() {
			text += " The service may have processed the request. Check before you try again."
		}
	}
	if text = e.fill(text, p); e.Host == "" {
		text = sentence(text)
	}
	return text
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
		"{variable}", cmp.Or(e.Variable, "a proxy variable"),
	).Replace(text)
}

func (e *Error) byStatus(p Provenance) string {
	switch {
	case e.Status >= 300 && e.Status < 400:
		return "{host} sent a redirect, which the provider does not follow because it would send the login to another host. " +
			"Check {address}."
	case e.Status == http.StatusUnauthorized:
		return "{host} did not accept {credential}. Check the provider's login settings."
	case e.Status == http.StatusForbidden:
		return "{host} does not permit this with {credential}. Check the user's roles and the account's access control list."
	case e.Status == http.StatusNotFound && e.Code == "", e.Status == http.StatusMethodNotAllowed:
		return "{misrouted}"
	case e.Status == http.StatusRequestEntityTooLarge:
		return "The request is larger than the gateway accepts (12 MB). Attach fewer or smaller files."
	case e.Status == http.StatusRequestURITooLong, e.Status == statusHeaderTooLarge:
		return "The URL or a header is longer than the gateway accepts. Check whether the token is too long."
	case e.Status == http.StatusTooManyRequests:
		return throttled
	case e.Status >= 500:
		return "{host} reported an internal error. " + tryAgain
	case p.Service != "":
		return "{host} rejected the request. Check {address}."
	}
	return "{host} rejected the request. Check the arguments."
}

// explainKind explains a call without a usable response.
func (e *Error) explainKind(p Provenance) string {
	switch {
	case e.Proxy != "" && e.Kind == Unresolved:
		return "The proxy " + e.Proxy + ", which {variable} sets, can't be resolved. " + fixProxy
	case e.Proxy != "":
		return "Unable to connect to {host} through the proxy " + e.Proxy + ", which {variable} sets. " + fixProxy
	}
	switch e.Kind {
	case Unresolved:
		if p.Region != "" {
			return "The host {host} can't be resolved. Set `region` to " + p.Region + " if that is what you mean; otherwise " +
				"check {address}."
		}
		return "The host {host} can't be resolved. Check {address}, and the network."
	case Untrusted:
		return e.explainUntrusted(p)
	case NotTLS:
		return "{host} does not speak TLS on this port, although its address begins with https://. Check scheme and port of " +
			"{address}."
	case Unreachable:
		return "Unable to connect to {host}. Check {address}, and the network. If this machine needs a proxy, set HTTPS_PROXY."
	case TimedOut:
		return "{host} did not respond in time. Try again, or check {address}, and the network."
	case Cancelled:
		return "The operation was cancelled."
	case Interrupted:
		return "The connection to {host} was lost before the response was complete. Check the network."
	case Unprepared:
		return "The request could not be created" + e.causeSuffix() + "."
	case Rejected, Unusable:
	}
	return "The response from {host} can't be used" + e.causeSuffix() + ". Check {address}, and the network."
}

const fixProxy = "Correct {variable}; if no proxy is needed, unset it, or add the host to NO_PROXY."

// causeSuffix returns ": <cause>" for the end of a sentence, or "".
func (e *Error) causeSuffix() string {
	if e.Err == nil {
		return ""
	}
	return ": " + strings.TrimSuffix(e.Err.Error(), ".")
}

// explainUntrusted explains a certificate that was not accepted.
func (e *Error) explainUntrusted(p Provenance) string {
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	issuer := ""
	if errors.As(e.Err, &unknown) && unknown.Cert != nil {
		if name := cmp.Or(unknown.Cert.Issuer.CommonName, strings.Join(unknown.Cert.Issuer.Organization, ", ")); name != "" {
			issuer = ` by "` + clean(name, nil) + `"`
		}
	}
	switch {
	case errors.As(e.Err, &host):
		return "The TLS certificate of {host} is not valid for this host. Check {address}."
	case errors.As(e.Err, &invalid) && invalid.Reason == x509.Expired:
		return "The TLS certificate of {host} has expired or is not valid yet. Check this machine's clock; if it is right, the " +
			"operator of {host} must renew the certificate."
	case p.Authorities != "":
		return "The TLS certificate of {host} was issued" + issuer + ", which neither " + p.Authorities + " nor the system " +
			"trusts. Add the certificate of the issuing authority to `cacert_file`, or check {address}."
	case issuer != "":
		return "The TLS certificate of {host} was issued" + issuer + ", which is not trusted. If that is a proxy or a private " +
			"certificate authority, set `cacert_file`; otherwise check {address}."
	}
	return "The TLS certificate of {host} is not trusted. If it was issued by a proxy or a private certificate authority, set " +
		"`cacert_file`; otherwise check {address}."
}

// unauthenticated explains a rejected token or signature by the gateway's message: its codes do not distinguish the causes.
func (e *Error) unauthenticated(p Provenance) string {
	message := strings.ToLower(e.Message)
	has := func(words ...string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(message, w) })
	}
	switch {
	case has("decrypt", "token"):
		text := "The token belongs to a different site, cloud or region than {host}, or is incomplete: {credential}. Check " +
			"{address}, the address of the ticket service"
		if p.LoginService != "" {
			return text + ", and " + p.LoginService + ", the login service."
		}
		return text + ", and where the token was issued."
	case has("security", "token"):
		return "The security token of temporary keys has expired or does not belong to them: {credential}. Keys issued " +
			"elsewhere are not renewed. Set new ones." + p.KeyHint
	case has("token", "expire") && p.IsFixed:
		return "The token has expired. A token issued elsewhere is not renewed. Set a new one: {credential}."
	case has("token", "expire"):
		return "The token has expired, and the token from a new login was rejected too: {credential}."
	case has("token", "not found"), has("token", "missing"):
		return "The gateway received no token, although one was sent. Check whether a proxy removes the header X-Auth-Token; " +
			"if there is no proxy, report this as a bug in the provider."
	case has("timestamp"), has("x-sdk-date"), has(" time"), has("signature", "expire"):
		text := "The time of the signature is off by more than 15 minutes. Correct this machine's clock."
		if e.Date != "" {
			text += " The gateway's clock says " + e.Date + "."
		}
		return text
	case has("aksk"), has("signature"):
		return "The signature is wrong: {credential} do not belong together, one of them is incomplete, or a proxy changes " +
			"headers. Copy both again. A key that fails more than five times in a row is blocked for 5 minutes." + p.KeyHint
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
