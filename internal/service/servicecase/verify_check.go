// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// checkVerification warns about a new or changed contact that must be verified and has no proof. It is not an error, since only
// the service knows whether it then rejects the ticket. The warnings point at the missing argument, because Terraform would print
// the line with the contact.
func (c checks) checkVerification(ctx context.Context, config, state *caseModel) {
	if !config.VerifyCodeWO.IsNull() {
		return
	}
	check := func(planned, before, proof types.String, way int32, argument, noun, kind string) {
		value := planned.ValueString()
		if value == "" || planned.Equal(before) || !proof.IsNull() || c.plan.AreaCode.IsUnknown() ||
			osm.IsMasked(value) || utf8.RuneCountInString(value) > osm.MaxVerifiable {
			return
		}
		address := osm.ContactAddress{Way: way, Value: value, AreaCode: c.plan.AreaCode.ValueString()}
		if needed, err := c.NeedsVerification(ctx, address); err == nil && needed {
			c.warn(argument, "The "+noun+" is not verified", "The service reports that the %s of the ticket must be verified, "+
				"and will probably reject it. Verify it with osm_contact_verification (`contact_way = %q`) and set %#q to its "+
				"`verified_id`, or use the %[1]s that is registered with the account.", noun, kind, argument)
		}
	}
	p := c.plan
	check(p.RemindMobile, state.RemindMobile, p.PhoneVerifiedID, osm.ContactPhone, "phone_verified_id", "phone number", "phone")
	check(p.RemindMail, state.RemindMail, p.EmailVerifiedID, osm.ContactMail, "email_verified_id", "email address", "mail")
}

// checkAgreement warns once in a run if the agreement on new tickets is not signed. Whether the service then rejects tickets is
// not documented. The second look-up prevents the warning for an account that has no such agreement.
func (r *caseResource) checkAgreement(ctx context.Context, c checks) {
	if signed, err := c.IsAgreementSigned(ctx, osm.AgreementNewTicket); err != nil || signed {
		return
	}
	latest, err := c.LatestAgreement(ctx, osm.AgreementNewTicket)
	if err != nil || !r.IsFirst("agreement") {
		return
	}
	c.diags.AddWarning("The agreement on new tickets is not signed", "The service reports that the logged-in user has not "+
		"signed version "+string(*latest.Version)+" of the agreement on new tickets, and may reject the ticket. Read it with "+
		"the data source osm_agreement (`agreement_type = \""+osm.AgreementNewTicket+"\"`); to sign it, use "+
		"osm_agreement_signature or the action osm_agreement_sign. Users of a software vendor sign agreement 1 instead.")
}
