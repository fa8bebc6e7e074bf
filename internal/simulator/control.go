// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// What the other side does: engineers, the console, time.

// SetStatus moves a ticket to any status, one that the reference does not know included.
func (s *Simulator) SetStatus(id string, status int) error {
	return s.change(id, func(t *ticket) {
		t.setStatus(status, s.Now())
		s.addOperateLog(t, logStatus, true, engineerID, EngineerName, "updateStatus")
	})
}

// Reply adds an engineer's message and gives its id. The status stays.
func (s *Simulator) Reply(id, content string) (string, error) {
	var messageID string
	err := s.change(id, func(t *ticket) { messageID = s.engineerMessage(t, content).id })
	return messageID, err
}

// SetContact changes a ticket's phone and mailbox, as the console does.
func (s *Simulator) SetContact(id, mobile, mail string) error {
	return s.change(id, func(t *ticket) { t.contact.mobile, t.contact.mail = mobile, mail })
}

// SetOwner gives a ticket to another user, who is a member of the group when groupID is not "".
func (s *Simulator) SetOwner(id, userID, userName, groupID string) error {
	return s.change(id, func(t *ticket) { t.ownerID, t.ownerName, t.groupID = userID, userName, groupID })
}

// SetAuthorized sets is_authorized, which is shown under AuthorizedPresent alone.
func (s *Simulator) SetAuthorized(id string, authorized bool) error {
	return s.change(id, func(t *ticket) { t.authorized = boolToInt(authorized) })
}

// RemoveCase removes a ticket, so that every call answers OSM.01010015 for it.
func (s *Simulator) RemoveCase(id string) error {
	return s.change(id, func(t *ticket) { t.vanished = true })
}

// OpenCase opens a ticket past the API, as the console does, with the consulting problem type, and gives its id.
func (s *Simulator) OpenCase(description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open(s.ownCall(), createCaseBody{
		BusinessTypeID: ProblemConsulting, ProductCategoryID: ProductServer, IncidentSubTypeID: SubTypeService,
		SourceID: SourceID, SimpleDescription: description, RegionID: RegionBeijing4, AreaCode: "86", RemindTime: "0",
	}).id
}

// AddMessage adds a message of the customer past the API and gives its id.
func (s *Simulator) AddMessage(id, content string) (string, error) {
	var messageID string
	err := s.change(id, func(t *ticket) {
		messageID = s.store.nextMessageID()
		t.messages = append(t.messages, &message{
			id: messageID, authorID: t.ownerID, authorName: t.ownerName, content: content, created: s.Now(), read: true,
		})
	})
	return messageID, err
}

// AddLabel makes a label past the API and gives its id.
func (s *Simulator) AddLabel(name, color string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addLabel(name, color).id
}

// RemoveLabel deletes a label past the API, from the tickets that carry it too.
func (s *Simulator) RemoveLabel(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeLabel(id)
}

// SetCaseLabels replaces the labels of a ticket, as the console does.
func (s *Simulator) SetCaseLabels(id string, labelIDs ...int) error {
	return s.change(id, func(t *ticket) { t.labels = append([]int{}, labelIDs...) })
}

// SetRelations replaces the related tickets of a ticket, as the console does.
func (s *Simulator) SetRelations(id string, caseIDs ...string) error {
	return s.change(id, func(t *ticket) { t.related = append([]string{}, caseIDs...) })
}

// SetQuota sets the tickets that a problem type permits; -1 means no limit.
func (s *Simulator) SetQuota(businessTypeID string, total, unUsed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.quotas[businessTypeID] = &quota{total: total, unUsed: unUsed}
}

// SetLimits sets the accessory limits: files per ticket, size of a file in MB, and types by their endings.
func (s *Simulator) SetLimits(count, sizeMB int, types ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.store.account
	account.limitCount, account.limitSizeMB = count, sizeMB
	if len(types) > 0 {
		account.limitTypes = append([]string{}, types...)
	}
}

// SetCcLimit sets the number of mailboxes for copies.
func (s *Simulator) SetCcLimit(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.ccLimit = n
}

// SetPrivilege gives or takes a privilege (createCase, export). Taking one switches the account's policy on, without
// which privileges don't count.
func (s *Simulator) SetPrivilege(privilege string, granted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.privileges[privilege] = granted
	if !granted {
		s.store.account.policyOn = true
	}
}

// SetSupportPlan says whether the account has a support plan: without one there are no severities and no fault tickets.
func (s *Simulator) SetSupportPlan(has bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.supportPlan = has
}

// seedTexts are what seeded tickets are about.
var seedTexts = []string{
	"How do I resize a disk without downtime?", "安全组规则不生效", "Login to the console fails for one user",
	"请协助确认账单中的流量费用", "Snapshot stays in status creating",
}

// SeedCases opens n tickets of several kinds and statuses, one minute apart and all in the past.
func (s *Simulator) SeedCases(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	statuses := []int{StatusToBeHandled, StatusInProcess, StatusToBeConfirmed, StatusCompleted, StatusWaitingForFeedback}
	problems := []string{ProblemConsulting, ProblemStorage, ProblemFault}
	for i := range n {
		body := createCaseBody{
			BusinessTypeID: problems[i%len(problems)], IncidentSubTypeID: SubTypeService, SourceID: SourceID,
			SimpleDescription: fmt.Sprintf("%s (%d)", seedTexts[i%len(seedTexts)], i+1), RegionID: RegionBeijing4,
			AreaCode: "86", RemindTime: "0",
		}
		t := s.open(s.ownCall(), body)
		past := s.Now().Add(-seedAge(n - i))
		t.created, t.messages[0].created = past, past
		if status := statuses[i%len(statuses)]; status != StatusToBeHandled {
			s.engineerMessage(t, strings.ToUpper(t.id)+": "+engineerReply)
			t.setStatus(status, past)
		}
	}
}

// seedAge is the age of the i-th seeded ticket, counted from the youngest.
func seedAge(i int) time.Duration { return time.Hour + time.Duration(i)*time.Minute }

// ownCall is a call of the account's own user, for what is done past the API.
func (s *Simulator) ownCall() *call {
	return &call{principal: identity.Principal{
		UserID: s.options.UserID, UserName: s.options.User,
		DomainID: s.options.DomainID, DomainName: s.options.Domain, ProjectID: s.options.ProjectID,
	}}
}

// EngineerName is who answers on the other side.
const EngineerName = "Support engineer"

// AutoProgress lets every new ticket go on by itself: first an engineer takes it (status 1), then answers it and asks
// for confirmation (status 2). A step is due after Reads reads of the ticket or after a time of the simulator's clock,
// whichever is set; the zero value switches it off.
type AutoProgress struct {
	Reads int
	After time.Duration
}

var engineerReply = "We have looked into your request. Please confirm that it is solved."

// progress takes the steps that are due when a ticket is read.
func (s *Simulator) progress(t *ticket) {
	auto := s.options.AutoProgress
	if auto == (AutoProgress{}) {
		return
	}
	t.reads++
	for t.stage < 2 {
		due := auto.Reads > 0 && t.reads > auto.Reads*(t.stage+1)
		if auto.After > 0 && s.Now().Sub(t.created) >= auto.After*time.Duration(t.stage+1) {
			due = true
		}
		if !due {
			return
		}
		s.step(t)
	}
}

// step takes the next step, unless someone moved the ticket on meanwhile.
func (s *Simulator) step(t *ticket) {
	t.stage++
	switch {
	case t.stage == 1 && t.status == StatusToBeHandled:
		t.setStatus(StatusInProcess, s.Now())
	case t.stage == 2 && t.status == StatusInProcess:
		s.engineerMessage(t, engineerReply)
		t.setStatus(StatusToBeConfirmed, s.Now())
	default:
		return
	}
	s.addOperateLog(t, logStatus, true, engineerID, EngineerName, "updateStatus")
}

// engineerID is the id of who answers on the other side.
var engineerID = opaqueID("engineer", 1)

func (s *Simulator) engineerMessage(t *ticket, content string) *message {
	m := &message{
		id: s.store.nextMessageID(), engineer: true, authorID: engineerID, authorName: EngineerName,
		content: content, created: s.Now(),
	}
	t.messages = append(t.messages, m)
	return m
}
