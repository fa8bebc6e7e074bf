// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
)

// contractJSON is the table of operations: paths, parameters and bodies with their bounds, from the API reference.
//
//go:embed contract.json
var contractJSON []byte

// field is one parameter or one member of a body. Min and Max bound the length of a string in characters, the value of
// an integer and the count of an array.
type field struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Min      *int     `json:"min"`
	Max      *int     `json:"max"`
	Enum     []string `json:"enum"`
	Items    *field   `json:"items"`
	Fields   []field  `json:"fields"`
}

// operation is one call of the API.
type operation struct {
	ID         string  `json:"id"`
	Method     string  `json:"method"`
	Path       string  `json:"path"`
	PathFields []field `json:"path_fields"`
	Query      []field `json:"query"`
	Headers    []field `json:"headers"`
	Body       []field `json:"body"`
	Multipart  bool    `json:"multipart"`

	segments []string
}

// contract is loaded once and read-only.
var contract = sync.OnceValue(loadContract)

func loadContract() []*operation {
	var operations []*operation
	if err := json.Unmarshal(contractJSON, &operations); err != nil {
		panic(fmt.Sprintf("simulator: contract.json: %v", err)) // embedded at build, so a mistake in the file itself
	}
	for _, op := range operations {
		op.segments = strings.Split(strings.Trim(op.Path, "/"), "/")
	}
	return operations
}

// Operations returns the IDs of the supported operations, without those of the login service.
func Operations() []string {
	ids := make([]string, 0, len(contract()))
	for _, op := range contract() {
		ids = append(ids, op.ID)
	}
	return ids
}

// route returns the operation of a request and the unescaped path parameters. A literal segment takes precedence over a
// parameter, so that /cases/count is not the ticket "count".
func route(method, escapedPath string) (*operation, map[string]string) {
	segments := strings.Split(strings.Trim(escapedPath, "/"), "/")
	var (
		best       *operation
		bestParams map[string]string
	)
	for _, op := range contract() {
		if op.Method != method {
			continue
		}
		params, ok := op.match(segments)
		if ok && (best == nil || len(params) < len(bestParams)) {
			best, bestParams = op, params
		}
	}
	return best, bestParams
}

func (op *operation) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(op.segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range op.segments {
		if !strings.HasPrefix(want, "{") {
			if want != segments[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		params[strings.Trim(want, "{}")] = value
	}
	return params, true
}

// handler handles an operation. It runs under the store's lock, on a request of the right shape.
type handler func(*Simulator, *call) (any, *apiError)

// handlers maps operation IDs to handlers. It is read-only.
var handlers = sync.OnceValue(func() map[string]handler {
	return map[string]handler{
		"CreateCases":            (*Simulator).createCase,
		"ShowCaseDetail":         (*Simulator).showCase,
		"ShowCaseStatus":         (*Simulator).showCaseStatus,
		"ListCases":              (*Simulator).listCases,
		"ListCaseCounts":         (*Simulator).listCaseCounts,
		"UpdateCases":            (*Simulator).updateCase,
		"CreateScores":           (*Simulator).createScores,
		"ListCaseOperateLogs":    (*Simulator).listOperateLogs,
		"UpdateCaseContactInfo":  (*Simulator).updateContact,
		"CreateCaseExtendsParam": (*Simulator).setExtends,
		"ShowCaseExtendsParam":   (*Simulator).showExtends,
		"DownloadCases":          (*Simulator).exportCases,

		"CreateMessages": (*Simulator).createMessage,
		"ListMessages":   (*Simulator).listMessages,
		"RevokeMessage":  (*Simulator).revokeMessage,

		"ListNewInstantMessages":       (*Simulator).listNewMessages,
		"ListUnreadNewInstantMessages": (*Simulator).listUnread,
		"ListMoreInstantMessages":      (*Simulator).listMoreMessages,
		"UpdateNewInstantMessagesRead": (*Simulator).markRead,

		"CreateLabels":     (*Simulator).createLabel,
		"ListLabels":       (*Simulator).listLabels,
		"UpdateLabels":     (*Simulator).updateLabel,
		"DeleteLabels":     (*Simulator).deleteLabel,
		"CreateCaseLabels": (*Simulator).attachLabels,
		"DeleteCaseLabels": (*Simulator).detachLabels,
		"ListCaseLabels":   (*Simulator).listTicketLabels,

		"CreateRelations": (*Simulator).createRelations,
		"DeleteRelation":  (*Simulator).deleteRelation,
		"ListRelation":    (*Simulator).listRelations,

		"UploadJsonAccessories":    (*Simulator).uploadJSON,
		"UploadAccessory":          (*Simulator).uploadForm,
		"DeleteAccessories":        (*Simulator).deleteAccessory,
		"DownloadAccessories":      (*Simulator).download,
		"DownloadImages":           (*Simulator).downloadImage,
		"ShowDownloadAccessoryUrl": (*Simulator).showAccessURL,
		"ListAccessoryAccessUrls":  (*Simulator).listAccessURLs,
		"ShowAccessoryLimits":      (*Simulator).showAccessoryLimits,

		"ListCaseCategories":         (*Simulator).listCategories,
		"ListProductCategories":      (*Simulator).listProducts,
		"ListProblemTypes":           (*Simulator).listProblems,
		"ListRegions":                (*Simulator).listRegions,
		"ListAreaCodes":              (*Simulator).listAreaCodes,
		"ListSeverities":             (*Simulator).listSeverities,
		"ListCaseTemplates":          (*Simulator).listTemplates,
		"ListExtendsParams":          (*Simulator).listExtendsParams,
		"ListSatisfactionDimensions": (*Simulator).listDimensions,
		"ListCaseLimits":             (*Simulator).listCaseLimits,

		"ListCaseQuotas":              (*Simulator).listQuotas,
		"ListAgencies":                (*Simulator).listAgencies,
		"ListCustomersRegions":        (*Simulator).listCustomerRegions,
		"ListSubCustomers":            (*Simulator).listSubCustomers,
		"ListCaseCcEmails":            (*Simulator).listCcEmails,
		"ListPrivileges":              (*Simulator).listPrivileges,
		"CreatePrivileges":            (*Simulator).changePrivilege,
		"ShowCustomerPrivilegePolicy": (*Simulator).showPrivilegePolicy,
		"ShowConfiguration":           (*Simulator).showConfiguration,

		"CheckNeedVerify":         (*Simulator).checkNeedVerify,
		"SendVerifyCodes":         (*Simulator).sendCode,
		"CheckVerifyCodes":        (*Simulator).checkCode,
		"ListHasVerifiedContacts": (*Simulator).listVerified,

		"ListAuthorizations":      (*Simulator).listAuthorizations,
		"ShowAuthorizationDetail": (*Simulator).showAuthorization,
		"ConfirmAuthorizations":   (*Simulator).grantAuthorization,
		"UpdateAuthorizations":    (*Simulator).updateAuthorization,
		"CheckHosts":              (*Simulator).checkHost,
		"ShowLoginType":           (*Simulator).showLoginType,
		"ListHistorySessions":     (*Simulator).listSessions,
		"ListHistoryOperateLogs":  (*Simulator).listOperations,
		"ListTransportHistories":  (*Simulator).listTransfers,

		"ShowLatestPublishedAgreement":       (*Simulator).showAgreement,
		"ShowSignedLatestPublishedAgreement": (*Simulator).showSigned,
		"SignPublishedAgreement":             (*Simulator).signAgreement,

		"ShowPartnersCasesPrivilege": (*Simulator).showPartnerPrivilege,
		"ShowPartnersServiceInfo":    (*Simulator).showPartnerInfo,
	}
})
