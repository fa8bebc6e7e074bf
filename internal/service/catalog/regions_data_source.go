// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*regionsDataSource)(nil)

// NewRegions makes the data source osm_regions.
func NewRegions() datasource.DataSource { return &regionsDataSource{} }

type regionsDataSource struct{ framework.DataSource }

type regionsModel struct {
	Name    types.String  `tfsdk:"name"`
	ID      types.String  `tfsdk:"id"`
	Regions []regionModel `tfsdk:"regions"`
}

type regionModel struct {
	RegionID    types.String `tfsdk:"region_id"`
	RegionName  types.String `tfsdk:"region_name"`
	Type        types.Int64  `tfsdk:"type"`
	IsSensitive types.Int64  `tfsdk:"is_sensitive"`
}

func (*regionsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "regions"
}

func (*regionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Regions that a ticket can be about, and the id of one by its name. Fault reports need a region.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a region", "id"),
			"id":   framework.ReadString("Id of the region that has the `name`, for `region_id` of a ticket; null without `name`."),
			"regions": framework.ReadList("The regions.", map[string]schema.Attribute{
				"region_id":    framework.ReadString("Region id."),
				"region_name":  framework.ReadString("Name of the region."),
				"type":         framework.ReadInt64("0 for the Chinese mainland, 1 for elsewhere."),
				"is_sensitive": framework.ReadInt64("1 when the service marks the region as sensitive."),
			}),
		},
	}
}

func (d *regionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m regionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	regions, err := d.Client.Regions(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list regions", err)
		return
	}
	m.Regions = []regionModel{}
	var names []framework.Named
	for _, r := range regions {
		m.Regions = append(m.Regions, regionModel{framework.String(r.RegionId), framework.String(r.RegionName),
			framework.Integer(r.Type), framework.Integer(r.IsSensitive)})
		names = append(names, framework.Named{Name: framework.Value(r.RegionName), ID: framework.Value(r.RegionId)})
	}
	if m.ID = d.IDByName(&resp.Diagnostics, "region", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
