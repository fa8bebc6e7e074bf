// SPDX-License-Identifier: MPL-2.0

package caseaction

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewPressResource returns the resource osm_case_press, which does the same for clients without actions.
func NewPressResource() resource.Resource {
	return &pressResource{Resource: framework.Resource{Name: "case_press"}}
}

type pressResource struct {
	framework.Resource
	framework.Event
}

type pressModel struct {
	model
	Triggers types.Map    `tfsdk:"triggers"`
	ID       types.String `tfsdk:"id"`
}

func (*pressResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const expedites = " Changing this expedites the ticket again."
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	id := framework.Length(1, osm.MaxID)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Expedites a ticket when the resource is created. Use this only with versions of Terraform or " +
			"OpenTofu that do not support actions; otherwise, use the action `osm_case_press`. " + pressRepeated +
			", and the next apply tries again. Destroying the resource makes no call.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{
				MarkdownDescription: "Ticket ID." + expedites, Required: true, PlanModifiers: replace, Validators: id},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription +
					expedites, Optional: true, PlanModifiers: replace, Validators: id},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Arbitrary strings." + expedites, Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"id": framework.ComputedString("Ticket ID."),
		},
	}
}

func (r *pressResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan pressModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	id := plan.CaseID.ValueString()
	done, err := press(ctx, r.Client, id, plan.GroupID.ValueString())
	if framework.FailedTo(&resp.Diagnostics, "expedite ticket "+id, err) {
		return
	}
	tflog.Info(ctx, done)
	plan.ID = plan.CaseID
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// ImportState explains why an expedite request can't be imported.
func (*pressResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("Expedite requests can't be imported", "An expedite request exists only in the state, so there is "+
		"nothing to import. Remove the import; to expedite the ticket once more, apply the resource.")
}
