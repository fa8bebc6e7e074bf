// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
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
		MarkdownDescription: "Regions that a ticket can be about, and the ID of one region by its name. Fault reports need a " +
			"region.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a region"),
			"id":   framework.NamedID("region", "region_id"),
			"regions": framework.ReadList("Regions.", map[string]schema.Attribute{
				"region_id":    framework.ReadString("ID of the region."),
				"region_name":  framework.ReadString("Name of the region."),
				"type":         framework.ReadInt64("0 for the Chinese mainland, 1 for elsewhere."),
				"is_sensitive": framework.ReadInt64("1 if the service marks the region as sensitive."),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *regionsModel, diags *diag.Diagnostics) {
		regions, err := d.Client.Regions(ctx)
		if framework.FailedTo(diags, "list regions", err) {
			return
		}
		m.Regions = framework.Map(regions, regionFromAPI)
		m.ID = d.IDByName(diags, "region", m.Name, framework.Map(regions, osm.NameOfRegion))
	})
}

func regionFromAPI(r osmapi.DataCenterV2Do) regionModel {
	return regionModel{
		RegionID:    framework.String(r.RegionId),
		RegionName:  framework.String(r.RegionName),
		Type:        framework.Integer(r.Type),
		IsSensitive: framework.Integer(r.IsSensitive),
	}
}

type areaCodesModel struct {
	Name      types.String    `tfsdk:"name"`
	AreaCode  types.String    `tfsdk:"area_code"`
	AreaCodes []areaCodeModel `tfsdk:"area_codes"`
}

type areaCodeModel struct {
	ID       types.Int64  `tfsdk:"id"`
	AreaCode types.String `tfsdk:"area_code"`
	AreaName types.String `tfsdk:"area_name"`
}

// NewAreaCodes returns the data source osm_area_codes.
func NewAreaCodes() datasource.DataSource {
	return framework.NewDataSource("area_codes", schema.Schema{
		MarkdownDescription: "Country calling codes, and the code of one country by its name.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a country"),
			"area_code": framework.ReadString("Calling code of the country with this `name`, for `area_code` of a ticket. " +
				"Null without `name`."),
			"area_codes": framework.ReadList("Country calling codes. Several countries can share one.",
				map[string]schema.Attribute{
					"id":        framework.ReadInt64("Number of the entry."),
					"area_code": framework.ReadString("Calling code without a plus sign, such as `86`."),
					"area_name": framework.ReadString("Name of the country."),
				}),
		},
	}, func(ctx context.Context, d *framework.Data, m *areaCodesModel, diags *diag.Diagnostics) {
		codes, err := d.Client.AreaCodes(ctx)
		if framework.FailedTo(diags, "list country calling codes", err) {
			return
		}
		m.AreaCodes = framework.Map(codes, areaCodeFromAPI)
		m.AreaCode = d.IDByName(diags, "country", m.Name, framework.Map(codes, func(c osmapi.AreaCodeSimpleInfoV2) osm.Named {
			return osm.Named{Name: framework.Value(c.AreaName), ID: framework.Value(c.AreaCode)}
		}))
	})
}

func areaCodeFromAPI(c osmapi.AreaCodeSimpleInfoV2) areaCodeModel {
	return areaCodeModel{
		ID:       framework.Integer(c.Id),
		AreaCode: framework.String(c.AreaCode),
		AreaName: framework.String(c.AreaName),
	}
}
