// SPDX-License-Identifier: MPL-2.0

package simulator

import "time"

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
