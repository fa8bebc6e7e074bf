// SPDX-License-Identifier: MPL-2.0

package authorization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// importedKey marks in private state a grant that was imported: the service does not report what it was granted with.
const importedKey = "imported"

// maxSecret is the maximum length of an account or password. The reference states none.
const maxSecret = 1024

func (*grantResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const once = " Can't be changed once the request is granted."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Grants a request from support for access, exactly once. Destroying the resource withdraws the " +
			"access. A request that is already granted is adopted with a warning. A request that has ended, for example " +
			"because the access expired, stays in the state and plans no change.",
		Attributes: map[string]schema.Attribute{
			"authorization_id": schema.StringAttribute{
				MarkdownDescription: idDescription + " Changing this withdraws the access and grants another request.",
				Required:            true, Validators: framework.Length(1, osm.MaxAuthorizationID)},
			"details": schema.ListNestedAttribute{
				MarkdownDescription: "Logins for support, up to six entries." + once, Optional: true,
				Validators: []validator.List{framework.Size{From: 1, To: osm.MaxAuthorizationGrants}},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"auth_detail_id": schema.Int64Attribute{
						MarkdownDescription: "ID of the detail: `id` in `incident_auth_detail_list` of the data source " +
							"`osm_authorization`.",
						Required: true, Validators: []validator.Int64{framework.AtLeast(0)}},
					"port": schema.Int64Attribute{
						MarkdownDescription: "Port of the host.", Optional: true,
						Validators: []validator.Int64{framework.Between(1, 65535)}},
					"account": schema.StringAttribute{
						MarkdownDescription: "Account on the host. Sensitive.", Optional: true, Sensitive: true,
						Validators: framework.Length(1, maxSecret)},
					"password_wo": schema.StringAttribute{
						MarkdownDescription: "Password of the account. Write-only: never stored in a plan or state (Terraform " +
							"1.11 or OpenTofu 1.11 and later). Sent only when the request is granted.",
						Optional: true, WriteOnly: true, Sensitive: true, Validators: framework.Length(1, maxSecret)},
				}},
			},
			"password_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of the passwords." + once, Optional: true},
			"effective_time": schema.Int64Attribute{
				MarkdownDescription: "Start of the access as a number, which is passed on as `auth_effective_time`. Defaults " +
					"to the service's choice." + once,
				Optional: true, Validators: []validator.Int64{framework.AtLeast(0)}},
			"expire_time": schema.Int64Attribute{
				MarkdownDescription: "End of the access as a number, which is passed on as `auth_expire_time`. Defaults to the " +
					"service's choice." + once,
				Optional: true, Validators: []validator.Int64{framework.AtLeast(0)}},
			"agency_id": schema.StringAttribute{
				MarkdownDescription: "ID of the agency through which support acts; see the data source `osm_agencies`." + once,
				Optional:            true, Validators: framework.Length(1, osm.MaxID)},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription + " Changing this makes no call.", Optional: true,
				Validators: framework.Length(1, osm.MaxID)},
			"verify_hosts": schema.BoolAttribute{
				MarkdownDescription: "Whether the service tests each entry of `details` that has a port, an account and a " +
					"password before the request is granted. A failed login is an error. Defaults to `false`. Changing " +
					"this makes no call.",
				Optional: true},
			"id":                  framework.ComputedString(idDescription),
			"case_id":             framework.ComputedString("Ticket ID."),
			"status":              framework.ComputedInt64(statusDescription),
			"status_name":         framework.ComputedString(statusNameDescription),
			"auth_describe":       framework.ComputedString(describeDescription),
			"auth_effective_time": framework.ComputedString(fromDescription),
			"auth_expire_time":    framework.ComputedString(toDescription),
			"auth_handler_name":   framework.ComputedString("Name of the user who handled the request."),
		},
	}
}

// ModifyPlan rejects changes of a grant and checks a new one.
func (r *grantResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.Resource.ModifyPlan(ctx, req, resp)
	if req.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var plan grantModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	if req.State.Raw.IsNull() {
		r.check(ctx, &plan, &resp.Diagnostics)
		return
	}
	var state grantModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	framework.AddChanged(&resp.RequiresReplace, "authorization_id", plan.AuthorizationID, state.AuthorizationID)
	if len(resp.RequiresReplace) > 0 {
		r.check(ctx, &plan, &resp.Diagnostics)
		return
	}
	imported, diags := req.Private.GetKey(ctx, importedKey)
	resp.Diagnostics.Append(diags...)
	if string(imported) != "true" {
		checkUnchanged(ctx, &plan, &state, &resp.Diagnostics)
	}
	plan.Details = withoutPasswords(ctx, plan.Details, &resp.Diagnostics)
	plan.grantStatus = state.grantStatus
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// checkUnchanged rejects a change of what a request was granted with.
func checkUnchanged(ctx context.Context, plan, state *grantModel, diags *diag.Diagnostics) {
	isChanged := map[string]bool{
		"password_wo_version": !plan.PasswordWOVersion.Equal(state.PasswordWOVersion) && !plan.PasswordWOVersion.IsUnknown(),
		"effective_time":      !plan.EffectiveTime.Equal(state.EffectiveTime) && !plan.EffectiveTime.IsUnknown(),
		"expire_time":         !plan.ExpireTime.Equal(state.ExpireTime) && !plan.ExpireTime.IsUnknown(),
		"agency_id":           !plan.AgencyID.Equal(state.AgencyID) && !plan.AgencyID.IsUnknown(),
		"details": !plan.Details.IsUnknown() &&
			!slices.EqualFunc(plan.logins(ctx, diags), state.logins(ctx, diags), isSameLogin),
	}
	for _, name := range []string{"details", "password_wo_version", "effective_time", "expire_time", "agency_id"} {
		if isChanged[name] {
			diags.AddAttributeError(path.Root(name), "Grant can't be changed", fmt.Sprintf("Request %s was already granted "+
				"and can't be granted again, so %#q can't be changed. Undo the change, or ask support for another request and "+
				"set `authorization_id` to its ID.", state.ID.ValueString(), name))
		}
	}
}

// isSameLogin compares logins except their passwords, which are not stored.
func isSameLogin(a, b loginModel) bool {
	return (a.AuthDetailID.IsUnknown() || a.AuthDetailID.Equal(b.AuthDetailID)) &&
		(a.Port.IsUnknown() || a.Port.Equal(b.Port)) && (a.Account.IsUnknown() || a.Account.Equal(b.Account))
}

// check reads the request that a plan grants. A failure never blocks a plan.
func (r *grantResource) check(ctx context.Context, plan *grantModel, diags *diag.Diagnostics) {
	if r.Data == nil || !r.PlanChecks || r.Unavailable() != nil || !framework.IsKnown(plan.AuthorizationID) ||
		plan.GroupID.IsUnknown() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, osm.PlanCheckTimeout)
	defer cancel()
	id := plan.AuthorizationID.ValueString()
	found, err := r.Client.AuthorizationOf(ctx, id, "", plan.GroupID.ValueString())
	if gone, isGone := errors.AsType[*osm.AuthorizationGoneError](err); isGone {
		diags.AddAttributeError(path.Root("authorization_id"), "Unknown request", gone.Detail())
		return
	}
	if err != nil {
		return
	}
	status := int64(framework.Value(found.Status))
	switch {
	case osm.HasEndedAuthorization(status):
		ended := &osm.AuthorizationEndedError{ID: id, Status: status, Reason: framework.Value(found.RejectReason)}
		diags.AddAttributeError(path.Root("authorization_id"), "Request can't be granted", ended.Detail())
	case osm.IsGrantedAuthorization(status):
		addAdopted(r.Data, id, status, diags)
	default:
		checkDetails(ctx, plan, framework.Value(found.IncidentAuthDetailList), diags)
	}
}

// checkDetails warns about details that the request does not list.
func checkDetails(
	ctx context.Context, plan *grantModel, hosts []osmapi.IncidentOrderAuthDetailInfoV2, diags *diag.Diagnostics,
) {
	if len(hosts) == 0 {
		return
	}
	var lines []string
	for _, h := range hosts {
		lines = append(lines, fmt.Sprintf("\n  - %d (%s)", framework.Value(h.Id), framework.Value(h.InstanceName)))
	}
	for i, l := range plan.logins(ctx, diags) {
		isThis := func(h osmapi.IncidentOrderAuthDetailInfoV2) bool {
			return framework.Integer(h.Id).Equal(l.AuthDetailID)
		}
		if framework.IsKnown(l.AuthDetailID) && !slices.ContainsFunc(hosts, isThis) {
			diags.AddAttributeWarning(path.Root("details").AtListIndex(i).AtName("auth_detail_id"), "Unknown detail",
				fmt.Sprintf("The request has no detail with the ID %d, and the service may reject it. Set `auth_detail_id` to "+
					"one of these:%s", l.AuthDetailID.ValueInt64(), strings.Join(lines, "")))
		}
	}
}
