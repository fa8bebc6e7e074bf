// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ datasource.DataSourceWithConfigure = (*caseDataSource)(nil)

// NewCaseDataSource makes the data source osm_case.
func NewCaseDataSource() datasource.DataSource { return &caseDataSource{} }

type caseDataSource struct{ framework.DataSource }

type caseDataModel struct {
	CaseID            types.String      `tfsdk:"case_id"`
	GroupID           types.String      `tfsdk:"group_id"`
	IncidentID        types.String      `tfsdk:"incident_id"`
	SimpleDescription types.String      `tfsdk:"simple_description"`
	Status            types.Int64       `tfsdk:"status"`
	StatusName        types.String      `tfsdk:"status_name"`
	IsOpen            types.Bool        `tfsdk:"is_open"`
	BusinessTypeName  types.String      `tfsdk:"business_type_name"`
	IncidentTypeName  types.String      `tfsdk:"incident_type_name"`
	SeverityName      types.String      `tfsdk:"severity_name"`
	SourceName        types.String      `tfsdk:"source_name"`
	DCName            types.String      `tfsdk:"dc_name"`
	CustomerID        types.String      `tfsdk:"customer_id"`
	XCustomerID       types.String      `tfsdk:"xcustomer_id"`
	XCustomerName     types.String      `tfsdk:"xcustomer_name"`
	CreateTime        types.String      `tfsdk:"create_time"`
	ResolveTime       types.Int64       `tfsdk:"resolve_time"`
	IsAuthorized      types.Int64       `tfsdk:"is_authorized"`
	BusinessOwnership types.Int64       `tfsdk:"business_ownership"`
	Judgement         types.String      `tfsdk:"judgement"`
	ExtInfo           *extInfoModel     `tfsdk:"ext_info"`
	Messages          []messageModel    `tfsdk:"message_list"`
	Satisfaction      []satisfaction    `tfsdk:"incident_satisfaction"`
	Labels            []caseLabelModel  `tfsdk:"label_list"`
	Relations         []caseRelateModel `tfsdk:"case_relation_list"`
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
	MessageID      types.String        `tfsdk:"message_id"`
	Type           types.Int64         `tfsdk:"type"`
	Replier        types.String        `tfsdk:"replier"`
	ReplierName    types.String        `tfsdk:"replier_name"`
	Content        types.String        `tfsdk:"content"`
	CreateTime     types.String        `tfsdk:"create_time"`
	IsFirstMessage types.Int64         `tfsdk:"is_first_message"`
	Accessories    []caseAccessoryItem `tfsdk:"accessory_list"`
}

type caseAccessoryItem struct {
	AccessoryID    types.String `tfsdk:"accessory_id"`
	FileActualName types.String `tfsdk:"file_actual_name"`
}

type satisfaction struct {
	SatisfactionID    types.Int64  `tfsdk:"satisfaction_id"`
	SatisfactionName  types.String `tfsdk:"satisfaction_name"`
	SatisfactionValue types.Int64  `tfsdk:"satisfaction_value"`
	Value             types.Int64  `tfsdk:"value"`
	PerValue          types.Int64  `tfsdk:"per_value"`
	SatCategoryID     types.String `tfsdk:"sat_category_id"`
	SatCategoryName   types.String `tfsdk:"sat_category_name"`
}

type caseLabelModel struct {
	LabelID types.Int64  `tfsdk:"label_id"`
	Name    types.String `tfsdk:"name"`
	Color   types.String `tfsdk:"color"`
}

type caseRelateModel struct {
	CaseID            types.String `tfsdk:"case_id"`
	SimpleDescription types.String `tfsdk:"simple_description"`
	UserName          types.String `tfsdk:"user_name"`
}

func (*caseDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case"
}

func (*caseDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := caseArguments()
	maps.Copy(attributes, caseResults())
	maps.Copy(attributes, caseLists())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everything that the service tells of one ticket: status, names, messages, ratings, contact, labels and relations, under the API's own names. " +
			"A ticket that does not exist is an error.",
		Attributes: attributes,
	}
}

func (d *caseDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m caseDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := m.CaseID.ValueString()
	detail, err := d.Client.Case(ctx, id, m.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read ticket "+id, err)
		return
	}
	labels, err := d.Client.CaseLabels(ctx, id)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the labels of ticket "+id, err)
		return
	}
	relations, err := d.Client.Relations(ctx, id)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the relations of ticket "+id, err)
		return
	}
	m.from(detail, labels, relations)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (m *caseDataModel) from(d *osmapi.IncidentDetailInfoV2, labels []osmapi.CaseLabelInfo, relations []osmapi.CaseRealtionInfo) {
	var c caseModel
	c.fromDetail(d)
	m.IncidentID, m.SimpleDescription = framework.String(d.IncidentId), framework.String(d.SimpleDescription)
	if m.IncidentID.IsNull() {
		m.IncidentID = m.CaseID
	}
	m.Status, m.StatusName, m.IsOpen = c.Status, c.StatusName, c.IsOpen
	m.BusinessTypeName, m.IncidentTypeName, m.SeverityName = c.BusinessTypeName, c.IncidentTypeName, c.SeverityName
	m.SourceName, m.DCName, m.CustomerID = c.SourceName, c.DCName, c.CustomerID
	m.XCustomerID, m.XCustomerName, m.CreateTime = c.XCustomerID, c.XCustomerName, c.CreateTime
	m.ResolveTime, m.IsAuthorized, m.BusinessOwnership, m.Judgement = c.ResolveTime, c.IsAuthorized, c.BusinessOwnership, c.Judgement
	if e := d.ExtInfo; e != nil {
		m.ExtInfo = &extInfoModel{
			AreaCode: framework.String(e.AreaCode), RemindMobile: framework.String(e.RemindMobile), RemindMail: framework.String(e.RemindMail),
			ContactType: framework.String(e.ContactType), RemindTime: framework.String(e.RemindTime), CCEmail: framework.String(e.CcEmail),
			CommodityID: framework.String(e.CommodityId),
		}
	}
	m.Messages = messagesFrom(framework.List(d.MessageList))
	m.Satisfaction = []satisfaction{}
	for _, s := range framework.List(d.IncidentSatisfaction) {
		m.Satisfaction = append(m.Satisfaction, satisfaction{
			SatisfactionID: framework.Integer(s.SatisfactionId), SatisfactionName: framework.String(s.SatisfactionName), SatisfactionValue: framework.Integer(s.SatisfactionValue),
			Value: framework.Integer(s.Value), PerValue: framework.Integer(s.PerValue),
			SatCategoryID: framework.String(s.SatCategoryId), SatCategoryName: framework.String(s.SatCategoryName),
		})
	}
	m.Labels = []caseLabelModel{}
	for _, l := range labels {
		m.Labels = append(m.Labels, caseLabelModel{framework.Integer(l.LabelId), framework.String(l.Name), framework.String(l.Color)})
	}
	m.Relations = []caseRelateModel{}
	for _, r := range relations {
		m.Relations = append(m.Relations, caseRelateModel{framework.String(r.CaseId), framework.String(r.SimpleDescription), framework.String(r.UserName)})
	}
}

func messagesFrom(in []osmapi.IncidentMessageV2) []messageModel {
	out := make([]messageModel, 0, len(in))
	for _, m := range in {
		out = append(out, messageModel{
			MessageID: framework.String(m.MessageId), Type: framework.Integer(m.Type), Replier: framework.String(m.Replier), ReplierName: framework.String(m.ReplierName),
			Content: framework.String(m.Content), CreateTime: framework.String(m.CreateTime), IsFirstMessage: framework.Integer(m.IsFirstMessage),
			Accessories: accessoriesFrom(framework.List(m.AccessoryList)),
		})
	}
	return out
}

func accessoriesFrom(in []osmapi.SimpleAccessoryV2) []caseAccessoryItem {
	out := make([]caseAccessoryItem, 0, len(in))
	for _, a := range in {
		out = append(out, caseAccessoryItem{framework.String(a.AccessoryId), framework.String(a.FileActualName)})
	}
	return out
}
