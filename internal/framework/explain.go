// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"errors"
	"fmt"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// byCode says what a code of the service means and what to do. Codes are matched, not texts: those differ between the
// editions of the API (API reference, "Error Codes").
var byCode = map[string]string{
	"OSM.0001":     "The service did not accept a value. Check the arguments against the documentation of this resource.",
	"OSM.0002":     "The service did not accept the login. See the provider's authentication settings.",
	"OSM.0003":     "The service forbids this to the user that is logged in. It takes the role Ticket Administrator, or for tickets of others Ticket Group Operator.",
	"OSM.0004":     "The service has an internal fault. Try again; if it lasts, give the request id to its support.",
	"OSM.01010001": "The service did not accept a value. Check the arguments against the documentation of this resource.",
	"OSM.01010002": "The user that is logged in may not do this, or the ticket's status does not permit it. Check the role, and set `group_id` if the ticket belongs to another member of a user group.",
	"OSM.01010004": "The ticket was urged too often. Wait before urging again.",
	"OSM.01010005": "The account has uploaded as much as it may in one day. Upload the rest tomorrow, or attach less.",
	"OSM.01010006": "There is no such severity. Take `severity_id` from the data source osm_severities.",
	"OSM.01010007": "The user that is logged in may not open tickets. Grant the role Ticket Administrator; if the account restricts who may submit, allow this user.",
	"OSM.01010008": "A CC mailbox is not valid.",
	"OSM.01010009": "The account's support plan does not cover this type of ticket. Choose another problem type or change the plan.",
	"OSM.01010010": "The contact was not verified. Verify the phone or mailbox first and set `phone_verified_id` or `email_verified_id`, or use the registered contact.",
	"OSM.01010011": "The login names no account. Check the project or account that it is scoped to.",
	"OSM.01010013": "The service does not know this action.",
	"OSM.01010014": "The service could not carry this out; the ticket's status may not permit it.",
	"OSM.01010015": "The service says that there is no such ticket.",
	"OSM.01010017": "The service could not carry this out. Try again; if it lasts, give the request id to its support.",
	"OSM.01010023": "The ticket is too new to be urged.",
	"OSM.01010024": "Verification codes are sent once a minute at the most.",
	"OSM.01010026": "The problem type could not be read. Take `business_type_id` from the data source osm_problem_types.",
	"OSM.01010029": "The ticket type could not be read.",
	"OSM.01010030": "There is no such ticket type. Take `incident_sub_type_id` from the data source osm_case_categories.",
	"OSM.01010037": "The account has opened as many tickets as it may for now. Wait; trying again at once does not help.",
}

// byGateway says the same for the gateway's codes, which are written APIGW.0301 or APIG.0301: the number counts.
var byGateway = map[string]string{
	"0101": "The host answers, but not as the ticket service. Check `endpoints.osm`.",
	"0103": "The host answers, but not as the ticket service. Check `endpoints.osm`.",
	"0201": "The request was larger than the gateway takes (12 MB), or the service behind it is not available.",
	"0301": "The gateway did not accept the login: the token or key is wrong, expired, or of another site, or this machine's clock is wrong by more than 15 minutes.",
	"0302": "This user may not call the ticket service. Grant it the role Ticket Administrator.",
	"0303": "The gateway did not accept the login's signature. Check this machine's clock.",
	"0305": "The gateway did not accept the login.",
	"0306": "This user may not call the ticket service. Grant it the role Ticket Administrator.",
	"0307": "The token was revoked, or belongs to another region. Permissions may just have changed: try again in some minutes.",
	"0308": "The service throttles. Run Terraform with a lower -parallelism.",
	"0310": "The project is frozen or not available. Use another project.",
	"0401": "This address may not call the service (IP block list).",
	"0402": "This address may not call the service (IP allow list).",
	"0501": "The account's quota of calls is used up.",
	"0502": "The account is frozen. Check for arrears.",
	"0801": "The service is not offered in this region. Check `endpoints.osm` and `site`.",
	"0802": "This user may not call the ticket service.",
}

// cause gives cause and next step in one paragraph.
func cause(e *apierror.Error) string {
	said := ""
	if e.Message != "" {
		said = fmt.Sprintf(" The service said: %s", e.Message)
	}
	if text, ok := byCode[e.Code]; ok {
		return text + said
	}
	if prefix, number, found := strings.Cut(e.Code, "."); found && (prefix == "APIGW" || prefix == "APIG") {
		if text, ok := byGateway[number]; ok {
			if number == "0301" && e.Date != "" {
				text += " The answer's date is " + e.Date + "."
			}
			return text + said
		}
	}
	if strings.HasPrefix(e.Code, "CBC.") {
		return "The account belongs to another site of the vendor. Check `site` and `endpoints.osm`." + said
	}
	if e.Status == 0 || e.Kind == apierror.Unusable {
		return unanswered(e)
	}
	return byStatus(e) + said
}

func byStatus(e *apierror.Error) string {
	switch {
	case e.Status >= 300 && e.Status < 400:
		return "The host redirects, which is not followed since it would hand the login to another host. Check `endpoints.osm`."
	case e.Status == 401:
		return "The login was not accepted. See the provider's authentication settings."
	case e.Status == 403:
		return "This is forbidden to the user that is logged in, or to this address."
	case e.Status == 404 && e.Code == "":
		return "The host answers, but not as the ticket service. Check `endpoints.osm` and proxies. It is no proof that the ticket is gone."
	case e.Status == 413:
		return "The request is larger than the gateway takes (12 MB; attachments grow by a third on the way)."
	case e.Status == 414 || e.Status == 494:
		return "The address or a header is longer than the gateway takes; the token may be too long."
	case e.Status == 429:
		return "The service throttles. Run Terraform with a lower -parallelism."
	case e.Status >= 500:
		return "The service or its gateway has a fault. Try again; if it lasts, give the request id to its support."
	}
	return "The service refused."
}

// unanswered explains calls that had no answer, or none that can be used.
func unanswered(e *apierror.Error) string {
	detail := ""
	if e.Err != nil {
		detail = " (" + e.Err.Error() + ")"
	}
	switch e.Kind {
	case apierror.Unresolved:
		return fmt.Sprintf("The host %s has no address. Check `endpoints`, `region`, `cloud`, `site` and `auth_url`.%s", e.Host, detail)
	case apierror.Untrusted:
		return fmt.Sprintf("The TLS certificate of %s was not accepted. If a proxy or an own authority is in between, set `cacert_file`.%s", e.Host, detail)
	case apierror.Unreachable:
		return fmt.Sprintf("There is no connection to %s. Check the network, the proxy variables and `endpoints`.%s", e.Host, detail)
	case apierror.TimedOut:
		return "No answer came in time." + detail + outcome(e)
	case apierror.Cancelled:
		return "The operation was cancelled." + outcome(e)
	case apierror.Interrupted:
		return "The connection broke before the answer was complete." + detail + outcome(e)
	case apierror.Unprepared:
		if errors.Is(e.Err, transport.ErrResponseTooLarge) {
			return "The answer is too large." + detail
		}
		return "The request could not be made." + detail
	case apierror.Unusable, apierror.Refused:
	}
	return "The service's answer can't be used." + detail + outcome(e)
}

// outcome warns after a write of which it is not known whether it was carried out.
func outcome(e *apierror.Error) string {
	if e.Method == "GET" || !e.Unknown() {
		return ""
	}
	return " The service may have carried it out all the same: look before you try again."
}
