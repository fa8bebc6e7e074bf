// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Behaviors chooses, for each question that the API reference leaves open, which behavior the simulator plays. The zero
// value is the first value of each. Behaviors lists all of them with their values.
type Behaviors struct {
	// BusinessErrors: how a business refusal (OSM.0101xxxx) travels.
	BusinessErrors BusinessErrorStatus
	// Success: which code a successful response that has something to say carries.
	Success SuccessEnvelope
	// Deleted: what reading a deleted ticket gives.
	Deleted DeletedTicket
	// Ended: whether a ticket that has ended stays in lists.
	Ended EndedTicket
	// Contacts: how phone and mailbox come back in the detail.
	Contacts ContactEcho
	// AbsentContact: what a contact change does to a field that it leaves out.
	AbsentContact AbsentContact
	// QueryLists: how several values of one query parameter must be written.
	QueryLists QueryLists
	// Numbers: whether limits and counts are JSON numbers or strings.
	Numbers NumberForm
	// TotalKey: the name of the total in ListCases.
	TotalKey TotalKey
	// Totals: what the total of a paged list counts.
	Totals TotalScope
	// ListOrder: the order of ListCases.
	ListOrder ListOrder
	// Windows: what query_start_time and query_end_time do.
	Windows WindowFilter
	// EmptyResponses: the body of a call that has nothing to say.
	EmptyResponses EmptyResponse
	// Times: how points in time are written and read.
	Times TimeForm
	// CcEmails: whether cc_email_info is an object or an array.
	CcEmails CcEmailForm
	// ContactWays: the numbers of contact_way.
	ContactWays ContactWayNumbers
	// Authorized: whether the detail carries is_authorized.
	Authorized AuthorizedField
	// Statuses: whether tickets have statuses that the reference does not name.
	Statuses StatusNumbers
	// ProblemNames: what business_type_name of a ticket is.
	ProblemNames ProblemNameEcho
	// RichText: how marks and special characters of texts come back.
	RichText RichTextEcho
	// Description: how white space of the ticket's text comes back.
	Description DescriptionEcho
	// ListDescriptions: how much of the ticket's text lists show.
	ListDescriptions ListDescriptions
	// LabelNames: how ListLabels matches its name filter.
	LabelNames LabelNameMatch
	// LabelUniqueness: what a second label of a name gets.
	LabelUniqueness LabelUniqueness
	// LabelSpaces: what becomes of white space around a label's name.
	LabelSpaces LabelSpaces
	// LabelColors: how the color of a label comes back.
	LabelColors LabelColors
	// MissingLabels: what deleting a label that does not exist gets.
	MissingLabels MissingLabels
	// IncidentUploads: what a message with an upload made for "incident" gets.
	IncidentUploads IncidentUploadInMessage
	// AttachedDeletion: what deleting an attachment that a ticket holds gets.
	AttachedDeletion AttachedDeletion
	// UnregisteredContacts: whether a contact that the account has not registered needs a verification.
	UnregisteredContacts UnregisteredContacts
	// VerifiedFrom: the offset of the first entry of ListHasVerifiedContacts.
	VerifiedFrom VerifiedOffset
	// RepeatedScore: what rating a ticket a second time gets.
	RepeatedScore RepeatedScore

	// VisibleAfterLookups hides a created ticket from that many reads (detail, status or list) after its creation.
	VisibleAfterLookups int
	// VisibleAfter hides a created ticket from reads for that time of the simulator's clock.
	VisibleAfter time.Duration
	// ListedAfter hides a created ticket from lists alone, for that time of the simulator's clock.
	ListedAfter time.Duration
	// ReadableAfter hides a created ticket from detail and status alone, for that time of the simulator's clock.
	ReadableAfter time.Duration
	// ClockAhead is how far the clock of the gateway, which writes the Date header, is ahead of the one that writes
	// create_time; negative when it is behind.
	ClockAhead time.Duration
}

// Behavior is one switch of Behaviors, for tests that cover all combinations and for programs that offer the choice.
type Behavior struct {
	// Name is the field of Behaviors in lower case, its words joined by hyphens.
	Name string
	// Values describes each value in one word. The first is what the zero Behaviors play.
	Values []string

	set func(r *Behaviors, value int)
}

// Set chooses the value with the given index in Values.
func (b Behavior) Set(r *Behaviors, value int) { b.set(r, value) }

// choice is the switch of an enumeration.
func choice[T ~int](name string, field func(*Behaviors) *T, values ...string) Behavior {
	return Behavior{Name: name, Values: values, set: func(r *Behaviors, value int) { *field(r) = T(value) }}
}

// VisibilityDelay is how long a new ticket is hidden under the values of the switch "new-tickets".
const VisibilityDelay = 3 * time.Second

// lags are what the values of the switch "new-tickets" set.
var lags = []Behaviors{
	{},
	{VisibleAfter: VisibilityDelay},
	{ListedAfter: VisibilityDelay},
	{ReadableAfter: VisibilityDelay},
	{VisibleAfterLookups: 2},
}

// newTickets is the row "a ticket just created".
var newTickets = Behavior{
	Name:   "new-tickets",
	Values: []string{"visible", "hidden", "unlisted", "unreadable", "hidden-from-two-reads"},
	set: func(r *Behaviors, value int) {
		lag := lags[value]
		r.VisibleAfterLookups, r.VisibleAfter = lag.VisibleAfterLookups, lag.VisibleAfter
		r.ListedAfter, r.ReadableAfter = lag.ListedAfter, lag.ReadableAfter
	},
}

// clockAhead is how far the gateway's clock is ahead of the data base's.
var clockAhead = Behavior{
	Name:   "clock-ahead",
	Values: []string{"0s", "30s", "2m"},
	set: func(r *Behaviors, value int) {
		r.ClockAhead = []time.Duration{0, 30 * time.Second, 2 * time.Minute}[value]
	},
}

// AllBehaviors lists every switch of Behaviors.
func AllBehaviors() []Behavior {
	return slices.Concat(wireBehaviors(), listBehaviors(), ticketBehaviors(), labelBehaviors())
}

func wireBehaviors() []Behavior {
	return []Behavior{
		choice("business-errors", func(r *Behaviors) *BusinessErrorStatus { return &r.BusinessErrors }, "200", "4xx"),
		choice("success", func(r *Behaviors) *SuccessEnvelope { return &r.Success },
			"no-code", "empty", "null", "zero-number", "zero-text", "all-zeros"),
		choice("empty-responses", func(r *Behaviors) *EmptyResponse { return &r.EmptyResponses }, "object", "null", "no-body", "empty-code", "null-code"),
		choice("numbers", func(r *Behaviors) *NumberForm { return &r.Numbers }, "documented", "strings", "numbers"),
		choice("times", func(r *Behaviors) *TimeForm { return &r.Times },
			"utc", "zone-with-z", "zone-with-offset", "zone-without-z", "gmt+8-with-z"),
		choice("cc-emails", func(r *Behaviors) *CcEmailForm { return &r.CcEmails }, "object", "array"),
		choice("contact-ways", func(r *Behaviors) *ContactWayNumbers { return &r.ContactWays }, "from-zero", "from-one"),
		clockAhead,
	}
}

func listBehaviors() []Behavior {
	return []Behavior{
		choice("query-lists", func(r *Behaviors) *QueryLists { return &r.QueryLists }, "both", "comma", "repeated"),
		choice("total-key", func(r *Behaviors) *TotalKey { return &r.TotalKey }, "total_count", "count"),
		choice("totals", func(r *Behaviors) *TotalScope { return &r.Totals }, "list", "page"),
		choice("list-order", func(r *Behaviors) *ListOrder { return &r.ListOrder }, "newest-first", "oldest-first", "shuffled"),
		choice("windows", func(r *Behaviors) *WindowFilter { return &r.Windows }, "zone", "utc", "ignored"),
		choice("list-descriptions", func(r *Behaviors) *ListDescriptions { return &r.ListDescriptions }, "whole", "cut"),
		choice("verified-from", func(r *Behaviors) *VerifiedOffset { return &r.VerifiedFrom }, "one", "zero"),
	}
}

func ticketBehaviors() []Behavior {
	return []Behavior{
		newTickets,
		choice("deleted", func(r *Behaviors) *DeletedTicket { return &r.Deleted }, "gone", "status-13"),
		choice("ended", func(r *Behaviors) *EndedTicket { return &r.Ended }, "listed", "unlisted"),
		choice("contacts", func(r *Behaviors) *ContactEcho { return &r.Contacts }, "plain", "masked", "cleared-when-handled"),
		choice("absent-contact", func(r *Behaviors) *AbsentContact { return &r.AbsentContact }, "kept", "cleared"),
		choice("unregistered-contacts", func(r *Behaviors) *UnregisteredContacts { return &r.UnregisteredContacts },
			"accepted", "need-verification"),
		choice("authorized", func(r *Behaviors) *AuthorizedField { return &r.Authorized }, "absent", "present"),
		choice("statuses", func(r *Behaviors) *StatusNumbers { return &r.Statuses }, "named", "unnamed"),
		choice("problem-names", func(r *Behaviors) *ProblemNameEcho { return &r.ProblemNames }, "catalog", "localized", "path", "empty"),
		choice("rich-text", func(r *Behaviors) *RichTextEcho { return &r.RichText }, "as-sent", "removed", "escaped"),
		choice("description", func(r *Behaviors) *DescriptionEcho { return &r.Description }, "as-sent", "trimmed", "lf", "crlf"),
		choice("repeated-score", func(r *Behaviors) *RepeatedScore { return &r.RepeatedScore }, "replaces", "rejected"),
	}
}

func labelBehaviors() []Behavior {
	return []Behavior{
		choice("label-names", func(r *Behaviors) *LabelNameMatch { return &r.LabelNames }, "fuzzy", "exact"),
		choice("label-uniqueness", func(r *Behaviors) *LabelUniqueness { return &r.LabelUniqueness }, "unique", "repeatable"),
		choice("label-spaces", func(r *Behaviors) *LabelSpaces { return &r.LabelSpaces }, "kept", "trimmed"),
		choice("label-colors", func(r *Behaviors) *LabelColors { return &r.LabelColors }, "as-sent", "lower-case"),
		choice("missing-labels", func(r *Behaviors) *MissingLabels { return &r.MissingLabels }, "accepted", "rejected", "unknown"),
		choice("incident-uploads", func(r *Behaviors) *IncidentUploadInMessage { return &r.IncidentUploads }, "accepted", "rejected"),
		choice("attached-deletion", func(r *Behaviors) *AttachedDeletion { return &r.AttachedDeletion }, "rejected", "ignored"),
	}
}

// Choose sets a switch by its name and the name of a value. The error lists what there is to choose from.
func (r *Behaviors) Choose(name, value string) error {
	behaviors := AllBehaviors()
	at := slices.IndexFunc(behaviors, func(b Behavior) bool { return b.Name == name })
	if at < 0 {
		var names []string
		for _, b := range behaviors {
			names = append(names, b.Name)
		}
		return fmt.Errorf("unknown behavior %q: choose one of %s", name, strings.Join(names, ", "))
	}
	index := slices.Index(behaviors[at].Values, value)
	if index < 0 {
		return fmt.Errorf("unknown value %q of behavior %s: choose one of %s", value, name, strings.Join(behaviors[at].Values, ", "))
	}
	behaviors[at].Set(r, index)
	return nil
}
