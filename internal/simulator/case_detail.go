// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"strings"
	"time"
)

// caseDetail is incident_detail_info of ShowCaseDetail.
type caseDetail struct {
	IncidentID           string          `json:"incident_id"`
	Status               int             `json:"status"`
	SimpleDescription    string          `json:"simple_description"`
	BusinessTypeName     string          `json:"business_type_name"`
	IncidentTypeName     string          `json:"incident_type_name"`
	DcName               string          `json:"dc_name"`
	SourceName           string          `json:"source_name"`
	SeverityName         string          `json:"severity_name,omitempty"`
	CustomerID           string          `json:"customer_id"`
	XCustomerID          string          `json:"xcustomer_id"`
	XCustomerName        string          `json:"xcustomer_name"`
	CreateTime           string          `json:"create_time"`
	ResolveTime          int64           `json:"resolve_time"`
	IsAuthorized         *int            `json:"is_authorized,omitempty"`
	Judgement            string          `json:"judgement"`
	BusinessOwnership    int             `json:"business_ownership"`
	IncidentSatisfaction []rating        `json:"incident_satisfaction"`
	MessageList          []detailMessage `json:"message_list"`
	ExtInfo              detailContact   `json:"ext_info"`
}

// detailMessage is one message in the detail.
type detailMessage struct {
	Type           int             `json:"type"`
	Replier        string          `json:"replier"`
	ReplierName    string          `json:"replier_name"`
	Content        string          `json:"content"`
	MessageID      string          `json:"message_id"`
	CreateTime     string          `json:"create_time"`
	IsFirstMessage int             `json:"is_first_message"`
	AccessoryList  []accessoryItem `json:"accessory_list"`
}

// accessoryItem names a file of a message.
type accessoryItem struct {
	AccessoryID    string `json:"accessory_id"`
	FileActualName string `json:"file_actual_name"`
}

// detailContact is ext_info.
type detailContact struct {
	AreaCode     string `json:"area_code"`
	RemindMobile string `json:"remind_mobile"`
	RemindMail   string `json:"remind_mail"`
	ContactType  string `json:"contact_type"`
	RemindTime   string `json:"remind_time"`
	CcEmail      string `json:"cc_email"`
}

func (s *Simulator) showCase(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	s.progress(t)
	names := s.names(c, t)
	detail := caseDetail{
		IncidentID: t.id, Status: s.shownStatus(t), SimpleDescription: s.shownText(c, s.shownDescription(t.description), false),
		BusinessTypeName: names.problem, IncidentTypeName: names.subType, DcName: names.region,
		SourceName: names.source, SeverityName: names.severity,
		CustomerID: c.principal.DomainID, XCustomerID: t.ownerID, XCustomerName: t.ownerName,
		CreateTime: s.formatTime(c, t.created), Judgement: t.judgement,
		IncidentSatisfaction: append([]rating{}, t.ratings...), MessageList: []detailMessage{},
		ExtInfo: s.shownContact(t),
	}
	if !t.resolved.IsZero() {
		detail.ResolveTime = t.resolved.UnixMilli()
	}
	if s.behaviors.Authorized == AuthorizedPresent {
		detail.IsAuthorized = &t.authorized
	}
	for _, m := range s.ordered(t.messages) {
		detail.MessageList = append(detail.MessageList, detailMessage{
			Type: boolToInt(m.engineer), Replier: m.authorID, ReplierName: m.authorName, Content: s.shownMessage(c,
				m), MessageID: m.id,
			CreateTime: s.formatTime(c, m.created), IsFirstMessage: boolToInt(m.first), AccessoryList: s.store.accessoryItems(m),
		})
	}
	s.markReadBy(t)
	return object{"incident_detail_info": detail}, nil
}

func (s *Simulator) showCaseStatus(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	s.progress(t)
	return object{"status": s.shownStatus(t)}, nil
}

// readable finds a ticket for a read, for which it may still be hidden.
func (s *Simulator) readable(c *call, id string) (*ticket, *apiError) {
	t, apiErr := s.find(c, id, first(c.query["group_id"]))
	if apiErr != nil {
		return nil, apiErr
	}
	if s.hidden(t, true) || s.Now().Sub(t.created) < s.behaviors.ReadableAfter {
		return nil, reject(codeNoTicket)
	}
	return t, nil
}

// find finds a ticket for a write. A ticket of another member of a group needs the group's id.
func (s *Simulator) find(c *call, id, groupID string) (*ticket, *apiError) {
	t := s.store.ticket(id)
	if t == nil || (t.status == StatusDeleted && s.behaviors.Deleted == DeletedIsGone) {
		return nil, reject(codeNoTicket)
	}
	if t.groupID != "" && t.ownerID != c.principal.UserID && t.groupID != groupID {
		return nil, reject(codeNoPermission)
	}
	return t, nil
}

// hidden reports whether a new ticket can't be read yet. A look-up counts toward Behaviors.VisibleAfterLookups.
func (s *Simulator) hidden(t *ticket, lookup bool) bool {
	if s.Now().Sub(t.created) < s.behaviors.VisibleAfter {
		return true
	}
	if t.lookups >= s.behaviors.VisibleAfterLookups {
		return false
	}
	if lookup {
		t.lookups++
	}
	return true
}

// shownContact returns the contact as Behaviors.Contacts says.
func (s *Simulator) shownContact(t *ticket) detailContact {
	shown := detailContact{
		AreaCode: t.contact.areaCode, RemindMobile: t.contact.mobile, RemindMail: t.contact.mail,
		ContactType: t.contact.kinds, RemindTime: t.contact.window, CcEmail: t.contact.cc,
	}
	switch s.behaviors.Contacts {
	case ContactsMasked:
		shown.RemindMobile, shown.RemindMail = maskPhone(shown.RemindMobile), maskMail(shown.RemindMail)
		shown.CcEmail = maskMail(shown.CcEmail)
	case ContactsClearedWhenHandled:
		if isHandled(t.status) {
			shown.RemindMobile, shown.RemindMail, shown.CcEmail = "", "", ""
		}
	case ContactsPlain:
	}
	return shown
}

// maskPhone keeps the first three and the last four digits: 138****0000.
func maskPhone(phone string) string {
	if len(phone) < 8 {
		return strings.Repeat("*", len(phone))
	}
	return phone[:3] + strings.Repeat("*", len(phone)-7) + phone[len(phone)-4:]
}

// maskMail keeps the first letter of the name and the host: a****@example.com.
func maskMail(mail string) string {
	name, host, ok := strings.Cut(mail, "@")
	if !ok || name == "" {
		return mail
	}
	return string([]rune(name)[:1]) + "****@" + host
}

// shownDescription returns a description as Behaviors.Description says.
func (s *Simulator) shownDescription(text string) string {
	switch s.behaviors.Description {
	case DescriptionTrimmed:
		return strings.TrimSpace(text)
	case DescriptionLineFeeds:
		return lineFeeds(text)
	case DescriptionCRLF:
		return strings.ReplaceAll(lineFeeds(text), "\n", "\r\n")
	default:
		return text
	}
}

// lineFeeds replaces every line ending with a line feed.
func lineFeeds(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// shownStatus returns the status of a ticket in responses.
func (s *Simulator) shownStatus(t *ticket) int {
	if t.status == StatusInProcess && s.behaviors.Statuses == StatusesUnnamed {
		return UnnamedStatus
	}
	return t.status
}

// cut returns the first characters of a text.
func cut(text string, length int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), length)])
}

// caseNames are the names that a response contains in place of IDs.
type caseNames struct {
	problem, subType, region, source, severity, product string
}

func (s *Simulator) names(c *call, t *ticket) caseNames {
	catalog := s.store.catalog
	names := caseNames{source: catalog.Source.in(c.english)}
	if problem, product := catalog.problem(t.businessTypeID); problem != nil {
		names.problem, names.product = s.problemName(c, problem, product), product.Name.in(c.english)
	}
	subTypeID := t.subTypeID
	if subTypeID == "" {
		subTypeID = SubTypeService
	}
	if subType := catalog.subType(subTypeID); subType != nil {
		names.subType = subType.Name.in(c.english)
	}
	if region := catalog.region(t.regionID); region != nil {
		names.region = region.Name.in(c.english)
	}
	if severity := catalog.severity(t.severityID); severity != nil {
		names.severity = severity.Name.in(c.english)
	}
	return names
}

// longestName is the documented length of business_type_name in a response.
const longestName = 64

// problemName returns the name of a ticket's problem type as Behaviors.ProblemNames says.
func (s *Simulator) problemName(c *call, p *problem, in *product) string {
	switch s.behaviors.ProblemNames {
	case ProblemNameLocalized:
		return p.Name.in(!c.english)
	case ProblemNamePath:
		return cut(in.Name.in(c.english)+" / "+p.Name.in(c.english), longestName)
	case ProblemNameEmpty:
		return ""
	default:
		return p.Name.in(c.english)
	}
}

// setStatus sets the status and the times that depend on it.
func (t *ticket) setStatus(status int, now time.Time) {
	if (status == StatusToBeConfirmed || status == StatusCompleted) && t.resolved.IsZero() {
		t.resolved = now
	}
	if status == StatusCompleted {
		t.confirmed = now
	}
	t.status = status
}

func boolToInt(on bool) int {
	if on {
		return 1
	}
	return 0
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
