// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// summaryModel holds what the service reports of a ticket in lists and in detail.
type summaryModel struct {
	Status           types.Int64  `tfsdk:"status"`
	StatusName       types.String `tfsdk:"status_name"`
	IsOpen           types.Bool   `tfsdk:"is_open"`
	BusinessTypeName types.String `tfsdk:"business_type_name"`
	IncidentTypeName types.String `tfsdk:"incident_type_name"`
	DCName           types.String `tfsdk:"dc_name"`
	CustomerID       types.String `tfsdk:"customer_id"`
	XCustomerID      types.String `tfsdk:"xcustomer_id"`
	XCustomerName    types.String `tfsdk:"xcustomer_name"`
	CreateTime       types.String `tfsdk:"create_time"`
}

// detailModel holds what the service reports only of a single ticket.
type detailModel struct {
	summaryModel
	SeverityName      types.String `tfsdk:"severity_name"`
	SourceName        types.String `tfsdk:"source_name"`
	ResolveTime       types.Int64  `tfsdk:"resolve_time"`
	IsAuthorized      types.Int64  `tfsdk:"is_authorized"`
	BusinessOwnership types.Int64  `tfsdk:"business_ownership"`
	Judgement         types.String `tfsdk:"judgement"`
}

// attribute describes a computed attribute once for resources and data sources.
type attribute struct {
	kind        kind
	description string
}

type kind int

const (
	text kind = iota
	number
	boolean
)

// summaryAttributes are the attributes of a summaryModel.
func summaryAttributes() map[string]attribute {
	return map[string]attribute{
		"status": {number, "Status as a number. Support changes it, so outputs that use it can change while the configuration does " +
			"not."},
		"status_name": {text, "Name of the status: " + framework.CodeList(osm.StatusNames()) +
			", or the number as text if the provider has no name for it."},
		"is_open":            {boolean, "Whether the ticket is open. An unknown status counts as open."},
		"business_type_name": {text, "Name of the problem type, in the provider's `language`."},
		"incident_type_name": {text, "Name of the ticket type."},
		"dc_name":            {text, "Name of the region."},
		"customer_id":        {text, "ID of the account that the ticket belongs to."},
		"xcustomer_id":       {text, "ID of the IAM user who opened the ticket."},
		"xcustomer_name":     {text, "Name of the IAM user who opened the ticket."},
		"create_time": {text, "Time at which the ticket was opened, as reported by the service. Ends in `Z`, but follows the " +
			"provider's `time_zone` according to the API reference."},
	}
}

// detailAttributes are the attributes of a detailModel beside those of its summaryModel.
func detailAttributes() map[string]attribute {
	return map[string]attribute{
		"severity_name": {text, "Name of the severity."},
		"source_name":   {text, "Name of the source."},
		"resolve_time": {number, "Time to resolution, as reported by the service (unit not documented). 0 while the ticket is " +
			"open."},
		"is_authorized":      {number, "1 if support was given access. Absent in newer editions of the API."},
		"business_ownership": {number, "Who handles the ticket: 0 the cloud itself, 1 a partner, 2 a software vendor."},
		"judgement":          {text, "Rating of the ticket in words."},
	}
}

// addResource adds attributes to the schema of a resource.
func addResource(to map[string]resource.Attribute, attributes map[string]attribute) {
	for name, a := range attributes {
		switch a.kind {
		case number:
			to[name] = framework.ComputedInt64(a.description)
		case boolean:
			to[name] = framework.ComputedBool(a.description)
		default:
			to[name] = framework.ComputedString(a.description)
		}
	}
}

// addDataSource adds attributes to the schema of a data source.
func addDataSource(to map[string]datasource.Attribute, attributes map[string]attribute) {
	for name, a := range attributes {
		switch a.kind {
		case number:
			to[name] = framework.ReadInt64(a.description)
		case boolean:
			to[name] = framework.ReadBool(a.description)
		default:
			to[name] = framework.ReadString(a.description)
		}
	}
}

// setStatus sets the status and what follows from it.
func (m *summaryModel) setStatus(status *osmapi.Integer) {
	m.Status = framework.Integer(status)
	if status != nil {
		m.StatusName = types.StringValue(osm.StatusName(int64(*status)))
		m.IsOpen = types.BoolValue(!osm.HasEnded(int64(*status)))
	}
}

func detailFromAPI(d *osmapi.IncidentDetailInfoV2) detailModel {
	m := detailModel{
		summaryModel: summaryModel{
			BusinessTypeName: framework.String(d.BusinessTypeName),
			IncidentTypeName: framework.String(d.IncidentTypeName),
			DCName:           framework.String(d.DcName),
			CustomerID:       framework.String(d.CustomerId),
			XCustomerID:      framework.String(d.XcustomerId),
			XCustomerName:    framework.String(d.XcustomerName),
			CreateTime:       framework.String(d.CreateTime),
		},
		SeverityName:      framework.String(d.SeverityName),
		SourceName:        framework.String(d.SourceName),
		ResolveTime:       framework.Integer(d.ResolveTime),
		IsAuthorized:      framework.Integer(d.IsAuthorized),
		BusinessOwnership: framework.Integer(d.BusinessOwnership),
		Judgement:         framework.String(d.Judgement),
	}
	m.setStatus(d.Status)
	return m
}
