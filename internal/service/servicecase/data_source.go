// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type dataModel struct {
	CaseID            types.String `tfsdk:"case_id"`
	GroupID           types.String `tfsdk:"group_id"`
	IncidentID        types.String `tfsdk:"incident_id"`
	SimpleDescription types.String `tfsdk:"simple_description"`
	detailModel
	ExtInfo      *extInfoModel       `tfsdk:"ext_info"`
	Messages     []messageModel      `tfsdk:"message_list"`
	Satisfaction []satisfactionModel `tfsdk:"incident_satisfaction"`
	Labels       []labelModel        `tfsdk:"label_list"`
	Relations    []relationModel     `tfsdk:"case_relation_list"`
}

type extInfoModel struct {
	AreaCode     types.String `tfsdk:"area_code"`
	RemindMobile types.String `tfsdk:"remind_mobile"`
	RemindMail   types.String `tfsdk:"remind_mail"`
	ContactType  types.String `tfsdk:"contact_type"`
	RemindTime   types.String `tfsdk:"remind_time"`
	CCEmail      types.String `tfsdk:"cc_email"`
	CommodityID  types.String `tfsdk:"commodity_id"`
}

type messageModel struct {
	MessageID      types.String     `tfsdk:"message_id"`
	Type           types.Int64      `tfsdk:"type"`
	Replier        types.String     `tfsdk:"replier"`
	ReplierName    types.String     `tfsdk:"replier_name"`
	Content        types.String     `tfsdk:"content"`
	CreateTime     types.String     `tfsdk:"create_time"`
	IsFirstMessage types.Int64      `tfsdk:"is_first_message"`
	Accessories    []accessoryModel `tfsdk:"accessory_list"`
}

type accessoryModel struct {
	AccessoryID    types.String `tfsdk:"accessory_id"`
	FileActualName types.String `tfsdk:"file_actual_name"`
}

type satisfactionModel struct {
	SatisfactionID    types.Int64  `tfsdk:"satisfaction_id"`
	SatisfactionName  types.String `tfsdk:"satisfaction_name"`
	SatisfactionValue types.Int64  `tfsdk:"satisfaction_value"`
	Value             types.Int64  `tfsdk:"value"`
	PerValue          types.Int64  `tfsdk:"per_value"`
	SatCategoryID     types.String `tfsdk:"sat_category_id"`
	SatCategoryName   types.String `tfsdk:"sat_category_name"`
}

type labelModel struct {
	LabelID types.Int64  `tfsdk:"label_id"`
	Name    types.String `tfsdk:"name"`
	Color   types.String `tfsdk:"color"`
}

type relationModel struct {
	CaseID            types.String `tfsdk:"case_id"`
	SimpleDescription types.String `tfsdk:"simple_description"`
	UserName          types.String `tfsdk:"user_name"`
}

// NewDataSource returns the data source osm_case.
func NewDataSource() datasource.DataSource {
	attributes := map[string]schema.Attribute{
		"case_id":            framework.NeededString("Ticket ID, for example `TS-123456`.", osm.MaxID),
		"group_id":           framework.FilterString(framework.GroupDescription, osm.MaxID),
		"incident_id":        framework.ReadString("Ticket ID, as reported by the service."),
		"simple_description": framework.ReadString("Description of the problem, as reported by the service."),
		"ext_info": schema.SingleNestedAttribute{
			MarkdownDescription: "Contact and notifications.", Computed: true,
			Attributes: map[string]schema.Attribute{
				"area_code":     framework.ReadString("Country calling code."),
				"remind_mobile": framework.PersonalString("Phone number. May be masked or cleared."),
				"remind_mail":   framework.PersonalString("Email address. May be masked or cleared."),
				"contact_type":  framework.ReadString("How notifications are sent, for example `0,1,2`."),
				"remind_time":   framework.ReadString("Time of day for notifications; `0` is any time."),
				"cc_email":      framework.PersonalString("CC email addresses."),
				"commodity_id":  framework.ReadString("Product of a software vendor."),
			},
		},
		"message_list": framework.ReadList("Messages, in the service's order. Attachments sent when the ticket was opened are "+
			"listed under the first message.",
			map[string]schema.Attribute{
				"message_id":       framework.ReadString("Message ID."),
				"type":             framework.ReadInt64("0 from the customer, 1 from an engineer."),
				"replier":          framework.ReadString("ID of the author."),
				"replier_name":     framework.ReadString("Name of the author."),
				"content":          framework.ReadString("Text."),
				"create_time":      framework.ReadString("Time at which the message was written, as reported by the service."),
				"is_first_message": framework.ReadInt64("1 for the first message of the ticket."),
				"accessory_list": framework.ReadList("Attachments of the message.", map[string]schema.Attribute{
					"accessory_id":     framework.ReadString("Attachment ID."),
					"file_actual_name": framework.ReadString("File name."),
				}),
			}),
		"incident_satisfaction": framework.ReadList("Ratings by dimension.", map[string]schema.Attribute{
			"satisfaction_id":    framework.ReadInt64("ID of the dimension."),
			"satisfaction_name":  framework.ReadString("Name of the dimension."),
			"satisfaction_value": framework.ReadInt64("Rating. The best is `value`."),
			"value":              framework.ReadInt64("Highest rating."),
			"per_value":          framework.ReadInt64("Value of one step."),
			"sat_category_id":    framework.ReadString("ID of the group of dimensions."),
			"sat_category_name":  framework.ReadString("Name of the group of dimensions."),
		}),
		"label_list": labelList(),
		"case_relation_list": framework.ReadList("Related tickets.", map[string]schema.Attribute{
			"case_id":            framework.ReadString("Ticket ID."),
			"simple_description": framework.ReadString("Description of the problem."),
			"user_name":          framework.ReadString("Name of the user who opened the ticket."),
		}),
	}
	maps.Copy(attributes, summaryAttributes())
	maps.Copy(attributes, detailAttributes())
	return framework.NewDataSource("case", schema.Schema{
		MarkdownDescription: "Everything that the service reports about a ticket: status, names, messages, ratings, contact, " +
			"labels and relations, with the field names of the API. A ticket that does not exist is an error.",
		Attributes: attributes,
	}, readCase)
}

func labelList() schema.ListNestedAttribute {
	return framework.ReadList("Labels of the ticket.", map[string]schema.Attribute{
		"label_id": framework.ReadInt64("Label ID."),
		"name":     framework.ReadString("Name."),
		"color":    framework.ReadString("Color as `#rrggbb`."),
	})
}

func readCase(ctx context.Context, d *framework.Data, m *dataModel, diags *diag.Diagnostics) {
	id := m.CaseID.ValueString()
	detail, err := d.Client.Case(ctx, id, m.GroupID.ValueString())
	if framework.FailedTo(diags, "read ticket "+id, err) {
		return
	}
	labels, err := d.Client.CaseLabels(ctx, id)
	if framework.FailedTo(diags, "read the labels of ticket "+id, err) {
		return
	}
	relations, err := d.Client.Relations(ctx, id)
	if framework.FailedTo(diags, "read the relations of ticket "+id, err) {
		return
	}
	m.detailModel = detailFromAPI(detail)
	m.SimpleDescription = framework.String(detail.SimpleDescription)
	m.IncidentID = framework.String(detail.IncidentId)
	if m.IncidentID.IsNull() {
		m.IncidentID = m.CaseID
	}
	if e := detail.ExtInfo; e != nil {
		m.ExtInfo = &extInfoModel{
			AreaCode:     framework.String(e.AreaCode),
			RemindMobile: framework.String(e.RemindMobile),
			RemindMail:   framework.String(e.RemindMail),
			ContactType:  framework.String(e.ContactType),
			RemindTime:   framework.String(e.RemindTime),
			CCEmail:      framework.String(e.CcEmail),
			CommodityID:  framework.String(e.CommodityId),
		}
	}
	m.Messages = framework.Map(framework.Value(detail.MessageList), messageFromAPI)
	m.Satisfaction = framework.Map(framework.Value(detail.IncidentSatisfaction), satisfactionFromAPI)
	m.Labels = framework.Map(labels, labelFromAPI)
	m.Relations = framework.Map(relations, relationFromAPI)
}

func messageFromAPI(m osmapi.IncidentMessageV2) messageModel {
	return messageModel{
		MessageID:      framework.String(m.MessageId),
		Type:           framework.Integer(m.Type),
		Replier:        framework.String(m.Replier),
		ReplierName:    framework.String(m.ReplierName),
		Content:        framework.String(m.Content),
		CreateTime:     framework.String(m.CreateTime),
		IsFirstMessage: framework.Integer(m.IsFirstMessage),
		Accessories:    framework.Map(framework.Value(m.AccessoryList), accessoryFromAPI),
	}
}

func accessoryFromAPI(a osmapi.SimpleAccessoryV2) accessoryModel {
	return accessoryModel{
		AccessoryID:    framework.String(a.AccessoryId),
		FileActualName: framework.String(a.FileActualName),
	}
}

func satisfactionFromAPI(s osmapi.IncidentSatisfactionAnswer) satisfactionModel {
	return satisfactionModel{
		SatisfactionID:    framework.Integer(s.SatisfactionId),
		SatisfactionName:  framework.String(s.SatisfactionName),
		SatisfactionValue: framework.Integer(s.SatisfactionValue),
		Value:             framework.Integer(s.Value),
		PerValue:          framework.Integer(s.PerValue),
		SatCategoryID:     framework.String(s.SatCategoryId),
		SatCategoryName:   framework.String(s.SatCategoryName),
	}
}

func labelFromAPI(l osmapi.CaseLabelInfo) labelModel {
	return labelModel{
		LabelID: framework.Integer(l.LabelId),
		Name:    framework.String(l.Name),
		Color:   framework.String(l.Color),
	}
}

func relationFromAPI(r osmapi.CaseRealtionInfo) relationModel {
	return relationModel{
		CaseID:            framework.String(r.CaseId),
		SimpleDescription: framework.String(r.SimpleDescription),
		UserName:          framework.String(r.UserName),
	}
}

type operateLogsModel struct {
	CaseID  types.String      `tfsdk:"case_id"`
	GroupID types.String      `tfsdk:"group_id"`
	Logs    []operateLogModel `tfsdk:"incident_operate_log_list"`
}

type operateLogModel struct {
	IncidentLogID        types.String `tfsdk:"incident_log_id"`
	IncidentID           types.String `tfsdk:"incident_id"`
	OperateType          types.Int64  `tfsdk:"operate_type"`
	OperateTypeName      types.String `tfsdk:"operate_type_name"`
	OperateDesc          types.String `tfsdk:"operate_desc"`
	OperateTime          types.String `tfsdk:"operate_time"`
	TimestampOperateTime types.String `tfsdk:"timestamp_operate_time"`
	OperatorID           types.String `tfsdk:"operator_id"`
	OperatorName         types.String `tfsdk:"operator_name"`
	OperatorType         types.Int64  `tfsdk:"operator_type"`
}

// NewOperateLogsDataSource returns the data source osm_case_operate_logs.
func NewOperateLogsDataSource() datasource.DataSource {
	return framework.NewDataSource("case_operate_logs", schema.Schema{
		MarkdownDescription: "All entries of a ticket's operation log, in the service's order.",
		Attributes: map[string]schema.Attribute{
			"case_id":  framework.NeededString("Ticket ID, for example `TS-123456`.", osm.MaxID),
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"incident_operate_log_list": framework.ReadList("Log entries.", map[string]schema.Attribute{
				"incident_log_id": framework.ReadString("ID of the entry."),
				"incident_id":     framework.ReadString("Ticket ID."),
				"operate_type":    framework.ReadInt64("Type of the operation as a number."),
				"operate_type_name": framework.ReadString("Name of the type, the same in every language: " +
					framework.CodeList(osm.OperationNames()) + ", or the number as text if the provider has no name for it."),
				"operate_desc":           framework.ReadString("Description of the operation."),
				"operate_time":           framework.ReadString("Time of the operation, as reported by the service."),
				"timestamp_operate_time": framework.ReadString("Time of the operation, as a timestamp."),
				"operator_id":            framework.ReadString("ID of the operator."),
				"operator_name":          framework.ReadString("Name of the operator."),
				"operator_type":          framework.ReadInt64("Type of the operator, as reported by the service."),
			}),
		},
	}, readOperateLogs)
}

func readOperateLogs(ctx context.Context, d *framework.Data, m *operateLogsModel, diags *diag.Diagnostics) {
	id := m.CaseID.ValueString()
	logs, err := d.Client.OperateLogs(ctx, id, m.GroupID.ValueString())
	if framework.FailedTo(diags, "read the operation log of ticket "+id, err) {
		return
	}
	m.Logs = framework.Map(logs, operateLogFromAPI)
}

func operateLogFromAPI(l osmapi.IncidentOperateLogV2) operateLogModel {
	out := operateLogModel{
		IncidentLogID:        framework.String(l.IncidentLogId),
		IncidentID:           framework.String(l.IncidentId),
		OperateType:          framework.Integer(l.OperateType),
		OperateDesc:          framework.String(l.OperateDesc),
		OperateTime:          framework.String(l.OperateTime),
		TimestampOperateTime: framework.String(l.TimestampOperateTime),
		OperatorID:           framework.String(l.OperatorId),
		OperatorName:         framework.String(l.OperatorName),
		OperatorType:         framework.Integer(l.OperatorType),
	}
	if l.OperateType != nil {
		out.OperateTypeName = types.StringValue(osm.OperationName(int64(*l.OperateType)))
	}
	return out
}
