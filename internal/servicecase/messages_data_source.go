// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var _ datasource.DataSourceWithConfigure = (*messagesDataSource)(nil)

// NewMessagesDataSource makes the data source osm_case_messages.
func NewMessagesDataSource() datasource.DataSource { return &messagesDataSource{} }

type messagesDataSource struct{ tfbase.DataSource }

type messagesDataModel struct {
	CaseID   types.String      `tfsdk:"case_id"`
	GroupID  types.String      `tfsdk:"group_id"`
	Messages []messageItemData `tfsdk:"message_list"`
}

type messageItemData struct {
	Type           types.Int64         `tfsdk:"type"`
	ReplierType    types.Int64         `tfsdk:"replier_type"`
	Replier        types.String        `tfsdk:"replier"`
	ReplierName    types.String        `tfsdk:"replier_name"`
	Content        types.String        `tfsdk:"content"`
	CreateTime     types.String        `tfsdk:"create_time"`
	IsFirstMessage types.Int64         `tfsdk:"is_first_message"`
	IAMUserType    types.Int64         `tfsdk:"iam_user_type"`
	Accessories    []caseAccessoryItem `tfsdk:"accessory_list"`
}

func (*messagesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = tfbase.TypePrefix + "case_messages"
}

func (*messagesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	items := messageAttributes()
	delete(items, "message_id")
	items["replier_type"] = tfbase.ReadInt64("0 customer, 1 engineer, 2 third party.")
	items["iam_user_type"] = tfbase.ReadInt64("0 account, 1 IAM user.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Messages of a ticket in the service's order, read to the last page. This call of the API tells no message ids; the data source `osm_case` has them.",
		Attributes: map[string]schema.Attribute{
			"case_id":      caseIDArgument(),
			"group_id":     groupArgument(),
			"message_list": tfbase.ReadList("The messages.", items),
		},
	}
}

func (d *messagesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m messagesDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	messages, err := d.Client.Messages(ctx, m.CaseID.ValueString(), m.GroupID.ValueString())
	if err != nil {
		tfbase.AddError(&resp.Diagnostics, "list the messages of ticket "+m.CaseID.ValueString(), err)
		return
	}
	m.Messages = []messageItemData{}
	for _, i := range messages {
		m.Messages = append(m.Messages, messageItemData{
			Type: tfbase.Integer(i.Type), ReplierType: tfbase.Integer(i.ReplierType), Replier: tfbase.String(i.Replier), ReplierName: tfbase.String(i.ReplierName),
			Content: tfbase.String(i.Content), CreateTime: tfbase.String(i.CreateTime), IsFirstMessage: tfbase.Integer(i.IsFirstMessage),
			IAMUserType: tfbase.Integer(i.IamUserType), Accessories: accessoriesFrom(tfbase.List(i.AccessoryList)),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
