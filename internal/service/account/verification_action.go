// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// addressSchema returns a schema with the arguments of a contact. Arguments of actions can't be sensitive; write-only ones stay
// out of plans.
func addressSchema(description string, own map[string]schema.Attribute) schema.Schema {
	attributes := map[string]schema.Attribute{
		"contact_way": schema.StringAttribute{MarkdownDescription: wayDescription, Required: true,
			Validators: []validator.String{framework.OneOf(wayPhone, wayMail)}},
		"contact_value": schema.StringAttribute{
			MarkdownDescription: valueDescription + writeOnly, Required: true, WriteOnly: true,
			Validators: contactValidators()},
		"area_code": schema.StringAttribute{MarkdownDescription: areaCodeDescription, Optional: true,
			Validators: []validator.String{framework.IsAreaCode()}},
	}
	maps.Copy(attributes, own)
	return schema.Schema{MarkdownDescription: description, Attributes: attributes}
}

// NewVerificationSend returns the action osm_verification_send.
func NewVerificationSend() action.Action {
	return framework.NewAction("verification_send", addressSchema("Sends a verification code to a phone number or email "+
		"address, like the creation of `osm_contact_verification`. Safe to repeat: no code is sent to a contact that needs no "+
		"verification, and a code that was sent less than a minute ago counts as success.", nil),
		func(ctx context.Context, d *framework.Data, m *addressModel, resp *action.InvokeResponse) {
			if isMissing("contact_value", m.ContactValue, &resp.Diagnostics) {
				return
			}
			v, err := d.Client.SendVerifyCode(ctx, m.toAPI())
			switch {
			case osm.IsSentRecently(err):
				framework.Report(resp, "A code was sent to the %s less than a minute ago, so no other code was sent.", m.noun())
			case err != nil:
				framework.AddError(&resp.Diagnostics, "send the verification code", err)
			case v.Verified:
				framework.Report(resp, "The %s needs no verification%s, so no code was sent.", m.noun(), inWords(v))
			default:
				framework.Report(resp, "A code was sent to the %s. It is valid for five minutes.", m.noun())
			}
		})
}

// writeOnly ends the description of a write-only argument.
const writeOnly = " Write-only: never stored in a plan. With `-invoke`, use a sensitive value, not an ephemeral one."

// isMissing reports a write-only argument without a value: Terraform passes no ephemeral one to an action that -invoke runs.
func isMissing(argument string, value types.String, diags *diag.Diagnostics) bool {
	if value.ValueString() != "" {
		return false
	}
	diags.AddError("Missing argument", "Terraform did not pass a value for `"+argument+"`, which is the case for ephemeral "+
		"values with `-invoke`. Use a variable with `sensitive = true` instead of `ephemeral = true`.")
	return true
}

type checkModel struct {
	addressModel
	VerifyCodeWO types.String `tfsdk:"verify_code_wo"`
}

// NewVerificationCheck returns the action osm_verification_check.
func NewVerificationCheck() action.Action {
	return framework.NewAction("verification_check", addressSchema("Verifies a phone number or email address with the code that "+
		"was sent to it, like `verify_code_wo` of `osm_contact_verification`. Safe to repeat: a contact that needs no "+
		"verification is left unchanged, and the action succeeds.", map[string]schema.Attribute{
		"verify_code_wo": schema.StringAttribute{
			MarkdownDescription: codeDescription + writeOnly, Required: true, WriteOnly: true,
			Validators: []validator.String{framework.IsVerifyCode()}},
	}), func(ctx context.Context, d *framework.Data, m *checkModel, resp *action.InvokeResponse) {
		if isMissing("contact_value", m.ContactValue, &resp.Diagnostics) ||
			isMissing("verify_code_wo", m.VerifyCodeWO, &resp.Diagnostics) {
			return
		}
		v, err := d.Client.CheckVerifyCode(ctx, m.toAPI(), m.VerifyCodeWO.ValueString())
		if !m.failedToCheck(&resp.Diagnostics, err) {
			framework.Report(resp, "The %s is verified%s.", m.noun(), inWords(v))
		}
	})
}

// inWords returns the ID of a verification in brackets.
func inWords(v osm.Verification) string {
	if v.ID == "" {
		return ""
	}
	return " (`verified_id` " + v.ID + ")"
}
