// SPDX-License-Identifier: MPL-2.0

// Package casewait waits for a ticket to reach a status, for a reply from support or for its request for access.
package casewait

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var (
	_ resource.ResourceWithConfigValidators = (*waitResource)(nil)
	_ resource.ResourceWithImportState      = (*waitResource)(nil)
)

// NewResource returns the resource osm_case_wait.
func NewResource() resource.Resource {
	return &waitResource{Resource: framework.Resource{Name: "case_wait"}}
}

type waitResource struct {
	framework.Resource
	framework.Event
}

type waitModel struct {
	CaseID          types.String   `tfsdk:"case_id"`
	GroupID         types.String   `tfsdk:"group_id"`
	Statuses        types.Set      `tfsdk:"statuses"`
	Reply           types.Bool     `tfsdk:"reply"`
	Authorization   types.Bool     `tfsdk:"authorization"`
	Triggers        types.Map      `tfsdk:"triggers"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
	ID              types.String   `tfsdk:"id"`
	Status          types.Int64    `tfsdk:"status"`
	StatusName      types.String   `tfsdk:"status_name"`
	ReplyContent    types.String   `tfsdk:"reply_content"`
	ReplyTime       types.String   `tfsdk:"reply_time"`
	AuthorizationID types.String   `tfsdk:"authorization_id"`
}

const waitTimeout = 30 * time.Minute

func (*waitResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const waits, changes = " Changing this starts another wait.", "The value changes."
	replaces := []planmodifier.Bool{boolplanmodifier.RequiresReplaceIf(isChanged, changes, changes)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "When the resource is created, waits until a ticket reaches one of several statuses, or until " +
			"support replies or asks for access, whichever comes first. If the timeout expires, the run fails, the ticket is " +
			"unchanged and the next apply waits again. Waiting is a separate resource because an error during the creation of " +
			"a ticket would make the next apply open another one.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{
				MarkdownDescription: "Ticket ID." + waits, Required: true, Validators: framework.Length(1, osm.MaxID),
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription + " Changing this makes no call.", Optional: true,
				Validators: framework.Length(1, osm.MaxID)},
			"statuses": schema.SetAttribute{
				MarkdownDescription: "Statuses to wait for: " + framework.CodeList(osm.StatusNames()) +
					", a number from 0 to 30, or `ended` for any final status. Required unless `reply` or `authorization` is " +
					"`true`." + waits,
				Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Set{setplanmodifier.RequiresReplace()},
				Validators:    []validator.Set{framework.Size{From: 1}, framework.EachString(isWaitable)}},
			"reply": schema.BoolAttribute{
				MarkdownDescription: "Whether to wait for a message from support that is newer than your last message in the " +
					"ticket. Defaults to `false`." + waits,
				Optional: true, PlanModifiers: replaces},
			"authorization": schema.BoolAttribute{
				MarkdownDescription: "Whether to wait until support requests access and the request is pending; see " +
					"`osm_authorization`. Defaults to `false`." + waits,
				Optional: true, PlanModifiers: replaces},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Arbitrary strings." + waits, Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"timeouts": framework.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.TimeoutDescription("Waiting", waitTimeout)}),
			"id":          framework.CreatedString("Ticket ID."),
			"status":      framework.CreatedInt64("Status when the wait ended, as a number. Not refreshed."),
			"status_name": framework.CreatedString("Name of that status."),
			"reply_content": framework.CreatedString("Text of the latest message from support that is newer than your last " +
				"one. Null unless `reply` is `true`, or if a status ended the wait before support replied. Not refreshed."),
			"reply_time": framework.CreatedString("Time at which that message was written, as reported by the service."),
			"authorization_id": framework.CreatedString("ID of the pending request for access. Null " +
				"unless `authorization` is `true`, or if something else ended the wait. Not refreshed."),
		},
	}
}

// isChanged ignores the difference between null and false.
func isChanged(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = req.PlanValue.IsUnknown() || req.PlanValue.ValueBool() != req.StateValue.ValueBool()
}

func (*waitResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{hasTrigger{}}
}

func (r *waitResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan waitModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, waitTimeout)
	if framework.Failed(&resp.Diagnostics, diags) {
		return
	}
	result, err := r.Client.WaitForCase(ctx, plan.toAPI(ctx, timeout))
	if err != nil {
		addError(&resp.Diagnostics, plan, err)
		return
	}
	plan.ID, plan.ReplyContent, plan.ReplyTime = plan.CaseID, types.StringNull(), types.StringNull()
	plan.Status, plan.StatusName = types.Int64Value(result.Status), types.StringValue(osm.StatusName(result.Status))
	if result.Reply != nil {
		plan.ReplyContent = framework.String(result.Reply.Content)
		plan.ReplyTime = framework.String(result.Reply.CreateTime)
	}
	plan.AuthorizationID = framework.Text(&result.AuthorizationID)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (m *waitModel) toAPI(ctx context.Context, timeout time.Duration) osm.WaitInput {
	id, statuses := m.CaseID.ValueString(), framework.Strings(m.Statuses)
	return osm.WaitInput{
		CaseID:        id,
		GroupID:       m.GroupID.ValueString(),
		EndsAt:        func(status int64) bool { return matches(status, statuses) },
		Reply:         m.Reply.ValueBool(),
		Authorization: m.Authorization.ValueBool(),
		Timeout:       timeout,
		OnPoll: func(p osm.WaitProgress) {
			facts := map[string]any{"case_id": id, "waited": p.Waited.Round(time.Second).String()}
			if p.Status >= 0 {
				facts["status"], facts["status_name"] = p.Status, osm.StatusName(p.Status)
			}
			if p.Err != nil {
				facts["cause"] = p.Err.Error()
				tflog.Warn(ctx, "Unable to read the ticket; still waiting", facts)
				return
			}
			tflog.Info(ctx, "Waiting for ticket "+id, facts)
		},
	}
}

// ImportState explains why a wait can't be imported.
func (*waitResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("Waits can't be imported", "A wait exists only in the state, so there is nothing to import. "+
		"Remove the import and apply: if the ticket already has one of the `statuses` or a new reply, the wait ends at once.")
}
