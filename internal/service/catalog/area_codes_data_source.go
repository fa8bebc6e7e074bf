// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*areaCodesDataSource)(nil)

// NewAreaCodes makes the data source osm_area_codes.
func NewAreaCodes() datasource.DataSource { return &areaCodesDataSource{} }

type areaCodesDataSource struct{ framework.DataSource }

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

func (*areaCodesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "area_codes"
}

func (*areaCodesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Dialling codes of countries, and the code of one by its name.",
		Attributes: map[string]schema.Attribute{
			"name":      framework.NameArgument("a country"),
			"area_code": framework.ReadString("Dialling code of the country that has the `name`, for `area_code` of a ticket; null without `name`."),
			"area_codes": framework.ReadList("The codes. Countries can share one.", map[string]schema.Attribute{
				"id":        framework.ReadInt64("Number of the row."),
				"area_code": framework.ReadString("Dialling code without a plus sign, such as `86`."),
				"area_name": framework.ReadString("Name of the country."),
			}),
		},
	}
}

func (d *areaCodesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m areaCodesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	codes, err := d.Client.AreaCodes(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list dialling codes", err)
		return
	}
	m.AreaCodes = []areaCodeModel{}
	var names []framework.Named
	for _, c := range codes {
		m.AreaCodes = append(m.AreaCodes, areaCodeModel{framework.Integer(c.Id), framework.String(c.AreaCode), framework.String(c.AreaName)})
		names = append(names, framework.Named{Name: framework.Value(c.AreaName), ID: framework.Value(c.AreaCode)})
	}
	if m.AreaCode = d.IDByName(&resp.Diagnostics, "country", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
