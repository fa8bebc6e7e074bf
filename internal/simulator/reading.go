// SPDX-License-Identifier: MPL-2.0

package simulator

import "time"

// Readings chooses, for each question that the API reference leaves open, which answer the simulator plays. The zero
// value is the first reading of each.
type Readings struct {
	// Refusals: how a business refusal (OSM.0101xxxx) travels.
	Refusals RefusalTravel
	// Deleted: what reading a deleted ticket gives.
	Deleted DeletedTicket
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
	// Nothing: the body of a call that has nothing to say.
	Nothing NothingAnswer
	// Times: how points in time are written and read.
	Times TimeForm
	// CcEmails: whether cc_email_info is an object or an array.
	CcEmails CcEmailForm
	// Authorized: whether the detail carries is_authorized.
	Authorized AuthorizedField
	// LabelNames: how ListLabels matches its name filter.
	LabelNames LabelNameMatch
	// IncidentUploads: what a message with an upload made for "incident" gets.
	IncidentUploads IncidentUploadInMessage
	// AttachedDeletion: what deleting an attachment that a ticket holds gets.
	AttachedDeletion AttachedDeletion
	// Description: how the ticket's text comes back.
	Description DescriptionEcho
	// UnregisteredContacts: whether a contact that the account has not registered needs a verification.
	UnregisteredContacts UnregisteredContacts
	// GoneLabels: what changing or deleting a label that does not exist gets.
	GoneLabels GoneLabels
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
}

// RefusalTravel is how a business refusal travels.
type RefusalTravel int

// The readings of RefusalTravel.
const (
	RefusalsUnder200 RefusalTravel = iota // HTTP 200 with a code in the body, as the reference documents
	RefusalsUnder4xx                      // HTTP 400, 403 or 404 with the same body
)

// DeletedTicket is what reading a deleted ticket gives.
type DeletedTicket int

// The readings of DeletedTicket.
const (
	DeletedIsGone   DeletedTicket = iota // OSM.01010015, and in no list
	DeletedStatus13                      // readable with status 13, and listed
)

// ContactEcho is how phone and mailbox come back.
type ContactEcho int

// The readings of ContactEcho.
const (
	ContactsPlain              ContactEcho = iota // as sent
	ContactsMasked                                // 138****0000 and a masked mailbox
	ContactsClearedWhenHandled                    // as sent while open, empty once the ticket is handled
)

// AbsentContact is what a contact change does to a field that it leaves out.
type AbsentContact int

// The readings of AbsentContact.
const (
	AbsentContactKept AbsentContact = iota
	AbsentContactCleared
)

// QueryLists is how several values of one query parameter must be written.
type QueryLists int

// The readings of QueryLists.
const (
	QueryListsBoth     QueryLists = iota // joined by commas, or the parameter repeated
	QueryListsComma                      // joined by commas only
	QueryListsRepeated                   // repeated only
)

// NumberForm is the JSON type of limits and counts.
type NumberForm int

// The readings of NumberForm.
const (
	NumbersAsDocumented NumberForm = iota // counts are numbers, the accessory limits strings
	NumbersAsStrings                      // all are strings
	NumbersAsNumbers                      // all are numbers
)

// TotalKey is the name of the total in ListCases.
type TotalKey int

// The readings of TotalKey.
const (
	TotalCount TotalKey = iota // total_count
	TotalAsCount
)

// NothingAnswer is the body of a call that has nothing to say.
type NothingAnswer int

// The readings of NothingAnswer.
const (
	NothingIsObject    NothingAnswer = iota // {}
	NothingIsNull                           // null
	NothingIsNoBody                         // a body of length 0
	NothingIsEmptyCode                      // {"error_code":"","error_msg":""}
	NothingIsNullCode                       // {"error_code":null,"error_msg":null}
)

// TimeForm is how points in time are written and read.
type TimeForm int

// The readings of TimeForm.
const (
	TimesUTC        TimeForm = iota // end in Z and are UTC
	TimesInZone                     // end in Z, yet are in the zone of X-Time-Zone
	TimesWithOffset                 // in the zone of X-Time-Zone, with its offset
)

// CcEmailForm is the JSON type of cc_email_info.
type CcEmailForm int

// The readings of CcEmailForm.
const (
	CcEmailObject CcEmailForm = iota
	CcEmailArray
)

// AuthorizedField is whether the detail carries is_authorized.
type AuthorizedField int

// The readings of AuthorizedField.
const (
	AuthorizedAbsent AuthorizedField = iota
	AuthorizedPresent
)

// LabelNameMatch is how ListLabels matches its name filter.
type LabelNameMatch int

// The readings of LabelNameMatch.
const (
	LabelNamesFuzzy LabelNameMatch = iota // in part, without regard to case
	LabelNamesExact
)

// IncidentUploadInMessage is what a message with an upload made for "incident" gets.
type IncidentUploadInMessage int

// The readings of IncidentUploadInMessage.
const (
	IncidentUploadAccepted IncidentUploadInMessage = iota
	IncidentUploadRefused
)

// AttachedDeletion is what deleting an attachment that a ticket holds gets.
type AttachedDeletion int

// The readings of AttachedDeletion.
const (
	AttachedDeletionRefused AttachedDeletion = iota
	AttachedDeletionIgnored                  // answered like a success; the file stays
)

// DescriptionEcho is how the ticket's text comes back.
type DescriptionEcho int

// The readings of DescriptionEcho.
const (
	DescriptionAsSent DescriptionEcho = iota
	DescriptionTrimmed
	DescriptionLineFeeds // every line end is one line feed
)

// UnregisteredContacts is whether a contact that the account has not registered needs a verification.
type UnregisteredContacts int

// The readings of UnregisteredContacts.
const (
	UnregisteredAccepted UnregisteredContacts = iota
	UnregisteredNeedVerification
)

// GoneLabels is what deleting a label that does not exist gets.
type GoneLabels int

// The readings of GoneLabels.
const (
	GoneLabelDeletionAccepted GoneLabels = iota
	GoneLabelDeletionRefused
)

// VerifiedOffset is the offset of the first entry of ListHasVerifiedContacts.
type VerifiedOffset int

// The readings of VerifiedOffset.
const (
	VerifiedFromOne VerifiedOffset = iota
	VerifiedFromZero
)

// RepeatedScore is what rating a ticket a second time gets.
type RepeatedScore int

// The readings of RepeatedScore.
const (
	RepeatedScoreReplaces RepeatedScore = iota
	RepeatedScoreRefused
)
