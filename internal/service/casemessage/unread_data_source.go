// SPDX-License-Identifier: MPL-2.0

package casemessage

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type unreadModel struct {
	CaseIDs types.Set         `tfsdk:"case_ids"`
	GroupID types.String      `tfsdk:"group_id"`
	Cases   []unreadCaseModel `tfsdk:"cases"`
}

type unreadCaseModel struct {
	CaseID     types.String `tfsdk:"case_id"`
	Status     types.Int64  `tfsdk:"status"`
	StatusName types.String `tfsdk:"status_name"`
	UnreadNum  types.Int64  `tfsdk:"unread_num"`
}

// NewUnreadDataSource returns the data source osm_unread_messages.
func NewUnreadDataSource() datasource.DataSource {
	return framework.NewDataSource("unread_messages", schema.Schema{
		MarkdownDescription: "Number of unread messages and status of each ticket, with one call per 100 tickets. " +
			"Reading this does not mark anything as read.",
		Attributes: map[string]schema.Attribute{
			"case_ids": schema.SetAttribute{
				MarkdownDescription: "Ticket IDs.", Required: true, ElementType: types.StringType,
				Validators: []validator.Set{framework.Size{From: 1},
					framework.EachString(framework.LengthBetween(1, osm.MaxID))}},
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"cases": framework.ReadList("Tickets that the service lists, by ID.", map[string]schema.Attribute{
				"case_id":     framework.ReadString("Ticket ID."),
				"status":      framework.ReadInt64("Status as a number."),
				"status_name": framework.ReadString("Name of the status."),
				"unread_num":  framework.ReadInt64("Number of unread messages."),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *unreadModel, diags *diag.Diagnostics) {
		items, err := d.Client.Unread(ctx, framework.Strings(m.CaseIDs), m.GroupID.ValueString())
		framework.FailedTo(diags, "count unread messages", err)
		m.Cases = framework.Map(items, unreadFromAPI)
		slices.SortFunc(m.Cases, func(a, b unreadCaseModel) int {
			return cmp.Compare(a.CaseID.ValueString(), b.CaseID.ValueString())
		})
	})
}

func unreadFromAPI(u osmapi.ImUnreadV2) unreadCaseModel {
	out := unreadCaseModel{
		CaseID:    framework.String(u.IncidentId),
		Status:    framework.Integer(u.Status),
		UnreadNum: framework.Integer(u.UnreadNum),
	}
	if u.Status != nil {
		out.StatusName = types.StringValue(osm.StatusName(int64(*u.Status)))
	}
	return out
}
