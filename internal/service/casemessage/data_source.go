// SPDX-License-Identifier: MPL-2.0

package casemessage

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type dataModel struct {
	CaseID   types.String   `tfsdk:"case_id"`
	GroupID  types.String   `tfsdk:"group_id"`
	Messages []messageModel `tfsdk:"message_list"`
}

type messageModel struct {
	Type           types.Int64      `tfsdk:"type"`
	ReplierType    types.Int64      `tfsdk:"replier_type"`
	Replier        types.String     `tfsdk:"replier"`
	ReplierName    types.String     `tfsdk:"replier_name"`
	Content        types.String     `tfsdk:"content"`
	CreateTime     types.String     `tfsdk:"create_time"`
	IsFirstMessage types.Int64      `tfsdk:"is_first_message"`
	IAMUserType    types.Int64      `tfsdk:"iam_user_type"`
	Accessories    []accessoryModel `tfsdk:"accessory_list"`
}

type accessoryModel struct {
	AccessoryID    types.String `tfsdk:"accessory_id"`
	FileActualName types.String `tfsdk:"file_actual_name"`
}

// NewDataSource returns the data source osm_case_messages.
func NewDataSource() datasource.DataSource {
	return framework.NewDataSource("case_messages", schema.Schema{
		MarkdownDescription: "All messages of a ticket, in the service's order. The API returns no message IDs here; use the " +
			"data source `osm_case` for them.",
		Attributes: map[string]schema.Attribute{
			"case_id":  framework.NeededString("Ticket ID, for example `TS-123456`.", osm.MaxID),
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"message_list": framework.ReadList("Messages.", map[string]schema.Attribute{
				"type":             framework.ReadInt64("0 from the customer, 1 from an engineer."),
				"replier_type":     framework.ReadInt64("0 customer, 1 engineer, 2 third party."),
				"replier":          framework.ReadString("ID of the author."),
				"replier_name":     framework.ReadString("Name of the author."),
				"content":          framework.ReadString("Text."),
				"create_time":      framework.ReadString("Time at which the message was written, as reported by the service."),
				"is_first_message": framework.ReadInt64("1 for the first message of the ticket."),
				"iam_user_type":    framework.ReadInt64("0 account, 1 IAM user."),
				"accessory_list": framework.ReadList("Attachments of the message.", map[string]schema.Attribute{
					"accessory_id":     framework.ReadString("Attachment ID."),
					"file_actual_name": framework.ReadString("File name."),
				}),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *dataModel, diags *diag.Diagnostics) {
		id := m.CaseID.ValueString()
		messages, err := d.Client.Messages(ctx, id, m.GroupID.ValueString())
		framework.FailedTo(diags, "list the messages of ticket "+id, err)
		m.Messages = framework.Map(messages, messageFromAPI)
	})
}

func messageFromAPI(m osmapi.QueryMessageInfoV2) messageModel {
	return messageModel{
		Type:           framework.Integer(m.Type),
		ReplierType:    framework.Integer(m.ReplierType),
		Replier:        framework.String(m.Replier),
		ReplierName:    framework.String(m.ReplierName),
		Content:        framework.String(m.Content),
		CreateTime:     framework.String(m.CreateTime),
		IsFirstMessage: framework.Integer(m.IsFirstMessage),
		IAMUserType:    framework.Integer(m.IamUserType),
		Accessories:    framework.Map(framework.Value(m.AccessoryList), accessoryFromAPI),
	}
}

func accessoryFromAPI(a osmapi.SimpleAccessoryV2) accessoryModel {
	return accessoryModel{
		AccessoryID:    framework.String(a.AccessoryId),
		FileActualName: framework.String(a.FileActualName),
	}
}
