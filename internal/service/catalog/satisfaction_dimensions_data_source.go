// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*satisfactionDimensionsDataSource)(nil)

// NewSatisfactionDimensions makes the data source osm_satisfaction_dimensions.
func NewSatisfactionDimensions() datasource.DataSource { return &satisfactionDimensionsDataSource{} }

type satisfactionDimensionsDataSource struct{ framework.DataSource }

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

func (*satisfactionDimensionsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "satisfaction_dimensions"
}

func (*satisfactionDimensionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What of a completed ticket can be rated: what `score` of a ticket can hold.",
		Attributes: map[string]schema.Attribute{
			"satisfaction_dimensions": framework.ReadList("What can be rated.", map[string]schema.Attribute{
				"satisfaction_id":   framework.ReadInt64("Id of what is rated."),
				"satisfaction_name": framework.ReadString("Name of what is rated."),
				"satisfaction_desc": framework.ReadString("Description of what is rated."),
				"value":             framework.ReadInt64("Points in all, the best rating."),
				"per_value":         framework.ReadInt64("Points of one step."),
				"sat_category_id":   framework.ReadString("Group of ratings."),
			}),
		},
	}
}

func (d *satisfactionDimensionsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	dimensions, err := d.Client.SatisfactionDimensions(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list what can be rated", err)
		return
	}
	m := satisfactionDimensionsModel{Dimensions: []dimensionModel{}}
	for _, s := range dimensions {
		m.Dimensions = append(m.Dimensions, dimensionModel{framework.Integer(s.SatisfactionId), framework.String(s.SatisfactionName),
			framework.String(s.SatisfactionDesc), framework.Integer(s.Value), framework.Integer(s.PerValue), framework.String(s.SatCategoryId)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
