// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type satisfactionDimensionsModel struct {
	Dimensions []dimensionModel `tfsdk:"satisfaction_dimensions"`
}

type dimensionModel struct {
	SatisfactionID   types.Int64  `tfsdk:"satisfaction_id"`
	SatisfactionName types.String `tfsdk:"satisfaction_name"`
	SatisfactionDesc types.String `tfsdk:"satisfaction_desc"`
	Value            types.Int64  `tfsdk:"value"`
	PerValue         types.Int64  `tfsdk:"per_value"`
	SatCategoryID    types.String `tfsdk:"sat_category_id"`
}

// NewSatisfactionDimensions returns the data source osm_satisfaction_dimensions.
func NewSatisfactionDimensions() datasource.DataSource {
	return framework.NewDataSource("satisfaction_dimensions", schema.Schema{
		MarkdownDescription: "Dimensions in which a completed ticket can be rated, for `score` of `osm_servicecase`.",
		Attributes: map[string]schema.Attribute{
			"satisfaction_dimensions": framework.ReadList("Rating dimensions.", map[string]schema.Attribute{
				"satisfaction_id":   framework.ReadInt64("ID of the dimension."),
				"satisfaction_name": framework.ReadString("Name of the dimension."),
				"satisfaction_desc": framework.ReadString("Description of the dimension."),
				"value":             framework.ReadInt64("Highest rating."),
				"per_value":         framework.ReadInt64("Value of one step."),
				"sat_category_id":   framework.ReadString("ID of the group of dimensions."),
			}),
		},
	}, readDimensions)
}

func readDimensions(ctx context.Context, d *framework.Data, m *satisfactionDimensionsModel, diags *diag.Diagnostics) {
	dimensions, err := d.Client.SatisfactionDimensions(ctx)
	if framework.FailedTo(diags, "list rating dimensions", err) {
		return
	}
	m.Dimensions = framework.Map(dimensions, dimensionFromAPI)
}

func dimensionFromAPI(s osmapi.SatisfactionDimensionSimpleInfoV2) dimensionModel {
	return dimensionModel{
		SatisfactionID:   framework.Integer(s.SatisfactionId),
		SatisfactionName: framework.String(s.SatisfactionName),
		SatisfactionDesc: framework.String(s.SatisfactionDesc),
		Value:            framework.Integer(s.Value),
		PerValue:         framework.Integer(s.PerValue),
		SatCategoryID:    framework.String(s.SatCategoryId),
	}
}
