// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ action.ActionWithConfigure = (*endAction)(nil)

// endAction is an action that ends a ticket by the call that choose gives for its status, "" for none.
type endAction struct {
	caseAction
	name, description string
	choose            func(status int64) string
}

// endActionModel are the arguments of the actions that end a ticket.
type endActionModel struct {
	caseActionModel
	OperateDesc types.String `tfsdk:"operate_desc"`
}

// maxReason is the largest length of a reason in characters (API reference: UpdateCases, operate_desc).
const maxReason = 400

// Metadata names the action.
func (a *endAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + a.name
}

// Schema describes its arguments.
func (a *endAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	const again = " Harmless when repeated: a ticket that has ended is left alone, which is a success."
	resp.Schema = actionSchema(a.description+again, map[string]schema.Attribute{
		"operate_desc": schema.StringAttribute{MarkdownDescription: "Reason, up to 400 characters.", Optional: true, Validators: length(1, maxReason)},
	})
}

// Invoke ends the ticket. If the service refuses and the status has moved meanwhile, the call is chosen once more.
func (a *endAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m endActionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	id, say := m.CaseID.ValueString(), tell(resp)
	status, err := a.Client.CaseStatus(ctx, id)
	for try := 0; err == nil; try++ {
		call := a.choose(status)
		if call == "" && try > 0 {
			say("Ticket %s has ended (%s).", id, statusName(status))
			return
		}
		if call == "" {
			say("Ticket %s has ended already (%s): nothing was done.", id, statusName(status))
			return
		}
		refusal := a.Client.Act(ctx, id, call, osmapi.WorkOrderOperateV2Req{GroupId: framework.Pointer(m.GroupID), OperateDesc: framework.Pointer(m.OperateDesc)})
		if refusal == nil {
			say("Ticket %s (%s) was %s.", id, statusName(status), past[call])
			return
		}
		now, statusErr := a.Client.CaseStatus(ctx, id)
		if statusErr != nil || now == status || try > 0 && !hasEnded(now) {
			err = refusal
		}
		status = now
	}
	framework.AddError(&resp.Diagnostics, "end ticket "+id, err)
}

// past says what was done with a ticket.
var past = map[string]string{osm.ActionCancel: "cancelled", osm.ActionClose: "closed"}
