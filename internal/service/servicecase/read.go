// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Read refreshes the ticket. Only a definite not-found, or the status deleted, takes it out of the state.
func (r *caseResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state caseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, mark := state.ID.ValueString(), loadMarks(ctx, req.Private)
	// The identity comes first: Terraform wants one also when the resource is removed.
	resp.Diagnostics.Append(keepIdentity(ctx, resp.Identity, caseIdentity{ID: id, GroupID: state.GroupID})...)
	r.Client.Hold(id, state.SimpleDescription.ValueString())
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	detail, err := r.Client.Case(ctx, id, state.GroupID.ValueString())
	if apierror.IsNotFound(err) || err == nil && int64(*detail.Status) == statusDeleted {
		if err != nil && notVisibleYet(r.Client, mark, id, &resp.Diagnostics) {
			return
		}
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read ticket "+id, err)
		if mark.Fresh && state.GroupID.IsNull() && osm.IsRefusal(err) {
			resp.Diagnostics.AddError("Unable to import ticket "+id, fmt.Sprintf("If ticket %[1]s belongs to another member of an IAM "+
				"user group, import it as %[1]s@<group id>, or set group_id in the identity of the import block.", id))
		}
		return
	}
	state.fromDetail(detail)
	state.refresh(ctx, detail, mark)
	r.refreshLinks(ctx, &state, mark, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if mark.Fresh {
		mark.Fresh, mark.FoundLabels, mark.FoundRelations = false, true, true
		resp.Diagnostics.Append(mark.save(ctx, resp.Private)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// freshFor is how long after its creation a ticket that can't be found is assumed not to be visible yet.
const freshFor = 5 * time.Minute

// notVisibleYet reports whether a not-found may be lag, and adds the error that says so.
func notVisibleYet(api *osm.Client, m marks, id string, diags *diag.Diagnostics) bool {
	age := api.Now().Sub(m.Created)
	if m.Created.IsZero() || age > freshFor {
		return false
	}
	diags.AddError(fmt.Sprintf("Ticket %s can't be found yet", id),
		fmt.Sprintf("The service reports that there is no such ticket, but it was opened only %s ago and may not be visible yet, so "+
			"it is kept in the state. Try again; from %s after the creation a not-found counts. To destroy a ticket that was deleted "+
			"meanwhile, do not wait: run terraform destroy with -refresh=false.", age.Round(time.Second), freshFor))
	return true
}

// refresh takes over what may have drifted among the arguments, and for an imported ticket what the API tells of them.
func (m *caseModel) refresh(ctx context.Context, d *osmapi.IncidentDetailInfoV2, mark marks) {
	if mark.Fresh {
		m.SimpleDescription = framework.Text(d.SimpleDescription)
		m.SourceID = types.StringValue(defaultSourceID)
		m.OnDestroy = types.StringValue(onDestroyClose)
	}
	var echo osmapi.IncidentDetailExtInfoV2
	if d.ExtInfo != nil {
		echo = *d.ExtInfo
	}
	for i, told := range []*string{echo.AreaCode, echo.RemindMobile, echo.RemindMail, echo.RemindTime} {
		v := m.contact()[i]
		switch {
		case told == nil || *told == "":
			// The service clears contacts of handled tickets: an empty echo is no drift.
		case v.IsNull() && !mark.Fresh:
			// Never configured here: what the account has registered is not ours to store.
		case !v.IsNull() && masks(*told, v.ValueString()):
		default:
			*v = types.StringValue(*told)
		}
	}
	status := m.Status.ValueInt64()
	if m.Closed.ValueBool() && !hasEnded(status) {
		// Asked for and not done, or not yet: the next plan shows it.
		m.Closed = types.BoolValue(false)
	}
	if !m.Score.IsNull() && !mark.Scored && status == statusCompleted {
		// The rating waited for this: the next plan sends it.
		m.Score = types.ObjectNull(m.Score.AttributeTypes(ctx))
	}
}

// refreshLinks reads labels and relations where they are managed, and when a ticket is imported. Those calls take no group: at
// the import of a ticket of another member of a group a rejection leaves labels and relations out.
func (r *caseResource) refreshLinks(ctx context.Context, m *caseModel, mark marks, diags *diag.Diagnostics) {
	id := m.ID.ValueString()
	failed := func(err error) bool {
		return err != nil && (!mark.Fresh || m.GroupID.IsNull() || !osm.IsRefusal(err))
	}
	if !m.LabelIDs.IsNull() || mark.Fresh {
		labels, err := r.Client.CaseLabels(ctx, id)
		if failed(err) {
			framework.AddError(diags, "read the labels of ticket "+id, err)
			return
		}
		ids := make([]int64, 0, len(labels))
		for _, l := range labels {
			if l.LabelId != nil {
				ids = append(ids, int64(*l.LabelId))
			}
		}
		if len(ids) > 0 || !m.LabelIDs.IsNull() {
			set, d := types.SetValueFrom(ctx, types.Int64Type, ids)
			diags.Append(d...)
			m.LabelIDs = set
		}
	}
	if !m.RelatedCaseIDs.IsNull() || mark.Fresh {
		related, err := r.Client.Relations(ctx, id)
		if failed(err) {
			framework.AddError(diags, "read the relations of ticket "+id, err)
			return
		}
		ids := make([]string, 0, len(related))
		for _, c := range related {
			if c.CaseId != nil && *c.CaseId != "" {
				ids = append(ids, *c.CaseId)
			}
		}
		if len(ids) > 0 || !m.RelatedCaseIDs.IsNull() {
			set, d := types.SetValueFrom(ctx, types.StringType, ids)
			diags.Append(d...)
			m.RelatedCaseIDs = set
		}
	}
}
