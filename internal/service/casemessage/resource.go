// SPDX-License-Identifier: MPL-2.0

// Package casemessage holds messages in tickets: the resource, the action and the data source.
package casemessage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var (
	_ resource.ResourceWithConfigValidators = (*messageResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*messageResource)(nil)
	_ resource.ResourceWithImportState      = (*messageResource)(nil)
	_ resource.ResourceWithIdentity         = (*messageResource)(nil)
)

// NewResource returns the resource osm_case_message.
func NewResource() resource.Resource {
	return &messageResource{framework.Resource{Name: "case_message"}}
}

type messageResource struct{ framework.Resource }

type model struct {
	CaseID           types.String `tfsdk:"case_id"`
	Content          types.String `tfsdk:"content"`
	ContentWO        types.String `tfsdk:"content_wo"`
	ContentWOVersion types.Int64  `tfsdk:"content_wo_version"`
	AccessoryIDs     types.List   `tfsdk:"accessory_ids"`
	GroupID          types.String `tfsdk:"group_id"`
	OnDestroy        types.String `tfsdk:"on_destroy"`
	ID               types.String `tfsdk:"id"`
	CreateTime       types.String `tfsdk:"create_time"`
	ReplierName      types.String `tfsdk:"replier_name"`
}

// identityModel is the resource identity of a message. GroupID is set only if an import needed it.
type identityModel struct {
	CaseID  string       `tfsdk:"case_id"`
	ID      string       `tfsdk:"id"`
	GroupID types.String `tfsdk:"group_id"`
}

// Time limits of the operations.
const (
	sendTimeout   = 10 * time.Minute
	readTimeout   = 5 * time.Minute
	revokeTimeout = 5 * time.Minute
)

const (
	onDestroyKeep   = "keep"
	onDestroyRevoke = "revoke"
)

// maxMessage is the maximum length of a message in characters (API reference: CreateMessages; 2000 on pages of 2023).
const maxMessage = 10000

func (*messageResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"case_id":  identityschema.StringAttribute{Description: "Ticket ID.", RequiredForImport: true},
		"id":       identityschema.StringAttribute{Description: "Message ID.", RequiredForImport: true},
		"group_id": identityschema.StringAttribute{Description: framework.GroupDescription, OptionalForImport: true},
	}}
}

func (*messageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const sends = " Changing this sends another message."
	resp.Schema = schema.Schema{
		MarkdownDescription: "A message in a ticket, sent exactly once. A message can't be changed. Destroying the resource " +
			"only removes it from the state, unless `on_destroy` is `revoke`.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{
				MarkdownDescription: "Ticket ID." + sends, Required: true, Validators: framework.Length(1, osm.MaxID)},
			"content": schema.StringAttribute{
				MarkdownDescription: contentDescription + sends, Optional: true, Validators: framework.Prose(maxMessage)},
			"content_wo": schema.StringAttribute{
				MarkdownDescription: "Text. Write-only: never stored in a plan or state (Terraform 1.11 or OpenTofu 1.11 and " +
					"later). Changing only this plans nothing; also change `content_wo_version`.",
				Optional: true, WriteOnly: true,
				Validators: append(framework.Prose(maxMessage),
					framework.Requires("content_wo_version"))},
			"content_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of `content_wo`." + sends, Optional: true,
				Validators: []validator.Int64{framework.Requires("content_wo")}},
			"accessory_ids": schema.ListAttribute{
				MarkdownDescription: accessoryIDsDescription + sends, Optional: true, ElementType: types.StringType,
				Validators: accessoryIDsValidators()},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription + " Changing this makes no call.", Optional: true,
				Validators: framework.Length(1, osm.MaxID)},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What destroying or replacing the resource does. `keep` makes no call. `revoke` removes " +
					"the message from the ticket. Defaults to `keep`. The value in the state is used: apply a change before " +
					"you destroy or replace the resource.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(onDestroyKeep),
				Validators: []validator.String{framework.OneOf(onDestroyKeep, onDestroyRevoke)}},
			"id":           framework.ComputedString("Message ID."),
			"create_time":  framework.ComputedString("Time at which the message was written, as reported by the service."),
			"replier_name": framework.ComputedString("Name of the author."),
		},
	}
}

// Descriptions and validators that the resource and the action share.
const (
	contentDescription      = "Text (1 to 10000 characters; older pages of the API reference say 2000)."
	accessoryIDsDescription = "IDs of attachments (`osm_accessory` with `accessory_from = \"message\"`), at most ten."
)

func accessoryIDsValidators() []validator.List {
	return []validator.List{framework.Size{From: 1, To: 10}, framework.Unique{},
		listvalidator.ValueStringsAre(framework.Length(1, osm.MaxID)...)}
}

func (*messageResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{framework.ExactlyOneOf("content", "content_wo")}
}

func (r *messageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.Resource.ModifyPlan(ctx, req, resp)
	if req.State.Raw.IsNull() {
		return
	}
	if req.Plan.Raw.IsNull() {
		planDestroy(ctx, req, resp)
		return
	}
	var plan, state model
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan), req.State.Get(ctx, &state)) {
		return
	}
	plan.Content = framework.KeepEqual(plan.Content, state.Content, osm.SameText)
	framework.AddChanged(&resp.RequiresReplace, "case_id", plan.CaseID, state.CaseID)
	framework.AddChanged(&resp.RequiresReplace, "content", plan.Content, state.Content)
	framework.AddChanged(&resp.RequiresReplace, "content_wo_version", plan.ContentWOVersion, state.ContentWOVersion)
	framework.AddChanged(&resp.RequiresReplace, "accessory_ids", plan.AccessoryIDs, state.AccessoryIDs)
	if len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.AddWarning("Another message will be sent", replacement(&state))
		return
	}
	plan.ID, plan.CreateTime, plan.ReplierName = state.ID, state.CreateTime, state.ReplierName
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// replacement describes what happens to a message that another one replaces.
func replacement(state *model) string {
	what, then := "Message "+state.ID.ValueString(), "It stays"
	isUnseen := state.ID.ValueString() == ""
	if isUnseen {
		what = "The earlier message"
	}
	switch isRevoked := state.OnDestroy.ValueString() == onDestroyRevoke; {
	case isRevoked && isUnseen:
		then = "It can't be revoked because its ID is unknown"
	case isRevoked:
		then = "It is revoked"
	}
	return fmt.Sprintf("%s in ticket %s can't be changed. %s, and another message is sent.", what,
		state.CaseID.ValueString(), then)
}

// planDestroy warns about a message that can't be revoked because its ID is unknown.
func planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.OnDestroy.ValueString() == onDestroyRevoke && state.ID.ValueString() == "" {
		resp.Diagnostics.AddWarning("Message will not be revoked",
			fmt.Sprintf("The ID of the message in ticket %s is unknown, because the message did not appear in the ticket after "+
				"it was sent. Revoke it in the service's console.", state.CaseID.ValueString()))
	}
}

// Create sends the message. Once the service has accepted it, Create can't fail: the next apply would send it again.
func (r *messageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan), req.Config.Get(ctx, &config)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	id := plan.CaseID.ValueString()
	in := osm.CreateMessageInput{
		CaseID:       id,
		GroupID:      plan.GroupID.ValueString(),
		Content:      plan.Content.ValueString(),
		AccessoryIDs: framework.Strings(plan.AccessoryIDs),
	}
	if !config.ContentWO.IsNull() {
		in.Content = config.ContentWO.ValueString()
	}
	message, err := r.Client.CreateMessage(ctx, in)
	switch {
	case errors.Is(err, osm.ErrMessageUnseen):
		framework.AddWarning(&resp.Diagnostics, "find the message in ticket "+id,
			"The service accepted the message, so it is not sent again. Its ID is unknown and therefore not in the state.", err)
		message = &osmapi.IncidentMessageV2{}
	case err != nil:
		framework.AddError(&resp.Diagnostics, "send the message to ticket "+id, err)
		return
	}
	plan.ContentWO = types.StringNull()
	plan.ID = types.StringValue(framework.Value(message.MessageId))
	plan.CreateTime = framework.String(message.CreateTime)
	plan.ReplierName = framework.String(message.ReplierName)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{CaseID: id, ID: plan.ID.ValueString()})...)
}

// Read looks for the message in its ticket. One that is no longer found stays in the state: removing it would send it again.
func (r *messageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	caseID, id := state.CaseID.ValueString(), state.ID.ValueString()
	resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity,
		identityModel{CaseID: caseID, ID: id, GroupID: state.GroupID})...)
	if id == "" {
		return // accepted by the service, never seen: there is nothing to look for
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	detail, err := r.Client.Case(ctx, caseID, state.GroupID.ValueString())
	imported := state.Content.IsNull() && state.ContentWOVersion.IsNull()
	gone := func(summary, cause, detail string) {
		if imported {
			resp.Diagnostics.AddError(fmt.Sprintf("Unable to import message %s of ticket %s", id, caseID),
				cause+" Check both IDs, and the account and site that the provider is configured for; the data source osm_case "+
					"lists the messages of a ticket. If the ticket belongs to another member of an IAM user group, append "+
					"@<group ID>.")
			return
		}
		resp.Diagnostics.AddWarning(summary, cause+detail)
	}
	if apierror.IsNotFound(err) {
		gone("Ticket not found", fmt.Sprintf("The service reports that ticket %s does not exist.", caseID),
			fmt.Sprintf(" Its message %s is kept in the state so that it is not sent again.", id))
		return
	}
	if framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("read message %s of ticket %s", id, caseID), err) {
		return
	}
	for _, m := range framework.Value(detail.MessageList) {
		if framework.Value(m.MessageId) == id {
			state.refresh(ctx, m, imported)
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
			return
		}
	}
	gone("Message not found", fmt.Sprintf("Ticket %s does not contain message %s.", caseID, id),
		" It may have been revoked, and is kept in the state so that it is not sent again.")
}

// refresh updates what the service reports, for an imported message with its arguments. A state of a version without on_destroy
// takes the default.
func (m *model) refresh(ctx context.Context, reported osmapi.IncidentMessageV2, imported bool) {
	m.CreateTime, m.ReplierName = framework.String(reported.CreateTime), framework.String(reported.ReplierName)
	if imported {
		m.Content = framework.Text(reported.Content)
		m.AccessoryIDs = accessoryIDs(ctx, reported)
	}
	if m.OnDestroy.IsNull() {
		m.OnDestroy = types.StringValue(onDestroyKeep)
	}
}

func accessoryIDs(ctx context.Context, m osmapi.IncidentMessageV2) types.List {
	var ids []string
	for _, a := range framework.Value(m.AccessoryList) {
		ids = append(ids, framework.Value(a.AccessoryId))
	}
	if len(ids) == 0 {
		return types.ListNull(types.StringType)
	}
	out, _ := types.ListValueFrom(ctx, types.StringType, ids)
	return out
}

// Update only records: every change of a message replaces it.
func (*messageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	plan.ContentWO = types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	identity := identityModel{CaseID: plan.CaseID.ValueString(), ID: plan.ID.ValueString(), GroupID: plan.GroupID}
	resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity, identity)...)
}

// Delete revokes the message if on_destroy says so. If the service rejects the call, the resource stays in the state.
func (r *messageResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	caseID, id := state.CaseID.ValueString(), state.ID.ValueString()
	if state.OnDestroy.ValueString() != onDestroyRevoke || id == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, revokeTimeout)
	defer cancel()
	err := r.Client.RevokeMessage(ctx, osm.RevokeMessageInput{
		CaseID: caseID, GroupID: state.GroupID.ValueString(), ID: id, Content: state.Content.ValueString()})
	switch what := fmt.Sprintf("revoke message %s in ticket %s", id, caseID); {
	case osm.IsRejection(err):
		resp.Diagnostics.AddError("Unable to "+what, "The service does not allow this message to be revoked, for example "+
			"because too much time has passed or the ticket has ended. To destroy the resource without revoking the message, "+
			"set `on_destroy = \"keep\"` and apply first, or run `terraform state rm`.\n\n"+framework.Explain(err))
	case err != nil:
		framework.AddError(&resp.Diagnostics, what, err)
	}
}

// ImportState imports a message by case_id/message_id, followed by @group_id if a group is needed, or by identity.
func (*messageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity identityModel
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		var message string
		message, identity.GroupID = framework.CutGroup(req.ID)
		identity.CaseID, identity.ID, _ = strings.Cut(message, "/")
		if identity.CaseID == "" || identity.ID == "" || identity.GroupID.Equal(types.StringValue("")) {
			resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q does not have the form "+
				"<ticket ID>/<message ID>. Use an ID such as TS-123456/9f2c. If the ticket belongs to another member of an IAM "+
				"user group, append @<group ID>.", req.ID))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("case_id"), identity.CaseID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), identity.GroupID)...)
}
