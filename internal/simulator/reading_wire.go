// SPDX-License-Identifier: MPL-2.0

package simulator

// The behaviors of envelopes, numbers, times and lists.

// BusinessErrorStatus is how a business refusal travels: the row "how an error travels".
type BusinessErrorStatus int

// The values of BusinessErrorStatus.
const (
	BusinessErrorsUnder200 BusinessErrorStatus = iota // HTTP 200 with a code in the body, as the reference documents
	BusinessErrorsUnder4xx                            // HTTP 400, 403 or 404 with the same body
)

// SuccessEnvelope is which code a successful JSON object carries: the row "success envelope". It is also put into the
// response {} of a call that has nothing to say.
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

// QueryLists is how several values of one query parameter must be written: the row "label IDs in the query".
type QueryLists int

// The values of QueryLists.
const (
	QueryListsBoth     QueryLists = iota // joined by commas, or the parameter repeated
	QueryListsComma                      // joined by commas only
	QueryListsRepeated                   // repeated only
)

// NumberForm is the JSON type of limits and counts: part of the row "limits, counts".
type NumberForm int

// The values of NumberForm.
const (
	NumbersAsDocumented NumberForm = iota // counts are numbers, the accessory limits strings
	NumbersAsStrings                      // all are strings
	NumbersAsNumbers                      // all are numbers
)

// TotalKey is the name of the total in ListCases: part of the row "limits, counts".
type TotalKey int

// The values of TotalKey.
const (
	TotalCount TotalKey = iota // total_count
	TotalAsCount
)

// TotalScope is what the total of a paged list counts: part of the row "limits, counts".
type TotalScope int

// The values of TotalScope.
const (
	TotalOfList TotalScope = iota
	TotalOfPage            // the entries of the page that is returned
)

// ListOrder is the order of ListCases: the row "order of the list".
type ListOrder int

// The values of ListOrder.
const (
	NewestFirst ListOrder = iota
	OldestFirst
	Shuffled // by a hash of the ID: the same order in every call
)

// WindowFilter is what query_start_time and query_end_time do: part of the row "times".
type WindowFilter int

// The values of WindowFilter.
const (
	WindowsInZone  WindowFilter = iota // filter; the times are in the zone of X-Time-Zone
	WindowsInUTC                       // filter; the times are UTC
	WindowsIgnored                     // do nothing
)

// EmptyResponse is the body of a call that has nothing to say: the row "empty responses".
type EmptyResponse int

// The values of EmptyResponse.
const (
	EmptyResponseObject    EmptyResponse = iota // {}
	EmptyResponseNull                           // null
	EmptyResponseNoBody                         // a body of length 0
	EmptyResponseEmptyCode                      // {"error_code":"","error_msg":""}
	EmptyResponseNullCode                       // {"error_code":null,"error_msg":null}
)

// TimeForm is how points in time are written and read: part of the row "times".
type TimeForm int

// The values of TimeForm.
const (
	TimesUTC         TimeForm = iota // end in Z and are UTC
	TimesInZone                      // end in Z, yet are in the zone of X-Time-Zone
	TimesWithOffset                  // in the zone of X-Time-Zone, with its offset
	TimesWithoutZone                 // in the zone of X-Time-Zone, without Z or offset
	TimesLocal                       // end in Z, yet are in GMT+8, whatever X-Time-Zone says
)

// CcEmailForm is the JSON type of cc_email_info: part of the row "shapes".
type CcEmailForm int

// The values of CcEmailForm.
const (
	CcEmailObject CcEmailForm = iota
	CcEmailArray
)

// ContactWayNumbers is the numbers of contact_way in responses, for phone and mailbox: part of the row "shapes". Requests
// have 0 and 1, as documented.
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
