// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Behaviors selects the behavior of the simulator for each question that the API reference leaves open. The zero
// value selects the first value of each. AllBehaviors lists them all with their values.
type Behaviors struct {
	// BusinessErrors: the HTTP status of business errors (OSM.0101xxxx).
	BusinessErrors BusinessErrorStatus
	// Success: the code in a successful response with content.
	Success SuccessEnvelope
	// Deleted: what reading a deleted ticket returns.
	Deleted DeletedTicket
	// Ended: whether a closed ticket stays in lists.
	Ended EndedTicket
	// Contacts: how phone and mailbox are returned in the detail.
	Contacts ContactEcho
	// AbsentContact: what a contact change does to an omitted field.
	AbsentContact AbsentContact
	// QueryLists: the accepted forms of several values for one query parameter.
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
	// EmptyResponses: the body of a successful response without content.
	EmptyResponses EmptyResponse
	// Times: the format of times in responses and requests.
	Times TimeForm
	// CcEmails: whether cc_email_info is an object or an array.
	CcEmails CcEmailForm
	// ContactWays: the values of contact_way.
	ContactWays ContactWayNumbers
	// Authorized: whether the detail carries is_authorized.
	Authorized AuthorizedField
	// Statuses: whether tickets have undocumented statuses.
	Statuses StatusNumbers
	// ProblemNames: the value of a ticket's business_type_name.
	ProblemNames ProblemNameEcho
	// RichText: how markup and special characters in texts are returned.
	RichText RichTextEcho
	// Description: how white space in a ticket's description is returned.
	Description DescriptionEcho
	// ListDescriptions: how much of a ticket's description lists contain.
	ListDescriptions ListDescriptions
	// LabelNames: how ListLabels matches its name filter.
	LabelNames LabelNameMatch
	// LabelUniqueness: the response to a second label with the same name.
	LabelUniqueness LabelUniqueness
	// LabelSpaces: whether white space around a label's name is stored.
	LabelSpaces LabelSpaces
	// LabelColors: how the color of a label is returned.
	LabelColors LabelColors
	// MissingLabels: the response to deleting a label that does not exist.
	MissingLabels MissingLabels
	// IncidentUploads: the response to a message with an upload made for "incident".
	IncidentUploads IncidentUploadInMessage
	// AttachedDeletion: the response to deleting an attachment of a ticket.
	AttachedDeletion AttachedDeletion
	// FormUploads: the response to an upload as a form.
	FormUploads FormUpload
	// UnknownFiles: the response to a request for the URLs of attachments of which one does not exist.
	UnknownFiles UnknownFile
	// ExportNames: how the name of an exported file is written.
	ExportNames ExportName
	// UnregisteredContacts: whether a contact that the account has not registered must be verified.
	UnregisteredContacts UnregisteredContacts
	// VerifiedFrom: the offset of the first entry of ListHasVerifiedContacts.
	VerifiedFrom VerifiedOffset
	// RepeatedScore: the response to rating a ticket a second time.
	RepeatedScore RepeatedScore
	// RevokedMessages: what reads return of a revoked message, and the response to revoking it again.
	RevokedMessages RevokedMessages
	// RevocableMessages: which messages can be revoked.
	RevocableMessages RevocableMessages
	// MessageOrder: the order of the messages of a ticket.
	MessageOrder MessageOrder
	// Reading: whether reading a ticket marks its messages as read.
	Reading Reading
	// UnreadCounts: which messages ListUnreadNewInstantMessages counts.
	UnreadCounts UnreadCounts
	// UnreadList: which tickets it lists.
	UnreadList UnreadList
	// UnreadStatus: whether it returns the status of tickets.
	UnreadStatus UnreadStatus
	// UnreadMissing: its response if one of several tickets can't be read.
	UnreadMissing UnreadMissing
	// InstantMessages: whether the account has the operations of instant messages.
	InstantMessages InstantMessages
	// AuthorizationGrants: how a request for access is shown after it is granted.
	AuthorizationGrants AuthorizationGrants
	// RepeatedGrants: the response to granting a request a second time.
	RepeatedGrants RepeatedGrants
	// EarlyCancellation: the response to withdrawing a request that waits or is being approved.
	EarlyCancellation EarlyCancellation
	// AuthorizationTimes: the unit of auth_effective_time and auth_expire_time in a grant.
	AuthorizationTimes AuthorizationTimes
	// EndedAuthorizations: what the service still returns of a request that has ended.
	EndedAuthorizations EndedAuthorizations
	// MissingAuthorizations: the code for a request that does not exist.
	MissingAuthorizations MissingAuthorizations
	// RequestEcho: whether errors about a grant quote the request.
	RequestEcho RequestEcho
	// NeedVerify: whether CheckNeedVerify takes completed verifications into account.
	NeedVerify NeedVerify
	// VerifiedValues: how contacts are returned by ListHasVerifiedContacts.
	VerifiedValues VerifiedValues
	// WrongCodes: the response to a wrong or expired verification code.
	WrongCodes WrongCodes
	// UnrestrictedPrivileges: what ListPrivileges returns while the account's policy is off.
	UnrestrictedPrivileges UnrestrictedPrivileges
	// RepeatedPrivileges: the response to granting a privilege that is granted, or revoking one that is not.
	RepeatedPrivileges RepeatedPrivileges
	// AgreementVersions: the form of the version of an agreement.
	AgreementVersions AgreementVersions
	// UnsignedAgreements: the response to a new ticket while the agreement on new tickets is not signed.
	UnsignedAgreements UnsignedAgreements

	// VisibleAfterLookups hides a new ticket from that many reads (detail, status or list).
	VisibleAfterLookups int
	// VisibleAfter hides a new ticket from reads for that time of the simulator's clock.
	VisibleAfter time.Duration
	// ListedAfter hides a new ticket only from lists, for that time of the simulator's clock.
	ListedAfter time.Duration
	// ReadableAfter hides a new ticket only from detail and status, for that time of the simulator's clock.
	ReadableAfter time.Duration
	// ClockAhead is how far the clock of the gateway, which writes the Date header, is ahead of the one that writes
	// create_time; negative when it is behind.
	ClockAhead time.Duration
}

// Behavior describes one field of Behaviors, for tests that cover all combinations and programs that offer the choice.
type Behavior struct {
	// Name is the name of the field in lower case, with hyphens between words.
	Name string
	// Values are the names of the values. The first is the one of the zero Behaviors.
	Values []string

	set func(r *Behaviors, value int)
	get func(r *Behaviors) int
}

// Set selects the value with the given index in Values.
func (b Behavior) Set(r *Behaviors, value int) { b.set(r, value) }

// Value returns the name of the selected value, "" if the fields hold none of Values.
func (b Behavior) Value(r Behaviors) string {
	index := b.get(&r)
	if index < 0 || index >= len(b.Values) {
		return ""
	}
	return b.Values[index]
}

// choice returns the Behavior of an enumeration.
func choice[T ~int](name string, field func(*Behaviors) *T, values ...string) Behavior {
	return Behavior{
		Name: name, Values: values,
		set: func(r *Behaviors, value int) { *field(r) = T(value) },
		get: func(r *Behaviors) int { return int(*field(r)) },
	}
}

// VisibilityDelay is how long the behavior "new-tickets" hides a new ticket.
const VisibilityDelay = 3 * time.Second

// newTicketDelays are the settings of the behavior "new-tickets", one per value.
var newTicketDelays = []Behaviors{
	{},
	{VisibleAfter: VisibilityDelay},
	{ListedAfter: VisibilityDelay},
	{ReadableAfter: VisibilityDelay},
	{VisibleAfterLookups: 2},
}

// newTickets sets the four fields that hide a new ticket.
var newTickets = Behavior{
	Name:   "new-tickets",
	Values: []string{"visible", "hidden", "unlisted", "unreadable", "hidden-from-two-reads"},
	set: func(r *Behaviors, value int) {
		lag := newTicketDelays[value]
		r.VisibleAfterLookups, r.VisibleAfter = lag.VisibleAfterLookups, lag.VisibleAfter
		r.ListedAfter, r.ReadableAfter = lag.ListedAfter, lag.ReadableAfter
	},
	get: func(r *Behaviors) int {
		lag := Behaviors{
			VisibleAfterLookups: r.VisibleAfterLookups, VisibleAfter: r.VisibleAfter,
			ListedAfter: r.ListedAfter, ReadableAfter: r.ReadableAfter,
		}
		return slices.Index(newTicketDelays, lag)
	},
}

// clocksAhead are the settings of the behavior "clock-ahead", one per value.
var clocksAhead = []time.Duration{0, 30 * time.Second, 2 * time.Minute}

// clockAhead sets how far the gateway's clock is ahead of the database's.
var clockAhead = Behavior{
	Name:   "clock-ahead",
	Values: []string{"0s", "30s", "2m"},
	set:    func(r *Behaviors, value int) { r.ClockAhead = clocksAhead[value] },
	get:    func(r *Behaviors) int { return slices.Index(clocksAhead, r.ClockAhead) },
}

// AllBehaviors returns a Behavior for every field of Behaviors.
func AllBehaviors() []Behavior {
	return slices.Concat(wireBehaviors(), listBehaviors(), ticketBehaviors(), messageBehaviors(), labelBehaviors(),
		fileBehaviors(), authorizationBehaviors(), accountBehaviors())
}

func wireBehaviors() []Behavior {
	return []Behavior{
		choice("business-errors", func(r *Behaviors) *BusinessErrorStatus { return &r.BusinessErrors }, "200", "4xx"),
		choice("success", func(r *Behaviors) *SuccessEnvelope { return &r.Success },
			"no-code", "empty", "null", "zero-number", "zero-text", "all-zeros"),
		choice("empty-responses", func(r *Behaviors) *EmptyResponse { return &r.EmptyResponses },
			"object", "null", "no-body", "empty-code", "null-code"),
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
		choice("problem-names", func(r *Behaviors) *ProblemNameEcho { return &r.ProblemNames },
			"catalog", "localized", "path", "empty"),
		choice("rich-text", func(r *Behaviors) *RichTextEcho { return &r.RichText }, "as-sent", "removed", "escaped"),
		choice("description", func(r *Behaviors) *DescriptionEcho { return &r.Description }, "as-sent", "trimmed", "lf", "crlf"),
		choice("repeated-score", func(r *Behaviors) *RepeatedScore { return &r.RepeatedScore }, "replaced", "rejected"),
		choice(
			"revoked-messages",
			func(r *Behaviors) *RevokedMessages { return &r.RevokedMessages },
			"gone",
			"emptied",
			"marked",
		),
		choice("revocable-messages", func(r *Behaviors) *RevocableMessages { return &r.RevocableMessages },
			"all", "recent", "of-open-tickets"),
	}
}

func labelBehaviors() []Behavior {
	return []Behavior{
		choice("label-names", func(r *Behaviors) *LabelNameMatch { return &r.LabelNames }, "fuzzy", "exact"),
		choice("label-uniqueness", func(r *Behaviors) *LabelUniqueness { return &r.LabelUniqueness }, "unique", "repeatable"),
		choice("label-spaces", func(r *Behaviors) *LabelSpaces { return &r.LabelSpaces }, "kept", "trimmed"),
		choice("label-colors", func(r *Behaviors) *LabelColors { return &r.LabelColors }, "as-sent", "lower-case"),
		choice("missing-labels", func(r *Behaviors) *MissingLabels { return &r.MissingLabels }, "accepted", "rejected",
			"unknown"),
	}
}

func fileBehaviors() []Behavior {
	return []Behavior{
		choice("incident-uploads", func(r *Behaviors) *IncidentUploadInMessage { return &r.IncidentUploads }, "accepted",
			"rejected"),
		choice("attached-deletion", func(r *Behaviors) *AttachedDeletion { return &r.AttachedDeletion }, "rejected", "ignored"),
		choice("form-uploads", func(r *Behaviors) *FormUpload { return &r.FormUploads }, "accepted", "not-offered", "malformed"),
		choice("unknown-files", func(r *Behaviors) *UnknownFile { return &r.UnknownFiles }, "rejected", "left-out", "no-url"),
		choice("export-names", func(r *Behaviors) *ExportName { return &r.ExportNames }, "plain", "encoded", "none"),
	}
}

// Choose sets a behavior by its name and the name of a value. The error lists the valid names.
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
		return fmt.Errorf("unknown value %q of behavior %s: choose one of %s", value, name,
			strings.Join(behaviors[at].Values, ", "))
	}
	behaviors[at].Set(r, index)
	return nil
}
