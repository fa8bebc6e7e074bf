// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// SourceID is the only source_id in the reference.
const SourceID = "83aeb0f2834c4df49826c781d32a963e"

// createCaseBody is the body of CreateCases.
type createCaseBody struct {
	BusinessTypeID    string                     `json:"business_type_id"`
	ProductCategoryID string                     `json:"product_category_id"`
	IncidentSubTypeID string                     `json:"incident_sub_type_id"`
	SourceID          string                     `json:"source_id"`
	SimpleDescription string                     `json:"simple_description"`
	RegionID          string                     `json:"region_id"`
	SeverityID        string                     `json:"severity_id"`
	ProjectID         string                     `json:"project_id"`
	RemindMobile      string                     `json:"remind_mobile"`
	RemindMail        string                     `json:"remind_mail"`
	RemindTime        string                     `json:"remind_time"`
	AreaCode          string                     `json:"area_code"`
	VerifyCode        string                     `json:"verify_code"`
	AccessoryIDs      []string                   `json:"accessory_ids"`
	ExtendsMap        map[string]json.RawMessage `json:"extends_map"`
	ExtensionMap      map[string]json.RawMessage `json:"extension_map"`
}

// read decodes a body that was already checked against its operation.
func (c *call) read(into any) *apiError {
	if err := json.Unmarshal(c.body, into); err != nil {
		return malformed("the body is not JSON of the documented shape")
	}
	return nil
}

func (s *Simulator) createCase(c *call) (any, *apiError) {
	var body createCaseBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	for _, check := range []func(*call, *createCaseBody) *apiError{
		s.checkCreateRight, s.checkCatalogIDs, s.checkCreateText, s.checkCreateContacts, s.checkCreateParams, s.checkCreateLimits,
	} {
		if apiErr := check(c, &body); apiErr != nil {
			return nil, apiErr
		}
	}
	if apiErr := s.checkAttachable(body.AccessoryIDs, originIncident, s.store.account.limitCount); apiErr != nil {
		return nil, apiErr
	}
	t := s.open(c, body)
	c.applied = true
	return object{"incident_id": t.id}, nil
}

// open stores a ticket that was checked.
func (s *Simulator) open(c *call, body createCaseBody) *ticket {
	now := s.Now()
	t := &ticket{
		id: s.store.nextTicketID(), ownerID: c.principal.UserID, ownerName: c.principal.UserName,
		status: StatusToBeHandled, description: body.SimpleDescription,
		businessTypeID: body.BusinessTypeID, productID: body.ProductCategoryID, subTypeID: body.IncidentSubTypeID,
		regionID: body.RegionID, severityID: body.SeverityID, projectID: body.ProjectID, sourceID: body.SourceID,
		created: now, extends: body.ExtendsMap,
		contact: contact{
			areaCode: body.AreaCode, mobile: body.RemindMobile, mail: body.RemindMail, window: body.RemindTime,
			kinds: textIn(body.ExtensionMap, "contactType"), cc: textIn(body.ExtensionMap, "remindCCEmail"),
		},
	}
	if t.extends == nil {
		t.extends = map[string]json.RawMessage{}
	}
	first := &message{
		id: s.store.nextMessageID(), authorID: t.ownerID, authorName: t.ownerName, content: body.SimpleDescription,
		created: now, first: true, accessories: body.AccessoryIDs, read: true,
	}
	t.messages = []*message{first}
	s.store.attach(body.AccessoryIDs, t.id)
	s.store.tickets = append(s.store.tickets, t)
	s.store.account.useQuota(body.BusinessTypeID)
	s.logCall(c, t, logCreate, "createCase")
	return t
}

func (s *Simulator) checkCreateRight(_ *call, _ *createCaseBody) *apiError {
	if !s.store.account.hasPrivilege("createCase") {
		return reject(codeNoCreateRight)
	}
	return s.checkAgreement()
}

// checkCatalogIDs checks the IDs of a new ticket against the catalog.
func (s *Simulator) checkCatalogIDs(_ *call, body *createCaseBody) *apiError {
	if body.SourceID != SourceID {
		return invalid("source_id")
	}
	problem, product := s.store.catalog.problem(body.BusinessTypeID)
	if problem == nil {
		return reject(codeProblemType)
	}
	if body.ProductCategoryID != "" {
		switch known := s.store.catalog.product(body.ProductCategoryID); {
		case known == nil:
			return invalid("product_category_id")
		case known != product:
			return reject(codeProblemType)
		}
	}
	if body.IncidentSubTypeID != "" && s.store.catalog.subType(body.IncidentSubTypeID) == nil {
		return reject(codeTicketType)
	}
	if problem.CaseType == caseTypeFault {
		if !s.store.account.supportPlan {
			return reject(codeSupportPlan)
		}
		if body.RegionID == "" {
			return invalid("region_id is needed for a fault")
		}
	}
	if body.RegionID != "" && s.store.catalog.region(body.RegionID) == nil {
		return invalid("region_id")
	}
	if body.SeverityID != "" {
		if !s.severitiesShown(product, problem) || s.store.catalog.severity(body.SeverityID) == nil {
			return reject(codeSeverity)
		}
	}
	return nil
}

func (s *Simulator) checkCreateText(_ *call, body *createCaseBody) *apiError {
	if strings.TrimSpace(body.SimpleDescription) == "" {
		return invalid("simple_description is empty")
	}
	return nil
}

func (s *Simulator) checkCreateContacts(c *call, body *createCaseBody) *apiError {
	apiErr := s.checkContact(body.AreaCode, body.RemindMobile, body.RemindMail, body.RemindTime)
	if apiErr != nil {
		return apiErr
	}
	if apiErr := s.checkNotices(body.ExtensionMap); apiErr != nil {
		return apiErr
	}
	return s.checkVerified(c, body)
}

func (s *Simulator) checkCreateParams(_ *call, body *createCaseBody) *apiError {
	problem, _ := s.store.catalog.problem(body.BusinessTypeID)
	return checkExtends(problem.ExtendsParams, body.ExtendsMap, true)
}

// checkCreateLimits counts the tickets of the day and the quota of the problem type.
func (s *Simulator) checkCreateLimits(_ *call, body *createCaseBody) *apiError {
	if quota, ok := s.store.account.quotas[body.BusinessTypeID]; ok && quota.unUsed == 0 {
		return reject(codeTooManyTickets)
	}
	if s.options.CreateLimit > 0 && s.ticketsSince(s.Now().UTC().Truncate(24*time.Hour)) >= s.options.CreateLimit {
		return reject(codeTooManyTickets)
	}
	return nil
}

func (s *Simulator) ticketsSince(start time.Time) int {
	n := 0
	for _, t := range s.store.tickets {
		if !t.created.Before(start) {
			n++
		}
	}
	return n
}

// The formats of contacts. A phone with asterisks is a masked one that was sent back.
var (
	phoneForm  = regexp.MustCompile(`^[0-9+() -]+$`)
	mailForm   = regexp.MustCompile(`^[^@\s*]+@[^@\s*]+$`)
	windowForm = regexp.MustCompile(`^(0|([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d)$`)
)

// checkContact checks the formats of contact fields; "" stands for an omitted field.
func (s *Simulator) checkContact(areaCode, mobile, mail, window string) *apiError {
	switch {
	case areaCode != "" && !s.store.catalog.knowsAreaCode(areaCode):
		return invalid("area_code")
	case mobile != "" && !phoneForm.MatchString(mobile):
		return invalid("remind_mobile")
	case mail != "" && !mailForm.MatchString(mail):
		return invalid("remind_mail")
	case window != "" && !windowForm.MatchString(window):
		return invalid("remind_time")
	}
	return nil
}

// checkNotices checks the documented keys of extension_map; others are stored as sent.
func (s *Simulator) checkNotices(extension map[string]json.RawMessage) *apiError {
	mailboxes := textIn(extension, "remindCCEmail")
	if mailboxes == "" {
		return nil
	}
	parts := strings.FieldsFunc(mailboxes, func(r rune) bool { return r == ',' || r == ';' })
	if len(parts) > s.store.account.ccLimit {
		return &apiError{code: codeCcMailbox, detail: fmt.Sprintf("%d mailboxes", len(parts))}
	}
	for _, mailbox := range parts {
		if !mailForm.MatchString(strings.TrimSpace(mailbox)) {
			return reject(codeCcMailbox)
		}
	}
	return nil
}

// textIn returns a string member of a free map, "" if it is missing or not a string.
func textIn(members map[string]json.RawMessage, key string) string {
	var text string
	if json.Unmarshal(members[key], &text) != nil {
		return ""
	}
	return text
}
