// SPDX-License-Identifier: MPL-2.0

package simulator

// AuthorizationGrants is how a request for access is shown after it is granted.
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

// EndedAuthorizations is what the service still returns of a request that has ended.
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

func authorizationBehaviors() []Behavior {
	return []Behavior{
		choice("authorization-grants", func(r *Behaviors) *AuthorizationGrants { return &r.AuthorizationGrants }, "at-once",
			"delayed", "approval"),
		choice("repeated-grants", func(r *Behaviors) *RepeatedGrants { return &r.RepeatedGrants }, "rejected", "accepted"),
		choice("early-cancellation", func(r *Behaviors) *EarlyCancellation { return &r.EarlyCancellation }, "rejected",
			"accepted"),
		choice("authorization-times", func(r *Behaviors) *AuthorizationTimes { return &r.AuthorizationTimes }, "milliseconds",
			"seconds"),
		choice("ended-authorizations", func(r *Behaviors) *EndedAuthorizations { return &r.EndedAuthorizations }, "kept",
			"wiped", "gone"),
		choice("missing-authorizations", func(r *Behaviors) *MissingAuthorizations { return &r.MissingAuthorizations },
			"invalid", "no-ticket", "unsupported"),
		choice("request-echo", func(r *Behaviors) *RequestEcho { return &r.RequestEcho }, "absent", "quoted"),
	}
}
