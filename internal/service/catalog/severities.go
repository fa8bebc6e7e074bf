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

// NewSeverities returns the data source osm_severities.
func NewSeverities() datasource.DataSource {
	return framework.NewDataSource("severities", schema.Schema{
		MarkdownDescription: "Severities of tickets for a product and problem type, and the ID of one severity by its name. Accounts " +
			"without a support plan have none.",
		Attributes: map[string]schema.Attribute{
			"product_category_id": framework.NeededString("ID of the product, from `osm_product_categories`.", maxID),
			"business_type_id":    framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"name":                framework.NameArgument("a severity"),
			"id":                  framework.NamedID("severity", "severity_id"),
			"show":                framework.ReadBool("Whether tickets for the product and problem type can have a severity."),
			"severities": framework.ReadList("Severities.", map[string]schema.Attribute{
				"severity_id":   framework.ReadString("ID of the severity."),
				"severity_name": framework.ReadString("Name of the severity."),
				"language":      framework.ReadString("Language of the name."),
			}),
		},
	}, readSeverities)
}

func readSeverities(ctx context.Context, d *framework.Data, m *severitiesModel, diags *diag.Diagnostics) {
	severities, err := d.Client.Severities(ctx, m.ProductCategoryID.ValueString(), m.BusinessTypeID.ValueString())
	if err != nil {
		framework.AddError(diags, "list severities", err)
		return
	}
	m.Show = types.BoolPointerValue(severities.Show)
	m.Severities = framework.Map(framework.List(severities.SeverityList), severityFromAPI)
	m.ID = d.IDByName(diags, "severity", m.Name, framework.Map(m.Severities, severityModel.named))
}

func severityFromAPI(s osmapi.SeverityV2Do) severityModel {
	return severityModel{
		SeverityID:   framework.String(s.SeverityId),
		SeverityName: framework.String(s.SeverityName),
		Language:     framework.String(s.Language),
	}
}

func (s severityModel) named() framework.Named {
	return framework.Named{Name: s.SeverityName.ValueString(), ID: s.SeverityID.ValueString()}
}
