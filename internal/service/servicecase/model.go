// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// caseModel is osm_servicecase in configuration, plan and state.
type caseModel struct {
	SimpleDescription types.String   `tfsdk:"simple_description"`
	BusinessTypeID    types.String   `tfsdk:"business_type_id"`
	ProductCategoryID types.String   `tfsdk:"product_category_id"`
	IncidentSubTypeID types.String   `tfsdk:"incident_sub_type_id"`
	SourceID          types.String   `tfsdk:"source_id"`
	RegionID          types.String   `tfsdk:"region_id"`
	SeverityID        types.String   `tfsdk:"severity_id"`
	ProductCategory   types.String   `tfsdk:"product_category"`
	BusinessType      types.String   `tfsdk:"business_type"`
	IncidentSubType   types.String   `tfsdk:"incident_sub_type"`
	Region            types.String   `tfsdk:"region"`
	Severity          types.String   `tfsdk:"severity"`
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
	computedModel
}

// computedModel holds the ID of a ticket and what only the service knows.
type computedModel struct {
	ID types.String `tfsdk:"id"`
	detailModel
	ContactType types.String `tfsdk:"contact_type"`
	CCEmail     types.String `tfsdk:"cc_email"`
}

// createOnly returns the arguments that no call of the API changes. The API does not report those of an imported ticket either.
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

// names returns the arguments that name an entry of the catalog.
func (m *caseModel) names() map[string]*types.String {
	return map[string]*types.String{
		"product_category":  &m.ProductCategory,
		"business_type":     &m.BusinessType,
		"incident_sub_type": &m.IncidentSubType,
		"region":            &m.Region,
		"severity":          &m.Severity,
	}
}

func (m *caseModel) dynamicArguments() []*types.Dynamic {
	return []*types.Dynamic{&m.ExtendsMap, &m.ExtensionMap}
}

// isNull reports whether v is null, whatever the type of that null.
func isNull(v types.Dynamic) bool { return v.IsNull() || v.IsUnderlyingValueNull() }

// isEmpty reports whether v is an object without attributes.
func isEmpty(v types.Dynamic) bool {
	object, err := framework.JSONObject(v)
	return err == nil && object != nil && len(object) == 0
}

// contact returns the contact arguments in the order of osm.ContactFields.
func (m *caseModel) contact() [4]*types.String {
	return [4]*types.String{&m.AreaCode, &m.RemindMobile, &m.RemindMail, &m.RemindTime}
}

// setComputed sets what only the service knows. Arguments stay as they are.
func (m *caseModel) setComputed(d *osmapi.IncidentDetailInfoV2) {
	info := framework.Value(d.ExtInfo)
	m.detailModel = detailFromAPI(d)
	m.ContactType = framework.String(info.ContactType)
	m.CCEmail = framework.Text(info.CcEmail)
}

// toCreate returns the input of the create call. Arguments that are not set are absent from it.
func (m *caseModel) toCreate(diags *diag.Diagnostics) osm.CreateCaseInput {
	body := osmapi.CreateOrderIncidentV2Req{
		BusinessTypeId:    m.BusinessTypeID.ValueString(),
		SimpleDescription: m.SimpleDescription.ValueString(),
		SourceId:          m.SourceID.ValueString(),
		ProductCategoryId: framework.Pointer(m.ProductCategoryID),
		IncidentSubTypeId: framework.Pointer(m.IncidentSubTypeID),
		RegionId:          framework.Pointer(m.RegionID),
		SeverityId:        framework.Pointer(m.SeverityID),
		ProjectId:         framework.Pointer(m.ProjectID),
		RemindMobile:      framework.Pointer(m.RemindMobile),
		RemindMail:        framework.Pointer(m.RemindMail),
		RemindTime:        framework.Pointer(m.RemindTime),
		AreaCode:          framework.Pointer(m.AreaCode),
		VerifyCode:        framework.Pointer(m.VerifyCodeWO),
		ExtendsMap:        objectToAPI("extends_map", m.ExtendsMap, diags),
		ExtensionMap:      objectToAPI("extension_map", m.ExtensionMap, diags),
	}
	if ids := framework.Strings(m.AccessoryIDs); len(ids) > 0 {
		body.AccessoryIds = &ids
	}
	return osm.CreateCaseInput{
		Body:            body,
		PhoneVerifiedID: m.PhoneVerifiedID.ValueString(),
		EmailVerifiedID: m.EmailVerifiedID.ValueString(),
		AdoptExisting:   m.AdoptExisting.ValueBool(),
	}
}

// objectToAPI returns the object of an argument, nil if it is not set.
func objectToAPI(name string, v types.Dynamic, diags *diag.Diagnostics) *map[string]any {
	object, err := framework.JSONObject(v)
	if err != nil {
		diags.AddAttributeError(path.Root(name), "Invalid object", "`"+name+"` can't be sent: "+err.Error()+".")
	}
	if object == nil {
		return nil
	}
	return &object
}

func (m *caseModel) contactToAPI() (c osm.Contact) {
	for i, v := range m.contact() {
		c[i] = v.ValueString()
	}
	return c
}

type scoreModel struct {
	Judgement types.String  `tfsdk:"judgement"`
	Ratings   []ratingModel `tfsdk:"incident_satisfaction_list"`
}

type ratingModel struct {
	ID    types.Int64 `tfsdk:"satisfaction_id"`
	Value types.Int64 `tfsdk:"satisfaction_value"`
}

func (m *caseModel) scoreToAPI(ctx context.Context) (osm.RateCaseInput, error) {
	var score scoreModel
	if diags := m.Score.As(ctx, &score, basetypes.ObjectAsOptions{}); diags.HasError() {
		return osm.RateCaseInput{}, framework.AsError(diags)
	}
	in := osm.RateCaseInput{GroupID: m.GroupID.ValueString(), Judgement: score.Judgement.ValueString(), Completed: true}
	for _, r := range score.Ratings {
		in.Ratings = append(in.Ratings, osm.Rating{DimensionID: r.ID.ValueInt64(), Value: r.Value.ValueInt64()})
	}
	return in, nil
}

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

func summaryAttributes() map[string]datasource.Attribute {
	return map[string]datasource.Attribute{
		"status": framework.ReadInt64("Status as a number. Support changes it, so outputs that use it can change while the " +
			"configuration does not."),
		"status_name": framework.ReadString("Name of the status: " + framework.CodeList(osm.StatusNames()) +
			", or the number as text if the provider has no name for it."),
		"is_open":            framework.ReadBool("Whether the ticket is open. An unknown status counts as open."),
		"business_type_name": framework.ReadString("Name of the problem type, in the provider's `language`."),
		"incident_type_name": framework.ReadString("Name of the ticket type."),
		"dc_name":            framework.ReadString("Name of the region."),
		"customer_id":        framework.ReadString("ID of the account that the ticket belongs to."),
		"xcustomer_id":       framework.ReadString("ID of the IAM user who opened the ticket."),
		"xcustomer_name":     framework.ReadString("Name of the IAM user who opened the ticket."),
		"create_time":        framework.ReadString("Time at which the ticket was opened, in the provider's `time_zone`."),
	}
}

// detailAttributes are the attributes of a detailModel beside those of its summaryModel.
func detailAttributes() map[string]datasource.Attribute {
	return map[string]datasource.Attribute{
		"severity_name": framework.ReadString("Name of the severity."),
		"source_name":   framework.ReadString("Name of the source."),
		"resolve_time": framework.ReadInt64("Time to resolution, as reported by the service. 0 while the " +
			"ticket is open."),
		"is_authorized": framework.ReadInt64("1 if support was given access. Absent in newer editions of the API."),
		"business_ownership": framework.ReadInt64("Who handles the ticket: 0 the cloud itself, 1 a partner, 2 a software " +
			"vendor."),
		"judgement": framework.ReadString("Rating of the ticket in words."),
	}
}

func addComputed(to map[string]resource.Attribute, attributes map[string]datasource.Attribute) {
	for name, a := range attributes {
		switch description := a.GetMarkdownDescription(); a.(type) {
		case datasource.Int64Attribute:
			to[name] = framework.ComputedInt64(description)
		case datasource.BoolAttribute:
			to[name] = framework.ComputedBool(description)
		default:
			to[name] = framework.ComputedString(description)
		}
	}
}

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
