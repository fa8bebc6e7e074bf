// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var objectOptions = basetypes.ObjectAsOptions{}

// Update changes the ticket in place, part by part, each by the call that exists for it and only when it differs. Whatever path
// it takes, state and private state are saved once, at its end: after a failure they hold what was done.
func (r *caseResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state caseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	mark := loadMarks(ctx, req.Private)
	defer func() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		resp.Diagnostics.Append(keepIdentity(ctx, resp.Identity, caseIdentity{ID: state.ID.ValueString(), GroupID: state.GroupID})...)
		resp.Diagnostics.Append(mark.save(ctx, resp.Private)...)
	}()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if what, err := r.change(ctx, &plan, &state, &mark, &resp.Diagnostics); err != nil {
		framework.AddError(&resp.Diagnostics, what+" ticket "+state.ID.ValueString(), err)
		return
	}
	// What is left needs no call.
	state = plan
	state.VerifyCodeWO = types.StringNull()
}

// change makes the calls of an update. It takes over into state and mark what is done, and stops at the first error, which it
// returns with what could not be done.
func (r *caseResource) change(ctx context.Context, plan, state *caseModel, mark *marks, diags *diag.Diagnostics) (string, error) {
	id, group := state.ID.ValueString(), plan.GroupID.ValueString()
	if plan.contactDiffers(state, mark.Imported) {
		const what = "change the contact of"
		if err := r.unlessEnded(ctx, plan, state, what, r.changeContact(ctx, plan, diags), diags); err != nil {
			return what, err
		}
	}
	for i, v := range state.contact() {
		*v = *plan.contact()[i]
	}
	state.ExtensionMap = plan.ExtensionMap
	if extends := objectOf(ctx, path.Root("extends_map"), plan.ExtendsMap, diags); extends != nil &&
		!plan.ExtendsMap.Equal(state.ExtendsMap) && !untold(state.ExtendsMap, mark.Imported) {
		const what = "change the additional parameters of"
		if err := r.unlessEnded(ctx, plan, state, what, r.Client.SetExtends(ctx, id, *extends, group), diags); err != nil {
			return what, err
		}
	}
	state.ExtendsMap = plan.ExtendsMap
	if !plan.LabelIDs.Equal(state.LabelIDs) && !left(plan.LabelIDs, mark.FoundLabels) {
		changed, err := r.syncLabels(ctx, id, int64sOf(ctx, plan.LabelIDs, diags), int64sOf(ctx, state.LabelIDs, diags))
		mark.FoundLabels = mark.FoundLabels && !changed
		if err != nil {
			return "change the labels of", err
		}
	}
	state.LabelIDs = plan.LabelIDs
	if !plan.RelatedCaseIDs.Equal(state.RelatedCaseIDs) && !left(plan.RelatedCaseIDs, mark.FoundRelations) {
		want, before := stringsOf(ctx, plan.RelatedCaseIDs, diags), stringsOf(ctx, state.RelatedCaseIDs, diags)
		changed, err := r.syncRelations(ctx, id, group, want, before)
		mark.FoundRelations = mark.FoundRelations && !changed
		if err != nil {
			return "change the relations of", err
		}
	}
	state.RelatedCaseIDs = plan.RelatedCaseIDs
	if added := without(stringsOf(ctx, plan.AccessoryIDs, diags), stringsOf(ctx, state.AccessoryIDs, diags)); len(added) > 0 {
		if err := r.Client.AttachToCase(ctx, id, group, added); err != nil {
			return "attach files to", err
		}
	}
	state.AccessoryIDs = plan.AccessoryIDs
	ends := plan.Closed.ValueBool() && !state.Closed.ValueBool()
	if ends {
		if err := r.closeNew(ctx, plan, mark); err != nil {
			return "end", err
		}
	}
	state.Closed = plan.Closed
	// A rating that waits for the end is due when this update is what ends the ticket.
	if !plan.Score.Equal(state.Score) || ends {
		if err := r.rateNew(ctx, plan, mark); err != nil {
			return "rate", err
		}
	}
	state.Score = plan.Score
	return "", nil
}

// unlessEnded returns the error of a change, or nil after a warning if the change was rejected because this plan has already
// ended the ticket. So it is after an apply that was broken off at its last calls: the state is as before it, and a change that
// the service does not report would be rejected in each apply that follows.
func (r *caseResource) unlessEnded(
	ctx context.Context, plan, state *caseModel, what string, err error, diags *diag.Diagnostics,
) error {
	if !osm.IsRefusal(err) || !plan.Closed.ValueBool() || state.Closed.ValueBool() {
		return err
	}
	if status, statusErr := r.Client.CaseStatus(ctx, plan.ID.ValueString()); statusErr != nil || !hasEnded(status) {
		return err
	}
	framework.AddWarning(diags, what+" ticket "+plan.ID.ValueString(), "The ticket has ended, as closed = true wants it, and takes "+
		"no such change any more. The state records what is configured. If an apply was broken off before, it made the change and "+
		"then ended the ticket.", err)
	return nil
}

// left tells whether an argument is left out that only an import has put into the state.
func left(planned types.Set, found bool) bool { return found && planned.IsNull() }

// untold tells whether the prior value of an argument is missing since the API never tells it: what is configured for a ticket that was imported is
// recorded, and its next change is sent.
func untold(prior types.Dynamic, imported bool) bool { return imported && isNull(prior) }

func (m *caseModel) contactDiffers(before *caseModel, imported bool) bool {
	for i, v := range m.contact() {
		if !v.Equal(*before.contact()[i]) && !sameContact(*v, *before.contact()[i]) {
			return true
		}
	}
	return !m.ExtensionMap.Equal(before.ExtensionMap) && !isNull(m.ExtensionMap) && !untold(before.ExtensionMap, imported)
}

// changeContact sends the full set, since the service may clear what is left out: arguments that are not configured are filled in from what the
// ticket has. What the service reports only masked can't be sent: if the change has cleared it, that is a warning.
func (r *caseResource) changeContact(ctx context.Context, plan *caseModel, diags *diag.Diagnostics) error {
	id, group := plan.ID.ValueString(), plan.GroupID.ValueString()
	has, err := r.contactOf(ctx, id, group)
	if err != nil {
		return err
	}
	body := osmapi.UpdateCaseContactInfoReq{ExtensionMap: objectOf(ctx, path.Root("extension_map"), plan.ExtensionMap, diags)}
	if group != "" {
		body.GroupId = &group
	}
	var masked []int
	for i, to := range []**string{&body.AreaCode, &body.RemindMobile, &body.RemindMail, &body.RemindTime} {
		*to = fullValue(*plan.contact()[i], has[i])
		if *to == nil && has[i] != "" {
			masked = append(masked, i)
		}
	}
	if err := r.Client.UpdateContact(ctx, id, body); err != nil || len(masked) == 0 {
		return err
	}
	after, err := r.contactOf(ctx, id, group)
	if err != nil {
		framework.AddWarning(diags, "check the contact of ticket "+id, "The change was made. A part of the contact that the service "+
			"reports only masked could not be sent along with it; whether the ticket still has it is not known.", err)
		return nil
	}
	var cleared []string
	for _, i := range masked {
		if after[i] == "" {
			cleared = append(cleared, contactNames[i])
		}
	}
	if len(cleared) > 0 {
		names := strings.Join(cleared, " and ")
		diags.AddWarning("A part of the contact was cleared", fmt.Sprintf("The service reports %[1]s of ticket %[2]s only masked, so "+
			"the change of the contact was sent without it, and the service cleared it. Set %[1]s to put it back.", names, id))
	}
	return nil
}

// contactOf reads what the ticket has of the contact, "" where it has none, in the order of caseModel.contact.
func (r *caseResource) contactOf(ctx context.Context, id, group string) ([]string, error) {
	detail, err := r.Client.Case(ctx, id, group)
	if err != nil {
		return nil, err
	}
	info := framework.Value(detail.ExtInfo)
	return []string{framework.Value(info.AreaCode), framework.Value(info.RemindMobile), framework.Value(info.RemindMail),
		framework.Value(info.RemindTime)}, nil
}

// fullValue prefers the configured value; a masked one can't be sent.
func fullValue(plan types.String, has string) *string {
	for _, v := range []string{plan.ValueString(), has} {
		if v != "" && !isMasked(v) {
			return &v
		}
	}
	return nil
}
