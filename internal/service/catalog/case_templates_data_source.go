// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*caseTemplatesDataSource)(nil)

// NewCaseTemplates makes the data source osm_case_templates.
func NewCaseTemplates() datasource.DataSource { return &caseTemplatesDataSource{} }

type caseTemplatesDataSource struct{ framework.DataSource }

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

func (*caseTemplatesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_templates"
}

func (*caseTemplatesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Texts that the service proposes for the description of a ticket, and one of them by its name. " +
			"They are a hint: no ticket has to follow one.",
		Attributes: map[string]schema.Attribute{
			"business_type_id": framework.NeededString("Problem type, from osm_problem_types.", maxID),
			"name":             framework.NameArgument("a template"),
			"id":               framework.ReadString("Id of the template that has the `name`; null without `name`."),
			"content":          framework.ReadString("Text of the template that has the `name`; null without `name`."),
			"templates": framework.ReadList("The templates.", map[string]schema.Attribute{
				"incident_template_id":      framework.ReadString("Template id."),
				"incident_template_name":    framework.ReadString("Name of the template."),
				"incident_template_content": framework.ReadString("Text of the template."),
			}),
		},
	}
}

func (d *caseTemplatesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m caseTemplatesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	templates, err := d.Client.CaseTemplates(ctx, m.BusinessTypeID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list templates", err)
		return
	}
	m.Templates = []templateModel{}
	var names []framework.Named
	for _, t := range templates {
		m.Templates = append(m.Templates, templateModel{framework.String(t.IncidentTemplateId), framework.String(t.IncidentTemplateName),
			framework.String(t.IncidentTemplateContent)})
		names = append(names, framework.Named{Name: framework.Value(t.IncidentTemplateName), ID: framework.Value(t.IncidentTemplateId)})
	}
	if m.ID = d.IDByName(&resp.Diagnostics, "template", m.Name, names); resp.Diagnostics.HasError() {
		return
	}
	for _, t := range m.Templates {
		if !m.ID.IsNull() && t.ID.Equal(m.ID) {
			m.Content = t.Content
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
