// SPDX-License-Identifier: MPL-2.0

// Package caseaction holds the actions on a ticket: close, cancel, expedite and rate.
package caseaction

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// actionTimeout bounds one action.
const actionTimeout = 10 * time.Minute

// model holds the arguments that all actions on a ticket have.
type model struct {
	CaseID  types.String `tfsdk:"case_id"`
	GroupID types.String `tfsdk:"group_id"`
}

const groupDescription = "ID of the IAM user group. Required if the ticket belongs to another member of that group."

// newSchema returns the schema of an action: the arguments of model and its own.
func newSchema(description string, own map[string]schema.Attribute) schema.Schema {
	id := framework.Length(1, osm.MaxID)
	attributes := map[string]schema.Attribute{
		"case_id":  schema.StringAttribute{MarkdownDescription: "Ticket ID.", Required: true, Validators: id},
		"group_id": schema.StringAttribute{MarkdownDescription: groupDescription, Optional: true, Validators: id},
	}
	maps.Copy(attributes, own)
	return schema.Schema{MarkdownDescription: description, Attributes: attributes}
}

// report sends a progress line.
func report(resp *action.InvokeResponse, format string, args ...any) {
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
}

var _ action.ActionWithConfigure = (*endAction)(nil)

// endAction ends a ticket.
type endAction struct {
	framework.Action
	name, description string
	cancelOnly        bool
}

// NewClose returns the action osm_case_close.
func NewClose() action.Action {
	return &endAction{
		name: "case_close",
		description: "Ends a ticket, like `closed = true` of `osm_servicecase`: cancels it if nobody is handling it yet, and closes " +
			"it otherwise. A ticket can't be reopened.",
	}
}

// NewCancel returns the action osm_case_cancel.
func NewCancel() action.Action {
	return &endAction{
		name: "case_cancel", cancelOnly: true,
		description: "Cancels a ticket that nobody is handling yet. The service rejects the call for a ticket that is being handled, " +
			"which is an error: use `osm_case_close` to end a ticket in any status.",
	}
}

type endModel struct {
	model
	OperateDesc types.String `tfsdk:"operate_desc"`
}

func (a *endAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + a.name
}

func (a *endAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	const repeated = " Safe to repeat: a ticket that has already ended is left unchanged, and the action succeeds."
	resp.Schema = newSchema(a.description+repeated, map[string]schema.Attribute{
		"operate_desc": schema.StringAttribute{
			MarkdownDescription: "Reason (up to 400 characters).", Optional: true, Validators: framework.Length(1, osm.MaxReason)},
	})
}

// Invoke ends the ticket.
func (a *endAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m endModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, actionTimeout)
	defer cancel()
	id := m.CaseID.ValueString()
	result, err := a.Client.EndCase(ctx, id, osm.EndCaseInput{
		GroupID:    m.GroupID.ValueString(),
		Reason:     m.OperateDesc.ValueString(),
		CancelOnly: a.cancelOnly,
	})
	status := osm.StatusName(result.Status)
	switch {
	case err != nil:
		framework.AddError(&resp.Diagnostics, "end ticket "+id, err)
	case result.Action == osm.ActionCancel:
		report(resp, "Ticket %s (%s) was cancelled.", id, status)
	case result.Action == osm.ActionClose:
		report(resp, "Ticket %s (%s) was closed.", id, status)
	default:
		report(resp, "Ticket %s has already ended (%s).", id, status)
	}
}
