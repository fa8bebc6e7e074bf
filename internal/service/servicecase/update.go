// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// Update changes the ticket in place, part by part, each with its own call and only if it differs. Whatever path it takes, state
// and private state are saved once, at its end: after a failure, they hold what was completed.
func (r *caseResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state caseModel
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.Plan.Raw, &plan)...)
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.State.Raw, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	if framework.Failed(&resp.Diagnostics, diags) {
		return
	}
	private := loadPrivateState(ctx, req.Private)
	defer func() {
		identity := identityModel{ID: state.ID.ValueString(), GroupID: state.GroupID}
		resp.Diagnostics.Append(caseCodec().Encode(ctx, &state, &resp.State.Raw)...)
		resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity, identity)...)
		resp.Diagnostics.Append(private.save(ctx, resp.Private)...)
	}()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if action, err := r.change(ctx, &plan, &state, &private, &resp.Diagnostics); err != nil {
		addChangeError(&resp.Diagnostics, action, &state, err)
		return
	}
	// The other arguments need no call.
	state = plan
	state.VerifyCodeWO = types.StringNull()
}

// addChangeError adds the error of a change. If the ticket has ended, that is the likely cause.
func addChangeError(diags *diag.Diagnostics, action string, state *caseModel, err error) {
	summary := "Unable to " + action + " ticket " + state.ID.ValueString()
	if osm.IsRejection(err) && osm.HasEnded(state.Status.ValueInt64()) && !state.Status.IsNull() {
		diags.AddError(summary, fmt.Sprintf("The ticket has ended (status %q) and no longer accepts this change. Undo the "+
			"change in the configuration.\n\n%s", state.StatusName.ValueString(), framework.Explain(err)))
		return
	}
	diags.AddError(summary, framework.Explain(err))
}

// change makes the calls of an update, records each in state and private, and returns the first error with what failed.
func (r *caseResource) change(
	ctx context.Context, plan, state *caseModel, private *privateState, diags *diag.Diagnostics,
) (action string, err error) {
	id, group := state.ID.ValueString(), plan.GroupID.ValueString()
	if plan.contactDiffers(state, private.Imported) {
		const action = "change the contact of"
		if err := r.unlessEnded(ctx, plan, state, action, r.changeContact(ctx, plan, diags), diags); err != nil {
			return action, err
		}
	}
	for i, v := range state.contact() {
		*v = *plan.contact()[i]
	}
	state.ExtensionMap = plan.ExtensionMap
	if extends := objectToAPI("extends_map", plan.ExtendsMap, diags); extends != nil &&
		!plan.ExtendsMap.Equal(state.ExtendsMap) && !neverReported(state.ExtendsMap, private.Imported) {
		const action = "change the additional parameters of"
		if err := r.unlessEnded(ctx, plan, state, action, r.Client.SetExtends(ctx, id, *extends, group), diags); err != nil {
			return action, err
		}
	}
	state.ExtendsMap = plan.ExtendsMap
	if !plan.LabelIDs.Equal(state.LabelIDs) && !isLeftAlone(plan.LabelIDs, private.FoundLabels) {
		want, before := framework.Int64s(plan.LabelIDs), framework.Int64s(state.LabelIDs)
		changed, err := r.Client.SetCaseLabels(ctx, id, want, before)
		private.FoundLabels = private.FoundLabels && !changed
		if err != nil {
			return "change the labels of", err
		}
	}
	state.LabelIDs = plan.LabelIDs
	if !plan.RelatedCaseIDs.Equal(state.RelatedCaseIDs) && !isLeftAlone(plan.RelatedCaseIDs, private.FoundRelations) {
		want, before := framework.Strings(plan.RelatedCaseIDs), framework.Strings(state.RelatedCaseIDs)
		changed, err := r.Client.SetRelations(ctx, id, group, want, before)
		private.FoundRelations = private.FoundRelations && !changed
		if err != nil {
			return "change the relations of", err
		}
	}
	state.RelatedCaseIDs = plan.RelatedCaseIDs
	if added := osm.Without(framework.Strings(plan.AccessoryIDs), framework.Strings(state.AccessoryIDs)); len(added) > 0 {
		if err := r.Client.AttachToCase(ctx, id, group, added); err != nil {
			return "attach files to", err
		}
	}
	state.AccessoryIDs = plan.AccessoryIDs
	ends := plan.Closed.ValueBool() && !state.Closed.ValueBool()
	if ends {
		if err := r.end(ctx, plan); err != nil {
			return "end", err
		}
	}
	state.Closed = plan.Closed
	// A rating that waits for the end is sent by the update that ends the ticket.
	if !plan.Score.Equal(state.Score) || ends {
		if err := r.rate(ctx, plan, private); err != nil {
			return "rate", err
		}
	}
	state.Score = plan.Score
	return "", nil
}

// unlessEnded returns the error of a change, or nil after a warning if the service rejected the change because this plan has
// already ended the ticket. That happens after an apply that was interrupted at its last calls: the state is the one before it,
// and a change that the service does not report would be rejected by every apply that follows.
func (r *caseResource) unlessEnded(
	ctx context.Context, plan, state *caseModel, action string, err error, diags *diag.Diagnostics,
) error {
	if !osm.IsRejection(err) || !plan.Closed.ValueBool() || state.Closed.ValueBool() {
		return err
	}
	id := plan.ID.ValueString()
	status, statusErr := r.Client.CaseStatusInGroup(ctx, id, plan.GroupID.ValueString())
	if statusErr != nil || !osm.HasEnded(status) {
		return err
	}
	framework.AddWarning(diags, action+" ticket "+id, "The ticket has ended, as configured with `closed = true`, and no longer "+
		"accepts this change. The state records what is configured. If an earlier apply was interrupted, it made the change "+
		"before it ended the ticket.", err)
	return nil
}

// isLeftAlone reports whether an argument is omitted that only an import has put into the state.
func isLeftAlone(planned types.Set, found bool) bool { return found && planned.IsNull() }

// neverReported reports whether the prior value of an argument is missing only because the API never reports it: what is
// configured for an imported ticket is recorded, and its next change is sent.
func neverReported(prior types.Dynamic, imported bool) bool { return imported && isNull(prior) }

func (m *caseModel) contactDiffers(prior *caseModel, imported bool) bool {
	return len(m.changedContact(prior)) > 0 || m.extensionDiffers(prior, imported)
}

// changedContact returns the contact arguments that differ from prior. An argument that is not set does not count as different.
func (m *caseModel) changedContact(prior *caseModel) (names []string) {
	for i, v := range m.contact() {
		if was := *prior.contact()[i]; !v.IsNull() && !framework.KeepEqual(*v, was, osm.EqualsMasked).Equal(was) {
			names = append(names, osm.ContactFields[i])
		}
	}
	return names
}

func (m *caseModel) extensionDiffers(prior *caseModel, imported bool) bool {
	return !m.ExtensionMap.Equal(prior.ExtensionMap) && !isNull(m.ExtensionMap) && !neverReported(prior.ExtensionMap, imported)
}

// changeContact sends the contact and warns about what the service cleared.
func (r *caseResource) changeContact(ctx context.Context, plan *caseModel, diags *diag.Diagnostics) error {
	id := plan.ID.ValueString()
	extension := objectToAPI("extension_map", plan.ExtensionMap, diags)
	change, err := r.Client.ChangeContact(ctx, id, plan.GroupID.ValueString(), plan.contactToAPI(), extension)
	if err != nil {
		return err
	}
	if change.Unchecked != nil {
		framework.AddWarning(diags, "check the contact of ticket "+id,
			"The change was made. The service reports part of the contact only in masked form, so that part could not be sent "+
				"with the change, and the ticket may have lost it.", change.Unchecked)
	}
	if len(change.Cleared) > 0 {
		names := framework.Arguments(change.Cleared)
		diags.AddWarning("Part of the contact was cleared",
			fmt.Sprintf("The service reports %[1]s of ticket %[2]s only in masked form, so the contact was changed without it, "+
				"and the service cleared it. Set %[1]s to restore it.", names, id))
	}
	return nil
}

func (r *caseResource) end(ctx context.Context, m *caseModel) error {
	_, err := r.Client.EndCase(ctx, m.ID.ValueString(), osm.EndCaseInput{GroupID: m.GroupID.ValueString()})
	if apierror.IsNotFound(err) {
		return nil
	}
	return err
}

// rate sends the rating if the ticket is completed. Otherwise the next plan after that does.
func (r *caseResource) rate(ctx context.Context, m *caseModel, private *privateState) error {
	if m.Score.IsNull() || private.Scored {
		return nil
	}
	in, err := m.scoreToAPI(ctx)
	if err != nil {
		return err
	}
	result, err := r.Client.RateCase(ctx, m.ID.ValueString(), in)
	private.Scored = result.Rated
	return err
}
