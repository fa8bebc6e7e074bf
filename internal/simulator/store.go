// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"fmt"
	"time"
)

// store is the state of the simulated service.
type store struct {
	tickets     []*ticket // in order of creation
	accessories map[string]*accessory
	labels      []*label
	catalog     *catalog
	account     *account
	files       map[string]fileGrant
	// authorizations are in order of creation.
	authorizations []*authorization

	ticketNumber    int
	messageNumber   int
	accessoryNumber int
	labelNumber     int
	logNumber       int
	verifyNumber    int

	authorizationNumber, detailNumber, sessionNumber int
}

// The first numbers of the sequences.
const (
	firstTicketNumber = 100001
	firstLabelNumber  = 1001
)

func newStore() store {
	return store{
		accessories:  map[string]*accessory{},
		files:        map[string]fileGrant{},
		catalog:      loadCatalog(),
		account:      newAccount(),
		ticketNumber: firstTicketNumber,
		labelNumber:  firstLabelNumber,
	}
}

// ticket is one ticket.
type ticket struct {
	id          string
	ownerID     string
	ownerName   string
	groupID     string
	status      int
	description string

	businessTypeID, productID, subTypeID, regionID string
	severityID, projectID, sourceID                string

	created, resolved, confirmed time.Time

	contact    contact
	extends    map[string]json.RawMessage
	messages   []*message
	labels     []int
	related    []string
	judgement  string
	ratings    []rating
	log        []logEntry
	lastPress  time.Time
	authorized int

	vanished bool
	lookups  int // reads while it was hidden
	reads    int // reads since, for the automatic progress
	stage    int // steps of the automatic progress that were taken
}

// contact is who is notified about a ticket.
type contact struct {
	areaCode, mobile, mail, window, kinds, cc string
}

// message is one message of a ticket.
type message struct {
	id          string
	engineer    bool
	authorID    string
	authorName  string
	content     string
	created     time.Time
	first       bool
	accessories []string
	read        bool
	revoked     bool
}

// accessory is one upload.
type accessory struct {
	id, name, origin string
	uploadType       int
	data             []byte
	created          time.Time
	ticketID         string // the ticket that it is attached to, or ""
}

// label is one label of the account.
type label struct {
	id          int
	name, color string
	counted     bool // toward the account's limit
}

// rating is one rating of a ticket, as sent.
type rating struct {
	SatisfactionID    int    `json:"satisfaction_id"`
	SatisfactionValue int    `json:"satisfaction_value"`
	SatisfactionName  string `json:"satisfaction_name,omitempty"`
	Value             int    `json:"value,omitempty"`
	PerValue          int    `json:"per_value,omitempty"`
	CategoryID        string `json:"sat_category_id,omitempty"`
	CategoryName      string `json:"sat_category_name,omitempty"`
}

// logEntry is one line of a ticket's operation log.
type logEntry struct {
	id           string
	kind         int
	engineer     bool
	operatorID   string
	operatorName string
	text         string
	at           time.Time
}

func (st *store) nextTicketID() string {
	id := fmt.Sprintf("TS-%d", st.ticketNumber)
	st.ticketNumber++
	return id
}

func (st *store) nextMessageID() string {
	st.messageNumber++
	return opaqueID("message", st.messageNumber)
}

func (st *store) nextAccessoryID() string {
	st.accessoryNumber++
	return opaqueID("accessory", st.accessoryNumber)
}

func (st *store) ticket(id string) *ticket {
	for _, t := range st.tickets {
		if t.id == id && !t.vanished {
			return t
		}
	}
	return nil
}

func (st *store) message(messageID string) (*ticket, *message) {
	for _, t := range st.tickets {
		for _, m := range t.messages {
			if m.id == messageID {
				return t, m
			}
		}
	}
	return nil, nil
}

func (st *store) label(id int) *label {
	for _, l := range st.labels {
		if l.id == id {
			return l
		}
	}
	return nil
}

// logCall adds an operation of the caller to a ticket's log.
func (s *Simulator) logCall(c *call, t *ticket, kind int, text string) {
	s.addLogEntry(t, logEntry{kind: kind, operatorID: c.principal.UserID, operatorName: c.principal.UserName, text: text})
}

// logStatusChange adds the engineer's change of the status to a ticket's log.
func (s *Simulator) logStatusChange(t *ticket) {
	s.addLogEntry(
		t,
		logEntry{kind: logStatus, engineer: true, operatorID: engineerID, operatorName: EngineerName, text: "updateStatus"},
	)
}

func (s *Simulator) addLogEntry(t *ticket, e logEntry) {
	s.store.logNumber++
	e.id, e.at = opaqueID("log", s.store.logNumber), s.Now()
	t.log = append(t.log, e)
}
