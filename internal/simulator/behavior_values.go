// SPDX-License-Identifier: MPL-2.0

package simulator

import "time"

// BusinessErrorStatus is the HTTP status of business errors.
type BusinessErrorStatus int

// The values of BusinessErrorStatus.
const (
	BusinessErrorsUnder200 BusinessErrorStatus = iota // HTTP 200 with a code in the body, as the reference documents
	BusinessErrorsUnder4xx                            // HTTP 400, 403 or 404 with the same body
)

// SuccessEnvelope is the code in a successful JSON object, {} for a response without content included.
type SuccessEnvelope int

// The values of SuccessEnvelope.
const (
	SuccessWithoutCode SuccessEnvelope = iota
	SuccessEmptyCode                   // "error_code": "", "error_msg": ""
	SuccessNullCode                    // "error_code": null, "error_msg": null
	SuccessZeroNumber                  // "error_code": 0, "error_msg": "", as in the vendor's only sample
	SuccessZeroText                    // "error_code": "0", "error_msg": "success"
	SuccessAllZeros                    // "error_code": "OSM.00000000", "error_msg": "success"
)

// QueryLists is the accepted form of several values for one query parameter.
type QueryLists int

// The values of QueryLists.
const (
	QueryListsBoth     QueryLists = iota // joined by commas, or the parameter repeated
	QueryListsComma                      // joined by commas only
	QueryListsRepeated                   // repeated only
)

// NumberForm is the JSON type of limits and counts.
type NumberForm int

// The values of NumberForm.
const (
	NumbersAsDocumented NumberForm = iota // counts are numbers, the accessory limits strings
	NumbersAsStrings                      // all are strings
	NumbersAsNumbers                      // all are numbers
)

// TotalKey is the name of the total in ListCases.
type TotalKey int

// The values of TotalKey.
const (
	TotalCount TotalKey = iota // total_count
	TotalAsCount
)

// TotalScope is what the total of a paged list counts.
type TotalScope int

// The values of TotalScope.
const (
	TotalOfList TotalScope = iota
	TotalOfPage            // the entries of the page that is returned
)

// ListOrder is the order of ListCases.
type ListOrder int

// The values of ListOrder.
const (
	NewestFirst ListOrder = iota
	OldestFirst
	Shuffled // by a hash of the ID: the same order in every call
)

// WindowFilter is what query_start_time and query_end_time do.
type WindowFilter int

// The values of WindowFilter.
const (
	WindowsInZone  WindowFilter = iota // filter; the times are in the zone of X-Time-Zone
	WindowsInUTC                       // filter; the times are UTC
	WindowsIgnored                     // do nothing
)

// EmptyResponse is the body of a successful response without content.
type EmptyResponse int

// The values of EmptyResponse.
const (
	EmptyResponseObject    EmptyResponse = iota // {}
	EmptyResponseNull                           // null
	EmptyResponseNoBody                         // a body of length 0
	EmptyResponseEmptyCode                      // {"error_code":"","error_msg":""}
	EmptyResponseNullCode                       // {"error_code":null,"error_msg":null}
)

// TimeForm is the format of times in responses and requests.
type TimeForm int

// The values of TimeForm.
const (
	TimesUTC         TimeForm = iota // end in Z and are UTC
	TimesInZone                      // end in Z, yet are in the zone of X-Time-Zone
	TimesWithOffset                  // in the zone of X-Time-Zone, with its offset
	TimesWithoutZone                 // in the zone of X-Time-Zone, without Z or offset
	TimesLocal                       // end in Z, yet are in GMT+8, whatever X-Time-Zone says
)

// CcEmailForm is the JSON type of cc_email_info.
type CcEmailForm int

// The values of CcEmailForm.
const (
	CcEmailObject CcEmailForm = iota
	CcEmailArray
)

// ContactWayNumbers are the values of contact_way in responses, for phone and mailbox. Requests have 0 and 1, as documented.
type ContactWayNumbers int

// The values of ContactWayNumbers.
const (
	ContactWaysFromZero ContactWayNumbers = iota
	ContactWaysFromOne
)

// VerifiedOffset is the offset of the first entry of ListHasVerifiedContacts.
type VerifiedOffset int

// The values of VerifiedOffset.
const (
	VerifiedFromOne VerifiedOffset = iota
	VerifiedFromZero
)

// DeletedTicket is what reading a deleted ticket returns.
type DeletedTicket int

// The values of DeletedTicket.
const (
	DeletedIsGone   DeletedTicket = iota // OSM.01010015, and in no list
	DeletedStatus13                      // readable with status 13, and listed
)

// EndedTicket is whether a ticket that is completed, cancelled, invalid or deleted stays in lists.
type EndedTicket int

// The values of EndedTicket.
const (
	EndedListed   EndedTicket = iota
	EndedUnlisted             // in no list, but readable by its ID
)

// ContactEcho is how phone and mailbox are returned in the detail.
type ContactEcho int

// The values of ContactEcho.
const (
	ContactsPlain              ContactEcho = iota // as sent
	ContactsMasked                                // 138****0000 and a masked mailbox
	ContactsClearedWhenHandled                    // as sent while open, empty once the ticket is handled
)

// AbsentContact is what a contact change does to an omitted field.
type AbsentContact int

// The values of AbsentContact.
const (
	AbsentContactKept AbsentContact = iota
	AbsentContactCleared
)

// AuthorizedField is whether the detail carries is_authorized.
type AuthorizedField int

// The values of AuthorizedField.
const (
	AuthorizedAbsent AuthorizedField = iota
	AuthorizedPresent
)

// StatusNumbers is whether tickets have undocumented statuses.
type StatusNumbers int

// The values of StatusNumbers.
const (
	StatusesNamed   StatusNumbers = iota
	StatusesUnnamed               // a ticket in process is reported, and filtered, with UnnamedStatus
)

// UnnamedStatus is the status of a ticket in process under StatusesUnnamed: the highest that a page of the reference allows.
const UnnamedStatus = 30

// ProblemNameEcho is the value of a ticket's business_type_name.
type ProblemNameEcho int

// The values of ProblemNameEcho.
const (
	ProblemNameOfCatalog ProblemNameEcho = iota // the name of the look-up, in the language of X-Language
	ProblemNameLocalized                        // the name in the other language
	ProblemNamePath                             // "Product / Name", cut at the documented 64 characters
	ProblemNameEmpty
)

// RichTextEcho is how markup and special characters in descriptions and messages are returned.
type RichTextEcho int

// The values of RichTextEcho.
const (
	RichTextAsSent  RichTextEcho = iota // markup of engineers is removed unless trim_osm_rich_text_label is false
	RichTextRemoved                     // markup is removed from all texts, unless trim_osm_rich_text_label is false
	RichTextEscaped                     // &, <, >, " and ' are written as entities
)

// DescriptionEcho is how white space in a ticket's description is returned.
type DescriptionEcho int

// The values of DescriptionEcho.
const (
	DescriptionAsSent DescriptionEcho = iota
	DescriptionTrimmed
	DescriptionLineFeeds // every line ending is \n
	DescriptionCRLF      // every line ending is \r\n
)

// ListDescriptions is how much of a ticket's description lists contain.
type ListDescriptions int

// The values of ListDescriptions.
const (
	ListDescriptionsWhole ListDescriptions = iota
	ListDescriptionsCut                    // the first ListDescriptionLength characters
)

// ListDescriptionLength is the length of a description under ListDescriptionsCut, in characters.
const ListDescriptionLength = 40

// UnregisteredContacts is whether a contact that the account has not registered must be verified.
type UnregisteredContacts int

// The values of UnregisteredContacts.
const (
	UnregisteredAccepted UnregisteredContacts = iota
	UnregisteredNeedVerification
)

// RepeatedScore is the response to rating a ticket a second time.
type RepeatedScore int

// The values of RepeatedScore.
const (
	RepeatedScoreReplaces RepeatedScore = iota
	RepeatedScoreRejected
)

// RevokedMessages is what reads return of a revoked message, and the response to revoking it again.
type RevokedMessages int

// The values of RevokedMessages.
const (
	RevokedMessagesGone    RevokedMessages = iota // nothing; rejected
	RevokedMessagesEmptied                        // the message without text and attachments; rejected
	RevokedMessagesMarked                         // RevokedText instead of the text; accepted
)

// RevokedText is the text of a revoked message under RevokedMessagesMarked.
const RevokedText = "This message was withdrawn."

// RevocableMessages is which messages of the customer can be revoked. Others are rejected with codeNotRevocable.
type RevocableMessages int

// The values of RevocableMessages.
const (
	RevocableMessagesAll    RevocableMessages = iota
	RevocableMessagesRecent                   // not older than RevocableFor
	RevocableMessagesOfOpenTickets
)

// RevocableFor is how long a message can be revoked under RevocableMessagesRecent.
const RevocableFor = 2 * time.Minute

// LabelNameMatch is how ListLabels matches its name filter.
type LabelNameMatch int

// The values of LabelNameMatch.
const (
	LabelNamesFuzzy LabelNameMatch = iota // part of the name, case-insensitive
	LabelNamesExact
)

// LabelUniqueness is the response to a second label with the same name.
type LabelUniqueness int

// The values of LabelUniqueness.
const (
	LabelsUnique     LabelUniqueness = iota // OSM.01010040; case-sensitive
	LabelsRepeatable                        // another label
)

// LabelSpaces is whether white space around a label's name is stored.
type LabelSpaces int

// The values of LabelSpaces.
const (
	LabelSpacesKept LabelSpaces = iota
	LabelSpacesTrimmed
)

// LabelColors is how the color of a label is returned.
type LabelColors int

// The values of LabelColors.
const (
	LabelColorsAsSent LabelColors = iota
	LabelColorsLowerCase
)

// MissingLabels is the response to deleting a label that does not exist.
type MissingLabels int

// The values of MissingLabels.
const (
	MissingLabelDeletionAccepted MissingLabels = iota
	MissingLabelDeletionRejected               // OSM.01010001
	MissingLabelDeletionUnknown                // OSM.01010039
)

// IncidentUploadInMessage is the response to a message with an upload made for "incident".
type IncidentUploadInMessage int

// The values of IncidentUploadInMessage.
const (
	IncidentUploadAccepted IncidentUploadInMessage = iota
	IncidentUploadRejected
)

// AttachedDeletion is the response to deleting an attachment of a ticket.
type AttachedDeletion int

// The values of AttachedDeletion.
const (
	AttachedDeletionRejected AttachedDeletion = iota
	AttachedDeletionIgnored                   // reported as a success; the file stays
)

// FormUpload is the response to an upload as a form (UploadAccessory).
type FormUpload int

// The values of FormUpload.
const (
	FormUploadAccepted   FormUpload = iota
	FormUploadNotOffered            // HTTP 404 of the gateway, which does not know the operation
	FormUploadMalformed             // OSM.0001
)

// UnknownFile is the response to a request for the URLs of several attachments of which one does not exist.
type UnknownFile int

// The values of UnknownFile.
const (
	UnknownFileRejected UnknownFile = iota // the whole request, with OSM.01010001
	UnknownFileLeftOut
	UnknownFileWithoutURL // listed without a name and a URL
)

// ExportName is how the header Content-Disposition of an export contains the file's name.
type ExportName int

// The values of ExportName.
const (
	ExportNamePlain   ExportName = iota // filename="…"
	ExportNameEncoded                   // filename*=UTF-8''…, with the content type of a spreadsheet
	ExportNameNone                      // there is no such header
)
