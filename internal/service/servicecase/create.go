// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Create opens the ticket. Once its ID is known, nothing can make Create fail: an error would taint the resource, and the next
// apply would close the ticket and open a second one. Later failures are warnings, the state holds what was planned, the next
// Read stores what the ticket has, and the next plan corrects the difference in place.
func (r *caseResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config caseModel
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.Plan.Raw, &plan)...)
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.Config.Raw, &config)...)
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	if framework.Failed(&resp.Diagnostics, diags) {
		return
	}
	checkRequired(&plan, &resp.Diagnostics)
	plan.VerifyCodeWO = config.VerifyCodeWO
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r.applyNames(ctx, &plan, &resp.Diagnostics)
	in := plan.toCreate(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := r.Client.CreateCase(ctx, in)
	if framework.FailedTo(&resp.Diagnostics, "open the ticket", err) {
		return
	}
	// If the state is lost, the ID can be found in the log.
	tflog.Info(ctx, "Ticket opened", map[string]any{"case_id": created.ID, "adopted": created.Adopted})
	plan.setCreated(created.ID)
	// The framework stores the response in any case, but an ID that is only in memory is lost if what follows crashes.
	resp.Diagnostics.Append(caseCodec().Encode(ctx, &plan, &resp.State.Raw)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{ID: created.ID})...)
	warnCreated(created, &resp.Diagnostics)
	private := privateState{}
	if !created.Adopted {
		private.Created = r.Client.Now()
	}
	r.finishCreate(ctx, &plan, &private, created.Adopted, &resp.Diagnostics)
	resp.Diagnostics.Append(private.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(caseCodec().Encode(ctx, &plan, &resp.State.Raw)...)
}

func warnCreated(created *osm.CreatedCase, diags *diag.Diagnostics) {
	id := created.ID
	if created.Adopted {
		diags.AddWarning("Existing ticket adopted",
			fmt.Sprintf("Ticket %s is open and has the same description, so it was adopted "+
				"instead of opening another one (`adopt_existing = true`). If another resource or state manages it, remove this "+
				"resource from the state with `terraform state rm`.", id))
	}
	if created.Code != nil {
		framework.AddWarning(diags, "confirm the creation of the ticket",
			fmt.Sprintf("Ticket %s was opened and is in the state, but the service also reported an error. Check the ticket in "+
				"the service's console.", id), created.Code)
	}
	for _, d := range created.Duplicates {
		diags.AddWarning("Ticket "+d.ID+" may be a duplicate",
			fmt.Sprintf("An attempt without a usable response was retried, which opened ticket %[1]s. Ticket %[2]s has the same "+
				"description and may come from the first attempt. Check it in the service's console, and close it if it is a "+
				"duplicate.", id, d.ID))
	}
}

// setCreated sets the ID, and null for what the service has not reported yet.
func (m *caseModel) setCreated(id string) {
	m.setComputed(&osmapi.IncidentDetailInfoV2{})
	m.ID = types.StringValue(id)
	m.VerifyCodeWO = types.StringNull()
	for _, v := range m.contact() {
		if v.IsUnknown() {
			*v = types.StringNull()
		}
	}
}

// finishTimeout bounds what follows the create of a ticket, during which its ID is in the state of this process only.
const finishTimeout = time.Minute

// finishCreate does what a new ticket needs besides its create call. All failures are warnings, a panic included.
func (r *caseResource) finishCreate(
	ctx context.Context, plan *caseModel, private *privateState, adopted bool, diags *diag.Diagnostics,
) {
	id, group := plan.ID.ValueString(), plan.GroupID.ValueString()
	ctx, cancel := context.WithTimeout(ctx, finishTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			diags.AddWarning("Unable to complete ticket "+id,
				fmt.Sprintf("The ticket is open and in the state. The next plan shows "+
					"what is missing. This is a bug in the provider: please report it with this text: %v", p))
		}
	}()
	if detail, err := r.Client.AwaitCase(ctx, id, group); err == nil {
		plan.setComputed(detail)
	} else {
		framework.AddWarning(diags, "read ticket "+id+" back",
			"The ticket is open and in the state. The next refresh fills in what is missing.", err)
	}
	sendsContact := plan.contactToAPI() != osm.Contact{} || !plan.ExtensionMap.IsNull()
	var discarded diag.Diagnostics // must not fail the create, which has reported what is invalid
	extends := objectToAPI("extends_map", plan.ExtendsMap, &discarded)
	files := framework.Strings(plan.AccessoryIDs)
	labels, related := framework.Int64s(plan.LabelIDs), framework.Strings(plan.RelatedCaseIDs)
	for _, step := range []struct {
		action, argument string
		needed           bool
		run              func() error
	}{
		{"change the contact of", "", adopted && sendsContact, func() error {
			return r.changeContact(ctx, plan, &discarded)
		}},
		// Whether an adopted ticket has the parameters can't be read.
		{"change the additional parameters of", "extends_map", adopted && extends != nil, func() error {
			return r.Client.SetExtends(ctx, id, *extends, group)
		}},
		{"attach files to", "accessory_ids", adopted, func() error { return r.Client.AttachToCase(ctx, id, group, files) }},
		{"change the labels of", "label_ids", len(labels) > 0, func() error {
			_, err := r.Client.SetCaseLabels(ctx, id, labels, []int64{})
			return err
		}},
		{"change the relations of", "related_case_ids", len(related) > 0, func() error {
			_, err := r.Client.SetRelations(ctx, id, group, related, []string{})
			return err
		}},
		{"end", "closed", plan.Closed.ValueBool(), func() error { return r.end(ctx, plan) }},
		{"rate", "score", true, func() error { return r.rate(ctx, plan, private) }},
	} {
		if !step.needed {
			continue
		}
		err := step.run()
		switch {
		case osm.IsRejection(err):
			framework.AddWarning(diags, step.action+" ticket "+id, fmt.Sprintf("The ticket is open and in the state, but the "+
				"service rejected this part. Correct %s and apply again; the ticket is changed in place.",
				cmp.Or(framework.Arguments([]string{step.argument}), "the contact")), err)
		case err != nil:
			framework.AddWarning(diags, step.action+" ticket "+id, "The ticket is open and in the state. The next plan shows "+
				"what is missing, and the next apply adds it in place.", err)
		}
	}
}
