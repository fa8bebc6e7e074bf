// SPDX-License-Identifier: MPL-2.0

// Package operations lists every operation of the ticket service, as in the vendor's Go SDK. The oracle compares the list with
// the SDK, on which this module must not depend. The tests of the command coverage compare it with the provider.
package operations

// SDK is the version of github.com/huaweicloud/huaweicloud-sdk-go-v3 that All describes.
const SDK = "v0.1.207"

// Operation is an operation of the ticket service.
type Operation struct {
	Name, Method, Path string
	// Unused is why the provider does not call the operation, as a sentence for the documentation. It is "" if the provider does.
	Unused string
}

const (
	api            = "/v2/servicerequest"
	authorizations = api + "/authorizations"
	host           = authorizations + "/{authorization_id}/authorization-details/{authorization_detail_id}"
	diagnose       = "/v2.0/servicerequest/diagnose"
)

// Reasons that operations share.
const (
	diagnosis = "Self-service diagnosis of servers and databases. It involves no ticket."
	partners  = "Concerns customers of the vendor's partners only."
)

// All are the operations in the order of their names.
var All = []Operation{
	{"CheckHosts", "POST", authorizations + "/authorization-details/{authorization_detail_id}/verify-host", ""},
	{"CheckNeedVerify", "GET", api + "/verifycodes/need-verify", ""},
	{"CheckVerifyCodes", "POST", api + "/verifycodes", ""},
	{"ConfirmAuthorizations", "PUT", authorizations + "/{authorization_id}", ""},
	{"CreateCaseExtendsParam", "POST", api + "/cases/{case_id}/extends-param", ""},
	{"CreateCaseLabels", "POST", api + "/cases/{case_id}/labels", ""},
	{"CreateCases", "POST", api + "/cases", ""},
	{"CreateDiagnoseFeedback", "POST", diagnose + "/feedback", diagnosis},
	{"CreateDiagnoseJob", "POST", diagnose + "/job/start", diagnosis},
	{"CreateFeedback", "POST", api + "/feedbacks", "Reports abuse. It involves no ticket."},
	{"CreateLabels", "POST", api + "/labels", ""},
	{"CreateMessages", "POST", api + "/cases/{case_id}/message", ""},
	{"CreatePrivileges", "POST", api + "/privileges", ""},
	{"CreateRelations", "POST", api + "/cases/{case_id}/relations", ""},
	{"CreateScores", "POST", api + "/cases/{case_id}/score", ""},
	{"DeleteAccessories", "DELETE", api + "/accessorys/{accessory_id}", ""},
	{"DeleteCaseLabels", "DELETE", api + "/cases/{case_id}/labels", ""},
	{"DeleteLabels", "DELETE", api + "/labels/{label_id}", ""},
	{"DeleteRelation", "DELETE", api + "/cases/{case_id}/relations", ""},
	{"DownloadAccessories", "GET", api + "/accessorys/{accessory_id}", ""},
	{"DownloadCases", "GET", api + "/cases/export", ""},
	{"DownloadImages", "GET", api + "/accessorys/{accessory_id}/image",
		"Serves an image for display. `DownloadAccessories` returns the bytes of any attachment."},
	{"ListAccessoryAccessUrls", "GET", api + "/accessorys/access-urls", ""},
	{"ListAgencies", "GET", api + "/agencies", ""},
	{"ListAreaCodes", "GET", api + "/config/area-codes", ""},
	{"ListAuthorizations", "GET", authorizations, ""},
	{"ListCaseCategories", "GET", api + "/config/categories", ""},
	{"ListCaseCcEmails", "GET", api + "/carbon-copy-emails", ""},
	{"ListCaseCounts", "GET", api + "/cases/count", ""},
	{"ListCaseLabels", "GET", api + "/cases/{case_id}/labels", ""},
	{"ListCaseLimits", "GET", api + "/config/limits", ""},
	{"ListCaseOperateLogs", "GET", api + "/cases/{case_id}/operate-logs", ""},
	{"ListCaseQuotas", "GET", api + "/quotas", ""},
	{"ListCaseTemplates", "GET", api + "/config/templates", ""},
	{"ListCases", "GET", api + "/cases", ""},
	{"ListCustomersRegions", "GET", api + "/customers/regions", ""},
	{"ListDiagnoseItems", "POST", diagnose + "/job/show-items", diagnosis},
	{"ListDiagnoseJob", "GET", diagnose + "/job", diagnosis},
	{"ListDiagnoseRecords", "GET", diagnose + "/records", diagnosis},
	{"ListDiagnoseResources", "POST", diagnose + "/job/vm/resources", diagnosis},
	{"ListExtendsParams", "GET", api + "/config/extends-map", ""},
	{"ListHasVerifiedContacts", "GET", api + "/verifycodes/has-verified", ""},
	{"ListHistoryOperateLogs", "GET", host + "/sessions/{session_id}/operation-logs", ""},
	{"ListHistorySessions", "GET", host + "/history-sessions", ""},
	{"ListLabels", "GET", api + "/labels", ""},
	{"ListMessages", "GET", api + "/cases/{case_id}/messages", ""},
	{"ListMoreInstantMessages", "GET", api + "/cases/{case_id}/instant-messages/more",
		"Reads older messages for a chat window. `ListMessages` returns all of them."},
	{"ListNewInstantMessages", "GET", api + "/cases/instant-messages",
		"A wait learns from `ListUnreadNewInstantMessages` which tickets to read, and `ShowCaseDetail` returns the messages."},
	{"ListOrderIncident", "GET", "/osm/incidentservice/api/v1/queryincident",
		"An older interface to the list of tickets, which `ListCases` replaces."},
	{"ListPrivileges", "GET", api + "/privileges", ""},
	{"ListProblemTypes", "GET", api + "/config/problems", ""},
	{"ListProductCategories", "GET", api + "/config/product-categories", ""},
	{"ListRegions", "GET", api + "/config/regions", ""},
	{"ListRelation", "GET", api + "/cases/{case_id}/relations", ""},
	{"ListSatisfactionDimensions", "GET", api + "/config/satisfaction-dimensions", ""},
	{"ListSeverities", "GET", api + "/config/severities", ""},
	{"ListSubCustomers", "GET", api + "/customers/sub-customers", ""},
	{"ListTransportHistories", "GET", host + "/sessions/{session_id}/operation-file-logs", ""},
	{"ListUnreadNewInstantMessages", "GET", api + "/cases/instant-messages/unread", ""},
	{"RevokeMessage", "POST", api + "/cases/{case_id}/instant-messages/{message_id}/withdraw", ""},
	{"SendVerifyCodes", "POST", api + "/verifycodes/send", ""},
	{"ShowAccessoryLimits", "GET", api + "/accessorys/limits", ""},
	{"ShowAuthorizationDetail", "GET", authorizations + "/{authorization_id}", ""},
	{"ShowCaseDetail", "GET", api + "/cases/{case_id}", ""},
	{"ShowCaseExtendsParam", "GET", api + "/cases/{case_id}/extends-param",
		"The documented response has only `error_code` and `error_msg`: there is nothing to read."},
	{"ShowCaseStatus", "GET", api + "/cases/{case_id}/status", ""},
	{"ShowConfiguration", "GET", api + "/configurations/{config_key}",
		"Of its keys, only `case.create-case.diagnose-list` is documented, which concerns self-service diagnosis."},
	{"ShowCustomerPrivilegePolicy", "GET", api + "/privileges/privilege-policy", ""},
	{"ShowDownloadAccessoryUrl", "GET", api + "/accessorys/{accessory_id}/access-url", ""},
	{"ShowLatestPublishedAgreement", "GET", api + "/agreements/published-agreement", ""},
	{"ShowLoginType", "GET", authorizations + "/login-type", ""},
	{"ShowPartnersCasesPrivilege", "GET", api + "/cases/partners/privilege/cases-processing", partners},
	{"ShowPartnersServiceInfo", "GET", api + "/cases/partners/service-info", partners},
	{"ShowSignedLatestPublishedAgreement", "GET", api + "/agreements/signed-latest", ""},
	{"SignPublishedAgreement", "POST", api + "/agreements/{id}/signed", ""},
	{"UpdateAuthorizations", "PUT", authorizations + "/{authorization_id}/action", ""},
	{"UpdateCaseContactInfo", "PUT", api + "/cases/{case_id}/contact-info", ""},
	{"UpdateCases", "POST", api + "/cases/{case_id}/action", ""},
	{"UpdateLabels", "PUT", api + "/labels/{label_id}", ""},
	{"UpdateNewInstantMessagesRead", "POST", api + "/cases/{case_id}/instant-messages/unread", ""},
	{"UploadAccessory", "POST", api + "/accessorys", ""},
	{"UploadJsonAccessories", "POST", api + "/accessorys/json-format-content", ""},
}
