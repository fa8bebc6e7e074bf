// SPDX-License-Identifier: MPL-2.0

package simulator

// The behaviors of tickets, their texts and their contacts.

// DeletedTicket is what reading a deleted ticket gives: the row "a deleted ticket".
type DeletedTicket int

// The values of DeletedTicket.
const (
	DeletedIsGone   DeletedTicket = iota // OSM.01010015, and in no list
	DeletedStatus13                      // readable with status 13, and listed
)

// EndedTicket is whether a ticket that is completed, cancelled, invalid or deleted stays in lists: the row "an ended
// ticket".
type EndedTicket int

// The values of EndedTicket.
const (
	EndedListed   EndedTicket = iota
	EndedUnlisted             // in no list, but readable by its ID
)

// ContactEcho is how phone and mailbox come back: the row "contacts in the detail response".
type ContactEcho int

// The values of ContactEcho.
const (
	ContactsPlain              ContactEcho = iota // as sent
	ContactsMasked                                // 138****0000 and a masked mailbox
	ContactsClearedWhenHandled                    // as sent while open, empty once the ticket is handled
)

// AbsentContact is what a contact change does to a field that it leaves out: the row "a contact field left out of the
// contact call".
type AbsentContact int

// The values of AbsentContact.
const (
	AbsentContactKept AbsentContact = iota
	AbsentContactCleared
)

// AuthorizedField is whether the detail carries is_authorized: part of the row "shapes".
type AuthorizedField int

// The values of AuthorizedField.
const (
	AuthorizedAbsent AuthorizedField = iota
	AuthorizedPresent
)

// StatusNumbers is whether tickets have statuses that the reference does not name: part of the row "shapes".
type StatusNumbers int

// The values of StatusNumbers.
const (
	StatusesNamed   StatusNumbers = iota
	StatusesUnnamed               // a ticket in process is reported, and filtered, with UnnamedStatus
)

// UnnamedStatus is the status of a ticket in process under StatusesUnnamed: the highest that a page of the reference allows.
const UnnamedStatus = 30

// ProblemNameEcho is what business_type_name of a ticket is: the row of that name.
type ProblemNameEcho int

// The values of ProblemNameEcho.
const (
	ProblemNameOfCatalog ProblemNameEcho = iota // the name of the look-up, in the language of X-Language
	ProblemNameLocalized                        // the name in the other language
	ProblemNamePath                             // "Product / Name", cut at the documented 64 characters
	ProblemNameEmpty
)

// RichTextEcho is how marks and special characters of descriptions and messages come back: the row "rich text".
type RichTextEcho int

// The values of RichTextEcho.
const (
	RichTextAsSent  RichTextEcho = iota // marks of engineers are removed where trim_osm_rich_text_label is not false
	RichTextRemoved                     // marks are removed from all texts, unless trim_osm_rich_text_label is false
	RichTextEscaped                     // &, <, >, " and ' are written as entities
)

// DescriptionEcho is how white space of the ticket's text comes back: the row "description echoed".
type DescriptionEcho int

// The values of DescriptionEcho.
const (
	DescriptionAsSent DescriptionEcho = iota
	DescriptionTrimmed
	DescriptionLineFeeds // every line end is one line feed
	DescriptionCRLF      // every line end is a carriage return and a line feed
)

// ListDescriptions is how much of the ticket's text lists show.
type ListDescriptions int

// The values of ListDescriptions.
const (
	ListDescriptionsWhole ListDescriptions = iota
	ListDescriptionsCut                    // the first ListDescriptionLength characters
)

// ListDescriptionLength is the length of a description under ListDescriptionsCut, in characters.
const ListDescriptionLength = 40

// UnregisteredContacts is whether a contact that the account has not registered needs a verification.
type UnregisteredContacts int

// The values of UnregisteredContacts.
const (
	UnregisteredAccepted UnregisteredContacts = iota
	UnregisteredNeedVerification
)

// RepeatedScore is what rating a ticket a second time gets.
type RepeatedScore int

// The values of RepeatedScore.
const (
	RepeatedScoreReplaces RepeatedScore = iota
	RepeatedScoreRejected
)
