// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*quotasDataSource)(nil)

// NewQuotas makes the data source osm_quotas.
func NewQuotas() datasource.DataSource { return &quotasDataSource{} }

type quotasDataSource struct{ framework.DataSource }

type quotasModel struct {
	BusinessTypeID    types.String `tfsdk:"business_type_id"`
	ProductCategoryID types.String `tfsdk:"product_category_id"`
	Total             types.Int64  `tfsdk:"total"`
	UnUsed            types.Int64  `tfsdk:"un_used"`
}

func (*quotasDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "quotas"
}

func (*quotasDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How many tickets of a problem type the account may open.",
		Attributes: map[string]schema.Attribute{
			"business_type_id":    framework.NeededString("Problem type, from osm_problem_types.", maxID),
			"product_category_id": framework.FilterString("Product, from osm_product_categories.", maxID),
			"total":               framework.ReadInt64("Tickets in all; -1 probably means that there is no limit."),
			"un_used":             framework.ReadInt64("Tickets that are left; -1 probably means that there is no limit."),
		},
	}
}

func (d *quotasDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m quotasModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	quota, err := d.Client.Quota(ctx, m.BusinessTypeID.ValueString(), m.ProductCategoryID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the quota of tickets", err)
		return
	}
	m.Total, m.UnUsed = framework.Integer(quota.Total), framework.Integer(quota.UnUsed)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
