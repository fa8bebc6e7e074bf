// SPDX-License-Identifier: MPL-2.0

package simulator

// NeedVerify is whether CheckNeedVerify takes completed verifications into account.
type NeedVerify int

// The values of NeedVerify.
const (
	NeedVerifyUntilVerified NeedVerify = iota
	NeedVerifyAlways                   // every contact that is not registered
)

// VerifiedValues is how contacts are returned by ListHasVerifiedContacts.
type VerifiedValues int

// The values of VerifiedValues.
const (
	VerifiedValuesPlain VerifiedValues = iota
	VerifiedValuesMasked
)

// WrongCodes is the response to a wrong or expired verification code.
type WrongCodes int

// The values of WrongCodes.
const (
	WrongCodesNotVerified WrongCodes = iota // OSM.01010010
	WrongCodesInvalid                       // OSM.01010001
)

// UnrestrictedPrivileges is what ListPrivileges returns while the account's policy is off.
type UnrestrictedPrivileges int

// The values of UnrestrictedPrivileges.
const (
	UnrestrictedPrivilegesHeld      UnrestrictedPrivileges = iota // 1 for everyone
	UnrestrictedPrivilegesAsGranted                               // 1 for those to whom it was granted
)

// RepeatedPrivileges is the response to granting a privilege that is granted, or revoking one that is not.
type RepeatedPrivileges int

// The values of RepeatedPrivileges.
const (
	RepeatedPrivilegesAccepted RepeatedPrivileges = iota
	RepeatedPrivilegesRejected                    // OSM.01010001
)

// AgreementVersions is the form of the version of an agreement.
type AgreementVersions int

// The values of AgreementVersions.
const (
	AgreementVersionNumbers AgreementVersions = iota // 3
	AgreementVersionTexts                            // "3"
	AgreementVersionsDotted                          // "3.0.0", as in a sample of the reference
)

// UnsignedAgreements is the response to a new ticket while the agreement on new tickets is not signed.
type UnsignedAgreements int

// The values of UnsignedAgreements.
const (
	UnsignedAgreementsAccepted UnsignedAgreements = iota
	UnsignedAgreementsRejected                    // OSM.01010002
)

func accountBehaviors() []Behavior {
	return []Behavior{
		choice("need-verify", func(r *Behaviors) *NeedVerify { return &r.NeedVerify }, "until-verified", "always"),
		choice("verified-values", func(r *Behaviors) *VerifiedValues { return &r.VerifiedValues }, "plain", "masked"),
		choice("wrong-codes", func(r *Behaviors) *WrongCodes { return &r.WrongCodes }, "not-verified", "invalid"),
		choice("unrestricted-privileges", func(r *Behaviors) *UnrestrictedPrivileges { return &r.UnrestrictedPrivileges },
			"held", "as-granted"),
		choice("repeated-privileges", func(r *Behaviors) *RepeatedPrivileges { return &r.RepeatedPrivileges },
			"accepted", "rejected"),
		choice("agreement-versions", func(r *Behaviors) *AgreementVersions { return &r.AgreementVersions },
			"numbers", "texts", "dotted"),
		choice("unsigned-agreements", func(r *Behaviors) *UnsignedAgreements { return &r.UnsignedAgreements },
			"accepted", "rejected"),
	}
}
