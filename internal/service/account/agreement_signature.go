// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var (
	_ resource.ResourceWithModifyPlan  = (*signatureResource)(nil)
	_ resource.ResourceWithImportState = (*signatureResource)(nil)
	_ resource.ResourceWithIdentity    = (*signatureResource)(nil)
)

// NewAgreementSignature returns the resource osm_agreement_signature.
func NewAgreementSignature() resource.Resource {
	return &signatureResource{framework.Resource{Name: "agreement_signature"}}
}

type signatureResource struct{ framework.Resource }

type signatureModel struct {
	signModel
	ID             types.String `tfsdk:"id"`
	RecordID       types.String `tfsdk:"agreement_signed_record_id"`
	IsSignedLatest types.Bool   `tfsdk:"is_signed_latest"`
}

type signatureIdentity struct {
	AgreementType types.String `tfsdk:"agreement_type"`
	Version       types.String `tfsdk:"version"`
}

func (*signatureResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"agreement_type": identityschema.StringAttribute{Description: "Type of the agreement.", RequiredForImport: true},
		"version":        identityschema.StringAttribute{Description: "Version that is signed.", RequiredForImport: true},
	}}
}

func (*signatureResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const signs = " Changing this adds another signature."
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The logged-in user's signature of one version of a service agreement. Creating the resource " +
			"signs that version once, unless it is already signed. A version that is published later is never signed " +
			"automatically: to sign it, change `version`. Destroying the resource makes no call, since a signature can't be " +
			"withdrawn.",
		Attributes: map[string]schema.Attribute{
			"agreement_type": schema.StringAttribute{
				MarkdownDescription: "Type of the agreement: " + agreementTypes + signs, Required: true, PlanModifiers: replace,
				Validators: []validator.String{framework.OneOf(osm.AgreementTypes()...)}},
			"version": schema.StringAttribute{
				MarkdownDescription: versionDescription + signs, Required: true, PlanModifiers: replace,
				Validators: append(framework.Length(1, maxVersion), framework.NotPadded())},
			"relation_id": schema.StringAttribute{
				MarkdownDescription: relationDescription + " Only sent when the agreement is signed; changing this makes no " +
					"call.",
				Optional:   true,
				Validators: framework.Length(1, maxRelation),
			},
			"id": framework.CreatedString("ID of the agreement."),
			"agreement_signed_record_id": framework.CreatedString("ID of the record of the signature. Null if the agreement " +
				"was already signed."),
			"is_signed_latest": schema.BoolAttribute{
				MarkdownDescription: "Whether the latest published version is signed. `false` once a newer version is published.",
				Computed:            true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}},
		},
	}
}

// ModifyPlan checks before a signature whether the version is the latest one.
func (r *signatureResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.Resource.ModifyPlan(ctx, req, resp)
	if r.Data == nil || !r.PlanChecks || req.Plan.Raw.IsNull() || !req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var plan signatureModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) ||
		!framework.IsKnown(plan.AgreementType) || !framework.IsKnown(plan.Version) {
		return
	}
	in := plan.toAPI()
	ctx, cancel := context.WithTimeout(ctx, osm.PlanCheckTimeout)
	defer cancel()
	latest, err := r.Client.PlanChecks().LatestAgreement(ctx, in.Type)
	if err != nil || string(*latest.Version) == in.Version {
		return
	}
	plan.failedToSign(&resp.Diagnostics,
		&osm.AgreementVersionError{Type: in.Type, Version: in.Version, Latest: string(*latest.Version)})
}

func (r *signatureResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan signatureModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	in := plan.toAPI()
	signed, err := r.Client.SignAgreement(ctx, in)
	if err == nil && signed.Version != in.Version {
		err = &osm.AgreementVersionError{Type: in.Type, Version: in.Version, Latest: signed.Version}
	}
	if plan.failedToSign(&resp.Diagnostics, err) {
		return
	}
	plan.ID = types.StringValue(signed.ID)
	plan.RecordID = framework.Text(&signed.RecordID)
	plan.IsSignedLatest = types.BoolValue(true)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, signatureIdentity{plan.AgreementType, plan.Version})...)
}

// Read updates whether the latest version is signed. The signature stays in the state, since it can't be withdrawn.
func (r *signatureResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state signatureModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, signatureIdentity{state.AgreementType, state.Version})...)
	kind := state.AgreementType.ValueString()
	signed, err := r.Client.IsAgreementSigned(ctx, kind)
	if framework.FailedTo(&resp.Diagnostics, "read whether agreement "+kind+" is signed", err) {
		return
	}
	state.IsSignedLatest = types.BoolValue(signed)
	if state.ID.IsNull() && !r.readImported(ctx, &state, resp) {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// readImported completes an imported signature. The service reports on the latest version only.
func (r *signatureResource) readImported(ctx context.Context, state *signatureModel, resp *resource.ReadResponse) bool {
	kind, version := state.AgreementType.ValueString(), state.Version.ValueString()
	latest, err := r.Client.LatestAgreement(ctx, kind)
	if framework.FailedTo(&resp.Diagnostics, "read the latest agreement of type "+kind, err) {
		return false
	}
	switch published := string(*latest.Version); {
	case published != version:
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import the signature of agreement %s", kind),
			fmt.Sprintf("The latest published version is %s, not %s, and the service reports only whether the latest one is "+
				"signed. Import %[3]s/%[1]s.", published, version, kind))
		return false
	case !state.IsSignedLatest.ValueBool():
		resp.Diagnostics.AddError(
			fmt.Sprintf("Unable to import the signature of agreement %s", kind),
			fmt.Sprintf(
				"The logged-in user has not signed version %s. Remove the import; applying the resource signs it.",
				version,
			),
		)
		return false
	case latest.Id == nil:
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import the signature of agreement %s", kind),
			"The service returned no ID of the agreement. Remove the import and apply: what is signed is not signed again.")
		return false
	}
	state.ID = framework.String((*string)(latest.Id))
	return true
}

// Update records relation_id, which makes no call.
func (*signatureResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan signatureModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.Identity.Set(ctx, signatureIdentity{plan.AgreementType, plan.Version})...)
}

// Delete makes no call: the service has none that withdraws a signature.
func (*signatureResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (*signatureResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity signatureIdentity
	if req.ID == "" {
		if framework.Failed(&resp.Diagnostics, req.Identity.Get(ctx, &identity)) {
			return
		}
	} else {
		kind, version, _ := strings.Cut(req.ID, "/")
		if !slices.Contains(osm.AgreementTypes(), kind) || strings.TrimSpace(version) == "" {
			resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q is not the type and the version of an agreement, "+
				"such as 0/3. The types are 0, 1 and 2; the data source osm_agreement returns the version.", req.ID))
			return
		}
		identity = signatureIdentity{types.StringValue(kind), types.StringValue(version)}
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("agreement_type"), identity.AgreementType)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("version"), identity.Version)...)
}
