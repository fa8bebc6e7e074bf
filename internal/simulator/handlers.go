// SPDX-License-Identifier: MPL-2.0

package simulator

import "sync"

// handler answers an operation. It runs under the store's lock, on a request of the right shape.
type handler func(*Simulator, *call) (any, *apiError)

// handlers is the table of operation id to handler; nobody writes to it.
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

		"ShowLatestPublishedAgreement":       (*Simulator).showAgreement,
		"ShowSignedLatestPublishedAgreement": (*Simulator).showSigned,
		"SignPublishedAgreement":             (*Simulator).signAgreement,

		"ShowPartnersCasesPrivilege": (*Simulator).showPartnerPrivilege,
		"ShowPartnersServiceInfo":    (*Simulator).showPartnerInfo,
	}
})
