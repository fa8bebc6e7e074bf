// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*countsDataSource)(nil)

// NewCountsDataSource makes the data source osm_case_counts.
func NewCountsDataSource() datasource.DataSource { return &countsDataSource{} }

type countsDataSource struct{ framework.DataSource }

type countsDataModel struct {
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

func (*countsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_counts"
}

func (*countsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How many tickets there are in each status.",
		Attributes: map[string]schema.Attribute{
			"status": schema.StringAttribute{MarkdownDescription: "Count only this status: " + quotedStatusNames() + ", or a number from 0 to 30.", Optional: true,
				Validators: []validator.String{isStatus(false)}},
			"incident_status_counts": framework.ReadList("One entry a status.", map[string]schema.Attribute{
				"status":      framework.ReadInt64("Status as the service's number."),
				"status_name": framework.ReadString("Name of the status."),
				"count":       framework.ReadInt64("Number of tickets."),
			}),
			"total_count": framework.ReadInt64("Sum of the counts."),
			"open_count":  framework.ReadInt64("Sum of the counts of statuses that have not ended."),
		},
	}
}

func (d *countsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m countsDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var status *int32
	if code, ok := statusCode(m.Status.ValueString()); ok {
		narrow := int32(code)
		status = &narrow
	}
	counts, err := d.Client.CaseCounts(ctx, status)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "count tickets", err)
		return
	}
	total, open := int64(0), int64(0)
	m.Counts = []countModel{}
	for _, c := range counts {
		code, n := int64(framework.Value(c.Status)), int64(framework.Value(c.Count))
		if status != nil && code != int64(*status) {
			continue
		}
		m.Counts = append(m.Counts, countModel{types.Int64Value(code), types.StringValue(statusName(code)), types.Int64Value(n)})
		if total += n; !hasEnded(code) {
			open += n
		}
	}
	m.Total, m.Open = types.Int64Value(total), types.Int64Value(open)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
