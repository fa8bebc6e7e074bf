// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
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

// dynamicArguments returns the arguments that take any object.
func (m *caseModel) dynamicArguments() []*types.Dynamic {
	return []*types.Dynamic{&m.ExtendsMap, &m.ExtensionMap}
}

// isNull reports whether v is null, whatever the type of that null.
func isNull(v types.Dynamic) bool { return v.IsNull() || v.IsUnderlyingValueNull() }

// contact returns the contact arguments in the order of osm.ContactFields.
func (m *caseModel) contact() [4]*types.String {
	return [4]*types.String{&m.AreaCode, &m.RemindMobile, &m.RemindMail, &m.RemindTime}
}

// setComputed sets what only the service knows. Arguments stay as they are.
func (m *caseModel) setComputed(d *osmapi.IncidentDetailInfoV2) {
	info := framework.Value(d.ExtInfo)
	m.detailModel = detailFromAPI(d)
	m.ContactType = framework.String(info.ContactType)
	m.CCEmail = framework.String(info.CcEmail)
}

// keepComputed copies the ID and what only the service knows.
func (m *caseModel) keepComputed(prior *caseModel) {
	m.ID = prior.ID
	m.detailModel = prior.detailModel
	m.ContactType = prior.ContactType
	m.CCEmail = prior.CCEmail
}

// toCreate returns the input of the create call. Arguments that are not set are absent from it.
func (m *caseModel) toCreate(ctx context.Context, diags *diag.Diagnostics) osm.CreateCaseInput {
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
		ExtendsMap:        objectToAPI(ctx, "extends_map", m.ExtendsMap, diags),
		ExtensionMap:      objectToAPI(ctx, "extension_map", m.ExtensionMap, diags),
	}
	if ids := framework.Strings(ctx, m.AccessoryIDs, diags); len(ids) > 0 {
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
func objectToAPI(ctx context.Context, name string, v types.Dynamic, diags *diag.Diagnostics) *map[string]any {
	object, err := framework.JSONObject(ctx, v)
	if err != nil {
		diags.AddAttributeError(path.Root(name), "Invalid object", "`"+name+"` can't be sent: "+err.Error()+".")
	}
	if object == nil {
		return nil
	}
	return &object
}

// contactToAPI returns the configured contact.
func (m *caseModel) contactToAPI() (c osm.Contact) {
	for i, v := range m.contact() {
		c[i] = v.ValueString()
	}
	return c
}

// scoreModel is the argument score.
type scoreModel struct {
	Judgement types.String  `tfsdk:"judgement"`
	Ratings   []ratingModel `tfsdk:"incident_satisfaction_list"`
}

type ratingModel struct {
	ID    types.Int64 `tfsdk:"satisfaction_id"`
	Value types.Int64 `tfsdk:"satisfaction_value"`
}

// scoreToAPI returns the rating of score.
func (m *caseModel) scoreToAPI(ctx context.Context) (osm.RateCaseInput, error) {
	var score scoreModel
	if diags := m.Score.As(ctx, &score, basetypes.ObjectAsOptions{}); diags.HasError() {
		return osm.RateCaseInput{}, framework.AsError(diags)
	}
	in := osm.RateCaseInput{GroupID: m.GroupID.ValueString(), Judgement: score.Judgement.ValueString()}
	for _, r := range score.Ratings {
		in.Ratings = append(in.Ratings, osm.Rating{DimensionID: r.ID.ValueInt64(), Value: r.Value.ValueInt64()})
	}
	return in, nil
}
