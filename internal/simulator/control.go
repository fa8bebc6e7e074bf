// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// Actions of the other side: engineers and the console.

// SetStatus sets any status, undocumented ones included.
func (s *Simulator) SetStatus(id string, status int) error {
	return s.change(id, func(t *ticket) {
		t.setStatus(status, s.Now())
		s.logStatusChange(t)
	})
}

// Reply adds an engineer's message and returns its ID. The status does not change.
func (s *Simulator) Reply(id, content string) (string, error) {
	var messageID string
	err := s.change(id, func(t *ticket) { messageID = s.engineerMessage(t, content).id })
	return messageID, err
}

// SetContact changes a ticket's phone and mailbox, as the console does.
func (s *Simulator) SetContact(id, mobile, mail string) error {
	return s.change(id, func(t *ticket) { t.contact.mobile, t.contact.mail = mobile, mail })
}

// SetOwner assigns a ticket to another user, who is a member of the group unless groupID is "".
func (s *Simulator) SetOwner(id, userID, userName, groupID string) error {
	return s.change(id, func(t *ticket) { t.ownerID, t.ownerName, t.groupID = userID, userName, groupID })
}

// SetAuthorized sets is_authorized, which only AuthorizedPresent returns.
func (s *Simulator) SetAuthorized(id string, authorized bool) error {
	return s.change(id, func(t *ticket) { t.authorized = boolToInt(authorized) })
}

// RemoveCase removes a ticket, so that every call returns OSM.01010015 for it.
func (s *Simulator) RemoveCase(id string) error {
	return s.change(id, func(t *ticket) { t.vanished = true })
}

// OpenCase opens a ticket with the consulting problem type, as the console does, and returns its ID.
func (s *Simulator) OpenCase(description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.watch.notify()
	return s.open(s.ownCall(), createCaseBody{
		BusinessTypeID: ProblemConsulting, ProductCategoryID: ProductServer, IncidentSubTypeID: SubTypeService,
		SourceID: SourceID, SimpleDescription: description, RegionID: RegionBeijing4, AreaCode: "86", RemindTime: "0",
	}).id
}

// AddMessage adds a message of the customer, as the console does, and returns its ID.
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

// RevokeMessage revokes a message, as the console does.
func (s *Simulator) RevokeMessage(id, messageID string) error {
	var rejected *apiError
	if err := s.change(id, func(t *ticket) { _, rejected = s.revoke(t, messageID) }); err != nil {
		return err
	}
	if rejected != nil {
		return fmt.Errorf("message %s can't be revoked: %s", messageID, rejected.text(true))
	}
	return nil
}

// AddLabel creates a label, as the console does, and returns its ID.
func (s *Simulator) AddLabel(name, color string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addLabel(name, color).id
}

// RemoveLabel deletes a label and removes it from tickets, as the console does.
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

// SetQuota sets the quota of a problem type; -1 means no limit.
func (s *Simulator) SetQuota(businessTypeID string, total, unUsed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.quotas[businessTypeID] = &quota{total: total, unUsed: unUsed}
}

// SetLimits sets the accessory limits: files per ticket, size of a file in MB, and types by their extensions.
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

// SetPrivilege grants or revokes a privilege (createCase, export, assumeCaseAll). Revoking one enables the account's policy,
// without which privileges have no effect.
func (s *Simulator) SetPrivilege(privilege string, granted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.privileges[privilege] = granted
	if !granted {
		s.store.account.policyOn = true
	}
}

// SetSupportPlan sets whether the account has a support plan. Without one there are no severities and no fault tickets.
func (s *Simulator) SetSupportPlan(has bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.account.supportPlan = has
}

// seedTexts are the descriptions of seeded tickets.
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

// seedAge returns the age of the i-th seeded ticket, counted from the youngest.
func seedAge(i int) time.Duration { return time.Hour + time.Duration(i)*time.Minute }

// ownCall returns a call of the account's own user, for changes that don't use the API.
func (s *Simulator) ownCall() *call {
	return &call{principal: identity.Principal{
		UserID: s.options.UserID, UserName: s.options.User,
		DomainID: s.options.DomainID, DomainName: s.options.Domain, ProjectID: s.options.ProjectID,
	}}
}

// EngineerName is the name of the engineer who replies.
const EngineerName = "Support engineer"

// AutoProgress moves every new ticket on by itself: an engineer first takes it (status 1), then replies and asks for
// confirmation (status 2). A step is due after Reads reads of the ticket or after a time of the simulator's clock,
// whichever is set; the zero value disables it.
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

// step takes the next step, unless someone changed the status meanwhile.
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
	s.logStatusChange(t)
}

// engineerID is the ID of the engineer who replies.
var engineerID = opaqueID("engineer", 1)

func (s *Simulator) engineerMessage(t *ticket, content string) *message {
	m := &message{
		id: s.store.nextMessageID(), engineer: true, authorID: engineerID, authorName: EngineerName,
		content: content, created: s.Now(),
	}
	t.messages = append(t.messages, m)
	return m
}
