// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/client"
	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var _ action.ActionWithConfigure = (*pressAction)(nil)

// NewPressAction makes the action osm_case_press.
func NewPressAction() action.Action { return &pressAction{} }

type pressAction struct{ caseAction }

// codePressedOften is the refusal of a ticket that was urged a short while ago (API reference, "Error Codes").
const codePressedOften = "OSM.01010004"

func (*pressAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = tfbase.TypePrefix + "case_press"
}

func (*pressAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionSchema("Urges a ticket. Harmless when repeated: the service refuses a second urge within an interval of its own (not documented), "+
		"which is a success here, since the ticket has been urged; and a ticket that has ended is left alone. A ticket that is too new to be urged is an error.", nil)
}

// Invoke urges the ticket.
func (a *pressAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m caseActionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	id, say := m.CaseID.ValueString(), tell(resp)
	status, err := a.Client.CaseStatus(ctx, id)
	if err == nil && hasEnded(status) {
		say("Ticket %s has ended (%s): there is nothing to urge.", id, statusName(status))
		return
	}
	if err == nil {
		err = act(ctx, a.Client, id, client.ActionPress, m.GroupID.ValueString())
	}
	switch e := apierror.As(err); {
	case err == nil:
		say("Ticket %s (%s) was urged.", id, statusName(status))
	case e != nil && e.Kind == apierror.Refused && e.Code == codePressedOften:
		say("Ticket %s (%s) was urged a short while ago: the service takes no other urge yet, and nothing was done.", id, statusName(status))
	default:
		tfbase.AddError(&resp.Diagnostics, "urge ticket "+id, err)
	}
}
