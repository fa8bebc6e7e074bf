// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// exportModel is an export and its filters.
type exportModel struct {
	IncidentIDs     types.Set    `tfsdk:"incident_ids"`
	TenantSourceIDs types.Set    `tfsdk:"tenant_source_id_list"`
	QueryStartTime  types.String `tfsdk:"query_start_time"`
	QueryEndTime    types.String `tfsdk:"query_end_time"`
	SearchKey       types.String `tfsdk:"search_key"`
	Status          types.String `tfsdk:"status"`
	XCustomerName   types.String `tfsdk:"x_customer_name"`
	CustomerID      types.String `tfsdk:"customer_id"`
	SubCustomerID   types.String `tfsdk:"sub_customer_id"`
	Offset          types.Int64  `tfsdk:"offset"`
	Limit           types.Int64  `tfsdk:"limit"`
	FileName        types.String `tfsdk:"file_name"`
	ContentType     types.String `tfsdk:"content_type"`
	framework.DigestModel
}

func (m *exportModel) toAPI() osm.ExportFilter {
	return osm.ExportFilter{
		IncidentIDs:     framework.Strings(m.IncidentIDs),
		TenantSourceIDs: framework.Strings(m.TenantSourceIDs),
		QueryStartTime:  m.QueryStartTime.ValueString(),
		QueryEndTime:    m.QueryEndTime.ValueString(),
		SearchKey:       m.SearchKey.ValueString(),
		Status:          statusToAPI(m.Status),
		XCustomerName:   m.XCustomerName.ValueString(),
		CustomerID:      m.CustomerID.ValueString(),
		SubCustomerID:   m.SubCustomerID.ValueString(),
		Offset:          framework.Int32Pointer(m.Offset),
		Limit:           framework.Int32Pointer(m.Limit),
	}
}

// read exports the tickets and returns the bytes of the file, or nil with an error in diags.
func (m *exportModel) read(ctx context.Context, c *osm.Client, diags *diag.Diagnostics) []byte {
	file, err := c.ExportCases(ctx, m.toAPI())
	if framework.FailedTo(diags, "export tickets", err) {
		return nil
	}
	m.FileName, m.ContentType = framework.Text(&file.Name), framework.Text(&file.ContentType)
	m.DigestModel = framework.Digest(file.Bytes)
	return file.Bytes
}

// maxExportStatus is the largest status that exports can be filtered by (API reference: DownloadCases).
const maxExportStatus = 20

// isExportStatus validates a status as a filter of exports.
var isExportStatus = framework.PublicRule("must be one of "+osm.StatusChoices(), func(name string) bool {
	code, ok := osm.StatusCode(name)
	return ok && code <= maxExportStatus
})

// exportFilter is an argument that is a string or a set of strings.
type exportFilter struct {
	description string
	rules       []validator.String
}

var (
	// exportTexts are the filters that are strings, exportSets those that are sets of strings.
	exportTexts = map[string]exportFilter{
		"query_start_time": {startTimeDescription, startTimeRules},
		"query_end_time":   {endTimeDescription, endTimeRules},
		"search_key":       {"Filters by words, at most 64 characters.", framework.Prose(64)},
		"status":           {"Filters by status: " + statusChoices, []validator.String{isExportStatus}},
		"x_customer_name":  {xCustomerNameDescription, framework.Length(1, 64)},
		"customer_id":      {"Filters by account ID.", framework.Length(1, 64)},
		"sub_customer_id":  {"Filters by ID of the IAM user who opened the ticket.", framework.Length(1, 64)},
	}
	exportSets = map[string]exportFilter{
		"incident_ids":          {"Filters by ticket IDs, at most 100.", framework.Length(1, osm.MaxID)},
		"tenant_source_id_list": {"Filters by source IDs, at most 100.", framework.Length(1, osm.MaxID)},
	}
	// exportResults are the computed attributes that are strings.
	exportResults = map[string]string{
		"file_name":    "Name of the file. Null if the service does not report it.",
		"content_type": "Media type of the file, as reported by the service.",
		"sha256":       "SHA-256 of the file in hexadecimal.",
	}
	exportOffsetRules = []validator.Int64{framework.Between(0, 65535)}
	exportLimitRules  = []validator.Int64{framework.Between(1, 100)}
)

const (
	exportOffset      = "Number of tickets to skip (0 to 65535)."
	exportLimit       = "Maximum number of tickets (1 to 100)."
	exportSize        = "Size of the file in bytes."
	exportDescription = "File of at most 32 MB with the tickets that match all filters. The service determines its format. " +
		"Requires the privilege `export`. Names and times in the file follow `language` and `time_zone` of the provider."
)

func (f exportFilter) setRules() []validator.Set {
	return []validator.Set{framework.Size{From: 1, To: 100}, framework.EachString(f.rules[0])}
}

// NewExportDataSource returns the data source osm_cases_export.
func NewExportDataSource() datasource.DataSource {
	attributes := map[string]dataschema.Attribute{
		"offset": dataschema.Int64Attribute{MarkdownDescription: exportOffset, Optional: true, Validators: exportOffsetRules},
		"limit":  dataschema.Int64Attribute{MarkdownDescription: exportLimit, Optional: true, Validators: exportLimitRules},
		"size":   framework.ReadInt64(exportSize),
	}
	for name, f := range exportTexts {
		attributes[name] = dataschema.StringAttribute{
			MarkdownDescription: f.description, Optional: true, Validators: f.rules}
	}
	for name, f := range exportSets {
		attributes[name] = dataschema.SetAttribute{
			MarkdownDescription: f.description, Optional: true, ElementType: types.StringType, Validators: f.setRules()}
	}
	for name, description := range exportResults {
		attributes[name] = framework.ReadString(description)
	}
	return framework.NewDataSource("cases_export", dataschema.Schema{
		MarkdownDescription: exportDescription + " Only hash, size and name are stored, never the content, which the " +
			"ephemeral resource of the same name returns. The hash changes when a ticket changes.",
		Attributes: attributes,
	}, func(ctx context.Context, d *framework.Data, m *exportModel, diags *diag.Diagnostics) {
		m.read(ctx, d.Client, diags)
	})
}

// NewEphemeralExport returns the ephemeral resource osm_cases_export.
func NewEphemeralExport() ephemeral.EphemeralResource {
	return &ephemeralExport{framework.Ephemeral{Name: "cases_export"}}
}

type ephemeralExport struct{ framework.Ephemeral }

type ephemeralExportModel struct {
	exportModel
	ContentBase64 types.String `tfsdk:"content_base64"`
}

func (*ephemeralExport) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"offset": schema.Int64Attribute{MarkdownDescription: exportOffset, Optional: true, Validators: exportOffsetRules},
		"limit":  schema.Int64Attribute{MarkdownDescription: exportLimit, Optional: true, Validators: exportLimitRules},
		"size":   schema.Int64Attribute{MarkdownDescription: exportSize, Computed: true},
		"content_base64": schema.StringAttribute{
			MarkdownDescription: "Content of the file as standard Base64.", Computed: true, Sensitive: true},
	}
	for name, f := range exportTexts {
		attributes[name] = schema.StringAttribute{MarkdownDescription: f.description, Optional: true, Validators: f.rules}
	}
	for name, f := range exportSets {
		attributes[name] = schema.SetAttribute{
			MarkdownDescription: f.description, Optional: true, ElementType: types.StringType, Validators: f.setRules()}
	}
	for name, description := range exportResults {
		attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: exportDescription + " Never stored in a plan or state. Exported each time Terraform opens the " +
			"resource.",
		Attributes: attributes,
	}
}

// exportTimeout bounds the export of an ephemeral resource.
const exportTimeout = 5 * time.Minute

func (e *ephemeralExport) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m ephemeralExportModel
	if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &m)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, exportTimeout)
	defer cancel()
	if data := m.read(ctx, e.Client, &resp.Diagnostics); data != nil {
		m.ContentBase64 = framework.Base64(data)
		resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
	}
}
