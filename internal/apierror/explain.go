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
		return "The request is larger than the gateway accepts (12 MB; attachments grow by a third when they are sent). " +
			"Attach fewer or smaller files."
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

// explanations holds causes and next steps. Messages are not matched, since they differ between the editions of the API (API
// reference, "Error Codes"). fill replaces placeholders in braces. The gateway's codes are written APIGW.0301 or APIG.0301.
var explanations = map[string]string{
	"OSM.0001":     invalidValue,
	"OSM.0002":     "The service rejected {credential}. Check the provider's login settings.",
	"OSM.0003":     "Not permitted. Grant the role Ticket Administrator or, for others' tickets, Ticket Group Operator.",
	"OSM.0004":     "The service reported an internal error. " + tryAgain,
	"OSM.01010001": invalidValue,
	"OSM.01010002": "The user is not permitted to do this, or the status of the ticket does not allow it. Check the role, and " +
		"set `group_id` if the ticket belongs to another member of a user group.",
	"OSM.01010004": "The ticket was expedited too often. Wait before you expedite it again.",
	"OSM.01010005": "The account has reached its upload limit for today. Upload the rest tomorrow, or upload less.",
	"OSM.01010006": "There is no such severity. Set `severity_id` to an ID from the data source osm_severities.",
	"OSM.01010007": "The user is not permitted to open tickets. Grant the role Ticket Administrator; if the account restricts " +
		"who can open tickets, allow this user.",
	"OSM.01010008": "A CC address is invalid. Check the CC addresses.",
	"OSM.01010009": "The account's support plan does not cover this type of ticket. Choose another problem type or plan.",
	"OSM.01010010": "The contact is not verified. Verify the phone number or email address and set `phone_verified_id` or " +
		"`email_verified_id`, or use the registered contact.",
	"OSM.01010011": "The login belongs to no account. Check the project or account that it is scoped to.",
	"OSM.01010013": "The service does not know this action. Report this as a bug in the provider.",
	"OSM.01010014": "The operation failed. Check whether the status of the ticket allows it.",
	"OSM.01010015": "There is no such ticket.",
	"OSM.01010017": "The operation failed. " + tryAgain,
	"OSM.01010023": "The ticket is too new to be expedited. Wait, then try again.",
	"OSM.01010024": "Verification codes are sent at most once a minute. Wait, then try again.",
	"OSM.01010026": "The problem type is invalid. Set `business_type_id` to an ID from the data source osm_problem_types.",
	"OSM.01010029": "The ticket sub-type is invalid. Set `incident_sub_type_id` to an ID from osm_case_categories.",
	"OSM.01010030": "There is no such ticket sub-type. Set `incident_sub_type_id` to an ID from osm_case_categories.",
	"OSM.01010037": "The account has reached its current limit of tickets. Wait before you try again.",
	"OSM.01010039": "A label does not exist. Correct `label_ids`; the data source osm_labels lists the labels of the account.",
	"OSM.01010040": "A label with this name already exists. Choose another `name`, or set `adopt_existing = true`.",
	"OSM.01010041": "The account already has 30 labels, the maximum. Delete labels that are no longer needed.",
	"OSM.01010042": "A ticket can have at most five labels. Remove some from `label_ids`.",
	"OSM.01010043": "A ticket can have at most three related tickets. Remove some from `related_case_ids`.",
	"OSM.01010044": "A ticket can't be related to itself. Remove its ID from `related_case_ids`.",

	"APIGW.0101": "{misrouted}",
	"APIGW.0103": "{misrouted}",
	"APIGW.0201": "The request is larger than the gateway accepts (12 MB), or the service behind the gateway is unavailable.",
	"APIGW.0301": "{unauthenticated}",
	"APIGW.0302": notPermitted,
	"APIGW.0303": "{unauthenticated}",
	"APIGW.0305": "{unauthenticated}",
	"APIGW.0306": notPermitted,
	"APIGW.0307": "The token was revoked, or belongs to a different region than {host}, which comes from {address}. Tokens are " +
		"revoked when permissions change. Try again in a few minutes, or check region and project.",
	"APIGW.0308": throttled,
	"APIGW.0310": "The {project} is frozen or unavailable. Use another project.",
	"APIGW.0401": "This machine's IP address is on the account's block list. Remove it from the list.",
	"APIGW.0402": "This machine's IP address is not on the account's allow list. Add it to the list.",
	"APIGW.0501": "The account's quota of API calls is used up. Wait until it is renewed, or request a larger one.",
	"APIGW.0502": "The account is frozen. Check for overdue payments.",
	"APIGW.0801": "The service is not offered at {host}, which comes from {address}. Set `site` or `endpoints.osm`.",
	"APIGW.0802": notPermitted,
}

const (
	invalidValue = "The service rejected a value. Check the arguments against the documentation of this resource."
	notPermitted = "The user is not permitted to call the ticket service: {credential}. Grant the role Ticket Administrator."
	throttled    = "{host} throttles requests. Run Terraform with a lower -parallelism, or try again later."
	tryAgain     = "Try again; if the error persists, report the IDs below to the service's support."
)

// transientCodes are the service's codes for transient failures (API reference, "Error Codes": internal error, operation failed;
// gateway: throttled, internal error, back end unavailable or timed out). A write that ends with one may have taken effect.
var transientCodes = map[string]bool{
	"OSM.0004": true, "OSM.01010014": true, "OSM.01010017": true,
	"APIGW.0308": true, "APIGW.0601": true, "APIGW.0605": true, "APIGW.0606": true, "APIGW.0608": true, "APIGW.0609": true,
	"APIGW.0610": true, "APIGW.0613": true,
}

// IsTransient reports whether a response body, under any status, contains the code of a transient failure.
func IsTransient(body []byte) bool {
	code, _, _ := read(body)
	return transientCodes[canonical(code)]
}

func canonical(code string) string {
	if number, ok := strings.CutPrefix(code, "APIG."); ok {
		return "APIGW." + number
	}
	return code
}

// isSuccessCode reports whether an error code means success: none, 0, or one whose digits are all zero, such as OSM.00000000. The
// vendor's only sample of a success envelope has the number 0.
func isSuccessCode(code string) bool {
	return code == "" || strings.ContainsRune(code, '0') && !strings.ContainsAny(code, "123456789")
}
