// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*caseCategoriesDataSource)(nil)

// NewCaseCategories makes the data source osm_case_categories.
func NewCaseCategories() datasource.DataSource { return &caseCategoriesDataSource{} }

type caseCategoriesDataSource struct{ framework.DataSource }

type caseCategoriesModel struct {
	Name           types.String        `tfsdk:"name"`
	ID             types.String        `tfsdk:"id"`
	CaseCategories []caseCategoryModel `tfsdk:"case_categories"`
}

type caseCategoryModel struct {
	IncidentSubTypeID   types.String   `tfsdk:"incident_sub_type_id"`
	IncidentSubTypeName types.String   `tfsdk:"incident_sub_type_name"`
	ProductCategories   []productModel `tfsdk:"product_categories"`
}

func (*caseCategoriesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_categories"
}

func (*caseCategoriesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Kinds of tickets with the products of each, and the id of one kind by its name.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a kind of tickets"),
			"id":   framework.ReadString("Id of the kind that has the `name`, for `incident_sub_type_id` of a ticket; null without `name`."),
			"case_categories": framework.ReadList("The kinds of tickets.", map[string]schema.Attribute{
				"incident_sub_type_id":   framework.ReadString("Id of the kind."),
				"incident_sub_type_name": framework.ReadString("Name of the kind."),
				"product_categories":     framework.ReadList("Products that tickets of this kind can be about.", productAttributes()),
			}),
		},
	}
}

func (d *caseCategoriesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m caseCategoriesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	categories, err := d.Client.CaseCategories(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list the kinds of tickets", err)
		return
	}
	m.CaseCategories = []caseCategoryModel{}
	var names []framework.Named
	for _, c := range categories {
		m.CaseCategories = append(m.CaseCategories, caseCategoryModel{framework.String(c.IncidentSubTypeId), framework.String(c.IncidentSubTypeName),
			products(framework.List(c.IncidentProductCategoryList))})
		names = append(names, framework.Named{Name: framework.Value(c.IncidentSubTypeName), ID: framework.Value(c.IncidentSubTypeId)})
	}
	if m.ID = d.IDByName(&resp.Diagnostics, "kind of tickets", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
