// SPDX-License-Identifier: MPL-2.0

package casemessage

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

type actionModel struct {
	CaseID       types.String `tfsdk:"case_id"`
	GroupID      types.String `tfsdk:"group_id"`
	Content      types.String `tfsdk:"content"`
	ContentWO    types.String `tfsdk:"content_wo"`
	AccessoryIDs types.List   `tfsdk:"accessory_ids"`
	Repeat       types.Bool   `tfsdk:"repeat"`
}

// repeatWindow is how long an equal message is not sent again.
const repeatWindow = time.Hour

// NewAction returns the action osm_case_message.
func NewAction() action.Action {
	id := framework.Length(1, osm.MaxID)
	return framework.NewAction("case_message", schema.Schema{
		MarkdownDescription: "Sends a message to a ticket. Safe to repeat: a message that is identical to the account's last " +
			"one in the ticket is not sent again within an hour, unless `repeat` is `true`. Terraform shows and stores the " +
			"arguments of actions; for secret text, pass an ephemeral value to `content_wo`.",
		Attributes: map[string]schema.Attribute{
			"case_id":  schema.StringAttribute{MarkdownDescription: "Ticket ID.", Required: true, Validators: id},
			"group_id": schema.StringAttribute{MarkdownDescription: framework.GroupDescription, Optional: true, Validators: id},
			"content": schema.StringAttribute{
				MarkdownDescription: contentDescription, Optional: true, Validators: framework.Length(1, maxMessage)},
			"content_wo": schema.StringAttribute{
				MarkdownDescription: "Text. Write-only: accepts an ephemeral value, which is never stored.", Optional: true,
				WriteOnly: true, Validators: framework.Length(1, maxMessage)},
			"accessory_ids": schema.ListAttribute{
				MarkdownDescription: accessoryIDsDescription, Optional: true, ElementType: types.StringType,
				Validators: accessoryIDsValidators()},
			"repeat": schema.BoolAttribute{
				MarkdownDescription: "Whether to send the message even if it is identical to the last one. Defaults to `false`.",
				Optional:            true},
		},
	}, invoke, framework.ExactlyOneOf("content", "content_wo"))
}

func invoke(ctx context.Context, d *framework.Data, m *actionModel, resp *action.InvokeResponse) {
	in := osm.CreateMessageInput{
		CaseID:       m.CaseID.ValueString(),
		GroupID:      m.GroupID.ValueString(),
		Content:      m.Content.ValueString(),
		AccessoryIDs: framework.Strings(m.AccessoryIDs),
	}
	if !m.ContentWO.IsNull() {
		in.Content = m.ContentWO.ValueString()
	}
	if in.Content == "" { // its value became known after the validation; the service accepts a message with attachments only
		resp.Diagnostics.AddError(
			"Missing argument",
			"Set `content` or `content_wo` to a text: its value became known during the "+
				"apply, and is null or empty. Nothing was sent.",
		)
		return
	}
	sent, err := true, error(nil)
	if m.Repeat.ValueBool() {
		_, err = d.Client.CreateMessage(ctx, in)
	} else {
		sent, err = d.Client.CreateMessageOnce(ctx, in, repeatWindow)
	}
	switch {
	case errors.Is(err, osm.ErrMessageUnseen):
		framework.AddWarning(&resp.Diagnostics, "find the message in ticket "+in.CaseID,
			"The service accepted the message, so it is not sent again.", err)
	case err != nil:
		framework.AddError(&resp.Diagnostics, "send the message to ticket "+in.CaseID, err)
		return
	case !sent:
		framework.Report(resp, "The last message in ticket %s is identical and less than %d minutes old, so nothing was sent. "+
			"Set `repeat = true` to send it anyway.", in.CaseID, int(repeatWindow.Minutes()))
		return
	}
	framework.Report(resp, "The message was sent to ticket %s.", in.CaseID)
}
