// SPDX-License-Identifier: MPL-2.0

package caseaction

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
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

const pressRepeated = "Safe to repeat: the service rejects a second call within an undocumented interval, which counts as " +
	"success, and a ticket that has already ended is left unchanged. Expediting a ticket that is too new is an error"

// press expedites a ticket and returns a sentence about what was done.
func press(ctx context.Context, c *osm.Client, id, groupID string) (string, error) {
	status, result, err := c.PressCase(ctx, id, groupID)
	name := osm.StatusName(status)
	switch {
	case err != nil:
		return "", err
	case result == osm.NotPressed:
		return fmt.Sprintf("Ticket %s has already ended (%s), so it was not expedited.", id, name), nil
	case result == osm.PressedRecently:
		return fmt.Sprintf("Ticket %s (%s) was expedited a short while ago; the service does not accept "+
			"another call yet.", id, name), nil
	}
	return fmt.Sprintf("Ticket %s (%s) was expedited.", id, name), nil
}

var _ action.ActionWithConfigure = (*pressAction)(nil)

// NewPress returns the action osm_case_press.
func NewPress() action.Action { return &pressAction{} }

type pressAction struct{ framework.Action }

func (*pressAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_press"
}

func (*pressAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = newSchema("Expedites a ticket. "+pressRepeated+".", nil)
}

// Invoke expedites the ticket.
func (a *pressAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, actionTimeout)
	defer cancel()
	id := m.CaseID.ValueString()
	done, err := press(ctx, a.Client, id, m.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "expedite ticket "+id, err)
		return
	}
	report(resp, "%s", done)
}

var _ resource.ResourceWithConfigure = (*pressResource)(nil)

// NewPressResource returns the resource osm_case_press, which does the same for clients without actions.
func NewPressResource() resource.Resource { return &pressResource{} }

type pressResource struct{ framework.Resource }

type pressModel struct {
	model
	Triggers types.Map    `tfsdk:"triggers"`
	ID       types.String `tfsdk:"id"`
}

func (*pressResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_press"
}

func (*pressResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const expedites = " Changing this expedites the ticket again."
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	id := framework.Length(1, osm.MaxID)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Expedites a ticket when the resource is created. Use this only with versions of Terraform or OpenTofu " +
			"that do not support actions; otherwise, use the action " +
			"`osm_case_press`. " + pressRepeated + ", and the next apply tries again. Destroying the resource makes no call.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{
				MarkdownDescription: "Ticket ID." + expedites, Required: true, PlanModifiers: replace, Validators: id},
			"group_id": schema.StringAttribute{
				MarkdownDescription: groupDescription + expedites, Optional: true, PlanModifiers: replace, Validators: id},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Arbitrary strings." + expedites, Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"id": framework.ComputedString("Ticket ID."),
		},
	}
}

// Create expedites the ticket.
func (r *pressResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan pressModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, actionTimeout)
	defer cancel()
	id := plan.CaseID.ValueString()
	done, err := press(ctx, r.Client, id, plan.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "expedite ticket "+id, err)
		return
	}
	tflog.Info(ctx, done)
	plan.ID = plan.CaseID
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Read keeps the state: the service does not report whether a ticket was expedited.
func (*pressResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update is never called: every change replaces.
func (*pressResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

// Delete makes no call.
func (*pressResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
