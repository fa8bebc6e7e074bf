// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"strconv"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// AgreementNewTicket is the agreement on new tickets of ordinary users (API reference: agreement_type).
const AgreementNewTicket = "0"

// AgreementTypes lists the types of agreements: new tickets of ordinary users, new tickets of a software vendor's users,
// authorization for support.
func AgreementTypes() []string { return []string{AgreementNewTicket, "1", "2"} }

// NoAgreementError reports that no agreement of a type is published.
type NoAgreementError struct{ Type string }

func (e *NoAgreementError) Error() string { return "no agreement of type " + e.Type + " is published" }

// Detail returns cause and next step.
func (e *NoAgreementError) Detail() string {
	return "The service reports no published agreement of type " + e.Type + ". Check `agreement_type`."
}

// LatestAgreement returns the latest published agreement of a type (API reference: ShowLatestPublishedAgreement). The error is a
// *NoAgreementError if there is none.
func (l LookUps) LatestAgreement(ctx context.Context, kind string) (*osmapi.AgreementVo, error) {
	out, err := lookUp[osmapi.ShowLatestPublishedAgreementResponse](ctx, l, l.client.latestAgreement(kind))
	if err == nil && (out.CaseAgreement == nil || value(out.CaseAgreement.Version) == "") {
		err = &NoAgreementError{kind}
	}
	return out.CaseAgreement, err
}

func (c *Client) latestAgreement(kind string) osmapi.Request {
	of := osmapi.ShowLatestPublishedAgreementParamsAgreementType(kind)
	return osmapi.NewShowLatestPublishedAgreementRequest(c.server,
		&osmapi.ShowLatestPublishedAgreementParams{AgreementType: of})
}

// IsAgreementSigned reports whether the user has signed the latest published agreement of a type (API reference:
// ShowSignedLatestPublishedAgreement).
func (l LookUps) IsAgreementSigned(ctx context.Context, kind string) (bool, error) {
	of := osmapi.ShowSignedLatestPublishedAgreementParamsAgreementType(kind)
	r := osmapi.NewShowSignedLatestPublishedAgreementRequest(l.client.server,
		&osmapi.ShowSignedLatestPublishedAgreementParams{AgreementType: of})
	has := func(out osmapi.ShowSignedLatestPublishedAgreementResponse) bool { return out.IsSignedLatest != nil }
	out, err := readWith(ctx, l, r, "is_signed_latest", has)
	return value(out.IsSignedLatest), err
}

// AgreementVersionError reports that the version to sign is not the latest published one, the only one that can be signed.
type AgreementVersionError struct{ Type, Version, Latest string }

func (e *AgreementVersionError) Error() string {
	return fmt.Sprintf("version %s of agreement %s is not the latest one, which is %s", e.Version, e.Type, e.Latest)
}

// SignAgreementInput is an agreement to sign.
type SignAgreementInput struct {
	Type, Version string
	// RelationID is optional; the reference does not describe it.
	RelationID string
}

// SignedAgreement is the result of SignAgreement.
type SignedAgreement struct {
	// Version and ID are those of the latest published agreement.
	Version, ID string
	// Sent reports whether it was signed now. RecordID is then the ID of the record, if the service returned one.
	Sent     bool
	RecordID string
}

const opSign = "SignPublishedAgreement"

// SignAgreement signs a version of an agreement once, unless the latest version is already signed. If another version is the
// latest, the error is an *AgreementVersionError. A signature can't be withdrawn.
func (c *Client) SignAgreement(ctx context.Context, in SignAgreementInput) (signed SignedAgreement, err error) {
	unlock, err := c.lock(ctx, opSign, "agreement\x00"+in.Type)
	if err != nil {
		return signed, err
	}
	defer unlock()
	latest, err := c.LatestAgreement(ctx, in.Type)
	if err != nil {
		return signed, err
	}
	signed.Version, signed.ID = string(value(latest.Version)), string(value(latest.Id))
	isSigned := func(ctx context.Context) (bool, error) { return c.IsAgreementSigned(ctx, in.Type) }
	switch is, err := isSigned(ctx); {
	case err != nil || is:
		return signed, err
	case signed.Version != in.Version:
		return signed, &AgreementVersionError{Type: in.Type, Version: in.Version, Latest: signed.Version}
	}
	id, err := strconv.ParseInt(signed.ID, 10, 32)
	if err != nil || id < 1 {
		return signed, missing(c.latestAgreement(in.Type), "case_agreement.id")
	}
	r := osmapi.NewSignPublishedAgreementRequest(c.server, int32(id),
		osmapi.SignAgreementReq{RelationId: optional(in.RelationID)})
	err = c.reconcile(ctx, write{op: opSign, look: isSigned, send: func(ctx context.Context) error {
		var out osmapi.SignPublishedAgreementResponse
		err := c.getInto(ctx, &out, transport.Call{CancelGrace: cancelGrace}, r)
		signed.RecordID = string(value(out.AgreementSignedRecordId))
		return err
	}})
	signed.Sent = err == nil
	return signed, err
}
