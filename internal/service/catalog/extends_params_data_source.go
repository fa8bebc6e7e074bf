// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*extendsParamsDataSource)(nil)

// NewExtendsParams makes the data source osm_extends_params.
func NewExtendsParams() datasource.DataSource { return &extendsParamsDataSource{} }

type extendsParamsDataSource struct{ framework.DataSource }

type extendsParamsModel struct {
	BusinessTypeID    types.String        `tfsdk:"business_type_id"`
	IncidentSubTypeID types.String        `tfsdk:"incident_sub_type_id"`
	ProductCategoryID types.String        `tfsdk:"product_category_id"`
	ExtendsParams     []extendsParamModel `tfsdk:"extends_params"`
	CommonParams      []commonParamModel  `tfsdk:"common_params"`
}

type extendsParamModel struct {
	ParamKey     types.String `tfsdk:"param_key"`
	ParamName    types.String `tfsdk:"param_name"`
	ParamDesc    types.String `tfsdk:"param_desc"`
	ParamType    types.Int64  `tfsdk:"param_type"`
	Required     types.Int64  `tfsdk:"required"`
	Length       types.Int64  `tfsdk:"length"`
	MinValue     types.Int64  `tfsdk:"min_value"`
	MaxValue     types.Int64  `tfsdk:"max_value"`
	DefaultValue types.String `tfsdk:"default_value"`
	SelectItem   types.String `tfsdk:"select_item"`
	Tips         types.String `tfsdk:"tips"`
	IsShow       types.Int64  `tfsdk:"is_show"`
	IsSensitive  types.Int64  `tfsdk:"is_sensitive"`
	Language     types.String `tfsdk:"language"`
}

type commonParamModel struct {
	ParamKey   types.String `tfsdk:"param_key"`
	ParamName  types.String `tfsdk:"param_name"`
	IsShow     types.Int64  `tfsdk:"is_show"`
	IsRequired types.Int64  `tfsdk:"is_required"`
}

func (*extendsParamsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "extends_params"
}

func (*extendsParamsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Additional parameters that a problem type asks for: what `extends_map` of a ticket can or must hold.",
		Attributes: map[string]schema.Attribute{
			"business_type_id":     framework.NeededString("Problem type, from osm_problem_types.", maxID),
			"incident_sub_type_id": framework.FilterString("Kind of the ticket, from osm_case_categories.", maxID),
			"product_category_id":  framework.FilterString("Product, from osm_product_categories.", maxID),
			"extends_params":       framework.ReadList("The additional parameters.", extendsParamAttributes()),
			"common_params": framework.ReadList("Fields of tickets that the problem type switches on or off, such as the region.", map[string]schema.Attribute{
				"param_key":   framework.ReadString("Name of the field."),
				"param_name":  framework.ReadString("Name for people."),
				"is_show":     framework.ReadInt64("1 when the field is shown."),
				"is_required": framework.ReadInt64("1 when the field is required."),
			}),
		},
	}
}

func extendsParamAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"param_key":     framework.ReadString("Key in `extends_map`."),
		"param_name":    framework.ReadString("Name for people."),
		"param_desc":    framework.ReadString("Description."),
		"param_type":    framework.ReadInt64("1 integer, 3 line of text, 4 single choice, 5 multiple choice, 7 agreement, 8 text of several lines."),
		"required":      framework.ReadInt64("1 when a ticket needs the parameter."),
		"length":        framework.ReadInt64("Longest value in characters."),
		"min_value":     framework.ReadInt64("Lowest value of an integer."),
		"max_value":     framework.ReadInt64("Highest value of an integer."),
		"default_value": framework.ReadString("Default."),
		"select_item":   framework.ReadString("Choices as the service writes them; the form is not documented."),
		"tips":          framework.ReadString("Hint."),
		"is_show":       framework.ReadInt64("1 when the parameter is shown."),
		"is_sensitive":  framework.ReadInt64("1 when the value is a secret. `extends_map` is in the state, so better send such a value in another way."),
		"language":      framework.ReadString("Language of the texts."),
	}
}

func (d *extendsParamsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m extendsParamsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	answer, err := d.Client.ExtendsParams(ctx, m.BusinessTypeID.ValueString(), m.IncidentSubTypeID.ValueString(), m.ProductCategoryID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list additional parameters", err)
		return
	}
	m.ExtendsParams, m.CommonParams = []extendsParamModel{}, []commonParamModel{}
	for _, p := range framework.List(answer.ExtendsParams) {
		m.ExtendsParams = append(m.ExtendsParams, extendsParamModel{
			framework.String(p.ParamKey), framework.String(p.ParamName), framework.String(p.ParamDesc), framework.Integer(p.ParamType), framework.Integer(p.Required),
			framework.Integer(p.Length), framework.Integer(p.MinValue), framework.Integer(p.MaxValue), framework.String(p.DefaultValue), framework.String(p.SelectItem),
			framework.String(p.Tips), framework.Integer(p.IsShow), framework.Integer(p.IsSensitive), framework.String(p.Language)})
	}
	for _, p := range framework.List(answer.CommonParams) {
		m.CommonParams = append(m.CommonParams, commonParamModel{framework.String(p.ParamKey), framework.String(p.ParamName),
			framework.Integer(p.IsShow), framework.Integer(p.IsRequired)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
