// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var _ action.ActionWithConfigure = (*pressAction)(nil)

// NewPressAction makes the action osm_case_press.
func NewPressAction() action.Action { return &pressAction{} }

type pressAction struct{ caseAction }

// codePressedOften is the refusal of a ticket that was urged a short while ago (API reference, "Error Codes").
const codePressedOften = "OSM.01010004"

func (*pressAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_press"
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
	id := m.CaseID.ValueString()
	done, err := urge(ctx, a.Client, id, m.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "urge ticket "+id, err)
		return
	}
	tell(resp)("%s", done)
}

// urge urges a ticket and says in a sentence what was done. One that has ended, or that was urged a short while ago, is left alone.
func urge(ctx context.Context, c *osm.Client, id, group string) (string, error) {
	status, err := c.CaseStatus(ctx, id)
	if err != nil {
		return "", err
	}
	if hasEnded(status) {
		return fmt.Sprintf("Ticket %s has ended (%s): there is nothing to urge.", id, statusName(status)), nil
	}
	err = act(ctx, c, id, osm.ActionPress, group)
	if e := apierror.As(err); e != nil && e.Kind == apierror.Refused && e.Code == codePressedOften {
		return fmt.Sprintf("Ticket %s (%s) was urged a short while ago: the service takes no other urge yet, and nothing was done.", id, statusName(status)), nil
	}
	return fmt.Sprintf("Ticket %s (%s) was urged.", id, statusName(status)), err
}
