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
	return &eventResource{
		Resource: framework.Resource{Name: "case_press"},
		description: "Expedites a ticket when the resource is created. Use this only with versions of Terraform or " +
			"OpenTofu that do not support actions; otherwise, use the action `osm_case_press`. " + pressRepeated +
			", and the next apply tries again. Destroying the resource makes no call.",
		again:         " Changing this expedites the ticket again.",
		what:          "expedite ticket ",
		do:            press,
		importSummary: "Expedite requests can't be imported",
		importDetail: "An expedite request exists only in the state, so there is nothing to import. Remove the import; to " +
			"expedite the ticket once more, apply the resource.",
	}
}

// eventResource does something with a ticket when it is created.
type eventResource struct {
	framework.Resource
	framework.Event
	// description describes the type, again what a change of an argument does.
	description, again string
	// what is done, in words that end before the ticket's ID; do returns a sentence about what was done.
	what string
	do   func(ctx context.Context, c *osm.Client, id, groupID string) (string, error)
	// importSummary and importDetail explain why it can't be imported.
	importSummary, importDetail string
}

type eventModel struct {
	model
	Triggers types.Map    `tfsdk:"triggers"`
	ID       types.String `tfsdk:"id"`
}

func (r *eventResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	id := framework.Length(1, osm.MaxID)
	resp.Schema = schema.Schema{
		MarkdownDescription: r.description,
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{
				MarkdownDescription: "Ticket ID." + r.again, Required: true, PlanModifiers: replace, Validators: id},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription + r.again,
				Optional:            true,
				PlanModifiers:       replace,
				Validators:          id,
			},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Arbitrary strings." + r.again, Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"id": framework.ComputedString("Ticket ID."),
		},
	}
}

func (r *eventResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan eventModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	id := plan.CaseID.ValueString()
	done, err := r.do(ctx, r.Client, id, plan.GroupID.ValueString())
	if framework.FailedTo(&resp.Diagnostics, r.what+id, err) {
		return
	}
	tflog.Info(ctx, done)
	plan.ID = plan.CaseID
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// ImportState explains why there is nothing to import.
func (r *eventResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError(r.importSummary, r.importDetail)
}
