// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
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
	created, err := r.Client.CreateCase(ctx, in)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "open the ticket", err)
		return
	}
	id := created.ID
	// Whoever loses the state finds the ID in the log.
	tflog.Info(ctx, "Ticket opened", map[string]any{"case_id": id, "adopted": created.Adopted})
	plan.opened(id)
	// The framework stores the response whatever follows, but an ID that is only in memory is lost with a crash of what follows.
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, caseIdentity{ID: id})...)
	warnCreated(created, &resp.Diagnostics)
	mark := marks{}
	if !created.Adopted {
		mark.Created = r.Client.Now()
	}
	r.finishCreate(ctx, &plan, &mark, created.Adopted, &resp.Diagnostics)
	resp.Diagnostics.Append(mark.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// warnCreated reports what was unusual about the create.
func warnCreated(created *osm.CreatedCase, diags *diag.Diagnostics) {
	if created.Adopted {
		diags.AddWarning("Existing ticket adopted", fmt.Sprintf("Ticket %s is open and has the same description, so it was adopted and no other was opened "+
			"(`adopt_existing = true`). If another resource or state holds it, remove this resource from the state with `terraform state rm`.", created.ID))
	}
	if created.Code != nil {
		framework.AddWarning(diags, "rely on the response to the create", fmt.Sprintf("Ticket %s was opened and is in the state, although the service reported an error "+
			"with it. Check the ticket in the service's console.", created.ID), created.Code)
	}
	for _, d := range created.Duplicates {
		diags.AddWarning("Ticket "+d.ID+" may be a duplicate", fmt.Sprintf("An attempt without a usable response was sent again, and ticket %s was opened. Ticket %s has the "+
			"same description and may stem from the first attempt. Check it in the service's console, and close it if so.", created.ID, d.ID))
	}
}

// opened sets the id and turns what the service has not told yet from unknown to null.
func (m *caseModel) opened(id string) {
	var nothing osmapi.IncidentDetailInfoV2
	m.fromDetail(&nothing)
	m.ID = framework.String(&id)
	m.VerifyCodeWO = framework.String(nil)
	for _, v := range m.contact() {
		if v.IsUnknown() {
			*v = framework.String(nil)
		}
	}
}

// finishTimeout bounds what follows the create of a ticket, during which its ID is in the state of this process only.
const finishTimeout = time.Minute

// finishCreate does what a new ticket needs beside its create call. All failures are warnings, a panic included.
func (r *caseResource) finishCreate(ctx context.Context, plan *caseModel, mark *marks, adopted bool, diags *diag.Diagnostics) {
	id := plan.ID.ValueString()
	ctx, cancel := context.WithTimeout(ctx, finishTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			diags.AddWarning("Could not finish ticket "+id, fmt.Sprintf("The ticket is open and in the state. The next plan shows what is missing. "+
				"The provider failed unexpectedly, which is a bug: please report it with this text: %v", p))
		}
	}()
	const then = "The ticket is open and in the state. The next plan shows what is missing, and the next apply mends it in place."
	detail, err := r.waitUntilReadable(ctx, id, plan.GroupID.ValueString())
	if err != nil {
		framework.AddWarning(diags, "read ticket "+id+" back", "The ticket is open and in the state. The next refresh fills in what is missing.", err)
	} else {
		plan.fromDetail(detail)
	}
	for _, step := range []struct {
		what string
		due  bool
		do   func(context.Context, *caseModel, *marks) error
	}{
		{"change the contact of ticket " + id, adopted, r.contactAdopted},
		{"change the additional parameters of ticket " + id, adopted, r.extendsAdopted},
		{"attach files to ticket " + id, adopted, r.attachAdopted},
		{"label ticket " + id, true, r.labelNew},
		{"relate ticket " + id, true, r.relateNew},
		{"end ticket " + id, true, r.closeNew},
		{"rate ticket " + id, true, r.rateNew},
	} {
		if !step.due {
			continue
		}
		if err := step.do(ctx, plan, mark); err != nil {
			framework.AddWarning(diags, step.what, then, err)
		}
	}
}

// contactAdopted sends the configured contact to a ticket that was open before.
func (r *caseResource) contactAdopted(ctx context.Context, m *caseModel, _ *marks) error {
	if !slices.ContainsFunc(m.contact(), func(v *types.String) bool { return !v.IsNull() }) && m.ExtensionMap.IsNull() {
		return nil
	}
	var diags diag.Diagnostics
	return r.changeContact(ctx, m, &diags)
}

// extendsAdopted sends the configured parameters to a ticket that was open before: whether it has them can't be read.
func (r *caseResource) extendsAdopted(ctx context.Context, m *caseModel, _ *marks) error {
	var diags diag.Diagnostics
	extends := objectOf(ctx, path.Root("extends_map"), m.ExtendsMap, &diags)
	if extends == nil {
		return nil
	}
	return r.Client.SetExtends(ctx, m.ID.ValueString(), *extends, m.GroupID.ValueString())
}

// attachAdopted attaches the files that a ticket which was open before does not carry yet.
func (r *caseResource) attachAdopted(ctx context.Context, m *caseModel, _ *marks) error {
	var diags diag.Diagnostics
	files := stringsOf(ctx, m.AccessoryIDs, &diags)
	if len(files) == 0 {
		return nil
	}
	return r.Client.AttachToCase(ctx, m.ID.ValueString(), m.GroupID.ValueString(), files)
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
