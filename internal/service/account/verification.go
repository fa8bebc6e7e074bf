// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var (
	_ resource.ResourceWithModifyPlan  = (*verificationResource)(nil)
	_ resource.ResourceWithImportState = (*verificationResource)(nil)
)

// NewVerification returns the resource osm_contact_verification.
func NewVerification() resource.Resource {
	return &verificationResource{framework.Resource{Name: "contact_verification"}}
}

type verificationResource struct{ framework.Resource }

type verificationModel struct {
	addressModel
	VerifyCodeWO        types.String `tfsdk:"verify_code_wo"`
	VerifyCodeWOVersion types.Int64  `tfsdk:"verify_code_wo_version"`
	Verified            types.Bool   `tfsdk:"verified"`
	VerifiedID          types.String `tfsdk:"verified_id"`
}

// addressModel is a contact, which is personal data: no message shows it.
type addressModel struct {
	ContactWay   types.String `tfsdk:"contact_way"`
	ContactValue types.String `tfsdk:"contact_value"`
	AreaCode     types.String `tfsdk:"area_code"`
}

// Values of contact_way.
const (
	wayPhone = "phone"
	wayMail  = "mail"
)

const defaultAreaCode = "86"

func (m *addressModel) toAPI() osm.ContactAddress {
	a := osm.ContactAddress{Way: osm.ContactPhone, Value: m.ContactValue.ValueString(), AreaCode: defaultAreaCode}
	if m.ContactWay.ValueString() == wayMail {
		a.Way = osm.ContactMail
	}
	if framework.IsKnown(m.AreaCode) {
		a.AreaCode = m.AreaCode.ValueString()
	}
	return a
}

// noun returns the kind of contact in words.
func (m *addressModel) noun() string {
	if m.ContactWay.ValueString() == wayMail {
		return "email address"
	}
	return "phone number"
}

// contactForm is a validator of contact_value, whose form depends on contact_way.
type contactForm struct{}

// Description returns the rule.
func (contactForm) Description(context.Context) string {
	return "must be a phone number or an email address"
}

// MarkdownDescription returns the rule.
func (f contactForm) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

// ValidateString checks the form.
func (contactForm) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var way types.String
	if framework.Failed(&resp.Diagnostics, req.Config.GetAttribute(ctx, path.Root("contact_way"), &way)) {
		return
	}
	switch way.ValueString() {
	case wayPhone:
		framework.IsPhone().ValidateString(ctx, req, resp)
	case wayMail:
		framework.IsMail().ValidateString(ctx, req, resp)
	}
}

func contactValidators() []validator.String {
	return append(framework.Length(1, osm.MaxVerifiable), contactForm{})
}

// Descriptions that the resource and the actions share.
const (
	wayDescription      = "Kind of contact: `phone` or `mail`."
	valueDescription    = "Phone number without the country code, or email address (up to 64 characters)."
	areaCodeDescription = "Country calling code of the phone number (1 to 4 digits). Defaults to `86`."
	codeDescription     = "Six-character code from the message to the contact, which is valid for five minutes."
)

func (*verificationResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const sends = " Changing this verifies another contact."
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A verified phone number or email address, which tickets require if the contact is not registered " +
			"with the account. Creating the resource sends a code to the contact, exactly once, unless the contact needs no " +
			"verification or `verify_code_wo` is set. A code that is configured later is checked in place. Destroying the " +
			"resource makes no call: the verification remains until the service ends it.",
		Attributes: map[string]schema.Attribute{
			"contact_way": schema.StringAttribute{
				MarkdownDescription: wayDescription + sends, Required: true, PlanModifiers: replace,
				Validators: []validator.String{framework.OneOf(wayPhone, wayMail)}},
			"contact_value": schema.StringAttribute{
				MarkdownDescription: valueDescription + sends, Required: true, Sensitive: true, PlanModifiers: replace,
				Validators: contactValidators()},
			"area_code": schema.StringAttribute{
				MarkdownDescription: areaCodeDescription + sends, Optional: true, Computed: true, PlanModifiers: replace,
				Default: stringdefault.StaticString(defaultAreaCode), Validators: []validator.String{framework.IsAreaCode()}},
			"verify_code_wo": schema.StringAttribute{
				MarkdownDescription: codeDescription + " Write-only: never stored in a plan or state (Terraform 1.11 or " +
					"OpenTofu 1.11 and later). Each version is used once.",
				Optional: true, WriteOnly: true, Validators: []validator.String{framework.IsVerifyCode()}},
			"verify_code_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of `verify_code_wo`. Changing this checks `verify_code_wo`.", Optional: true},
			"verified": schema.BoolAttribute{
				MarkdownDescription: "Whether tickets accept the contact: it is registered with the account, or verified.",
				Computed:            true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}},
			"verified_id": framework.CreatedString("ID of the verification, for `phone_verified_id` or `email_verified_id` of " +
				"`osm_servicecase`. Null for a registered contact, and until the contact is verified."),
		},
	}
}

// usedCode is the key in the private state for the version of the last code that verified the contact.
const usedCode = "used_code"

// codeVersion is the value of usedCode.
type codeVersion struct {
	Version *int64 `json:"version"`
}

// hasNewCode reports whether a code is configured whose version has not verified the contact yet. A code stays in the
// configuration after its five minutes: it must not be sent a second time when the verification ends.
func (m *verificationModel) hasNewCode(
	ctx context.Context, code attr.Value, private framework.PrivateState, diags *diag.Diagnostics,
) bool {
	data, more := private.GetKey(ctx, usedCode)
	diags.Append(more...)
	var used codeVersion
	if code.IsNull() || data == nil || json.Unmarshal(data, &used) != nil {
		return !code.IsNull()
	}
	return !m.VerifyCodeWOVersion.Equal(types.Int64PointerValue(used.Version))
}

// mark returns the private state after the code has verified the contact.
func (m *verificationModel) mark() []byte {
	data, _ := json.Marshal(codeVersion{m.VerifyCodeWOVersion.ValueInt64Pointer()})
	return data
}

func (m *verificationModel) set(v osm.Verification) {
	m.VerifyCodeWO = types.StringNull()
	m.Verified = types.BoolValue(v.Verified)
	m.VerifiedID = framework.Text(&v.ID)
}

func (r *verificationResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if !req.Plan.Raw.IsNull() && !req.State.Raw.IsNull() && len(resp.RequiresReplace) == 0 {
		var config verificationModel
		if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &config)) {
			return
		}
		if config.hasNewCode(ctx, config.VerifyCodeWO, req.Private, &resp.Diagnostics) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("verified"), types.BoolUnknown())...)
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("verified_id"), types.StringUnknown())...)
		}
	}
	if !resp.Plan.Raw.IsNull() && !resp.Plan.Raw.Equal(req.State.Raw) {
		r.CheckLogin(ctx, &resp.Diagnostics, osm.ByLimits)
	}
}

// Create checks the configured code, or sends one. Once a code may have been sent, Create can't fail: the next apply would send
// another one.
func (r *verificationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config verificationModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan), req.Config.Get(ctx, &config)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	var verification osm.Verification
	if config.VerifyCodeWO.IsNull() {
		v, err := r.Client.SendVerifyCode(ctx, plan.toAPI())
		if !plan.reportSent(v, err, &resp.Diagnostics) {
			return
		}
		verification = v
	} else {
		v, err := r.Client.CheckVerifyCode(ctx, plan.toAPI(), config.VerifyCodeWO.ValueString())
		if plan.failedToCheck(&resp.Diagnostics, err) {
			return
		}
		verification = v
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, usedCode, plan.mark())...)
	}
	plan.set(verification)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// reportSent reports what became of a code, and returns whether the resource exists.
func (m *verificationModel) reportSent(v osm.Verification, err error, diags *diag.Diagnostics) bool {
	unknown, isUnknown := errors.AsType[*osm.UnknownOutcomeError](err)
	switch {
	case isUnknown:
		diags.AddWarning("The verification code may not have been sent", framework.Explain(unknown))
	case osm.IsSentRecently(err):
		diags.AddError("Unable to send the verification code", apierror.Annotate("The service sent a code to this "+
			m.noun()+" less than a minute ago and sends the next one only after a minute. Set `verify_code_wo` to that code, or "+
			"wait and apply again.", err))
		return false
	case err != nil:
		framework.AddError(diags, "send the verification code", err)
		return false
	case !v.Verified:
		diags.AddWarning("A verification code was sent", "The "+m.noun()+" is not verified yet. Set `verify_code_wo` to the "+
			"code within five minutes, and apply again. To send another code later, replace the resource without "+
			"`verify_code_wo`: terraform apply -replace=<address of the resource>")
	}
	return true
}

// failedToCheck reports why a code did not verify the contact. The error does not point at verify_code_wo: Terraform would print
// the line with the code.
func (m *addressModel) failedToCheck(diags *diag.Diagnostics, err error) bool {
	if osm.IsCodeRejected(err) {
		diags.AddError("Unable to verify the "+m.noun(), apierror.Annotate("The service rejected the code, which is "+
			"wrong or older than five minutes. Set `verify_code_wo` to the code that was sent last, and apply again. To send "+
			"another code, replace osm_contact_verification without `verify_code_wo`, or run the action "+
			"osm_verification_send.", err))
		return true
	}
	return framework.FailedTo(diags, "verify the "+m.noun(), err)
}

// Read updates whether the contact is verified: a verification ends after some time. The resource stays in the state, since
// creating it again would send a code.
func (r *verificationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state verificationModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	v, err := r.Client.Verification(ctx, state.toAPI(), osm.Verification{
		Verified: state.Verified.ValueBool(),
		ID:       state.VerifiedID.ValueString(),
	})
	if framework.FailedTo(&resp.Diagnostics, "read the verification of the "+state.noun(), err) {
		return
	}
	state.set(v)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update checks a new code. Everything else that can change in place makes no call.
func (r *verificationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config verificationModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan), req.State.Get(ctx, &state), req.Config.Get(ctx, &config)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	verification := osm.Verification{Verified: state.Verified.ValueBool(), ID: state.VerifiedID.ValueString()}
	if plan.hasNewCode(ctx, config.VerifyCodeWO, req.Private, &resp.Diagnostics) {
		v, err := r.Client.CheckVerifyCode(ctx, plan.toAPI(), config.VerifyCodeWO.ValueString())
		if plan.failedToCheck(&resp.Diagnostics, err) {
			return
		}
		verification = v
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, usedCode, plan.mark())...)
	}
	plan.set(verification)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete makes no call: the service has none that ends a verification.
func (*verificationResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

// ImportState explains why a verification can't be imported.
func (*verificationResource) ImportState(
	_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	resp.Diagnostics.AddError("Verifications can't be imported", "An import would write the contact, which is personal data, "+
		"into commands and logs. Remove the import and apply the resource: no code is sent to a contact that is already "+
		"verified.")
}
