// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var (
	_ resource.ResourceWithConfigure        = (*messageResource)(nil)
	_ resource.ResourceWithConfigValidators = (*messageResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*messageResource)(nil)
	_ resource.ResourceWithImportState      = (*messageResource)(nil)
	_ resource.ResourceWithIdentity         = (*messageResource)(nil)
)

// NewMessage makes the resource osm_case_message.
func NewMessage() resource.Resource { return &messageResource{} }

type messageResource struct{ framework.Resource }

type messageResourceModel struct {
	CaseID           types.String `tfsdk:"case_id"`
	Content          types.String `tfsdk:"content"`
	ContentWO        types.String `tfsdk:"content_wo"`
	ContentWOVersion types.Int64  `tfsdk:"content_wo_version"`
	AccessoryIDs     types.List   `tfsdk:"accessory_ids"`
	GroupID          types.String `tfsdk:"group_id"`
	ID               types.String `tfsdk:"id"`
	CreateTime       types.String `tfsdk:"create_time"`
	ReplierName      types.String `tfsdk:"replier_name"`
}

// messageIdentity is what identifies a message.
type messageIdentity struct {
	CaseID  string       `tfsdk:"case_id"`
	ID      string       `tfsdk:"id"`
	GroupID types.String `tfsdk:"group_id"`
}

// maxMessage is the largest length of a message in characters (API reference: CreateMessages, newer pages; 2000 on pages of 2023).
const maxMessage = 10000

func (*messageResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_message"
}

func (*messageResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"case_id":  identityschema.StringAttribute{Description: "Ticket ID.", RequiredForImport: true},
		"id":       identityschema.StringAttribute{Description: "Message ID.", RequiredForImport: true},
		"group_id": identityschema.StringAttribute{Description: groupOfIdentity, OptionalForImport: true},
	}}
}

func (*messageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const replaces = " A change sends another message."
	resp.Schema = schema.Schema{
		MarkdownDescription: "A message in a ticket. It is sent exactly once. Messages can't be changed, and destroying withdraws nothing: only the state forgets it.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{MarkdownDescription: "Ticket id." + replaces, Required: true, Validators: length(1, maxTicketLength)},
			"content": schema.StringAttribute{
				MarkdownDescription: "Text, 1 to 10000 characters (2000 on older pages of the API reference)." +
					replaces, Optional: true, Validators: text(maxMessage)},
			"content_wo": schema.StringAttribute{
				MarkdownDescription: "Text, write-only: it is in no plan and no state (Terraform 1.11 or OpenTofu 1.11 and newer). A changed value alone plans nothing: change `content_wo_version`.",
				Optional:            true, WriteOnly: true,
				Validators: append(text(maxMessage), stringvalidator.AlsoRequires(path.MatchRoot("content_wo_version")))},
			"content_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of `content_wo`; another one sends the text anew.", Optional: true,
				Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("content_wo"))}},
			"accessory_ids": schema.ListAttribute{
				MarkdownDescription: "Ids of attachments (`osm_accessory` with `accessory_from = \"message\"`), ten at the most." + replaces,
				Optional:            true, ElementType: types.StringType,
				Validators: []validator.List{listvalidator.SizeBetween(1, 10), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(length(1, maxTicketLength)...)}},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "IAM user group; needed when the ticket belongs to another member of that group. It accompanies calls: a change sends nothing.",
				Optional:            true, Validators: length(1, maxTicketLength)},
			"id":           framework.ComputedString("Message id."),
			"create_time":  framework.ComputedString("When it was written, as the service tells it."),
			"replier_name": framework.ComputedString("Name of the writer."),
		},
	}
}

func (*messageResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(path.MatchRoot("content"), path.MatchRoot("content_wo"))}
}

// ModifyPlan holds what sends another message. An imported message has content and no attachments in the state, whatever it carries.
func (*messageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	var plan, state messageResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.CaseID.Equal(state.CaseID) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("case_id"))
	}
	plan.Content = echoOrNew(plan.Content, state.Content)
	if !plan.Content.Equal(state.Content) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("content"))
	}
	if !plan.ContentWOVersion.Equal(state.ContentWOVersion) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("content_wo_version"))
	}
	if !plan.AccessoryIDs.Equal(state.AccessoryIDs) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("accessory_ids"))
	}
	if len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.AddWarning("Another message will be sent",
			fmt.Sprintf("Message %s in ticket %s can't be changed or withdrawn: it stays, and another one is sent.", state.ID.ValueString(), state.CaseID.ValueString()))
		return
	}
	plan.ID, plan.CreateTime, plan.ReplierName = state.ID, state.CreateTime, state.ReplierName
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// ImportState takes over a message by ticket ID and message ID, separated by a slash and followed by @ and the group where one is
// needed, or by identity.
func (*messageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity messageIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		var message string
		message, identity.GroupID = splitGroup(req.ID)
		identity.CaseID, identity.ID, _ = strings.Cut(message, "/")
		if identity.CaseID == "" || identity.ID == "" || identity.GroupID.Equal(types.StringValue("")) {
			resp.Diagnostics.AddError("Not the ID of a message", fmt.Sprintf("%q is not of the form case_id/message_id or "+
				"case_id/message_id@group_id.", req.ID))
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
