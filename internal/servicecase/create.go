// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/client"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

// Create opens the ticket. Once its id is known nothing makes Create fail: an error would taint the resource, and the next apply would close
// the ticket and open a second one. What fails then is a warning, the state holds what was planned, the next Read stores the truth, and the
// next plan mends it in place.
func (r *caseResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config caseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	needed(&plan, &resp.Diagnostics)
	plan.VerifyCodeWO = config.VerifyCodeWO
	in := plan.toCreate(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	id, err := r.Client.CreateCase(ctx, in)
	if err != nil {
		tfbase.AddError(&resp.Diagnostics, "open the ticket", err)
		return
	}
	plan.opened(id)
	// The framework stores the response whatever follows, but an id that is only in memory is lost with a crash of what follows.
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, caseIdentity{ID: id})...)
	mark := marks{Created: r.Client.Now()}
	r.finishCreate(ctx, &plan, &mark, &resp.Diagnostics)
	resp.Diagnostics.Append(mark.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// opened sets the id and turns what the service has not told yet from unknown to null.
func (m *caseModel) opened(id string) {
	var nothing osmapi.IncidentDetailInfoV2
	m.fromDetail(&nothing)
	m.ID = tfbase.String(&id)
	m.VerifyCodeWO = tfbase.String(nil)
	for _, v := range m.contact() {
		if v.IsUnknown() {
			*v = tfbase.String(nil)
		}
	}
}

// finishCreate does what a new ticket needs beside its create call. All failures are warnings.
func (r *caseResource) finishCreate(ctx context.Context, plan *caseModel, mark *marks, diags *diag.Diagnostics) {
	id := plan.ID.ValueString()
	const then = "The ticket is open and in the state. The next plan shows what is missing, and the next apply mends it in place."
	detail, err := r.waitUntilReadable(ctx, id, plan.GroupID.ValueString())
	if err != nil {
		tfbase.AddWarning(diags, "read ticket "+id+" back", "The ticket is open and in the state. The next refresh fills in what is missing.", err)
	} else {
		plan.fromDetail(detail)
	}
	for _, step := range []struct {
		what string
		do   func(context.Context, *caseModel, *marks) error
	}{
		{"label ticket " + id, r.labelNew},
		{"relate ticket " + id, r.relateNew},
		{"end ticket " + id, r.closeNew},
		{"rate ticket " + id, r.rateNew},
	} {
		if err := step.do(ctx, plan, mark); err != nil {
			tfbase.AddWarning(diags, step.what, then, err)
		}
	}
}

// readPauses bound the wait for a new ticket to become readable: half a minute.
var readPauses = []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second}

// waitUntilReadable reads a new ticket. Not found just after creation is lag, not absence.
func (r *caseResource) waitUntilReadable(ctx context.Context, id, groupID string) (*osmapi.IncidentDetailInfoV2, error) {
	var last error
	for _, pause := range readPauses {
		if err := r.Client.Wait(ctx, pause); err != nil {
			break
		}
		detail, err := r.Client.Case(ctx, id, groupID)
		if err == nil || !apierror.IsNotFound(err) {
			return detail, err
		}
		last = err
	}
	if last == nil {
		last = ctx.Err()
	}
	return nil, last
}

// freshFor is how long after its creation a ticket that can't be found is taken for one that is not visible yet.
const freshFor = 5 * time.Minute

// notVisibleYet tells whether a not-found may be lag, and says so.
func notVisibleYet(api *client.Client, m marks, id string, diags *diag.Diagnostics) bool {
	age := api.Now().Sub(m.Created)
	if m.Created.IsZero() || age > freshFor {
		return false
	}
	diags.AddError(fmt.Sprintf("Ticket %s can't be found yet", id),
		fmt.Sprintf("It was opened %s ago, and the service says that there is no such ticket. That may be lag, so the ticket is kept in the state. Try again; "+
			"%s after its creation a not-found counts.", age.Round(time.Second), freshFor))
	return true
}
