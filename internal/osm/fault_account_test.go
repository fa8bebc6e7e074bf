// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// phone is a contact that is not registered.
var phone = osm.ContactAddress{Way: osm.ContactPhone, Value: "13900001111", AreaCode: "86"}

// needVerification lets the service require a verification of contacts that are not registered.
func (w *world) needVerification() {
	w.SetBehaviors(func(b *simulator.Behaviors) { b.UnregisteredContacts = simulator.UnregisteredNeedVerification })
}

// sendCode leaves no trace that can be read: an unknown outcome is an error.
var sendCode = operation{
	name: "SendVerifyCodes",
	do: func(ctx context.Context, w *world) error {
		w.needVerification()
		_, err := w.api.SendVerifyCode(ctx, phone)
		return err
	},
	effect: func(w *world) int { return applied(w, "SendVerifyCodes") },
	calls: map[fate]string{
		before: "CheckNeedVerify, SendVerifyCodes", after: "CheckNeedVerify, SendVerifyCodes",
		emptyBefore: "CheckNeedVerify, SendVerifyCodes", emptyAfter: "CheckNeedVerify, SendVerifyCodes",
		throttled: "CheckNeedVerify, 2 SendVerifyCodes", rejected: "CheckNeedVerify, SendVerifyCodes",
	},
	failing: []fate{before, after}, lost: []fate{emptyBefore},
}

const (
	beforeCheck = "CheckNeedVerify, ListHasVerifiedContacts, CheckVerifyCodes"
	checkAgain  = beforeCheck + ", ListHasVerifiedContacts, CheckNeedVerify, CheckVerifyCodes, 2 ListHasVerifiedContacts"
	checkSeen   = beforeCheck + ", 2 ListHasVerifiedContacts"
)

var checkCode = operation{
	name: "CheckVerifyCodes",
	do: func(ctx context.Context, w *world) error {
		w.needVerification()
		if _, err := w.api.SendVerifyCode(ctx, phone); err != nil {
			return err
		}
		w.ResetLog()
		v, err := w.api.CheckVerifyCode(ctx, phone, simulator.VerifyCode)
		if err == nil && (!v.Verified || v.ID == "" && ctx.Err() == nil) {
			w.t.Errorf("the verification is %+v", v)
		}
		return err
	},
	effect: func(w *world) int { return applied(w, "CheckVerifyCodes") },
	calls: map[fate]string{
		before: checkAgain, emptyBefore: checkAgain, after: checkSeen, emptyAfter: checkSeen,
		throttled: "CheckNeedVerify, ListHasVerifiedContacts, 2 CheckVerifyCodes, 2 ListHasVerifiedContacts",
		rejected:  beforeCheck,
	},
}

var grant = operation{
	name: "CreatePrivileges",
	do: func(ctx context.Context, w *world) error {
		w.SetPrivilege("export", false)
		return w.api.SetPrivilege(ctx, "export", true)
	},
	effect: func(w *world) int { return count(w.HasPrivilege("export")) },
	calls:  repeated("CreatePrivileges"), doIdempotent: true,
}

var revoke = operation{
	name:   "CreatePrivileges",
	do:     func(ctx context.Context, w *world) error { return w.api.SetPrivilege(ctx, "export", false) },
	effect: func(w *world) int { return count(!w.HasPrivilege("export")) },
	calls:  repeated("CreatePrivileges"), doIdempotent: true,
}

const (
	beforeSign = "ShowLatestPublishedAgreement, ShowSignedLatestPublishedAgreement, "
	signAgain  = beforeSign + "SignPublishedAgreement, 7 ShowSignedLatestPublishedAgreement, SignPublishedAgreement"
	signSeen   = beforeSign + "SignPublishedAgreement, ShowSignedLatestPublishedAgreement"
)

var sign = operation{
	name: "SignPublishedAgreement",
	do: func(ctx context.Context, w *world) error {
		_, err := w.api.SignAgreement(ctx, osm.SignAgreementInput{Type: "1", Version: "1"})
		return err
	},
	effect: func(w *world) int { return applied(w, "SignPublishedAgreement") },
	calls: map[fate]string{
		before: signAgain, emptyBefore: signAgain, after: signSeen, emptyAfter: signSeen,
		throttled: beforeSign + "2 SignPublishedAgreement", rejected: beforeSign + "SignPublishedAgreement",
	},
}
