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

// NewExtendsParams returns the data source osm_extends_params.
func NewExtendsParams() datasource.DataSource {
	return framework.NewDataSource("extends_params", schema.Schema{
		MarkdownDescription: "Additional parameters of a problem type, to be set in `extends_map` of a ticket.",
		Attributes: map[string]schema.Attribute{
			"business_type_id":     framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"incident_sub_type_id": framework.FilterString("ID of the ticket type, from `osm_case_categories`.", maxID),
			"product_category_id":  framework.FilterString("ID of the product, from `osm_product_categories`.", maxID),
			"extends_params":       framework.ReadList("Additional parameters.", extendsParamAttributes()),
			"common_params": framework.ReadList("Fields that the problem type shows or hides, such as the region.",
				commonParamAttributes()),
		},
	}, readExtendsParams)
}

func extendsParamAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"param_key":  framework.ReadString("Key in `extends_map`."),
		"param_name": framework.ReadString("Display name."),
		"param_desc": framework.ReadString("Description."),
		"param_type": framework.ReadInt64("Type of the value: 1 integer, 3 single-line text, 4 single choice, 5 multiple choice, " +
			"7 agreement, 8 multi-line text."),
		"required":      framework.ReadInt64("1 if tickets must set the parameter."),
		"length":        framework.ReadInt64("Maximum length in characters."),
		"min_value":     framework.ReadInt64("Minimum of an integer."),
		"max_value":     framework.ReadInt64("Maximum of an integer."),
		"default_value": framework.ReadString("Default value."),
		"select_item":   framework.ReadString("Choices, in an undocumented format."),
		"tips":          framework.ReadString("Hint."),
		"is_show":       framework.ReadInt64("1 if the parameter is shown."),
		"is_sensitive": framework.ReadInt64("1 if the value is secret. `extends_map` is stored in the state: send a secret value " +
			"another way."),
		"language": framework.ReadString("Language of the texts."),
	}
}

func commonParamAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"param_key":   framework.ReadString("Name of the field."),
		"param_name":  framework.ReadString("Display name."),
		"is_show":     framework.ReadInt64("1 if the field is shown."),
		"is_required": framework.ReadInt64("1 if the field is required."),
	}
}

func readExtendsParams(ctx context.Context, d *framework.Data, m *extendsParamsModel, diags *diag.Diagnostics) {
	problem, subType, product := m.BusinessTypeID.ValueString(), m.IncidentSubTypeID.ValueString(), m.ProductCategoryID.ValueString()
	params, err := d.Client.ExtendsParams(ctx, problem, subType, product)
	if err != nil {
		framework.AddError(diags, "list additional parameters", err)
		return
	}
	m.ExtendsParams = framework.Map(framework.List(params.ExtendsParams), extendsParamFromAPI)
	m.CommonParams = framework.Map(framework.List(params.CommonParams), commonParamFromAPI)
}

func extendsParamFromAPI(p osmapi.ExtendsParamV2) extendsParamModel {
	return extendsParamModel{
		ParamKey:     framework.String(p.ParamKey),
		ParamName:    framework.String(p.ParamName),
		ParamDesc:    framework.String(p.ParamDesc),
		ParamType:    framework.Integer(p.ParamType),
		Required:     framework.Integer(p.Required),
		Length:       framework.Integer(p.Length),
		MinValue:     framework.Integer(p.MinValue),
		MaxValue:     framework.Integer(p.MaxValue),
		DefaultValue: framework.String(p.DefaultValue),
		SelectItem:   framework.String(p.SelectItem),
		Tips:         framework.String(p.Tips),
		IsShow:       framework.Integer(p.IsShow),
		IsSensitive:  framework.Integer(p.IsSensitive),
		Language:     framework.String(p.Language),
	}
}

func commonParamFromAPI(p osmapi.CommonParamV2) commonParamModel {
	return commonParamModel{
		ParamKey:   framework.String(p.ParamKey),
		ParamName:  framework.String(p.ParamName),
		IsShow:     framework.Integer(p.IsShow),
		IsRequired: framework.Integer(p.IsRequired),
	}
}
