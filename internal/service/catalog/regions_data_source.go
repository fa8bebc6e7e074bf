// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

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

// NewRegions returns the data source osm_regions.
func NewRegions() datasource.DataSource {
	return framework.NewDataSource("regions", schema.Schema{
		MarkdownDescription: "Regions that a ticket can be about, and the ID of one by its name. Fault reports need a region.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a region"),
			"id":   framework.ReadString("ID of the region with this `name`, for `region_id` of a ticket. Null without `name`."),
			"regions": framework.ReadList("Regions.", map[string]schema.Attribute{
				"region_id":    framework.ReadString("Region ID."),
				"region_name":  framework.ReadString("Name of the region."),
				"type":         framework.ReadInt64("0 for the Chinese mainland, 1 for elsewhere."),
				"is_sensitive": framework.ReadInt64("1 if the service marks the region as sensitive."),
			}),
		},
	}, readRegions)
}

func readRegions(ctx context.Context, d *framework.Data, m *regionsModel, diags *diag.Diagnostics) {
	regions, err := d.Client.Regions(ctx)
	if err != nil {
		framework.AddError(diags, "list regions", err)
		return
	}
	m.Regions = []regionModel{}
	var names []framework.Named
	for _, r := range regions {
		m.Regions = append(m.Regions, regionModel{
			RegionID:    framework.String(r.RegionId),
			RegionName:  framework.String(r.RegionName),
			Type:        framework.Integer(r.Type),
			IsSensitive: framework.Integer(r.IsSensitive),
		})
		names = append(names, framework.Named{Name: framework.Value(r.RegionName), ID: framework.Value(r.RegionId)})
	}
	m.ID = d.IDByName(diags, "region", m.Name, names)
}
