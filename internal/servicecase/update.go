// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/servicetickets/terraform-provider-osm/internal/client"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var objectOptions = basetypes.ObjectAsOptions{}

// step changes one part of a ticket: call is made when differs, and then the part is taken over into the state.
type step struct {
	what    string
	differs bool
	call    func() error
	done    func(state *caseModel)
	// unseen says that the service may not tell whether the call was made already.
	unseen bool
}

// Update changes the ticket in place, part by part, each by the call that exists for it and only when it differs. After a failure the state
// holds what was done.
func (r *caseResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state caseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, caseIdentity{ID: state.ID.ValueString()})...)
	mark := loadMarks(ctx, req.Private)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for _, s := range r.steps(ctx, &plan, &state, &mark, &resp.Diagnostics) {
		if !s.differs {
			s.done(&state)
			continue
		}
		err := s.call()
		if err != nil && s.unseen && r.endedOnTheWay(ctx, &plan, &state, err) {
			tfbase.AddWarning(&resp.Diagnostics, s.what, "The ticket has ended, as closed = true wants it, and takes no such change any more. The state records "+
				"what is configured. If an apply was broken off before, it made the change and then ended the ticket.", err)
			err = nil
		}
		if err != nil {
			tfbase.AddError(&resp.Diagnostics, s.what, err)
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
			return
		}
		s.done(&state)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		resp.Diagnostics.Append(mark.save(ctx, resp.Private)...)
	}
	plan.VerifyCodeWO = types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// endedOnTheWay tells whether a change was refused since the ticket has ended, though this plan is what ends it. So it is after an apply that was broken
// off at the last calls: the state is as before it, and a change that the service does not tell would be refused in each apply that follows.
func (r *caseResource) endedOnTheWay(ctx context.Context, plan, state *caseModel, err error) bool {
	if !client.IsRefusal(err) || !plan.Closed.ValueBool() || state.Closed.ValueBool() {
		return false
	}
	status, err := r.Client.CaseStatus(ctx, plan.ID.ValueString())
	return err == nil && hasEnded(status)
}

func (r *caseResource) steps(ctx context.Context, plan, state *caseModel, mark *marks, diags *diag.Diagnostics) []step {
	id, group := state.ID.ValueString(), plan.GroupID.ValueString()
	labels, labelsBefore := int64sOf(ctx, plan.LabelIDs, diags), int64sOf(ctx, state.LabelIDs, diags)
	related, relatedBefore := stringsOf(ctx, plan.RelatedCaseIDs, diags), stringsOf(ctx, state.RelatedCaseIDs, diags)
	added := without(stringsOf(ctx, plan.AccessoryIDs, diags), stringsOf(ctx, state.AccessoryIDs, diags))
	extends := objectOf(ctx, path.Root("extends_map"), plan.ExtendsMap, diags)
	closes := plan.Closed.ValueBool() && !state.Closed.ValueBool()
	return []step{
		{
			what: "change the contact of ticket " + id, differs: plan.contactDiffers(state, mark.Imported), unseen: true,
			call: func() error { return r.changeContact(ctx, plan, diags) },
			done: func(s *caseModel) {
				for i, v := range s.contact() {
					*v = *plan.contact()[i]
				}
				s.ExtensionMap = plan.ExtensionMap
			},
		},
		{
			what: "change the additional parameters of ticket " + id, differs: !plan.ExtendsMap.Equal(state.ExtendsMap) && extends != nil && !untold(state.ExtendsMap, mark.Imported), unseen: true,
			call: func() error { return r.Client.SetExtends(ctx, id, *extends, group) },
			done: func(s *caseModel) { s.ExtendsMap = plan.ExtendsMap },
		},
		{
			what: "change the labels of ticket " + id, differs: !slices.Equal(labels, labelsBefore) && !left(plan.LabelIDs, mark.FoundLabels),
			call: func() error { return r.syncLabels(ctx, id, labels, without(labelsBefore, labels)) },
			done: func(s *caseModel) {
				s.LabelIDs, mark.FoundLabels = plan.LabelIDs, left(plan.LabelIDs, mark.FoundLabels)
			},
		},
		{
			what: "change the relations of ticket " + id, differs: len(without(related, relatedBefore))+len(without(relatedBefore, related)) > 0 && !left(plan.RelatedCaseIDs, mark.FoundRelations),
			call: func() error { return r.syncRelations(ctx, id, group, related, without(relatedBefore, related)) },
			done: func(s *caseModel) {
				s.RelatedCaseIDs, mark.FoundRelations = plan.RelatedCaseIDs, left(plan.RelatedCaseIDs, mark.FoundRelations)
			},
		},
		{
			what: "attach files to ticket " + id, differs: len(added) > 0,
			call: func() error { return r.Client.AttachToCase(ctx, id, group, added) },
			done: func(s *caseModel) { s.AccessoryIDs = plan.AccessoryIDs },
		},
		{
			what: "end ticket " + id, differs: closes,
			call: func() error { return r.closeNew(ctx, plan, mark) },
			done: func(s *caseModel) { s.Closed = plan.Closed },
		},
		{
			// A rating that waits for the end is due when this update is what ends the ticket.
			what: "rate ticket " + id, differs: !plan.Score.Equal(state.Score) || closes && !mark.Scored,
			call: func() error { return r.rateNew(ctx, plan, mark) },
			done: func(s *caseModel) { s.Score = plan.Score },
		},
	}
}

// left tells whether an argument is left out that only an import has put into the state.
func left(planned types.Set, found bool) bool { return found && planned.IsNull() }

// untold tells whether the prior value of an argument is missing since the API never tells it: what is configured for a ticket that was imported is
// recorded, and its next change is sent.
func untold(prior types.Dynamic, imported bool) bool { return imported && prior.IsNull() }

func (m *caseModel) contactDiffers(before *caseModel, imported bool) bool {
	for i, v := range m.contact() {
		if !v.Equal(*before.contact()[i]) && !sameContact(*v, *before.contact()[i]) {
			return true
		}
	}
	return !m.ExtensionMap.Equal(before.ExtensionMap) && !m.ExtensionMap.IsNull() && !untold(before.ExtensionMap, imported)
}

// changeContact sends the full set, since the service may clear what is left out: arguments that are not configured are filled in from what the
// ticket has, unless that is masked.
func (r *caseResource) changeContact(ctx context.Context, plan *caseModel, diags *diag.Diagnostics) error {
	id, group := plan.ID.ValueString(), plan.GroupID.ValueString()
	detail, err := r.Client.Case(ctx, id, group)
	if err != nil {
		return err
	}
	var has osmapi.IncidentDetailExtInfoV2
	if detail.ExtInfo != nil {
		has = *detail.ExtInfo
	}
	body := osmapi.UpdateCaseContactInfoReq{ExtensionMap: objectOf(ctx, path.Root("extension_map"), plan.ExtensionMap, diags)}
	if group != "" {
		body.GroupId = &group
	}
	for _, f := range []struct {
		to   **string
		plan types.String
		has  *string
	}{
		{&body.AreaCode, plan.AreaCode, has.AreaCode}, {&body.RemindMobile, plan.RemindMobile, has.RemindMobile},
		{&body.RemindMail, plan.RemindMail, has.RemindMail}, {&body.RemindTime, plan.RemindTime, has.RemindTime},
	} {
		*f.to = fullValue(f.plan, f.has)
	}
	return r.Client.UpdateContact(ctx, id, body)
}

// fullValue prefers the configured value; a masked one can't be sent.
func fullValue(plan types.String, has *string) *string {
	for _, v := range []*string{tfbase.Pointer(plan), has} {
		if v != nil && *v != "" && !strings.Contains(*v, "*") {
			return v
		}
	}
	return nil
}
