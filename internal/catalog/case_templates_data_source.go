// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var _ datasource.DataSourceWithConfigure = (*caseTemplatesDataSource)(nil)

// NewCaseTemplates makes the data source osm_case_templates.
func NewCaseTemplates() datasource.DataSource { return &caseTemplatesDataSource{} }

type caseTemplatesDataSource struct{ tfbase.DataSource }

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
	resp.TypeName = tfbase.TypePrefix + "case_templates"
}

func (*caseTemplatesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Texts that the service proposes for the description of a ticket, and one of them by its name. " +
			"They are a hint: no ticket has to follow one.",
		Attributes: map[string]schema.Attribute{
			"business_type_id": tfbase.NeededString("Problem type, from osm_problem_types.", maxID),
			"name":             tfbase.NameArgument("a template", "id"),
			"id":               tfbase.ReadString("Id of the template that has the `name`; null without `name`."),
			"content":          tfbase.ReadString("Text of the template that has the `name`; null without `name`."),
			"templates": tfbase.ReadList("The templates.", map[string]schema.Attribute{
				"incident_template_id":      tfbase.ReadString("Template id."),
				"incident_template_name":    tfbase.ReadString("Name of the template."),
				"incident_template_content": tfbase.ReadString("Text of the template."),
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
		tfbase.AddError(&resp.Diagnostics, "list templates", err)
		return
	}
	m.Templates = []templateModel{}
	var names []tfbase.Named
	for _, t := range templates {
		m.Templates = append(m.Templates, templateModel{tfbase.String(t.IncidentTemplateId), tfbase.String(t.IncidentTemplateName),
			tfbase.String(t.IncidentTemplateContent)})
		names = append(names, tfbase.Named{Name: tfbase.Value(t.IncidentTemplateName), ID: tfbase.Value(t.IncidentTemplateId)})
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
