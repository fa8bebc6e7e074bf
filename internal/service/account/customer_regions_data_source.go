// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*customerRegionsDataSource)(nil)

// NewCustomerRegions makes the data source osm_customer_regions.
func NewCustomerRegions() datasource.DataSource { return &customerRegionsDataSource{} }

type customerRegionsDataSource struct{ framework.DataSource }

type customerRegionsModel struct {
	Regions []customerRegionModel `tfsdk:"region_infos"`
}

type customerRegionModel struct {
	RegionID   types.String `tfsdk:"region_id"`
	RegionName types.String `tfsdk:"region_name"`
}

func (*customerRegionsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "customer_regions"
}

func (*customerRegionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Regions that the account has. Those that a ticket can be about are in osm_regions.",
		Attributes: map[string]schema.Attribute{
			"region_infos": framework.ReadList("The regions.", map[string]schema.Attribute{
				"region_id":   framework.ReadString("Region id."),
				"region_name": framework.ReadString("Name of the region."),
			}),
		},
	}
}

func (d *customerRegionsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	regions, err := d.Client.CustomerRegions(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list the account's regions", err)
		return
	}
	m := customerRegionsModel{Regions: []customerRegionModel{}}
	for _, r := range regions {
		m.Regions = append(m.Regions, customerRegionModel{framework.String(r.RegionId), framework.String(r.RegionName)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
