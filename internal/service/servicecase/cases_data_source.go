// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type casesModel struct {
	filterModel[types.Set]
	Limit      types.Int64    `tfsdk:"limit"`
	Cases      []caseInList   `tfsdk:"cases"`
	IDs        []types.String `tfsdk:"ids"`
	TotalCount types.Int64    `tfsdk:"total_count"`
}

type caseInList struct {
	ID                types.String `tfsdk:"id"`
	SimpleDescription types.String `tfsdk:"simple_description"`
	summaryModel
	ProductCategoryName types.String `tfsdk:"product_category_name"`
	IncidentServiceType types.String `tfsdk:"incident_service_type"`
	RootCause           types.String `tfsdk:"root_cause"`
	Resolution          types.String `tfsdk:"resolution"`
	ConfirmedTime       types.String `tfsdk:"confirmed_time"`
	Labels              []labelModel `tfsdk:"label_list"`
}

// NewCasesDataSource returns the data source osm_cases.
func NewCasesDataSource() datasource.DataSource {
	inList := map[string]schema.Attribute{
		"id":                    framework.ReadString("Ticket ID."),
		"simple_description":    framework.ReadString("Description of the problem, as reported by the service."),
		"product_category_name": framework.ReadString("Name of the product."),
		"incident_service_type": framework.ReadString("Service type."),
		"root_cause":            framework.ReadString("Owner of the problem."),
		"resolution":            framework.ReadString("Resolution."),
		"confirmed_time":        framework.ReadString("Time at which the result was confirmed."),
		"label_list":            labelList(),
	}
	maps.Copy(inList, summaryAttributes())
	return framework.NewDataSource("cases", schema.Schema{
		MarkdownDescription: "All tickets that match all filters, newest first by `create_time`. An empty result is not an " +
			"error.",
		Attributes: map[string]schema.Attribute{
			"search_key": schema.ListAttribute{
				MarkdownDescription: searchKeyDescription, Optional: true, ElementType: types.StringType,
				Validators: []validator.List{framework.Size{From: 1}, framework.NoNull{}, searchWords{}}},
			"app_key": framework.FilterString(appKeyDescription, maxAppKey),
			"label_ids": schema.SetAttribute{
				MarkdownDescription: labelIDsDescription, Optional: true, ElementType: types.Int64Type,
				Validators: []validator.Set{framework.Size{From: 1, To: maxLabels}, framework.EachInt64Between(0, maxLabelID)}},
			"statuses": schema.SetAttribute{
				MarkdownDescription: statusesDescription, Optional: true, ElementType: types.StringType,
				Validators: []validator.Set{framework.Size{From: 1}, framework.EachString(isStatus)}},
			"incident_id": framework.FilterString("Filters by ticket ID.", osm.MaxID),
			"query_start_time": schema.StringAttribute{
				MarkdownDescription: startTimeDescription, Optional: true, Validators: startTimeRules},
			"query_end_time": schema.StringAttribute{
				MarkdownDescription: endTimeDescription, Optional: true, Validators: endTimeRules},
			"x_customer_id":   framework.FilterString(xCustomerIDDescription, 64),
			"x_customer_name": framework.FilterString(xCustomerNameDescription, 64),
			"group_id":        framework.FilterString(framework.GroupDescription, osm.MaxID),
			"limit": schema.Int64Attribute{MarkdownDescription: "Maximum number of tickets to return. Defaults to all.",
				Optional:   true,
				Validators: []validator.Int64{framework.AtLeast(1)}},
			"cases":       framework.ReadList("Tickets.", inList),
			"ids":         framework.ReadStrings("IDs of the tickets, in the order of `cases`."),
			"total_count": framework.ReadInt64("Number of matching tickets, including those beyond `limit`."),
		},
	}, readCases)
}

func readCases(ctx context.Context, d *framework.Data, m *casesModel, diags *diag.Diagnostics) {
	filter := m.toAPI()
	filter.Limit = int(m.Limit.ValueInt64())
	cases, total, err := d.Client.Cases(ctx, filter)
	if framework.FailedTo(diags, "list tickets", err) {
		return
	}
	m.TotalCount = types.Int64Value(int64(total))
	m.Cases = framework.Map(cases, caseFromAPI)
	m.IDs = framework.Map(m.Cases, func(c caseInList) types.String { return c.ID })
}

func caseFromAPI(c osmapi.IncidentInfoV2) caseInList {
	out := caseInList{
		ID:                framework.String(c.IncidentId),
		SimpleDescription: framework.String(c.SimpleDescription),
		summaryModel: summaryModel{
			BusinessTypeName: framework.String(c.BusinessTypeName),
			IncidentTypeName: framework.String(c.IncidentTypeName),
			DCName:           framework.String(c.DcName),
			CustomerID:       framework.String(c.CustomerId),
			XCustomerID:      framework.String(c.XcustomerId),
			XCustomerName:    framework.String(c.XcustomerName),
			CreateTime:       framework.String(c.CreateTime),
		},
		ProductCategoryName: framework.String(c.ProductCategoryName),
		IncidentServiceType: framework.String(c.IncidentServiceType),
		RootCause:           framework.String(c.RootCause),
		Resolution:          framework.String(c.Resolution),
		ConfirmedTime:       framework.String(c.ConfirmedTime),
		Labels: framework.Map(framework.Value(c.LabelList), func(l osmapi.LabelInfo) labelModel {
			return labelFromAPI(osmapi.CaseLabelInfo(l))
		}),
	}
	out.setStatus(c.Status)
	return out
}

type countsModel struct {
	Status types.String `tfsdk:"status"`
	Counts []countModel `tfsdk:"incident_status_counts"`
	Total  types.Int64  `tfsdk:"total_count"`
	Open   types.Int64  `tfsdk:"open_count"`
}

type countModel struct {
	Status     types.Int64  `tfsdk:"status"`
	StatusName types.String `tfsdk:"status_name"`
	Count      types.Int64  `tfsdk:"count"`
}

// NewCountsDataSource returns the data source osm_case_counts.
func NewCountsDataSource() datasource.DataSource {
	return framework.NewDataSource("case_counts", schema.Schema{
		MarkdownDescription: "Number of tickets in each status.",
		Attributes: map[string]schema.Attribute{
			"status": schema.StringAttribute{
				MarkdownDescription: "Status to count: " + statusChoices + " Defaults to all.",
				Optional:            true, Validators: []validator.String{isStatus}},
			"incident_status_counts": framework.ReadList("One entry per status.", map[string]schema.Attribute{
				"status":      framework.ReadInt64("Status as a number."),
				"status_name": framework.ReadString("Name of the status."),
				"count":       framework.ReadInt64("Number of tickets."),
			}),
			"total_count": framework.ReadInt64("Sum of the counts."),
			"open_count":  framework.ReadInt64("Sum of the counts of open tickets."),
		},
	}, readCounts)
}

func readCounts(ctx context.Context, d *framework.Data, m *countsModel, diags *diag.Diagnostics) {
	status := statusToAPI(m.Status)
	counts, err := d.Client.CaseCounts(ctx, status)
	if framework.FailedTo(diags, "count tickets", err) {
		return
	}
	total, open := int64(0), int64(0)
	m.Counts = []countModel{}
	for _, c := range counts {
		code, n := int64(framework.Value(c.Status)), int64(framework.Value(c.Count))
		if status != nil && code != int64(*status) {
			continue
		}
		m.Counts = append(m.Counts, countModel{
			Status:     types.Int64Value(code),
			StatusName: types.StringValue(osm.StatusName(code)),
			Count:      types.Int64Value(n),
		})
		if total += n; !osm.HasEnded(code) {
			open += n
		}
	}
	m.Total, m.Open = types.Int64Value(total), types.Int64Value(open)
}
