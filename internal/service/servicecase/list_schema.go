// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// caseListModel are the filters of osm_cases. Schemas of list resources know no sets, so two of them are lists here.
type caseListModel struct {
	SearchKey      types.List   `tfsdk:"search_key"`
	LabelIDs       types.List   `tfsdk:"label_ids"`
	IncidentID     types.String `tfsdk:"incident_id"`
	QueryStartTime types.String `tfsdk:"query_start_time"`
	QueryEndTime   types.String `tfsdk:"query_end_time"`
	Statuses       types.List   `tfsdk:"statuses"`
	XCustomerID    types.String `tfsdk:"x_customer_id"`
	XCustomerName  types.String `tfsdk:"x_customer_name"`
	GroupID        types.String `tfsdk:"group_id"`
}

func (*caseList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	const window = " The format is not documented; the historical API shows `2019-05-22 03:30:52`."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tickets that match all filters, in the service's order. Pages are read only until `limit` tickets are there. " +
			"Deleted tickets are left out. With `include_resource`, and when configuration is generated, each ticket is read as an import reads it, which takes three calls a ticket.",
		Attributes: map[string]schema.Attribute{
			"search_key": schema.ListAttribute{MarkdownDescription: "Keywords, 32 at the most.", Optional: true, ElementType: types.StringType,
				Validators: []validator.List{listvalidator.SizeBetween(1, 32)}},
			"label_ids": schema.ListAttribute{MarkdownDescription: "Ids of labels, five at the most; a ticket must carry all of them.",
				Optional: true, ElementType: types.Int64Type,
				Validators: []validator.List{listvalidator.SizeBetween(1, 5), listvalidator.UniqueValues(),
					listvalidator.ValueInt64sAre(int64validator.Between(0, maxLabelID))}},
			"incident_id":      schema.StringAttribute{MarkdownDescription: "Ticket id.", Optional: true, Validators: length(1, maxTicketLength)},
			"query_start_time": schema.StringAttribute{MarkdownDescription: "Created not before." + window, Optional: true, Validators: length(1, 32)},
			"query_end_time":   schema.StringAttribute{MarkdownDescription: "Created not after." + window, Optional: true, Validators: length(1, 32)},
			"statuses": schema.ListAttribute{
				MarkdownDescription: "Statuses, one of which a ticket must have: " + quotedStatusNames() + ", or a number from 0 to 30.",
				Optional:            true, ElementType: types.StringType,
				Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(isStatus(false))}},
			"x_customer_id":   schema.StringAttribute{MarkdownDescription: "Id of the IAM user who opened it.", Optional: true, Validators: length(1, 64)},
			"x_customer_name": schema.StringAttribute{MarkdownDescription: "Name of the IAM user who opened it.", Optional: true, Validators: length(1, 64)},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "IAM user group; needed for tickets that belong to another member of that group.",
				Optional:            true, Validators: length(1, maxTicketLength)},
		},
	}
}

// filter gives the filters as the client takes them.
func (m *caseListModel) filter(ctx context.Context, diags *diag.Diagnostics) osm.CaseFilter {
	same := caseFilterModel{
		SearchKey: m.SearchKey, LabelIDs: setOf(types.Int64Type, m.LabelIDs), IncidentID: m.IncidentID,
		QueryStartTime: m.QueryStartTime, QueryEndTime: m.QueryEndTime,
		Statuses: setOf(types.StringType, m.Statuses), XCustomerID: m.XCustomerID, XCustomerName: m.XCustomerName, GroupID: m.GroupID,
	}
	return same.filter(ctx, diags)
}

// setOf gives the elements of a list as a set; what is null or unknown, none.
func setOf(element attr.Type, v types.List) types.Set {
	return types.SetValueMust(element, v.Elements())
}
