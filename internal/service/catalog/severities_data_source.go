// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*severitiesDataSource)(nil)

// NewSeverities makes the data source osm_severities.
func NewSeverities() datasource.DataSource { return &severitiesDataSource{} }

type severitiesDataSource struct{ framework.DataSource }

type severitiesModel struct {
	ProductCategoryID types.String    `tfsdk:"product_category_id"`
	BusinessTypeID    types.String    `tfsdk:"business_type_id"`
	Name              types.String    `tfsdk:"name"`
	ID                types.String    `tfsdk:"id"`
	Show              types.Bool      `tfsdk:"show"`
	Severities        []severityModel `tfsdk:"severities"`
}

type severityModel struct {
	SeverityID   types.String `tfsdk:"severity_id"`
	SeverityName types.String `tfsdk:"severity_name"`
	Language     types.String `tfsdk:"language"`
}

func (*severitiesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "severities"
}

func (*severitiesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Severities that a ticket of a product and problem type can have, and the id of one by its name. " +
			"An account without a support plan has none.",
		Attributes: map[string]schema.Attribute{
			"product_category_id": framework.NeededString("Product, from osm_product_categories.", maxID),
			"business_type_id":    framework.NeededString("Problem type, from osm_problem_types.", maxID),
			"name":                framework.NameArgument("a severity"),
			"id":                  framework.ReadString("Id of the severity that has the `name`, for `severity_id` of a ticket; null without `name`."),
			"show":                framework.ReadBool("Whether such a ticket can have a severity."),
			"severities": framework.ReadList("The severities.", map[string]schema.Attribute{
				"severity_id":   framework.ReadString("Severity id."),
				"severity_name": framework.ReadString("Name of the severity."),
				"language":      framework.ReadString("Language of the name."),
			}),
		},
	}
}

func (d *severitiesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m severitiesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	answer, err := d.Client.Severities(ctx, m.ProductCategoryID.ValueString(), m.BusinessTypeID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list severities", err)
		return
	}
	m.Show, m.Severities = types.BoolPointerValue(answer.Show), []severityModel{}
	var names []framework.Named
	for _, s := range framework.List(answer.SeverityList) {
		m.Severities = append(m.Severities, severityModel{framework.String(s.SeverityId), framework.String(s.SeverityName), framework.String(s.Language)})
		names = append(names, framework.Named{Name: framework.Value(s.SeverityName), ID: framework.Value(s.SeverityId)})
	}
	if m.ID = d.IDByName(&resp.Diagnostics, "severity", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
