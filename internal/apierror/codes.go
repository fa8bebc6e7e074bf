// SPDX-License-Identifier: MPL-2.0

package apierror

import "strings"

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
	"OSM.01010003": "The account and the password that support asked for do not match. Correct them.",
	"OSM.01010004": "The ticket was expedited too often. Wait before you expedite it again.",
	"OSM.01010005": "The account has reached its upload limit for today. Upload the rest tomorrow, or upload less.",
	"OSM.01010006": "There is no such severity. Set `severity_id` to an ID from the data source osm_severities.",
	"OSM.01010007": "The user is not permitted to open tickets. Grant the role Ticket Administrator; if the account restricts " +
		"who can open tickets, allow this user.",
	"OSM.01010008": "A CC address is invalid. Check the CC addresses.",
	"OSM.01010009": "The account's support plan does not cover this type of ticket. Choose another problem type or plan.",
	"OSM.01010010": "The contact is not verified. Use the registered contact, or verify the phone number or email address with " +
		"osm_contact_verification; the data source osm_verified_contacts lists those that are verified. Then set " +
		"`phone_verified_id` or `email_verified_id`.",
	"OSM.01010011": "The login does not belong to an account. Check the project or account that it is scoped to.",
	"OSM.01010012": "The type of a contact must be 0 (phone) or 1 (email). Set `contact_way` to one of them.",
	"OSM.01010013": "The service does not know this action. Report this as a bug in the provider.",
	"OSM.01010014": "The operation failed. Check whether the status of the ticket allows it.",
	"OSM.01010015": "There is no such ticket. Check the ID, and the account that the provider is configured for.",
	"OSM.01010016": "The type of the feedback is invalid. Report this as a bug in the provider.",
	"OSM.01010017": "The operation failed. " + tryAgain,
	"OSM.01010018": "The status of the request for access does not allow this operation. Check the status, and plan again.",
	"OSM.01010023": "The ticket is too new to be expedited. Wait, then try again.",
	"OSM.01010024": "Verification codes are sent at most once a minute, and expire after five minutes. Wait, then try again.",
	"OSM.01010026": "The problem type is invalid. Set `business_type_id` to an ID from the data source osm_problem_types.",
	"OSM.01010029": "The service could not read the ticket sub-type. Check `incident_sub_type_id` against the data source " +
		"osm_case_categories. " + tryAgain,
	"OSM.01010030": "There is no such ticket sub-type. Set `incident_sub_type_id` to an ID from osm_case_categories.",
	"OSM.01010031": invalidValue,
	"OSM.01010036": "The account has used up its verification codes for now. Wait, or use the registered contact.",
	"OSM.01010037": "The account has reached its current limit of tickets. Wait before you try again.",
	"OSM.01010039": "A label does not exist. Correct `label_ids`; the data source osm_labels lists the labels of the account.",
	"OSM.01010040": "A label with this name already exists. Choose another `name`, or set `adopt_existing = true`.",
	"OSM.01010041": "The account already has 30 labels, the maximum. Delete labels that are no longer needed.",
	"OSM.01010042": "A ticket can have at most five labels. Remove some from `label_ids`.",
	"OSM.01010043": "A ticket can have at most three related tickets. Remove some from `related_case_ids`.",
	"OSM.01010044": "A ticket can't be related to itself. Remove its ID from `related_case_ids`.",
	"OSM.01010048": "The tickets were not opened by the same user. Use only tickets of one user.",
	"OSM.01010049": "The tickets are not handled by the same company. Use only tickets with the same `business_ownership`.",
	"OSM.01010050": "Tickets that a software vendor handles (`business_ownership` 2) are moved one at a time. Use one of them.",
	"OSM.01010051": "This person already handles the ticket, so no change is needed. Plan again.",
	"OSM.01010055": "The account has no partner. Choose a problem type that needs none, or ask the vendor for a partner.",
	"OSM.01010056": "The account's partner is not enabled for tickets. Ask the partner to have itself added to the allow list.",
	"OSM.01010057": "The partner does not exist. Ask the vendor which partner the account belongs to.",
	"OSM.01010058": "The ticket's handler is not the account's partner. Ask the partner to hand over the ticket.",
	"OSM.01010059": "The account already has a support plan, so its partner does not handle tickets. Ask the vendor for support.",
	"OSM.01010061": "The account's partner can't handle this ticket. Choose another problem type, or ask the vendor for support.",
	"OSM.01010062": "The status of the ticket allows no next step. " + tryAgain,

	"APIGW.0101": "{misrouted}",
	"APIGW.0103": "{misrouted}",
	"APIGW.0201": "The request is larger than the gateway accepts (12 MB), or the service behind the gateway is unavailable. " +
		"Attach smaller files, or try again later.",
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
