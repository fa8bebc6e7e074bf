// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

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

// NewProblemTypes returns the data source osm_problem_types.
func NewProblemTypes() datasource.DataSource {
	return framework.NewDataSource("problem_types", schema.Schema{
		MarkdownDescription: "Problem types of a product, and the ID of one problem type by its name.",
		Attributes: map[string]schema.Attribute{
			"product_category_id": framework.FilterString("Filters by product ID, from `osm_product_categories`. Different "+
				"products can have problem types with the same name; set this when looking up by `name`.", maxID),
			"name": framework.NameArgument("a problem type"),
			"id":   framework.NamedID("problem type", "business_type_id"),
			"problem_types": framework.ReadList("Problem types.", map[string]schema.Attribute{
				"business_type_id":   framework.ReadString("ID of the problem type."),
				"business_type_name": framework.ReadString("Name of the problem type."),
				"case_type": framework.ReadString("`0` for a question, `5` for a fault report, which requires " +
					"`region_id`."),
				"can_use_support_plan": framework.ReadBool("Whether support plans cover the problem type."),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *problemTypesModel, diags *diag.Diagnostics) {
		problems, err := d.Client.ProblemTypes(ctx, m.ProductCategoryID.ValueString(), "")
		if framework.FailedTo(diags, "list problem types", err) {
			return
		}
		m.ProblemTypes = framework.Map(problems, problemTypeFromAPI)
		m.ID = d.IDByName(diags, "problem type", m.Name, framework.Map(problems, osm.NameOfProblemType))
	})
}

func problemTypeFromAPI(p osmapi.SimpleIncidentBusinessTypeV2) problemTypeModel {
	return problemTypeModel{
		BusinessTypeID:    framework.String(p.BusinessTypeId),
		BusinessTypeName:  framework.String(p.BusinessTypeName),
		CaseType:          framework.String(p.CaseType),
		CanUseSupportPlan: types.BoolPointerValue(p.CanUseSupportPlan),
	}
}

type caseTemplatesModel struct {
	BusinessTypeID types.String    `tfsdk:"business_type_id"`
	Name           types.String    `tfsdk:"name"`
	ID             types.String    `tfsdk:"id"`
	Content        types.String    `tfsdk:"content"`
	Templates      []templateModel `tfsdk:"templates"`
}

type templateModel struct {
	ID      types.String `tfsdk:"incident_template_id"`
	Name    types.String `tfsdk:"incident_template_name"`
	Content types.String `tfsdk:"incident_template_content"`
}

// NewCaseTemplates returns the data source osm_case_templates.
func NewCaseTemplates() datasource.DataSource {
	return framework.NewDataSource("case_templates", schema.Schema{
		MarkdownDescription: "Suggested texts for the description of a ticket, and the text of one template by its name. " +
			"Tickets are not required to follow a template.",
		Attributes: map[string]schema.Attribute{
			"business_type_id": framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"name":             framework.NameArgument("a template"),
			"id":               framework.ReadString("ID of the template with this `name`. Null without `name`."),
			"content":          framework.ReadString("Text of the template with this `name`. Null without `name`."),
			"templates": framework.ReadList("Templates.", map[string]schema.Attribute{
				"incident_template_id":      framework.ReadString("ID of the template."),
				"incident_template_name":    framework.ReadString("Name of the template."),
				"incident_template_content": framework.ReadString("Text of the template."),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *caseTemplatesModel, diags *diag.Diagnostics) {
		templates, err := d.Client.CaseTemplates(ctx, m.BusinessTypeID.ValueString())
		if framework.FailedTo(diags, "list templates", err) {
			return
		}
		m.Templates = framework.Map(templates, templateFromAPI)
		m.ID = d.IDByName(diags, "template", m.Name, framework.Map(templates, func(t osmapi.IncidentTempV2) osm.Named {
			return osm.Named{Name: framework.Value(t.IncidentTemplateName), ID: framework.Value(t.IncidentTemplateId)}
		}))
		for _, t := range m.Templates {
			if !m.ID.IsNull() && t.ID.Equal(m.ID) {
				m.Content = t.Content
			}
		}
	})
}

func templateFromAPI(t osmapi.IncidentTempV2) templateModel {
	return templateModel{
		ID:      framework.String(t.IncidentTemplateId),
		Name:    framework.String(t.IncidentTemplateName),
		Content: framework.String(t.IncidentTemplateContent),
	}
}

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
	return framework.NewLookup("extends_params", "list additional parameters", schema.Schema{
		MarkdownDescription: "Additional parameters of a problem type, to be set in `extends_map` of a ticket.",
		Attributes: map[string]schema.Attribute{
			"business_type_id":     framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"incident_sub_type_id": framework.FilterString("ID of the ticket sub-type, from `osm_case_categories`.", maxID),
			"product_category_id":  framework.FilterString("ID of the product, from `osm_product_categories`.", maxID),
			"extends_params": framework.ReadList("Additional parameters.", map[string]schema.Attribute{
				"param_key":  framework.ReadString("Key in `extends_map`."),
				"param_name": framework.ReadString("Display name."),
				"param_desc": framework.ReadString("Description."),
				"param_type": framework.ReadInt64("Type of the value: 1 integer, 3 single-line text, 4 single choice, 5 " +
					"multiple choice, 7 agreement, 8 multi-line text."),
				"required":      framework.ReadInt64("1 if tickets must set the parameter."),
				"length":        framework.ReadInt64("Maximum length in characters."),
				"min_value":     framework.ReadInt64("Minimum of an integer."),
				"max_value":     framework.ReadInt64("Maximum of an integer."),
				"default_value": framework.ReadString("Default value."),
				"select_item":   framework.ReadString("Choices, as reported by the service."),
				"tips":          framework.ReadString("Hint."),
				"is_show":       framework.ReadInt64("1 if the parameter is shown."),
				"is_sensitive": framework.ReadInt64("1 if the value is secret. `extends_map` is stored in the state, so send " +
					"secret values in another way."),
				"language": framework.ReadString("Language of the texts."),
			}),
			"common_params": framework.ReadList(
				"Fields that the problem type shows or hides, such as the region.", map[string]schema.Attribute{
					"param_key":   framework.ReadString("Name of the field."),
					"param_name":  framework.ReadString("Display name."),
					"is_show":     framework.ReadInt64("1 if the field is shown."),
					"is_required": framework.ReadInt64("1 if the field is required."),
				}),
		},
	}, func(ctx context.Context, c *osm.Client, m *extendsParamsModel) error {
		params, err := c.ExtendsParams(ctx, m.BusinessTypeID.ValueString(), m.IncidentSubTypeID.ValueString(),
			m.ProductCategoryID.ValueString())
		m.ExtendsParams = framework.Map(framework.Value(params.ExtendsParams), extendsParamFromAPI)
		m.CommonParams = framework.Map(framework.Value(params.CommonParams), commonParamFromAPI)
		return err
	})
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
