// SPDX-License-Identifier: MPL-2.0

// Package authorization holds requests from support for access to a host: reading, granting, rejecting and withdrawing them, and
// what support did on the host.
package authorization

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Descriptions that several types share.
const (
	idDescription     = "ID of the request for access, for example `Auth-123456`."
	statusDescription = "Status: -1 initial, 0 waiting for a decision, 1 granted, 2 rejected, 3 expired, 4 recalled, " +
		"5 cancelled, 6 in approval, 7 approval rejected."
	statusNameDescription = "Name of the status: `initial`, `waiting`, `granted`, `rejected`, `expired`, `recalled`, " +
		"`cancelled`, `in_approval` or `approval_rejected`."
	describeDescription = "What support asks for."
	fromDescription     = "Start of the access, as reported by the service."
	toDescription       = "End of the access, as reported by the service."
)

type listModel struct {
	CaseID            types.String `tfsdk:"case_id"`
	Status            types.Int64  `tfsdk:"status"`
	SubCustomerName   types.String `tfsdk:"sub_customer_name"`
	SimpleDescription types.String `tfsdk:"simple_description"`
	GroupID           types.String `tfsdk:"group_id"`
	Authorizations    []itemModel  `tfsdk:"incident_auth_list"`
}

// summaryModel holds what the list and the detail have in common.
type summaryModel struct {
	Status            types.Int64  `tfsdk:"status"`
	StatusName        types.String `tfsdk:"status_name"`
	SimpleDescription types.String `tfsdk:"simple_description"`
	AuthDescribe      types.String `tfsdk:"auth_describe"`
	ResourceTypeID    types.String `tfsdk:"resource_type_id"`
	ResourceTypeName  types.String `tfsdk:"resource_type_name"`
	VisitTypeID       types.String `tfsdk:"visit_type_id"`
	VisitTypeName     types.String `tfsdk:"visit_type_name"`
	AuthEffectiveTime types.String `tfsdk:"auth_effective_time"`
	AuthExpireTime    types.String `tfsdk:"auth_expire_time"`
	RejectReason      types.String `tfsdk:"reject_reason"`
	XcustomerName     types.String `tfsdk:"xcustomer_name"`
}

type itemModel struct {
	summaryModel
	ID                  types.String `tfsdk:"id"`
	CaseID              types.String `tfsdk:"case_id"`
	CreateTime          types.String `tfsdk:"create_time"`
	CustomerID          types.String `tfsdk:"customer_id"`
	XCustomerID         types.String `tfsdk:"x_customer_id"`
	ContentOfAuthLetter types.String `tfsdk:"content_of_auth_letter"`
}

func withSummary(own map[string]schema.Attribute) map[string]schema.Attribute {
	maps.Copy(own, map[string]schema.Attribute{
		"status":              framework.ReadInt64(statusDescription),
		"status_name":         framework.ReadString(statusNameDescription),
		"simple_description":  framework.ReadString("Description of the ticket."),
		"auth_describe":       framework.ReadString(describeDescription),
		"resource_type_id":    framework.ReadString("ID of the type of resource."),
		"resource_type_name":  framework.ReadString("Type of resource, for example a host."),
		"visit_type_id":       framework.ReadString("ID of the type of access."),
		"visit_type_name":     framework.ReadString("Type of access, for example a login to the console."),
		"auth_effective_time": framework.ReadString(fromDescription),
		"auth_expire_time":    framework.ReadString(toDescription),
		"reject_reason":       framework.ReadString("Reason of the rejection."),
		"xcustomer_name":      framework.ReadString("Name of the IAM user who owns the ticket."),
	})
	return own
}

// NewAuthorizations returns the data source osm_authorizations.
func NewAuthorizations() datasource.DataSource {
	return framework.NewDataSource("authorizations", schema.Schema{
		MarkdownDescription: "Requests from support for access to a host or console. All pages are read.",
		Attributes: map[string]schema.Attribute{
			"case_id": framework.FilterString("Filters by ticket ID.", osm.MaxID),
			"status": schema.Int64Attribute{
				MarkdownDescription: "Filters by status: " + statusDescription[len("Status: "):], Optional: true,
				Validators: []validator.Int64{framework.Between(osm.AuthorizationInitial, osm.MaxAuthorizationStatus)}},
			"sub_customer_name": framework.FilterString("Filters by name of the IAM user.", 64),
			"simple_description": framework.FilterString("Filters by a word in the description of the ticket.",
				64),
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"incident_auth_list": framework.ReadList("Requests.", withSummary(map[string]schema.Attribute{
				"id":                     framework.ReadString(idDescription),
				"case_id":                framework.ReadString("Ticket ID."),
				"create_time":            framework.ReadString("Time of the request, as reported by the service."),
				"customer_id":            framework.ReadString("Account ID."),
				"x_customer_id":          framework.ReadString("ID of the IAM user who owns the ticket."),
				"content_of_auth_letter": framework.ReadString("Text of the commitment that a grant implies."),
			})),
		},
	}, func(ctx context.Context, d *framework.Data, m *listModel, diags *diag.Diagnostics) {
		list, err := d.Client.Authorizations(ctx, osm.AuthorizationFilter{
			CaseID:          m.CaseID.ValueString(),
			SubCustomerName: m.SubCustomerName.ValueString(),
			Description:     m.SimpleDescription.ValueString(),
			GroupID:         m.GroupID.ValueString(),
			Status:          framework.Int32Pointer(m.Status),
		})
		framework.FailedTo(diags, "list the requests for access", err)
		m.Authorizations = framework.Map(list, itemFromAPI)
	})
}

func itemFromAPI(a osmapi.IncidentOrderAuthV2) itemModel {
	return itemModel{
		summaryModel: summaryModel{
			Status:            framework.Integer(a.Status),
			StatusName:        statusName(a.Status),
			SimpleDescription: framework.String(a.SimpleDescription),
			AuthDescribe:      framework.String(a.AuthDescribe),
			ResourceTypeID:    framework.String(a.ResourceTypeId),
			ResourceTypeName:  framework.String(a.ResourceTypeName),
			VisitTypeID:       framework.String(a.VisitTypeId),
			VisitTypeName:     framework.String(a.VisitTypeName),
			AuthEffectiveTime: framework.String(a.AuthEffectiveTime),
			AuthExpireTime:    framework.String(a.AuthExpireTime),
			RejectReason:      framework.String(a.RejectReason),
			XcustomerName:     framework.String(a.XcustomerName),
		},
		ID:                  framework.String(a.Id),
		CaseID:              framework.String(a.IncidentId),
		CreateTime:          framework.String(a.CreateTime),
		CustomerID:          framework.String(a.CustomerId),
		XCustomerID:         framework.String(a.XCustomerId),
		ContentOfAuthLetter: framework.String(a.ContentOfAuthLetter),
	}
}

func statusName(status *osmapi.Integer) types.String {
	if status == nil {
		return types.StringNull()
	}
	return types.StringValue(osm.AuthorizationStatusName(int64(*status)))
}

type detailModel struct {
	summaryModel
	AuthorizationID types.String `tfsdk:"authorization_id"`
	GroupID         types.String `tfsdk:"group_id"`
	CaseID          types.String `tfsdk:"case_id"`
	Hosts           []hostModel  `tfsdk:"incident_auth_detail_list"`
	AuthHandlerName types.String `tfsdk:"auth_handler_name"`
	AgencyName      types.String `tfsdk:"agency_name"`
	ContentTypeID   types.String `tfsdk:"content_type_id"`
	ContentTypeName types.String `tfsdk:"content_type_name"`
}

type hostModel struct {
	ID           types.Int64  `tfsdk:"id"`
	Type         types.Int64  `tfsdk:"type"`
	InstanceID   types.String `tfsdk:"instance_id"`
	InstanceName types.String `tfsdk:"instance_name"`
	RegionID     types.String `tfsdk:"region_id"`
	Port         types.Int64  `tfsdk:"port"`
	Account      types.String `tfsdk:"account"`
}

// NewAuthorization returns the data source osm_authorization.
func NewAuthorization() datasource.DataSource {
	return framework.NewDataSource("authorization", schema.Schema{
		MarkdownDescription: "A request from support for access, with the hosts that it is about.",
		Attributes: withSummary(map[string]schema.Attribute{
			"authorization_id": framework.NeededString(idDescription, osm.MaxAuthorizationID),
			"group_id":         framework.FilterString(framework.GroupDescription, osm.MaxID),
			"case_id":          framework.ReadString("Ticket ID."),
			"incident_auth_detail_list": framework.ReadList("What exactly support asks for.", map[string]schema.Attribute{
				"id": framework.ReadInt64("ID of the detail, which `details` of the resource `osm_authorization` takes as " +
					"`auth_detail_id`."),
				"type":          framework.ReadInt64("0 for a console, 1 for a host."),
				"instance_id":   framework.ReadString("ID of the instance."),
				"instance_name": framework.ReadString("Name of the instance."),
				"region_id":     framework.ReadString("Region ID."),
				"port":          framework.ReadInt64("Port of the host."),
				"account":       framework.PersonalString("Account on the host. Sensitive."),
			}),
			"auth_handler_name": framework.ReadString("Name of the user who handled the request."),
			"agency_name":       framework.ReadString("Name of the agency through which support acts."),
			"content_type_id":   framework.ReadString("ID of the type of content."),
			"content_type_name": framework.ReadString("Type of content."),
		}),
	}, func(ctx context.Context, d *framework.Data, m *detailModel, diags *diag.Diagnostics) {
		id := m.AuthorizationID.ValueString()
		found, err := d.Client.Authorization(ctx, id, m.GroupID.ValueString())
		if !framework.FailedTo(diags, fmt.Sprintf("read request %s for access", id), err) {
			m.fromAPI(found)
		}
	})
}

func (m *detailModel) fromAPI(a *osmapi.ShowAuthorizationDetailResponse) {
	m.summaryModel = summaryModel{
		Status:            framework.Integer(a.Status),
		StatusName:        statusName(a.Status),
		SimpleDescription: framework.String(a.SimpleDescription),
		AuthDescribe:      framework.String(a.AuthDescribe),
		ResourceTypeID:    framework.String(a.ResourceTypeId),
		ResourceTypeName:  framework.String(a.ResourceTypeName),
		VisitTypeID:       framework.String(a.VisitTypeId),
		VisitTypeName:     framework.String(a.VisitTypeName),
		AuthEffectiveTime: framework.String(a.AuthEffectiveTime),
		AuthExpireTime:    framework.String(a.AuthExpireTime),
		RejectReason:      framework.String(a.RejectReason),
		XcustomerName:     framework.String(a.XcustomerName),
	}
	m.CaseID = framework.String(a.IncidentId)
	m.Hosts = framework.Map(framework.Value(a.IncidentAuthDetailList), hostFromAPI)
	m.AuthHandlerName = framework.String(a.AuthHandlerName)
	m.AgencyName = framework.String(a.AgencyName)
	m.ContentTypeID = framework.String(a.ContentTypeId)
	m.ContentTypeName = framework.String(a.ContentTypeName)
}

func hostFromAPI(h osmapi.IncidentOrderAuthDetailInfoV2) hostModel {
	return hostModel{
		ID:           framework.Integer(h.Id),
		Type:         framework.Integer(h.Type),
		InstanceID:   framework.String(h.InstanceId),
		InstanceName: framework.String(h.InstanceName),
		RegionID:     framework.String(h.RegionId),
		Port:         framework.Integer(h.Port),
		Account:      framework.String(h.Account),
	}
}

type loginTypeModel struct {
	LoginType types.String `tfsdk:"login_type"`
}

// NewLoginType returns the data source osm_authorization_login_type.
func NewLoginType() datasource.DataSource {
	return framework.NewLookup("authorization_login_type", "read how support logs in", schema.Schema{
		MarkdownDescription: "How support logs in to hosts that it was granted access to.",
		Attributes: map[string]schema.Attribute{
			"login_type": framework.ReadString("Type of login, as reported by the service."),
		},
	}, func(ctx context.Context, c *osm.Client, m *loginTypeModel) error {
		login, err := c.AuthorizationLoginType(ctx)
		m.LoginType = framework.String(login)
		return err
	})
}
