// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var _ action.ActionWithConfigure = (*messageAction)(nil)

// NewMessageAction makes the action osm_case_message.
func NewMessageAction() action.Action { return &messageAction{} }

type messageAction struct{ caseAction }

type messageActionModel struct {
	caseActionModel
	Content      types.String `tfsdk:"content"`
	AccessoryIDs types.List   `tfsdk:"accessory_ids"`
	Repeat       types.Bool   `tfsdk:"repeat"`
}

// repeatWindow is how long an equal message is not sent again.
const repeatWindow = time.Hour

func (*messageAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_message"
}

func (*messageAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionSchema("Sends a message to a ticket, once. Harmless when repeated: a message that equals the account's last one in the ticket "+
		"is not sent again within an hour, unless `repeat` is `true`. Arguments of actions can be no secret: for a secret text use `content_wo` of the "+
		"resource `osm_case_message`.",
		map[string]schema.Attribute{
			"content": schema.StringAttribute{MarkdownDescription: "Text, 1 to 10000 characters (2000 on older pages of the API reference).", Required: true,
				Validators: length(1, maxMessage)},
			"accessory_ids": schema.ListAttribute{
				MarkdownDescription: "Ids of attachments (`osm_accessory` with `accessory_from = \"message\"`), ten at the most.",
				Optional:            true, ElementType: types.StringType,
				Validators: []validator.List{listvalidator.SizeBetween(1, 10), listvalidator.UniqueValues(),
					listvalidator.ValueStringsAre(length(1, maxTicketLength)...)}},
			"repeat": schema.BoolAttribute{MarkdownDescription: "`true` sends the message whatever was sent before.", Optional: true},
		})
}

// Invoke sends the message.
func (a *messageAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m messageActionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	in := osm.NewMessage{CaseID: m.CaseID.ValueString(), GroupID: m.GroupID.ValueString(), Content: m.Content.ValueString(),
		AccessoryIDs: stringsOf(ctx, m.AccessoryIDs, &resp.Diagnostics)}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	say := tell(resp)
	sent, err := true, error(nil)
	if m.Repeat.ValueBool() {
		_, err = a.Client.CreateMessage(ctx, in)
	} else {
		sent, err = a.Client.CreateMessageOnce(ctx, in, repeatWindow)
	}
	switch {
	case errors.Is(err, osm.ErrMessageUnseen):
		say("Ticket %s: the message was sent.", in.CaseID)
		framework.AddWarning(&resp.Diagnostics, "find the message in ticket "+in.CaseID, "The service took the message, so it is not sent again.", err)
	case err != nil:
		framework.AddError(&resp.Diagnostics, "send the message to ticket "+in.CaseID, err)
	case sent:
		say("Ticket %s: the message was sent.", in.CaseID)
	default:
		say("Ticket %s: the last message is the same and less than %d minutes old, so nothing was sent. Set repeat = true to send it all the same.",
			in.CaseID, int(repeatWindow.Minutes()))
	}
}
