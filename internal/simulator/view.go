// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Case is a ticket as stored, independent of Behaviors.
type Case struct {
	ID, OwnerID, OwnerName, GroupID string
	Status                          int
	Description                     string

	BusinessTypeID, ProductCategoryID, IncidentSubTypeID string
	RegionID, SeverityID, ProjectID, SourceID            string

	Created, Resolved, Confirmed time.Time

	AreaCode, RemindMobile, RemindMail, RemindTime string
	ContactType, CcEmail                           string

	// Extends is extends_map as sent, including later parameters.
	Extends      map[string]json.RawMessage
	AccessoryIDs []string // of the creation
	LabelIDs     []int
	RelatedIDs   []string
	Judgement    string
	Ratings      []Rating
	Messages     []Message
	// Removed reports whether RemoveCase removed it.
	Removed bool

	// The catalog's English names of the IDs; "" without an ID.
	BusinessTypeName, ProductCategoryName, RegionName, SeverityName string
}

// Rating is one rating of a ticket.
type Rating struct{ ID, Value int }

// Message is a message as stored.
type Message struct {
	ID         string
	Engineer   bool
	AuthorID   string
	AuthorName string
	Content    string
	Created    time.Time
	First      bool
	// Read reports whether the customer has read it.
	Read         bool
	AccessoryIDs []string
}

// Accessory is an upload as stored.
type Accessory struct {
	ID, Name, Origin string
	UploadType       int
	Bytes            []byte
	Created          time.Time
	// CaseID is the ticket that it is attached to, or "".
	CaseID string
}

// Label is a label as stored.
type Label struct {
	ID          int
	Name, Color string
}

// Cases returns every ticket ever opened, including deleted ones, in order of creation.
func (s *Simulator) Cases() []Case {
	s.mu.Lock()
	defer s.mu.Unlock()
	views := make([]Case, 0, len(s.store.tickets))
	for _, t := range s.store.tickets {
		views = append(views, s.caseView(t))
	}
	return views
}

// Case returns a ticket of any status. It reports false if there never was one.
func (s *Simulator) Case(id string) (Case, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.store.tickets {
		if t.id == id {
			return s.caseView(t), true
		}
	}
	return Case{}, false
}

// Messages returns a ticket's messages, including the first one, in order of creation.
func (s *Simulator) Messages(caseID string) []Message {
	view, _ := s.Case(caseID)
	return view.Messages
}

// Labels returns the account's labels in order of creation.
func (s *Simulator) Labels() []Label {
	s.mu.Lock()
	defer s.mu.Unlock()
	var views []Label
	for _, l := range s.store.labels {
		views = append(views, Label{ID: l.id, Name: l.name, Color: l.color})
	}
	return views
}

// Accessory returns an upload. It reports false if it does not exist.
func (s *Simulator) Accessory(id string) (Accessory, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.store.accessories[id]
	if a == nil {
		return Accessory{}, false
	}
	return a.view(), true
}

// Accessories returns the uploads in order of time, then ID.
func (s *Simulator) Accessories() []Accessory {
	s.mu.Lock()
	defer s.mu.Unlock()
	var views []Accessory
	for _, id := range slices.Sorted(maps.Keys(s.store.accessories)) {
		views = append(views, s.store.accessories[id].view())
	}
	slices.SortStableFunc(views, func(a, b Accessory) int { return a.Created.Compare(b.Created) })
	return views
}

func (a *accessory) view() Accessory {
	return Accessory{
		ID: a.id, Name: a.name, Origin: a.origin, UploadType: a.uploadType, Bytes: slices.Clone(a.data),
		Created: a.created, CaseID: a.ticketID,
	}
}

func (t *ticket) view() Case {
	view := Case{
		ID: t.id, OwnerID: t.ownerID, OwnerName: t.ownerName, GroupID: t.groupID, Status: t.status, Description: t.description,
		BusinessTypeID: t.businessTypeID, ProductCategoryID: t.productID, IncidentSubTypeID: t.subTypeID,
		RegionID: t.regionID, SeverityID: t.severityID, ProjectID: t.projectID, SourceID: t.sourceID,
		Created: t.created, Resolved: t.resolved, Confirmed: t.confirmed,
		AreaCode: t.contact.areaCode, RemindMobile: t.contact.mobile, RemindMail: t.contact.mail,
		RemindTime: t.contact.window, ContactType: t.contact.kinds, CcEmail: t.contact.cc,
		Extends: maps.Clone(t.extends), LabelIDs: slices.Clone(t.labels), RelatedIDs: slices.Clone(t.related),
		Judgement: t.judgement, Removed: t.vanished,
	}
	for _, r := range t.ratings {
		view.Ratings = append(view.Ratings, Rating{ID: r.SatisfactionID, Value: r.SatisfactionValue})
	}
	for _, m := range t.messages {
		if m.first {
			view.AccessoryIDs = slices.Clone(m.accessories)
		}
		view.Messages = append(view.Messages, Message{
			ID: m.id, Engineer: m.engineer, AuthorID: m.authorID, AuthorName: m.authorName, Content: m.content,
			Created: m.created, First: m.first, Read: m.read, AccessoryIDs: slices.Clone(m.accessories),
		})
	}
	return view
}

// caseView returns a ticket with the names of its IDs.
func (s *Simulator) caseView(t *ticket) Case {
	view, catalog := t.view(), s.store.catalog
	if problem, product := catalog.problem(t.businessTypeID); problem != nil {
		view.BusinessTypeName, view.ProductCategoryName = problem.Name.EN, product.Name.EN
	}
	if region := catalog.region(t.regionID); region != nil {
		view.RegionName = region.Name.EN
	}
	if severity := catalog.severity(t.severityID); severity != nil {
		view.SeverityName = severity.Name.EN
	}
	return view
}

// change changes one ticket under the lock.
func (s *Simulator) change(id string, apply func(*ticket)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.store.ticket(id)
	if t == nil {
		return fmt.Errorf("no ticket %q", id)
	}
	apply(t)
	s.watch.notify()
	return nil
}
