// SPDX-License-Identifier: MPL-2.0

package authorization

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var (
	_ resource.ResourceWithModifyPlan  = (*grantResource)(nil)
	_ resource.ResourceWithImportState = (*grantResource)(nil)
	_ resource.ResourceWithIdentity    = (*grantResource)(nil)
)

// NewResource returns the resource osm_authorization, which grants a request.
func NewResource() resource.Resource {
	return &grantResource{framework.Resource{Name: "authorization"}}
}

type grantResource struct{ framework.Resource }

type grantModel struct {
	AuthorizationID   types.String `tfsdk:"authorization_id"`
	Details           types.List   `tfsdk:"details"`
	PasswordWOVersion types.Int64  `tfsdk:"password_wo_version"`
	EffectiveTime     types.Int64  `tfsdk:"effective_time"`
	ExpireTime        types.Int64  `tfsdk:"expire_time"`
	AgencyID          types.String `tfsdk:"agency_id"`
	GroupID           types.String `tfsdk:"group_id"`
	VerifyHosts       types.Bool   `tfsdk:"verify_hosts"`
	grantStatus
}

// grantStatus holds what the service reports.
type grantStatus struct {
	ID                types.String `tfsdk:"id"`
	CaseID            types.String `tfsdk:"case_id"`
	Status            types.Int64  `tfsdk:"status"`
	StatusName        types.String `tfsdk:"status_name"`
	AuthDescribe      types.String `tfsdk:"auth_describe"`
	AuthEffectiveTime types.String `tfsdk:"auth_effective_time"`
	AuthExpireTime    types.String `tfsdk:"auth_expire_time"`
	AuthHandlerName   types.String `tfsdk:"auth_handler_name"`
}

type loginModel struct {
	AuthDetailID types.Int64  `tfsdk:"auth_detail_id"`
	Port         types.Int64  `tfsdk:"port"`
	Account      types.String `tfsdk:"account"`
	PasswordWO   types.String `tfsdk:"password_wo"`
}

type identityModel struct {
	ID      types.String `tfsdk:"id"`
	GroupID types.String `tfsdk:"group_id"`
}

// Time limits of the operations.
const (
	grantTimeout = 10 * time.Minute
	readTimeout  = 5 * time.Minute
)

func (*grantResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id":       identityschema.StringAttribute{Description: idDescription, RequiredForImport: true},
		"group_id": identityschema.StringAttribute{Description: framework.GroupDescription, OptionalForImport: true},
	}}
}

// Create grants the request. Once the service has accepted it, Create can't fail.
func (r *grantResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config grantModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan), req.Config.Get(ctx, &config)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, grantTimeout)
	defer cancel()
	in := config.toAPI(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, adopted, err := r.Client.GrantAuthorization(ctx, in)
	if framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("grant request %s for access", in.ID), err) {
		return
	}
	if adopted {
		addAdopted(r.Data, in.ID, int64(framework.Value(found.Status)), &resp.Diagnostics)
	}
	plan.Details = withoutPasswords(ctx, plan.Details, &resp.Diagnostics)
	plan.fromAPI(in.ID, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{ID: plan.ID})...)
}

// addAdopted warns once about a request that is not granted because it already is.
func addAdopted(d *framework.Data, id string, status int64, diags *diag.Diagnostics) {
	if d.IsFirst("adopted " + id) {
		diags.AddAttributeWarning(path.Root("authorization_id"), "Existing grant adopted",
			fmt.Sprintf("Request %s already has the status %s. The resource adopts it: nothing in `details` is sent, and "+
				"destroying the resource withdraws the access. If another resource or state manages it, remove this resource "+
				"from the state with `terraform state rm`.", id, osm.AuthorizationStatusName(status)))
	}
}

func (m *grantModel) toAPI(ctx context.Context, diags *diag.Diagnostics) osm.GrantInput {
	in := osm.GrantInput{
		ID:            m.AuthorizationID.ValueString(),
		GroupID:       m.GroupID.ValueString(),
		AgencyID:      m.AgencyID.ValueString(),
		EffectiveTime: m.EffectiveTime.ValueInt64Pointer(),
		ExpireTime:    m.ExpireTime.ValueInt64Pointer(),
		VerifyHosts:   m.VerifyHosts.ValueBool(),
	}
	for _, l := range m.logins(ctx, diags) {
		in.Logins = append(in.Logins, osm.HostLogin{
			DetailID: l.AuthDetailID.ValueInt64(),
			Port:     framework.Int32Pointer(l.Port),
			Account:  l.Account.ValueStringPointer(),
			Password: l.PasswordWO.ValueStringPointer(),
		})
	}
	return in
}

// logins returns the elements of details; nil for null and unknown.
func (m *grantModel) logins(ctx context.Context, diags *diag.Diagnostics) []loginModel {
	var out []loginModel
	if framework.IsKnown(m.Details) {
		diags.Append(m.Details.ElementsAs(ctx, &out, false)...)
	}
	return out
}

// withoutPasswords returns details without the write-only passwords.
func withoutPasswords(ctx context.Context, details types.List, diags *diag.Diagnostics) types.List {
	model := grantModel{Details: details}
	logins := model.logins(ctx, diags)
	if logins == nil {
		return details
	}
	for i := range logins {
		logins[i].PasswordWO = types.StringNull()
	}
	out, failed := types.ListValueFrom(ctx, details.ElementType(ctx), logins)
	diags.Append(failed...)
	return out
}

func (m *grantStatus) fromAPI(id string, a *osmapi.ShowAuthorizationDetailResponse) {
	*m = grantStatus{
		ID:                types.StringValue(id),
		CaseID:            framework.String(a.IncidentId),
		Status:            framework.Integer(a.Status),
		StatusName:        statusName(a.Status),
		AuthDescribe:      framework.String(a.AuthDescribe),
		AuthEffectiveTime: framework.String(a.AuthEffectiveTime),
		AuthExpireTime:    framework.String(a.AuthExpireTime),
		AuthHandlerName:   framework.String(a.AuthHandlerName),
	}
}

// Read refreshes the status. A request that has ended or is gone stays in the state: it can't be granted again.
func (r *grantResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state grantModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	id := state.ID.ValueString()
	resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity, identityModel{state.ID, state.GroupID})...)
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	found, err := r.Client.AuthorizationOf(ctx, id, state.CaseID.ValueString(), state.GroupID.ValueString())
	imported := state.Status.IsNull()
	_, isGone := errors.AsType[*osm.AuthorizationGoneError](err)
	switch {
	case isGone && !imported:
		resp.Diagnostics.AddWarning("Request not found", fmt.Sprintf("The service no longer has request %s for access. It "+
			"stays in the state, because it can't be granted again. Remove the resource from the configuration.", id))
		return
	case err != nil:
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("read request %s for access", id), err)
		return
	}
	if status := int64(framework.Value(found.Status)); imported && !osm.IsGrantedAuthorization(status) {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import request %s", id), fmt.Sprintf("The request has the status %s, "+
			"and only granted requests can be imported. To grant a waiting request, remove the import and apply.",
			osm.AuthorizationStatusName(status)))
		return
	}
	state.fromAPI(id, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update only records: a grant can't be changed.
func (*grantResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan grantModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	plan.Details = withoutPasswords(ctx, plan.Details, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity, identityModel{plan.ID, plan.GroupID})...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("false"))...)
}

// Delete withdraws the access.
func (r *grantResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state grantModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, grantTimeout)
	defer cancel()
	in := osm.EndAuthorizationInput{
		ID:         state.ID.ValueString(),
		GroupID:    state.GroupID.ValueString(),
		CaseID:     state.CaseID.ValueString(),
		WasGranted: true,
	}
	status, sent, err := r.Client.WithdrawAuthorization(ctx, in)
	if _, isGone := errors.AsType[*osm.AuthorizationGoneError](err); isGone {
		return
	}
	what := "withdraw the access of request " + in.ID
	if err != nil && status == osm.AuthorizationInApproval {
		what += ", which is in approval"
	}
	if !framework.FailedTo(&resp.Diagnostics, what, err) {
		tflog.Info(ctx, withdrawn(in.ID, status, sent))
	}
}

// ImportState imports a granted request by its ID, followed by @group_id if a group is needed, or by identity.
func (*grantResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity identityModel
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		var id string
		id, identity.GroupID = framework.CutGroup(req.ID)
		identity.ID = types.StringValue(id)
		if id == "" || identity.GroupID.Equal(types.StringValue("")) {
			resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q is not the ID of a request for access. Use an ID "+
				"such as Auth-123456. If the ticket belongs to another member of an IAM user group, append @<group ID>.", req.ID))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("authorization_id"), identity.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), identity.GroupID)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
}
