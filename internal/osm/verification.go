// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Kinds of contacts (API reference: contact_way).
const (
	ContactPhone int32 = 0
	ContactMail  int32 = 1
)

// MaxVerifiable is the maximum length of a contact that can be verified, in characters (API reference: contact_value).
const MaxVerifiable = 64

// ContactAddress is a phone number or an email address. It is personal data: no error and no log shows it.
type ContactAddress struct {
	// Way is ContactPhone or ContactMail.
	Way   int32
	Value string
	// AreaCode is the country calling code. The calls that send and check a code require it for email addresses too.
	AreaCode string
}

// redact withholds the service's message in an error if it may quote the contact or one of further texts.
func (a ContactAddress) redact(err error, further ...string) {
	_ = withhold(err, append(further, a.Value))
}

// areaCode returns the area code for look-ups, in which it may narrow the result: "" for an email address.
func (a ContactAddress) areaCode() string {
	if a.Way == ContactMail {
		return ""
	}
	return a.AreaCode
}

// isListed reports whether an entry of ListHasVerifiedContacts is the contact. The service may mask values, and how it filters by
// value is not documented. Its contact_way is ignored: the documents number the ways from 0 and from 1.
func (a ContactAddress) isListed(c osmapi.ContactV2) bool {
	plain := strings.NewReplacer(" ", "", "-", "")
	digits := func(code string) string { return strings.TrimLeft(code, "+0") }
	given, listed := a.Value, value(c.ContactValue)
	if a.Way == ContactPhone {
		given, listed = plain.Replace(given), plain.Replace(listed)
		if code := digits(value(c.AreaCode)); code != "" && a.AreaCode != "" && code != digits(a.AreaCode) {
			return false
		}
	}
	return EqualsMasked(strings.ToLower(given), strings.ToLower(listed))
}

// NeedsVerification reports whether the service requires a verification of a contact (API reference: CheckNeedVerify).
func (l LookUps) NeedsVerification(ctx context.Context, a ContactAddress) (bool, error) {
	params := &osmapi.CheckNeedVerifyParams{ContactValue: a.Value, ContactWay: a.Way, AreaCode: optional(a.areaCode())}
	has := func(out osmapi.CheckNeedVerifyResponse) bool { return out.NeedVerifyCode != nil }
	out, err := readWith(ctx, l, osmapi.NewCheckNeedVerifyRequest(l.client.server, params), "need_verify_code", has)
	return err == nil && *out.NeedVerifyCode != 0, err
}

// Verification is what the service knows about a contact.
type Verification struct {
	// Verified reports whether tickets accept the contact: it is registered with the account, or verified.
	Verified bool
	// ID is the ID of the verification, "" for a registered contact.
	ID string
}

// Verification reads the verification of a contact; prior is the one that was read last. A contact that was verified remains so
// while its verification is listed: whether NeedsVerification takes verifications into account is not documented.
func (c *Client) Verification(ctx context.Context, a ContactAddress, prior Verification) (v Verification, err error) {
	defer func() { a.redact(err) }()
	if prior.Verified {
		if v.ID, err = c.verifiedID(ctx, a, prior.ID); err != nil || v.ID != "" {
			return Verification{err == nil, v.ID}, err
		}
	}
	needed, err := c.NeedsVerification(ctx, a)
	if err != nil || needed {
		return Verification{}, err
	}
	if !prior.Verified {
		v.ID, err = c.verifiedID(ctx, a, "")
	}
	return Verification{err == nil, v.ID}, err
}

// verifiedID returns the ID of a completed verification, "" if the service lists none. Of several, prefer is returned if listed.
func (c *Client) verifiedID(ctx context.Context, a ContactAddress, prefer string) (string, error) {
	ids, err := c.verifiedIDs(ctx, a)
	last := ""
	for _, id := range ids {
		if last = id; id == prefer {
			break
		}
	}
	return last, err
}

func (c *Client) verifiedIDs(ctx context.Context, a ContactAddress) (ids []string, err error) {
	contacts, err := c.VerifiedContacts(ctx, ContactFilter{ContactWay: &a.Way, ContactValue: a.Value})
	for _, listed := range contacts {
		if id := value(listed.VerifiedId); id != "" && a.isListed(listed) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

const (
	opSendCode  = "SendVerifyCodes"
	opCheckCode = "CheckVerifyCodes"
	// codeSentRecently rejects a second code within a minute (API reference, "Error Codes").
	codeSentRecently = "OSM.01010024"
)

// IsSentRecently reports whether the service sent no code because it sent one to this contact less than a minute ago.
func IsSentRecently(err error) bool {
	e := apierror.As(err)
	return e != nil && e.Op == opSendCode && e.Kind == apierror.Rejected && e.Code == codeSentRecently
}

// IsCodeRejected reports whether the service did not accept a verification code.
func IsCodeRejected(err error) bool { return IsRejection(err) && apierror.As(err).Op == opCheckCode }

// SendVerifyCode sends a verification code to a contact, if the service requires one; otherwise, it returns the verification. A
// code alerts a person and leaves no trace that can be read, so it is sent once: if the outcome is unknown, the error is an
// *UnknownOutcomeError.
func (c *Client) SendVerifyCode(ctx context.Context, a ContactAddress) (v Verification, err error) {
	defer func() { a.redact(err) }()
	unlock, err := c.lock(ctx, opSendCode, "contact\x00"+a.Value)
	if err != nil {
		return v, err
	}
	defer unlock()
	if v, err = c.Verification(ctx, a, Verification{}); err != nil || v.Verified {
		return v, err
	}
	r := osmapi.NewSendVerifyCodesRequest(c.server, osmapi.SendVerifyCodeReq{
		ContactValue: a.Value,
		ContactWay:   a.Way,
		AreaCode:     a.AreaCode,
	})
	_, err = c.doNoContent(ctx, transport.Call{CancelGrace: cancelGrace}, r)
	if outcomeUnknown(err) {
		err = &UnknownOutcomeError{Op: opSendCode, Err: err}
	}
	return v, err
}

// CheckVerifyCode verifies a contact with the code that was sent to it, unless the service requires no verification. The ID is
// missing if the service does not list it in time.
func (c *Client) CheckVerifyCode(ctx context.Context, a ContactAddress, code string) (v Verification, err error) {
	defer func() { a.redact(err, code) }()
	unlock, err := c.lock(ctx, opCheckCode, "contact\x00"+a.Value)
	if err != nil {
		return v, err
	}
	defer unlock()
	if v, err = c.Verification(ctx, a, Verification{}); err != nil || v.Verified {
		return v, err
	}
	v.ID, err = c.useVerifyCode(ctx, a, code)
	return Verification{err == nil, v.ID}, err
}

// useVerifyCode checks a code and returns the ID of the new verification.
func (c *Client) useVerifyCode(ctx context.Context, a ContactAddress, code string) (id string, err error) {
	before, err := c.verifiedIDs(ctx, a)
	if err != nil {
		return "", err
	}
	isListed := func(ctx context.Context) (bool, error) {
		ids, err := c.verifiedIDs(ctx, a)
		if ids = Without(ids, before); len(ids) > 0 {
			id = ids[len(ids)-1]
		}
		return id != "", err
	}
	isVerified := func(ctx context.Context) (bool, error) {
		if listed, err := isListed(ctx); listed || err != nil {
			return listed, err
		}
		needed, err := c.NeedsVerification(ctx, a)
		return err == nil && !needed, err
	}
	attempts := 0
	r := osmapi.NewCheckVerifyCodesRequest(c.server, osmapi.VerifyVerifyCodeV2Req{
		VerifyCode:   code,
		ContactValue: a.Value,
		ContactWay:   a.Way,
		AreaCode:     optional(a.AreaCode),
	})
	err = c.reconcile(ctx, write{repeatable: true, look: isVerified, send: func(ctx context.Context) error {
		attempts++
		return c.doOnce(ctx, transport.Call{CancelGrace: cancelGrace}, r)
	}})
	// A code can be used once: a rejected repetition may mean that an earlier attempt used it.
	if err != nil && attempts > 1 && IsCodeRejected(err) {
		if verified, _ := isVerified(ctx); verified {
			err = nil
		}
	}
	if err == nil && id == "" {
		_ = c.awaitVisible(ctx, isListed) // the contact is verified; reading finds the ID later
	}
	return id, err
}
