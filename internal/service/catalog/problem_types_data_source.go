// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*problemTypesDataSource)(nil)

// NewProblemTypes makes the data source osm_problem_types.
func NewProblemTypes() datasource.DataSource { return &problemTypesDataSource{} }

type problemTypesDataSource struct{ framework.DataSource }

type problemTypesModel struct {
	ProductCategoryID types.String       `tfsdk:"product_category_id"`
	Name              types.String       `tfsdk:"name"`
	ID                types.String       `tfsdk:"id"`
	ProblemTypes      []problemTypeModel `tfsdk:"problem_types"`
}

type problemTypeModel struct {
	BusinessTypeID    types.String `tfsdk:"business_type_id"`
	BusinessTypeName  types.String `tfsdk:"business_type_name"`
	CaseType          types.String `tfsdk:"case_type"`
	CanUseSupportPlan types.Bool   `tfsdk:"can_use_support_plan"`
}

func (*problemTypesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "problem_types"
}

func (*problemTypesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Problem types of a product, and the id of one by its name.",
		Attributes: map[string]schema.Attribute{
			"product_category_id": framework.FilterString("Only problem types of this product, from osm_product_categories. "+
				"Products share names of problem types, so a look-up by `name` mostly needs it.", maxID),
			"name": framework.NameArgument("a problem type"),
			"id":   framework.ReadString("Id of the problem type that has the `name`, for `business_type_id` of a ticket; null without `name`."),
			"problem_types": framework.ReadList("The problem types.", map[string]schema.Attribute{
				"business_type_id":     framework.ReadString("Id of the problem type."),
				"business_type_name":   framework.ReadString("Name of the problem type."),
				"case_type":            framework.ReadString("`0` for a question, `5` for a fault report, which needs a `region_id`."),
				"can_use_support_plan": framework.ReadBool("Whether a support plan covers it."),
			}),
		},
	}
}

func (d *problemTypesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m problemTypesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	problems, err := d.Client.ProblemTypes(ctx, m.ProductCategoryID.ValueString(), "")
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list problem types", err)
		return
	}
	m.ProblemTypes = []problemTypeModel{}
	var names []framework.Named
	for _, p := range problems {
		m.ProblemTypes = append(m.ProblemTypes, problemTypeModel{framework.String(p.BusinessTypeId), framework.String(p.BusinessTypeName),
			framework.String(p.CaseType), types.BoolPointerValue(p.CanUseSupportPlan)})
		names = append(names, framework.Named{Name: framework.Value(p.BusinessTypeName), ID: framework.Value(p.BusinessTypeId)})
	}
	if m.ID = d.IDByName(&resp.Diagnostics, "problem type", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
