// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// defaultSourceID is the only source that the reference knows for tickets by API (API reference: CreateCases).
const defaultSourceID = "83aeb0f2834c4df49826c781d32a963e"

// caseModel is osm_servicecase in configuration, plan and state.
type caseModel struct {
	SimpleDescription types.String   `tfsdk:"simple_description"`
	BusinessTypeID    types.String   `tfsdk:"business_type_id"`
	ProductCategoryID types.String   `tfsdk:"product_category_id"`
	IncidentSubTypeID types.String   `tfsdk:"incident_sub_type_id"`
	SourceID          types.String   `tfsdk:"source_id"`
	RegionID          types.String   `tfsdk:"region_id"`
	SeverityID        types.String   `tfsdk:"severity_id"`
	ProjectID         types.String   `tfsdk:"project_id"`
	RemindMobile      types.String   `tfsdk:"remind_mobile"`
	RemindMail        types.String   `tfsdk:"remind_mail"`
	RemindTime        types.String   `tfsdk:"remind_time"`
	AreaCode          types.String   `tfsdk:"area_code"`
	AccessoryIDs      types.List     `tfsdk:"accessory_ids"`
	ExtendsMap        types.Dynamic  `tfsdk:"extends_map"`
	ExtensionMap      types.Dynamic  `tfsdk:"extension_map"`
	LabelIDs          types.Set      `tfsdk:"label_ids"`
	RelatedCaseIDs    types.Set      `tfsdk:"related_case_ids"`
	GroupID           types.String   `tfsdk:"group_id"`
	PhoneVerifiedID   types.String   `tfsdk:"phone_verified_id"`
	EmailVerifiedID   types.String   `tfsdk:"email_verified_id"`
	VerifyCodeWO      types.String   `tfsdk:"verify_code_wo"`
	OnDestroy         types.String   `tfsdk:"on_destroy"`
	AdoptExisting     types.Bool     `tfsdk:"adopt_existing"`
	Closed            types.Bool     `tfsdk:"closed"`
	Score             types.Object   `tfsdk:"score"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`

	ID                types.String `tfsdk:"id"`
	Status            types.Int64  `tfsdk:"status"`
	StatusName        types.String `tfsdk:"status_name"`
	IsOpen            types.Bool   `tfsdk:"is_open"`
	BusinessTypeName  types.String `tfsdk:"business_type_name"`
	IncidentTypeName  types.String `tfsdk:"incident_type_name"`
	SeverityName      types.String `tfsdk:"severity_name"`
	SourceName        types.String `tfsdk:"source_name"`
	DCName            types.String `tfsdk:"dc_name"`
	CustomerID        types.String `tfsdk:"customer_id"`
	XCustomerID       types.String `tfsdk:"xcustomer_id"`
	XCustomerName     types.String `tfsdk:"xcustomer_name"`
	CreateTime        types.String `tfsdk:"create_time"`
	ResolveTime       types.Int64  `tfsdk:"resolve_time"`
	IsAuthorized      types.Int64  `tfsdk:"is_authorized"`
	BusinessOwnership types.Int64  `tfsdk:"business_ownership"`
	Judgement         types.String `tfsdk:"judgement"`
	ContactType       types.String `tfsdk:"contact_type"`
	CCEmail           types.String `tfsdk:"cc_email"`
}

// createOnly are the arguments that no call of the API changes. Those of an imported ticket are not told by the API either.
func (m *caseModel) createOnly() map[string]*types.String {
	return map[string]*types.String{
		"simple_description":   &m.SimpleDescription,
		"business_type_id":     &m.BusinessTypeID,
		"product_category_id":  &m.ProductCategoryID,
		"incident_sub_type_id": &m.IncidentSubTypeID,
		"source_id":            &m.SourceID,
		"region_id":            &m.RegionID,
		"severity_id":          &m.SeverityID,
		"project_id":           &m.ProjectID,
	}
}

// maps are the arguments that take any object.
func (m *caseModel) maps() []*types.Dynamic { return []*types.Dynamic{&m.ExtendsMap, &m.ExtensionMap} }

// isNull reports whether v is null, whatever type that null has.
func isNull(v types.Dynamic) bool { return v.IsNull() || v.IsUnderlyingValueNull() }

// contactNames are the names of the arguments that contact returns.
var contactNames = []string{"area_code", "remind_mobile", "remind_mail", "remind_time"}

// contact are the arguments that the contact-info call changes, in the order of the API reference.
func (m *caseModel) contact() []*types.String {
	return []*types.String{&m.AreaCode, &m.RemindMobile, &m.RemindMail, &m.RemindTime}
}

// fromDetail takes over what the service tells and only it can know. Arguments are left as they are.
func (m *caseModel) fromDetail(d *osmapi.IncidentDetailInfoV2) {
	status := framework.Integer(d.Status)
	m.Status, m.StatusName, m.IsOpen = status, types.StringNull(), types.BoolNull()
	if !status.IsNull() {
		m.StatusName = types.StringValue(statusName(status.ValueInt64()))
		m.IsOpen = types.BoolValue(!hasEnded(status.ValueInt64()))
	}
	m.BusinessTypeName, m.IncidentTypeName = framework.String(d.BusinessTypeName), framework.String(d.IncidentTypeName)
	m.SeverityName, m.SourceName, m.DCName = framework.String(d.SeverityName), framework.String(d.SourceName), framework.String(d.DcName)
	m.CustomerID, m.XCustomerID, m.XCustomerName = framework.String(d.CustomerId), framework.String(d.XcustomerId), framework.String(d.XcustomerName)
	m.CreateTime, m.Judgement = framework.String(d.CreateTime), framework.String(d.Judgement)
	m.ResolveTime, m.IsAuthorized, m.BusinessOwnership = framework.Integer(d.ResolveTime), framework.Integer(d.IsAuthorized), framework.Integer(d.BusinessOwnership)
	m.ContactType, m.CCEmail = types.StringNull(), types.StringNull()
	if d.ExtInfo != nil {
		m.ContactType, m.CCEmail = framework.String(d.ExtInfo.ContactType), framework.String(d.ExtInfo.CcEmail)
	}
}

// computedFrom copies what the service told before.
func (m *caseModel) computedFrom(s *caseModel) {
	m.ID, m.Status, m.StatusName, m.IsOpen = s.ID, s.Status, s.StatusName, s.IsOpen
	m.BusinessTypeName, m.IncidentTypeName = s.BusinessTypeName, s.IncidentTypeName
	m.SeverityName, m.SourceName, m.DCName = s.SeverityName, s.SourceName, s.DCName
	m.CustomerID, m.XCustomerID, m.XCustomerName = s.CustomerID, s.XCustomerID, s.XCustomerName
	m.CreateTime, m.Judgement, m.ResolveTime = s.CreateTime, s.Judgement, s.ResolveTime
	m.IsAuthorized, m.BusinessOwnership = s.IsAuthorized, s.BusinessOwnership
	m.ContactType, m.CCEmail = s.ContactType, s.CCEmail
}

// toCreate makes the body of the create call. Arguments that are not set are absent from it.
func (m *caseModel) toCreate(ctx context.Context, diags *diag.Diagnostics) osm.NewCase {
	body := osmapi.CreateOrderIncidentV2Req{
		BusinessTypeId: m.BusinessTypeID.ValueString(), SimpleDescription: m.SimpleDescription.ValueString(), SourceId: m.SourceID.ValueString(),
		ProductCategoryId: framework.Pointer(m.ProductCategoryID), IncidentSubTypeId: framework.Pointer(m.IncidentSubTypeID),
		RegionId: framework.Pointer(m.RegionID), SeverityId: framework.Pointer(m.SeverityID), ProjectId: framework.Pointer(m.ProjectID),
		RemindMobile: framework.Pointer(m.RemindMobile), RemindMail: framework.Pointer(m.RemindMail), RemindTime: framework.Pointer(m.RemindTime),
		AreaCode: framework.Pointer(m.AreaCode), VerifyCode: framework.Pointer(m.VerifyCodeWO),
		ExtendsMap: objectOf(ctx, path.Root("extends_map"), m.ExtendsMap, diags), ExtensionMap: objectOf(ctx, path.Root("extension_map"), m.ExtensionMap, diags),
	}
	if ids := stringsOf(ctx, m.AccessoryIDs, diags); len(ids) > 0 {
		body.AccessoryIds = &ids
	}
	return osm.NewCase{
		Body:            body,
		PhoneVerifiedID: m.PhoneVerifiedID.ValueString(),
		EmailVerifiedID: m.EmailVerifiedID.ValueString(),
		AdoptExisting:   m.AdoptExisting.ValueBool(),
	}
}

func objectOf(ctx context.Context, p path.Path, v types.Dynamic, diags *diag.Diagnostics) *map[string]any {
	object, err := framework.JSONObject(ctx, v)
	if err != nil {
		diags.AddAttributeError(p, "Not an object", "It can't be sent: "+err.Error()+".")
		return nil
	}
	if object == nil {
		return nil
	}
	return &object
}

// elements is what lists and sets have in common.
type elements interface {
	ElementsAs(ctx context.Context, target any, allowUnhandled bool) diag.Diagnostics
	IsNull() bool
	IsUnknown() bool
}

// stringsOf gives the known elements of a list or set of strings.
func stringsOf(ctx context.Context, v elements, diags *diag.Diagnostics) []string {
	if v.IsNull() || v.IsUnknown() {
		return nil
	}
	var values []types.String
	diags.Append(v.ElementsAs(ctx, &values, false)...)
	return framework.Strings(values)
}

// int64sOf gives the known elements of a set of numbers in rising order.
func int64sOf(ctx context.Context, v elements, diags *diag.Diagnostics) []int64 {
	if v.IsNull() || v.IsUnknown() {
		return nil
	}
	var values []types.Int64
	diags.Append(v.ElementsAs(ctx, &values, false)...)
	out := make([]int64, 0, len(values))
	for _, n := range values {
		if framework.IsKnown(n) {
			out = append(out, n.ValueInt64())
		}
	}
	slices.Sort(out)
	return out
}
