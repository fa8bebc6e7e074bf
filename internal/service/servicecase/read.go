// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Read refreshes the ticket. Only a definite not-found or the status deleted removes it from the state.
func (r *caseResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state caseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, private := state.ID.ValueString(), loadPrivateState(ctx, req.Private)
	// The identity comes first: Terraform requires one even if the resource is removed.
	resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity, identityModel{ID: id, GroupID: state.GroupID})...)
	r.Client.Hold(id, state.SimpleDescription.ValueString())
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	detail, err := r.Client.Case(ctx, id, state.GroupID.ValueString())
	if apierror.IsNotFound(err) || err == nil && int64(*detail.Status) == osm.StatusDeleted {
		if err != nil && isLag(r.Client, private, id, &resp.Diagnostics) {
			return
		}
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read ticket "+id, err)
		if private.Unread && state.GroupID.IsNull() && osm.IsRejection(err) {
			resp.Diagnostics.AddError("Unable to import ticket "+id, fmt.Sprintf("If ticket %[1]s belongs to another member of an IAM "+
				"user group, import it as %[1]s@<group ID>, or set `group_id` in the identity of the import block.", id))
		}
		return
	}
	state.setComputed(detail)
	state.refresh(ctx, detail, private)
	refreshLinks(ctx, r.Client, &state, private.Unread, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if private.Unread {
		private.Unread, private.FoundLabels, private.FoundRelations = false, true, true
		resp.Diagnostics.Append(private.save(ctx, resp.Private)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// lagAfterCreate is how long after its creation a ticket that is not found is assumed not to be visible yet.
const lagAfterCreate = 5 * time.Minute

// isLag reports whether not found may be lag, and adds the error that says so.
func isLag(client *osm.Client, private privateState, id string, diags *diag.Diagnostics) bool {
	age := client.Now().Sub(private.Created)
	if private.Created.IsZero() || age > lagAfterCreate {
		return false
	}
	diags.AddError("Ticket "+id+" is not visible yet",
		fmt.Sprintf("The service reports that there is no such ticket, but it was opened only %s ago and may not be visible yet, so "+
			"it stays in the state. Try again; a ticket that is not found is only removed from the state %s after its creation. To "+
			"destroy a ticket that was deleted in the meantime, run `terraform destroy "+
			"-refresh=false`.", age.Round(time.Second), lagAfterCreate))
	return true
}

// refresh updates the arguments that may have drifted, and for an imported ticket those that the API reports.
func (m *caseModel) refresh(ctx context.Context, d *osmapi.IncidentDetailInfoV2, private privateState) {
	if private.Unread {
		m.SimpleDescription = framework.Text(d.SimpleDescription)
		m.SourceID = types.StringValue(defaultSourceID)
		m.OnDestroy = types.StringValue(onDestroyClose)
	}
	for i, reported := range osm.ContactOf(d) {
		v := m.contact()[i]
		switch {
		case reported == "":
			// The service clears the contact of tickets that were handled, which is not drift.
		case v.IsNull() && !private.Unread:
			// Never configured here: what the account has registered is not ours to store.
		case !v.IsNull() && osm.EqualsMasked(v.ValueString(), reported):
		default:
			*v = types.StringValue(reported)
		}
	}
	status := m.Status.ValueInt64()
	if m.Closed.ValueBool() && !osm.HasEnded(status) {
		// Configured and not done yet: the next plan shows it.
		m.Closed = types.BoolValue(false)
	}
	if !m.Score.IsNull() && !private.Scored && status == osm.StatusCompleted {
		// The rating waited for this: the next plan sends it.
		m.Score = types.ObjectNull(m.Score.AttributeTypes(ctx))
	}
}

// refreshLinks reads labels and relations if they are managed, or if the ticket was just imported. Those calls take no group: if
// a ticket of another member of a group is imported and they are rejected, labels and relations are left out.
func refreshLinks(ctx context.Context, client *osm.Client, m *caseModel, imported bool, diags *diag.Diagnostics) {
	id := m.ID.ValueString()
	isFailure := func(err error) bool {
		return err != nil && (!imported || m.GroupID.IsNull() || !osm.IsRejection(err))
	}
	if !m.LabelIDs.IsNull() || imported {
		labels, err := client.CaseLabels(ctx, id)
		if isFailure(err) {
			framework.AddError(diags, "read the labels of ticket "+id, err)
			return
		}
		ids := make([]int64, 0, len(labels))
		for _, l := range labels {
			if l.LabelId != nil {
				ids = append(ids, int64(*l.LabelId))
			}
		}
		m.LabelIDs = foundSet(ctx, types.Int64Type, m.LabelIDs, ids, diags)
	}
	if !m.RelatedCaseIDs.IsNull() || imported {
		related, err := client.Relations(ctx, id)
		if isFailure(err) {
			framework.AddError(diags, "read the relations of ticket "+id, err)
			return
		}
		ids := make([]string, 0, len(related))
		for _, c := range related {
			if c.CaseId != nil && *c.CaseId != "" {
				ids = append(ids, *c.CaseId)
			}
		}
		m.RelatedCaseIDs = foundSet(ctx, types.StringType, m.RelatedCaseIDs, ids, diags)
	}
}

// foundSet returns what was found as a set. If nothing was found, null stays null.
func foundSet[T any](ctx context.Context, element attr.Type, prior types.Set, found []T, diags *diag.Diagnostics) types.Set {
	if len(found) == 0 && prior.IsNull() {
		return prior
	}
	set, d := types.SetValueFrom(ctx, element, found)
	diags.Append(d...)
	return set
}
