// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"strings"
)

// Codes of the API reference that the simulator returns itself. A [Fault] can return any other.
const (
	codeParameters       = "OSM.0001"
	codeForbidden        = "OSM.0003"
	codeInternal         = "OSM.0004"
	codeValidation       = "OSM.01010001"
	codeNoPermission     = "OSM.01010002"
	codeHostLogin        = "OSM.01010003"
	codePressedOften     = "OSM.01010004"
	codeDailyVolume      = "OSM.01010005"
	codeSeverity         = "OSM.01010006"
	codeNoCreateRight    = "OSM.01010007"
	codeCcMailbox        = "OSM.01010008"
	codeSupportPlan      = "OSM.01010009"
	codeNotVerified      = "OSM.01010010"
	codeContactWay       = "OSM.01010012"
	codeAction           = "OSM.01010013"
	codeOperation        = "OSM.01010014"
	codeNoTicket         = "OSM.01010015"
	codeAuthorization    = "OSM.01010018"
	codePressedEarly     = "OSM.01010023"
	codeVerifyOften      = "OSM.01010024"
	codeProblemType      = "OSM.01010026"
	codeTicketType       = "OSM.01010030"
	codeVerifyUsedUp     = "OSM.01010036"
	codeTooManyTickets   = "OSM.01010037"
	codeNoLabel          = "OSM.01010039"
	codeLabelName        = "OSM.01010040"
	codeTooManyLabels    = "OSM.01010041"
	codeLabelsOfTicket   = "OSM.01010042"
	codeTooManyRelations = "OSM.01010043"
	codeSelfRelation     = "OSM.01010044"
	codeNoPartner        = "OSM.01010055"
	// codeNotRevocable stands for a code that the API reference does not list.
	codeNotRevocable   = "OSM.01010060"
	codeUnknownAPI     = "APIGW.0101"
	codeTooLarge       = "APIGW.0201"
	codeBackendTimeout = "APIGW.0610"
	codeThrottled      = "APIG.0308"
)

// apiError is an error response of the ticket API. The detail follows the text of the code.
type apiError struct {
	code   string
	detail string
}

// malformed rejects a request of the wrong shape: unknown names, wrong types, invalid JSON.
func malformed(detail string) *apiError { return &apiError{code: codeParameters, detail: detail} }

// invalid rejects a value outside its bounds.
func invalid(detail string) *apiError { return &apiError{code: codeValidation, detail: detail} }

func reject(code string) *apiError { return &apiError{code: code} }

// errorTexts holds the messages of the codes, in English and Chinese.
var errorTexts = map[string][2]string{
	codeParameters:       {"Parameter check failed.", "参数校验失败。"},
	codeForbidden:        {"Operation forbidden.", "禁止操作。"},
	codeInternal:         {"Internal error.", "内部错误。"},
	codeValidation:       {"Param validation fail.", "参数校验失败。"},
	codeNoPermission:     {"No permission for the operation.", "没有操作权限。"},
	codePressedOften:     {"The ticket was urged too often.", "催单过于频繁。"},
	codeDailyVolume:      {"The upload volume of the day is exceeded.", "当日上传附件大小超过限制。"},
	codeSeverity:         {"The severity does not exist.", "严重程度不存在。"},
	codeNoCreateRight:    {"The tenant has no right to create a ticket.", "租户没有创建工单的权限。"},
	codeCcMailbox:        {"A mailbox for copies is invalid.", "抄送邮箱不合法。"},
	codeSupportPlan:      {"The support plan does not allow this ticket.", "支持计划不允许提交该工单。"},
	codeNotVerified:      {"The contact is not verified.", "联系方式未通过验证。"},
	codeContactWay:       {"The type must be 0 or 1.", "类型只能为0或1。"},
	codeAction:           {"The action must be cancel, close, press or delete.", "操作类型只能为cancel、close、press或delete。"},
	codeOperation:        {"The operation failed.", "操作失败。"},
	codeNoTicket:         {"This case does not exist.", "该工单不存在。"},
	codeAuthorization:    {"The authorization operation is not supported.", "不支持该授权操作。"},
	codeHostLogin:        {"Account and password do not match.", "账号和密码不匹配。"},
	codePressedEarly:     {"The ticket is too new to be urged.", "工单创建时间过短，暂不能催单。"},
	codeVerifyOften:      {"A verification code may be asked for once a minute and lives five minutes.", "验证码一分钟内只能获取一次，五分钟内有效。"},
	codeProblemType:      {"Reading the problem type failed.", "获取问题类型失败。"},
	codeTicketType:       {"The ticket type does not exist.", "工单类型不存在。"},
	codeVerifyUsedUp:     {"The verification codes are used up.", "验证码次数已用完。"},
	codeTooManyTickets:   {"The limit of ticket creations is exceeded.", "创建工单数量超过限制。"},
	codeNoLabel:          {"The label does not exist.", "标签不存在。"},
	codeLabelName:        {"LabelName already exist.", "标签名称已存在。"},
	codeTooManyLabels:    {"The same domainId labels should not be over 30.", "同一租户的标签不能超过30个。"},
	codeLabelsOfTicket:   {"The same caseId labels should not be over 5.", "同一工单的标签不能超过5个。"},
	codeTooManyRelations: {"The same caseId relations should not be over 3.", "同一工单的关联工单不能超过3个。"},
	codeSelfRelation:     {"The case can not bind itself.", "工单不能关联自己。"},
	codeNoPartner:        {"The customer has no partner.", "客户没有关联的伙伴。"},
	codeNotRevocable:     {"The message can no longer be withdrawn.", "该消息已无法撤回。"},
	codeUnknownAPI:       {"The API does not exist or has not been published in the environment.", ""},
	codeTooLarge:         {"Request entity too large.", ""},
	codeBackendTimeout:   {"The backend service timed out.", ""},
	codeThrottled:        {"The throttling threshold has been reached.", ""},
}

// text returns the message in the caller's language.
func (r *apiError) text(english bool) string {
	pair := errorTexts[r.code]
	text := pair[0]
	if !english && pair[1] != "" {
		text = pair[1]
	}
	if r.detail == "" {
		return text
	}
	return text + " (" + r.detail + ")"
}

// status returns the HTTP status of the code. The gateway's codes and OSM.000x have their own; business errors have 200
// unless Behaviors.BusinessErrors says otherwise.
func (r *apiError) status(travel BusinessErrorStatus) int {
	switch r.code {
	case codeParameters:
		return http.StatusBadRequest
	case codeForbidden:
		return http.StatusForbidden
	case codeInternal:
		return http.StatusInternalServerError
	case codeUnknownAPI:
		return http.StatusNotFound
	case codeTooLarge:
		return http.StatusRequestEntityTooLarge
	case codeThrottled:
		return http.StatusTooManyRequests
	}
	if travel == BusinessErrorsUnder200 {
		return http.StatusOK
	}
	switch r.code {
	case codeNoTicket:
		return http.StatusNotFound
	case codeNoPermission, codeNoCreateRight, codeSupportPlan, codeNotVerified:
		return http.StatusForbidden
	default:
		return http.StatusBadRequest
	}
}

// fromGateway reports whether a code is the gateway's, whose bodies carry a request ID.
func fromGateway(code string) bool { return strings.HasPrefix(code, "APIG") }

// errorBody is the body of an error response.
type errorBody struct {
	Code      string `json:"error_code"`
	Message   string `json:"error_msg"`
	RequestID string `json:"request_id,omitempty"`
}
