// SPDX-License-Identifier: MPL-2.0

package simulator

// AuthorizationGrants is what becomes of a request for access that is granted.
type AuthorizationGrants int

// The values of AuthorizationGrants.
const (
	AuthorizationGrantsAtOnce   AuthorizationGrants = iota
	AuthorizationGrantsDelayed                      // shown as waiting for GrantDelay
	AuthorizationGrantsApproval                     // in approval until SetAuthorizationStatus changes it
)

// RepeatedGrants is the response to granting a request a second time.
type RepeatedGrants int

// The values of RepeatedGrants.
const (
	RepeatedGrantsRejected RepeatedGrants = iota
	RepeatedGrantsAccepted
)

// EarlyCancellation is the response to withdrawing a request that waits or is being approved.
type EarlyCancellation int

// The values of EarlyCancellation.
const (
	EarlyCancellationRejected EarlyCancellation = iota
	EarlyCancellationAccepted
)

// AuthorizationTimes is the unit of the times in a grant.
type AuthorizationTimes int

// The values of AuthorizationTimes.
const (
	AuthorizationTimesInMilliseconds AuthorizationTimes = iota
	AuthorizationTimesInSeconds
)

// EndedAuthorizations is what is left of a request that has ended.
type EndedAuthorizations int

// The values of EndedAuthorizations.
const (
	EndedAuthorizationsKept  EndedAuthorizations = iota
	EndedAuthorizationsWiped                     // without details
	EndedAuthorizationsGone                      // like a request that never existed
)

// MissingAuthorizations is the code for a request that does not exist.
type MissingAuthorizations int

// The values of MissingAuthorizations.
const (
	MissingAuthorizationInvalid     MissingAuthorizations = iota // OSM.01010001
	MissingAuthorizationNoTicket                                 // OSM.01010015
	MissingAuthorizationUnsupported                              // OSM.01010018
)

// RequestEcho is whether errors about a grant quote the request.
type RequestEcho int

// The values of RequestEcho.
const (
	RequestEchoAbsent RequestEcho = iota
	RequestEchoQuoted
)
