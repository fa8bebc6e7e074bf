// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// Delete ends the ticket as on_destroy says, by the one call that its status permits. A refusal keeps the resource in the state.
func (r *caseResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state caseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, group := state.ID.ValueString(), state.GroupID.ValueString()
	if state.OnDestroy.ValueString() == onDestroyAbandon {
		resp.Diagnostics.AddWarning("The ticket stays as it is", fmt.Sprintf("on_destroy is \"abandon\": ticket %s was only taken out of the state.", id))
		return
	}
	if r.Client.WasAdopted(id) {
		resp.Diagnostics.AddWarning("The ticket stays open", fmt.Sprintf("Ticket %s was to be replaced, but the new resource adopted it: it is not ended. "+
			"To open another ticket, change its `simple_description`, or apply without `adopt_existing` and `create_before_destroy`.", id))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	gone, err := endCase(ctx, r.Client, id, group)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "end ticket "+id, err)
		return
	}
	if gone || state.OnDestroy.ValueString() != onDestroyDelete {
		return
	}
	if err := deleteCase(ctx, r.Client, id, group); err != nil {
		framework.AddError(&resp.Diagnostics, "delete ticket "+id, err)
	}
}
