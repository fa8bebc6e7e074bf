// SPDX-License-Identifier: MPL-2.0

package authorization

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

const (
	reasonDescription = "Reason that support sees (1 to 300 characters)."
	rejectRepeated    = "Safe to repeat: a request that has already ended is left unchanged."
)

// reject rejects a request and returns a sentence about what was done.
func reject(ctx context.Context, c *osm.Client, in osm.EndAuthorizationInput) (string, error) {
	status, sent, err := c.RejectAuthorization(ctx, in)
	switch {
	case err != nil:
		return "", err
	case sent:
		return fmt.Sprintf("Request %s was rejected.", in.ID), nil
	}
	return fmt.Sprintf("Request %s has already ended (%s), so it was not rejected again.", in.ID,
		osm.AuthorizationStatusName(status)), nil
}

// withdrawn returns a sentence about what a withdrawal did.
func withdrawn(id string, status int64, sent bool) string {
	name := osm.AuthorizationStatusName(status)
	switch {
	case sent:
		return fmt.Sprintf("The access of request %s (%s) was withdrawn.", id, name)
	case osm.HasEndedAuthorization(status):
		return fmt.Sprintf("Request %s has already ended (%s).", id, name)
	}
	return fmt.Sprintf("Request %s (%s) is not granted, so there is nothing to withdraw.", id, name)
}

type endModel struct {
	AuthorizationID types.String `tfsdk:"authorization_id"`
	GroupID         types.String `tfsdk:"group_id"`
}

func (m *endModel) toAPI() osm.EndAuthorizationInput {
	return osm.EndAuthorizationInput{ID: m.AuthorizationID.ValueString(), GroupID: m.GroupID.ValueString()}
}

func newActionSchema(description string, own map[string]actionschema.Attribute) actionschema.Schema {
	attributes := map[string]actionschema.Attribute{
		"authorization_id": actionschema.StringAttribute{
			MarkdownDescription: idDescription, Required: true, Validators: framework.Length(1, osm.MaxAuthorizationID)},
		"group_id": actionschema.StringAttribute{
			MarkdownDescription: framework.GroupDescription, Optional: true, Validators: framework.Length(1, osm.MaxID)},
	}
	maps.Copy(attributes, own)
	return actionschema.Schema{MarkdownDescription: description, Attributes: attributes}
}

type rejectModel struct {
	endModel
	RejectReason types.String `tfsdk:"reject_reason"`
}

// NewReject returns the action osm_authorization_reject.
func NewReject() action.Action {
	return framework.NewAction("authorization_reject", newActionSchema("Rejects a request from support for access. "+
		rejectRepeated, map[string]actionschema.Attribute{
		"reject_reason": actionschema.StringAttribute{
			MarkdownDescription: reasonDescription, Required: true, Validators: framework.Prose(osm.MaxRejectReason)},
	}), func(ctx context.Context, d *framework.Data, m *rejectModel, resp *action.InvokeResponse) {
		in := m.toAPI()
		in.Reason = m.RejectReason.ValueString()
		done, err := reject(ctx, d.Client, in)
		if !framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("reject request %s for access", in.ID), err) {
			framework.Report(resp, "%s", done)
		}
	})
}

// NewWithdraw returns the action osm_authorization_withdraw.
func NewWithdraw() action.Action {
	return framework.NewAction("authorization_withdraw", newActionSchema("Withdraws access that was granted to support, like "+
		"destroying the resource `osm_authorization`. Safe to repeat: a request that is not granted is left unchanged.", nil),
		func(ctx context.Context, d *framework.Data, m *endModel, resp *action.InvokeResponse) {
			in := m.toAPI()
			status, sent, err := d.Client.WithdrawAuthorization(ctx, in)
			if !framework.FailedTo(&resp.Diagnostics, "withdraw the access of request "+in.ID, err) {
				framework.Report(resp, "%s", withdrawn(in.ID, status, sent))
			}
		})
}

// NewRejection returns the resource osm_authorization_rejection, which does the same for clients without actions.
func NewRejection() resource.Resource {
	return &rejectionResource{Resource: framework.Resource{Name: "authorization_rejection"}}
}

type rejectionResource struct {
	framework.Resource
	framework.Event
}

type rejectionModel struct {
	endModel
	RejectReason types.String `tfsdk:"reject_reason"`
	ID           types.String `tfsdk:"id"`
}

func (*rejectionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const rejects = " Changing this rejects the request again, which has no effect on one that has ended."
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Rejects a request from support for access when the resource is created. Use this with versions " +
			"of Terraform or OpenTofu that do not support actions; otherwise, use the action `osm_authorization_reject`. " +
			rejectRepeated + " Destroying the resource makes no call.",
		Attributes: map[string]schema.Attribute{
			"authorization_id": schema.StringAttribute{
				MarkdownDescription: idDescription + " Changing this rejects another request.", Required: true,
				PlanModifiers: replace, Validators: framework.Length(1, osm.MaxAuthorizationID)},
			"reject_reason": schema.StringAttribute{
				MarkdownDescription: reasonDescription + rejects, Required: true, PlanModifiers: replace,
				Validators: framework.Prose(osm.MaxRejectReason)},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription + " Changing this makes no call.", Optional: true,
				Validators: framework.Length(1, osm.MaxID)},
			"id": framework.CreatedString(idDescription),
		},
	}
}

func (r *rejectionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan rejectionModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ActionTimeout)
	defer cancel()
	in := plan.toAPI()
	in.Reason = plan.RejectReason.ValueString()
	done, err := reject(ctx, r.Client, in)
	if framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("reject request %s for access", in.ID), err) {
		return
	}
	tflog.Info(ctx, done)
	plan.ID = plan.AuthorizationID
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// ImportState explains why a rejection can't be imported.
func (*rejectionResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("Rejections can't be imported", "A rejection exists only in the state, so there is nothing to "+
		"import. Remove the import and apply: a request that has already ended is left unchanged.")
}
