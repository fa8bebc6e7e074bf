// SPDX-License-Identifier: MPL-2.0

package servicecase

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
		"group_id":           framework.FilterString(groupDescription, osm.MaxID),
		"incident_id":        framework.ReadString("Ticket ID, as reported by the service."),
		"simple_description": framework.ReadString("Description of the problem, as reported by the service."),
		"ext_info": schema.SingleNestedAttribute{
			MarkdownDescription: "Contact and notifications.", Computed: true,
			Attributes: map[string]schema.Attribute{
				"area_code":     framework.ReadString("Country calling code."),
				"remind_mobile": framework.PersonalString("Phone number. May be masked or cleared."),
				"remind_mail":   framework.PersonalString("Email address. May be masked or cleared."),
				"contact_type":  framework.ReadString("How notifications are sent, for example `0,1,2` (codes not documented)."),
				"remind_time":   framework.ReadString("Time of day for notifications; `0` is any time."),
				"cc_email":      framework.PersonalString("CC email addresses."),
				"commodity_id":  framework.ReadString("Product of a software vendor."),
			},
		},
		"message_list": framework.ReadList("Messages, in the service's order. Attachments sent when the ticket was opened are listed "+
			"under the first message.",
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
	addDataSource(attributes, summaryAttributes())
	addDataSource(attributes, detailAttributes())
	return framework.NewDataSource("case", schema.Schema{
		MarkdownDescription: "Everything that the service reports about a ticket: status, names, messages, ratings, contact, labels " +
			"and relations, with the field names of the API. A ticket that does not exist is an error.",
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
	if err != nil {
		framework.AddError(diags, "read ticket "+id, err)
		return
	}
	labels, err := d.Client.CaseLabels(ctx, id)
	if err != nil {
		framework.AddError(diags, "read the labels of ticket "+id, err)
		return
	}
	relations, err := d.Client.Relations(ctx, id)
	if err != nil {
		framework.AddError(diags, "read the relations of ticket "+id, err)
		return
	}
	m.setDetail(detail)
	m.Labels = make([]labelModel, 0, len(labels))
	for _, l := range labels {
		m.Labels = append(m.Labels, labelFromAPI(l.LabelId, l.Name, l.Color))
	}
	m.Relations = make([]relationModel, 0, len(relations))
	for _, r := range relations {
		m.Relations = append(m.Relations, relationModel{
			CaseID:            framework.String(r.CaseId),
			SimpleDescription: framework.String(r.SimpleDescription),
			UserName:          framework.String(r.UserName),
		})
	}
}

func (m *dataModel) setDetail(d *osmapi.IncidentDetailInfoV2) {
	m.detailModel = detailFromAPI(d)
	m.SimpleDescription = framework.String(d.SimpleDescription)
	m.IncidentID = framework.String(d.IncidentId)
	if m.IncidentID.IsNull() {
		m.IncidentID = m.CaseID
	}
	if e := d.ExtInfo; e != nil {
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
	m.Messages = []messageModel{}
	for _, message := range framework.List(d.MessageList) {
		m.Messages = append(m.Messages, messageFromAPI(message))
	}
	m.Satisfaction = []satisfactionModel{}
	for _, s := range framework.List(d.IncidentSatisfaction) {
		m.Satisfaction = append(m.Satisfaction, satisfactionModel{
			SatisfactionID:    framework.Integer(s.SatisfactionId),
			SatisfactionName:  framework.String(s.SatisfactionName),
			SatisfactionValue: framework.Integer(s.SatisfactionValue),
			Value:             framework.Integer(s.Value),
			PerValue:          framework.Integer(s.PerValue),
			SatCategoryID:     framework.String(s.SatCategoryId),
			SatCategoryName:   framework.String(s.SatCategoryName),
		})
	}
}

func messageFromAPI(m osmapi.IncidentMessageV2) messageModel {
	out := messageModel{
		MessageID:      framework.String(m.MessageId),
		Type:           framework.Integer(m.Type),
		Replier:        framework.String(m.Replier),
		ReplierName:    framework.String(m.ReplierName),
		Content:        framework.String(m.Content),
		CreateTime:     framework.String(m.CreateTime),
		IsFirstMessage: framework.Integer(m.IsFirstMessage),
		Accessories:    []accessoryModel{},
	}
	for _, a := range framework.List(m.AccessoryList) {
		out.Accessories = append(out.Accessories, accessoryModel{
			AccessoryID:    framework.String(a.AccessoryId),
			FileActualName: framework.String(a.FileActualName),
		})
	}
	return out
}

func labelFromAPI(id *osmapi.Integer, name, color *string) labelModel {
	return labelModel{
		LabelID: framework.Integer(id),
		Name:    framework.String(name),
		Color:   framework.String(color),
	}
}
