// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var (
	_ resource.ResourceWithImportState = (*privilegeResource)(nil)
	_ resource.ResourceWithIdentity    = (*privilegeResource)(nil)
)

// NewPrivilege returns the resource osm_privilege.
func NewPrivilege() resource.Resource {
	return &privilegeResource{framework.Resource{Name: "privilege"}}
}

type privilegeResource struct{ framework.Resource }

type privilegeModel struct {
	Privilege types.String `tfsdk:"privilege"`
	ID        types.String `tfsdk:"id"`
}

type privilegeIdentity struct {
	Privilege types.String `tfsdk:"privilege"`
}

// privilegeValues describes the privileges.
const privilegeValues = "`createCase` (open tickets), `export` (export tickets) or `assumeCaseAll` (tickets of agency accounts)."

func (*privilegeResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"privilege": identityschema.StringAttribute{Description: "Privilege.", RequiredForImport: true},
	}}
}

func (*privilegeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A privilege of the logged-in user. An account can require privileges for opening and exporting " +
			"tickets. A privilege that is revoked elsewhere is granted again. Destroying the resource revokes the privilege, " +
			"even if the user had it before.",
		Attributes: map[string]schema.Attribute{
			"privilege": schema.StringAttribute{
				MarkdownDescription: "Privilege: " + privilegeValues + " Changing this revokes the privilege and grants " +
					"another one.",
				Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators: []validator.String{framework.OneOf(osm.Privileges()...)}},
			"id": framework.CreatedString("Same as `privilege`."),
		},
	}
}

func (r *privilegeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan privilegeModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	name := plan.Privilege.ValueString()
	if framework.FailedTo(&resp.Diagnostics, "grant the privilege "+name, r.Client.SetPrivilege(ctx, name, true)) {
		return
	}
	if granted, err := r.Client.AwaitPrivilege(ctx, name); err != nil {
		framework.AddWarning(&resp.Diagnostics, "read the privilege "+name+" back",
			"The service accepted it, and it is in the state. The next plan reads it again.", err)
	} else if !granted {
		resp.Diagnostics.AddWarning("The privilege "+name+" is not effective", "The service accepted it, but does not report "+
			"that the user has it. If the next plan grants it again, ask the administrator of the account to grant it.")
	}
	plan.ID = plan.Privilege
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, privilegeIdentity{plan.Privilege})...)
}

// Read removes the privilege from the state if the service reports that the user does not have it.
func (r *privilegeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state privilegeModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, privilegeIdentity{state.Privilege})...)
	name := state.Privilege.ValueString()
	has, err := r.Client.HasPrivilege(ctx, name)
	switch {
	case err != nil:
		framework.AddError(&resp.Diagnostics, "read the privilege "+name, err)
	case *has != 0:
		state.ID = state.Privilege
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	case state.ID.IsNull():
		resp.Diagnostics.AddError("Unable to import the privilege "+name, "The service reports that the logged-in user does not "+
			"have it. Remove the import; applying the resource grants the privilege.")
	default:
		resp.State.RemoveResource(ctx)
	}
}

// Update is never called: each argument requires a replacement.
func (*privilegeResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (r *privilegeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state privilegeModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	name := state.Privilege.ValueString()
	framework.FailedTo(&resp.Diagnostics, "revoke the privilege "+name, r.Client.SetPrivilege(ctx, name, false))
}

func (*privilegeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	identity := privilegeIdentity{types.StringValue(req.ID)}
	if req.ID == "" && framework.Failed(&resp.Diagnostics, req.Identity.Get(ctx, &identity)) {
		return
	}
	if name := identity.Privilege.ValueString(); !slices.Contains(osm.Privileges(), name) {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q is not a privilege. Use %s.", name,
			apierror.OneOf(apierror.Nearest(name, osm.Privileges()))))
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("privilege"), identity.Privilege)...)
}
