// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ datasource.DataSourceWithConfigure = (*productCategoriesDataSource)(nil)

// NewProductCategories makes the data source osm_product_categories.
func NewProductCategories() datasource.DataSource { return &productCategoriesDataSource{} }

type productCategoriesDataSource struct{ framework.DataSource }

type productCategoriesModel struct {
	ProductCategoryName types.String   `tfsdk:"product_category_name"`
	Name                types.String   `tfsdk:"name"`
	ID                  types.String   `tfsdk:"id"`
	ProductCategories   []productModel `tfsdk:"product_categories"`
}

type productModel struct {
	ID                types.String `tfsdk:"incident_product_category_id"`
	Name              types.String `tfsdk:"incident_product_category_name"`
	Desc              types.String `tfsdk:"incident_product_category_desc"`
	Acronym           types.String `tfsdk:"incident_product_category_acronym"`
	CanUseSupportPlan types.Bool   `tfsdk:"can_use_support_plan"`
}

func (*productCategoriesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "product_categories"
}

func (*productCategoriesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Products that a ticket can be about, and the id of one by its name.",
		Attributes: map[string]schema.Attribute{
			"product_category_name": framework.FilterString("Only products that the service finds by this part of a name.", maxName),
			"name":                  framework.NameArgument("a product"),
			"id":                    framework.ReadString("Id of the product that has the `name`, for `product_category_id` of a ticket; null without `name`."),
			"product_categories":    framework.ReadList("The products.", productAttributes()),
		},
	}
}

func (d *productCategoriesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m productCategoriesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	items, err := d.Client.ProductCategories(ctx, m.ProductCategoryName.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list products", err)
		return
	}
	m.ProductCategories = products(items)
	var names []framework.Named
	for _, p := range items {
		names = append(names, framework.Named{Name: framework.Value(p.IncidentProductCategoryName), ID: framework.Value(p.IncidentProductCategoryId)})
	}
	if m.ID = d.IDByName(&resp.Diagnostics, "product", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func productAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"incident_product_category_id":      framework.ReadString("Product id."),
		"incident_product_category_name":    framework.ReadString("Name of the product."),
		"incident_product_category_desc":    framework.ReadString("Description of the product."),
		"incident_product_category_acronym": framework.ReadString("Short name of the product."),
		"can_use_support_plan":              framework.ReadBool("Whether a support plan covers the product."),
	}
}

func products(items []osmapi.IncidentProductCategoryV2) []productModel {
	out := []productModel{}
	for _, p := range items {
		out = append(out, productModel{framework.String(p.IncidentProductCategoryId), framework.String(p.IncidentProductCategoryName),
			framework.String(p.IncidentProductCategoryDesc), framework.String(p.IncidentProductCategoryAcronym), types.BoolPointerValue(p.CanUseSupportPlan)})
	}
	return out
}
