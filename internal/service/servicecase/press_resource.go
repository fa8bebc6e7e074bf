// SPDX-License-Identifier: MPL-2.0

package servicecase

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
)

var _ resource.ResourceWithConfigure = (*pressResource)(nil)

// NewPress makes the resource osm_case_press: what the action of that name does, for clients that know no actions.
func NewPress() resource.Resource { return &pressResource{} }

type pressResource struct{ framework.Resource }

type pressModel struct {
	CaseID   types.String `tfsdk:"case_id"`
	GroupID  types.String `tfsdk:"group_id"`
	Triggers types.Map    `tfsdk:"triggers"`
	ID       types.String `tfsdk:"id"`
}

func (*pressResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_press"
}

func (*pressResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Urges a ticket, while it is created, and does nothing else. It is for clients that know no actions; others have the action `osm_case_press`. " +
			"Harmless when repeated: the service refuses a second urge within an interval of its own (not documented), " +
			"which is a success here, since the ticket has been urged; and a ticket that has ended is left alone. A ticket that is too new to be urged is an error, " +
			"and the next apply tries again. Destroying it makes no call.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{MarkdownDescription: "Ticket id. A change urges that ticket.", Required: true, PlanModifiers: replace,
				Validators: length(1, maxTicketLength)},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "IAM user group; needed when the ticket belongs to another member of that group. A change urges again.",
				Optional:            true, PlanModifiers: replace, Validators: length(1, maxTicketLength)},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Any texts; a change of one urges again.", Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"id": framework.ComputedString("The ticket id."),
		},
	}
}

// Create urges the ticket.
func (r *pressResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan pressModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	id := plan.CaseID.ValueString()
	done, err := urge(ctx, r.Client, id, plan.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "urge ticket "+id, err)
		return
	}
	tflog.Info(ctx, done)
	plan.ID = plan.CaseID
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Read keeps what is there: an urge leaves no mark that can be read.
func (*pressResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update is never asked: every change replaces.
func (*pressResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

// Delete makes no call.
func (*pressResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
