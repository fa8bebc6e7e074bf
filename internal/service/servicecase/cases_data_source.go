// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ datasource.DataSourceWithConfigure = (*casesDataSource)(nil)

// NewCasesDataSource makes the data source osm_cases.
func NewCasesDataSource() datasource.DataSource { return &casesDataSource{} }

type casesDataSource struct{ framework.DataSource }

// caseFilterModel are the filters of lists of tickets.
type caseFilterModel struct {
	SearchKey      types.List   `tfsdk:"search_key"`
	LabelIDs       types.Set    `tfsdk:"label_ids"`
	IncidentID     types.String `tfsdk:"incident_id"`
	QueryStartTime types.String `tfsdk:"query_start_time"`
	QueryEndTime   types.String `tfsdk:"query_end_time"`
	Statuses       types.Set    `tfsdk:"statuses"`
	XCustomerID    types.String `tfsdk:"x_customer_id"`
	XCustomerName  types.String `tfsdk:"x_customer_name"`
	GroupID        types.String `tfsdk:"group_id"`
}

type casesDataModel struct {
	caseFilterModel
	Limit      types.Int64     `tfsdk:"limit"`
	Cases      []caseItemModel `tfsdk:"cases"`
	IDs        []types.String  `tfsdk:"ids"`
	TotalCount types.Int64     `tfsdk:"total_count"`
}

type caseItemModel struct {
	ID                  types.String     `tfsdk:"id"`
	SimpleDescription   types.String     `tfsdk:"simple_description"`
	Status              types.Int64      `tfsdk:"status"`
	StatusName          types.String     `tfsdk:"status_name"`
	IsOpen              types.Bool       `tfsdk:"is_open"`
	BusinessTypeName    types.String     `tfsdk:"business_type_name"`
	IncidentTypeName    types.String     `tfsdk:"incident_type_name"`
	ProductCategoryName types.String     `tfsdk:"product_category_name"`
	IncidentServiceType types.String     `tfsdk:"incident_service_type"`
	CustomerID          types.String     `tfsdk:"customer_id"`
	XCustomerID         types.String     `tfsdk:"xcustomer_id"`
	XCustomerName       types.String     `tfsdk:"xcustomer_name"`
	DCName              types.String     `tfsdk:"dc_name"`
	RootCause           types.String     `tfsdk:"root_cause"`
	Resolution          types.String     `tfsdk:"resolution"`
	CreateTime          types.String     `tfsdk:"create_time"`
	ConfirmedTime       types.String     `tfsdk:"confirmed_time"`
	Labels              []caseLabelModel `tfsdk:"label_list"`
}

func (*casesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "cases"
}

func (*casesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	const window = " The format is not documented; the historical API shows `2019-05-22 03:30:52`."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tickets that match all filters, newest first by `create_time`, read to the last page. None is no error.",
		Attributes: map[string]schema.Attribute{
			"search_key": schema.ListAttribute{MarkdownDescription: "Keywords, 32 at the most.", Optional: true, ElementType: types.StringType,
				Validators: []validator.List{listvalidator.SizeBetween(1, 32)}},
			"label_ids": schema.SetAttribute{MarkdownDescription: "Ids of labels, five at the most; a ticket must carry all of them.", Optional: true, ElementType: types.Int64Type,
				Validators: []validator.Set{setvalidator.SizeBetween(1, 5), setvalidator.ValueInt64sAre(int64validator.Between(0, maxLabelID))}},
			"incident_id":      schema.StringAttribute{MarkdownDescription: "Ticket id.", Optional: true, Validators: length(1, maxTicketLength)},
			"query_start_time": schema.StringAttribute{MarkdownDescription: "Created not before." + window, Optional: true, Validators: length(1, 32)},
			"query_end_time":   schema.StringAttribute{MarkdownDescription: "Created not after." + window, Optional: true, Validators: length(1, 32)},
			"statuses": schema.SetAttribute{MarkdownDescription: "Statuses, one of which a ticket must have: " + quotedStatusNames() + ", or a number from 0 to 30.", Optional: true, ElementType: types.StringType,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(isStatus(false))}},
			"x_customer_id":   schema.StringAttribute{MarkdownDescription: "Id of the IAM user who opened it.", Optional: true, Validators: length(1, 64)},
			"x_customer_name": schema.StringAttribute{MarkdownDescription: "Name of the IAM user who opened it.", Optional: true, Validators: length(1, 64)},
			"group_id":        groupArgument(),
			"limit":           schema.Int64Attribute{MarkdownDescription: "Largest number of tickets wanted; all when not set.", Optional: true, Validators: []validator.Int64{int64validator.AtLeast(1)}},
			"cases":           framework.ReadList("The tickets.", caseItemAttributes()),
			"ids":             schema.ListAttribute{MarkdownDescription: "Ids of the tickets, in the order of `cases`.", Computed: true, ElementType: types.StringType},
			"total_count":     framework.ReadInt64("How many tickets match, also beyond `limit`."),
		},
	}
}

func (d *casesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m casesDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	filter := m.filter(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	filter.Limit = int(m.Limit.ValueInt64())
	cases, total, err := d.Client.Cases(ctx, filter)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list tickets", err)
		return
	}
	m.Cases, m.IDs, m.TotalCount = []caseItemModel{}, []types.String{}, types.Int64Value(int64(total))
	for _, c := range cases {
		m.Cases = append(m.Cases, caseItem(c))
		m.IDs = append(m.IDs, framework.String(c.IncidentId))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (m *caseFilterModel) filter(ctx context.Context, diags *diag.Diagnostics) osm.CaseFilter {
	f := osm.CaseFilter{
		SearchKey: stringsOf(ctx, m.SearchKey, diags), LabelIDs: int64sOf(ctx, m.LabelIDs, diags), IncidentID: m.IncidentID.ValueString(),
		QueryStartTime: m.QueryStartTime.ValueString(), QueryEndTime: m.QueryEndTime.ValueString(),
		XCustomerID: m.XCustomerID.ValueString(), XCustomerName: m.XCustomerName.ValueString(), GroupID: m.GroupID.ValueString(),
	}
	for _, name := range stringsOf(ctx, m.Statuses, diags) {
		if code, ok := statusCode(name); ok {
			f.Statuses = append(f.Statuses, code)
		}
	}
	return f
}

func caseItem(c osmapi.IncidentInfoV2) caseItemModel {
	item := caseItemModel{
		ID: framework.String(c.IncidentId), SimpleDescription: framework.String(c.SimpleDescription), Status: framework.Integer(c.Status),
		StatusName: types.StringNull(), IsOpen: types.BoolNull(),
		BusinessTypeName: framework.String(c.BusinessTypeName), IncidentTypeName: framework.String(c.IncidentTypeName), ProductCategoryName: framework.String(c.ProductCategoryName),
		IncidentServiceType: framework.String(c.IncidentServiceType), CustomerID: framework.String(c.CustomerId), XCustomerID: framework.String(c.XcustomerId),
		XCustomerName: framework.String(c.XcustomerName), DCName: framework.String(c.DcName), RootCause: framework.String(c.RootCause), Resolution: framework.String(c.Resolution),
		CreateTime: framework.String(c.CreateTime), ConfirmedTime: framework.String(c.ConfirmedTime), Labels: []caseLabelModel{},
	}
	if c.Status != nil {
		item.StatusName, item.IsOpen = types.StringValue(statusName(int64(*c.Status))), types.BoolValue(!hasEnded(int64(*c.Status)))
	}
	for _, l := range framework.List(c.LabelList) {
		item.Labels = append(item.Labels, caseLabelModel{framework.Integer(l.LabelId), framework.String(l.Name), framework.String(l.Color)})
	}
	return item
}

func caseItemAttributes() map[string]schema.Attribute {
	results := caseResults()
	out := map[string]schema.Attribute{
		"id":                    framework.ReadString("Ticket id."),
		"product_category_name": framework.ReadString("Name of the product."),
		"incident_service_type": framework.ReadString("Service type."),
		"root_cause":            framework.ReadString("Who owns the problem."),
		"resolution":            framework.ReadString("Resolution."),
		"confirmed_time":        framework.ReadString("When the result was confirmed."),
		"label_list":            caseLists()["label_list"],
	}
	for _, name := range []string{"simple_description", "status", "status_name", "is_open", "business_type_name", "incident_type_name", "customer_id", "xcustomer_id",
		"xcustomer_name", "dc_name", "create_time"} {
		out[name] = results[name]
	}
	return out
}
