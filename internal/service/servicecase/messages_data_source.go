// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*messagesDataSource)(nil)

// NewMessagesDataSource makes the data source osm_case_messages.
func NewMessagesDataSource() datasource.DataSource { return &messagesDataSource{} }

type messagesDataSource struct{ framework.DataSource }

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
	resp.TypeName = framework.TypePrefix + "case_messages"
}

func (*messagesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	items := messageAttributes()
	delete(items, "message_id")
	items["replier_type"] = framework.ReadInt64("0 customer, 1 engineer, 2 third party.")
	items["iam_user_type"] = framework.ReadInt64("0 account, 1 IAM user.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Messages of a ticket in the service's order, read to the last page. This call of the API tells no message ids; the data source `osm_case` has them.",
		Attributes: map[string]schema.Attribute{
			"case_id":      caseIDArgument(),
			"group_id":     groupArgument(),
			"message_list": framework.ReadList("The messages.", items),
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
		framework.AddError(&resp.Diagnostics, "list the messages of ticket "+m.CaseID.ValueString(), err)
		return
	}
	m.Messages = []messageItemData{}
	for _, i := range messages {
		m.Messages = append(m.Messages, messageItemData{
			Type: framework.Integer(i.Type), ReplierType: framework.Integer(i.ReplierType), Replier: framework.String(i.Replier), ReplierName: framework.String(i.ReplierName),
			Content: framework.String(i.Content), CreateTime: framework.String(i.CreateTime), IsFirstMessage: framework.Integer(i.IsFirstMessage),
			IAMUserType: framework.Integer(i.IamUserType), Accessories: accessoriesFrom(framework.List(i.AccessoryList)),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
