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
			"product_category_id": framework.FilterString("Filters by product ID, from `osm_product_categories`. Different products can "+
				"have problem types with the same name; set this when looking up by `name`.", maxID),
			"name": framework.NameArgument("a problem type"),
			"id":   framework.NamedID("problem type", "business_type_id"),
			"problem_types": framework.ReadList("Problem types.", map[string]schema.Attribute{
				"business_type_id":     framework.ReadString("ID of the problem type."),
				"business_type_name":   framework.ReadString("Name of the problem type."),
				"case_type":            framework.ReadString("`0` for a question, `5` for a fault report, which needs a `region_id`."),
				"can_use_support_plan": framework.ReadBool("Whether support plans cover the problem type."),
			}),
		},
	}, readProblemTypes)
}

func readProblemTypes(ctx context.Context, d *framework.Data, m *problemTypesModel, diags *diag.Diagnostics) {
	problems, err := d.Client.ProblemTypes(ctx, m.ProductCategoryID.ValueString(), "")
	if err != nil {
		framework.AddError(diags, "list problem types", err)
		return
	}
	m.ProblemTypes = framework.Map(problems, problemTypeFromAPI)
	m.ID = d.IDByName(diags, "problem type", m.Name, framework.Map(m.ProblemTypes, problemTypeModel.named))
}

func problemTypeFromAPI(p osmapi.SimpleIncidentBusinessTypeV2) problemTypeModel {
	return problemTypeModel{
		BusinessTypeID:    framework.String(p.BusinessTypeId),
		BusinessTypeName:  framework.String(p.BusinessTypeName),
		CaseType:          framework.String(p.CaseType),
		CanUseSupportPlan: types.BoolPointerValue(p.CanUseSupportPlan),
	}
}

func (p problemTypeModel) named() framework.Named {
	return framework.Named{Name: p.BusinessTypeName.ValueString(), ID: p.BusinessTypeID.ValueString()}
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
	}, readCaseTemplates)
}

func readCaseTemplates(ctx context.Context, d *framework.Data, m *caseTemplatesModel, diags *diag.Diagnostics) {
	templates, err := d.Client.CaseTemplates(ctx, m.BusinessTypeID.ValueString())
	if err != nil {
		framework.AddError(diags, "list templates", err)
		return
	}
	m.Templates = framework.Map(templates, templateFromAPI)
	m.ID = d.IDByName(diags, "template", m.Name, framework.Map(m.Templates, templateModel.named))
	for _, t := range m.Templates {
		if !m.ID.IsNull() && t.ID.Equal(m.ID) {
			m.Content = t.Content
		}
	}
}

func templateFromAPI(t osmapi.IncidentTempV2) templateModel {
	return templateModel{
		ID:      framework.String(t.IncidentTemplateId),
		Name:    framework.String(t.IncidentTemplateName),
		Content: framework.String(t.IncidentTemplateContent),
	}
}

func (t templateModel) named() framework.Named {
	return framework.Named{Name: t.Name.ValueString(), ID: t.ID.ValueString()}
}
