// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// ModifyPlan holds all plan-time rules of a ticket. They are here together, and not in plan modifiers of the attributes, since this method
// does not see what those mark for replacement. Each of configuration, plan and state is decoded once.
func (r *caseResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		planDestroy(ctx, req, resp)
		return
	}
	var config, plan caseModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		r.planCreate(ctx, req, &config, &plan, &resp.Diagnostics)
	} else {
		var state caseModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if resp.Diagnostics.HasError() {
			return
		}
		r.planChange(ctx, req, resp, &config, &plan, &state)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

func planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state caseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.OnDestroy.ValueString() == onDestroyAbandon && state.IsOpen.ValueBool() {
		resp.Diagnostics.AddWarning("The ticket stays open",
			fmt.Sprintf("Ticket %s has on_destroy = \"abandon\": destroying it makes no call, and support goes on with it.", state.ID.ValueString()))
	}
}

// planCreate checks what a new ticket needs and settles the arguments that the service could set: what is not configured is not stored.
func (r *caseResource) planCreate(ctx context.Context, req resource.ModifyPlanRequest, config, plan *caseModel, diags *diag.Diagnostics) {
	needed(plan, diags)
	for _, v := range plan.contact() {
		if v.IsUnknown() && !unknownInConfig(config, plan, v) {
			*v = types.StringNull()
		}
	}
	planMaps(config, plan, &caseModel{})
	if !diags.HasError() {
		r.checkAdoption(ctx, req, plan, diags)
		r.checkAtPlan(ctx, plan, diags)
	}
}

// checkAdoption rejects a ticket that could not be told from one that another resource holds: an apply does not see the resources that it leaves
// as they are, and would adopt that one. A replacement brings the private state of the ticket that it replaces, which ends first.
func (r *caseResource) checkAdoption(ctx context.Context, req resource.ModifyPlanRequest, plan *caseModel, diags *diag.Diagnostics) {
	replaced, _ := req.Private.GetKey(ctx, marksKey)
	if r.Data == nil || !r.PlanChecks || !plan.AdoptExisting.ValueBool() || !framework.IsKnown(plan.SimpleDescription) || replaced != nil {
		return
	}
	if id, err := r.Client.HeldCase(ctx, plan.SimpleDescription.ValueString()); err == nil && id != "" {
		diags.AddAttributeError(path.Root("adopt_existing"), "Description is not unique",
			fmt.Sprintf("`adopt_existing` looks for an open ticket with the same `simple_description`, and another resource holds one already: %s. Give this ticket "+
				"another description, or remove `adopt_existing`.", id))
	}
}

// unknownInConfig tells whether the contact argument at v in plan is unknown since the configuration's value is not known yet.
func unknownInConfig(config, plan *caseModel, v *types.String) bool {
	for i, p := range plan.contact() {
		if p == v {
			return config.contact()[i].IsUnknown()
		}
	}
	return false
}

// needed says which arguments a ticket can't be opened without. They are optional in the schema, since an imported ticket has no ids.
func needed(plan *caseModel, diags *diag.Diagnostics) {
	for _, a := range []struct {
		name  string
		value types.String
	}{{"simple_description", plan.SimpleDescription}, {"business_type_id", plan.BusinessTypeID}} {
		if a.value.IsNull() {
			diags.AddAttributeError(path.Root(a.name), "Missing argument",
				fmt.Sprintf("%s is needed to open a ticket. It is optional only for a ticket that was imported.", a.name))
		}
	}
}

// planMaps plans the maps that are not set. Null of an object type, as of a variable, counts as not set: Terraform takes it for a
// change of plain null, which is why these arguments are computed and the prior null is kept.
func planMaps(config, plan, state *caseModel) {
	for i, v := range config.maps() {
		switch prior := *state.maps()[i]; {
		case !isNull(*v):
		case isNull(prior):
			*plan.maps()[i] = prior
		default:
			*plan.maps()[i] = types.DynamicNull()
		}
	}
}

func (r *caseResource) planChange(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, config, plan, state *caseModel,
) {
	planMaps(config, plan, state)
	marks := loadMarks(ctx, req.Private)
	if marks.Imported {
		plan.SimpleDescription = echoOrNew(plan.SimpleDescription, state.SimpleDescription)
	}
	plan.SimpleDescription = sameOrNew(plan.SimpleDescription, state.SimpleDescription)
	for i, v := range plan.contact() {
		if !config.contact()[i].IsUnknown() && config.contact()[i].IsNull() {
			*v = *state.contact()[i]
		} else if sameContact(*v, *state.contact()[i]) {
			// A configured value equals its masked echo, which only an import can have put into the state: it is recorded without a call.
			continue
		}
	}
	names := replacedBy(plan, state, marks.Imported)
	if r.Data != nil {
		r.Client.Hold(state.ID.ValueString(), state.SimpleDescription.ValueString())
	}
	if len(names) > 0 {
		for _, name := range names {
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root(name))
		}
		needed(plan, &resp.Diagnostics)
		warnReplace(names, state, &resp.Diagnostics)
		if !resp.Diagnostics.HasError() {
			r.checkAtPlan(ctx, plan, &resp.Diagnostics)
		}
		return
	}
	// An in-place change turns every computed value into "known after apply"; none of them is touched by it, and Read brings the news.
	plan.computedFrom(state)
	warnLeft(ctx, plan, state, marks, &resp.Diagnostics)
	warnMasked(config, plan, state, marks, &resp.Diagnostics)
}

// replacedBy gives the names of the create-only arguments that differ, in alphabetical order.
func replacedBy(plan, state *caseModel, imported bool) []string {
	var names []string
	before := state.createOnly()
	for name, now := range plan.createOnly() {
		prior := *before[name]
		switch {
		case now.Equal(prior):
		case imported && (prior.IsNull() || name == "source_id"):
			// Never told by the API: recorded, no change of the ticket.
		case imported && now.IsNull():
			// Taken out of the configuration of a ticket that needs none.
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func warnReplace(names []string, state *caseModel, diags *diag.Diagnostics) {
	end := "it will be closed"
	switch {
	case state.OnDestroy.ValueString() == onDestroyAbandon:
		end = "it stays open and is forgotten (on_destroy is \"abandon\")"
	case !state.IsOpen.ValueBool():
		end = "it has ended already"
	case state.OnDestroy.ValueString() == onDestroyDelete:
		end = "it will be closed and deleted"
	}
	diags.AddWarning("A new ticket will be opened",
		fmt.Sprintf("%s of ticket %s can't be changed: %s, and a new ticket will be opened, which a person reads. "+
			"To keep the ticket, take the change back, or add lifecycle { ignore_changes = [%s] }.",
			strings.Join(names, ", "), state.ID.ValueString(), end, strings.Join(names, ", ")))
}

// warnLeft says what a change in place can't do.
func warnLeft(ctx context.Context, plan, state *caseModel, marks marks, diags *diag.Diagnostics) {
	if removed := without(stringsOf(ctx, state.AccessoryIDs, diags), stringsOf(ctx, plan.AccessoryIDs, diags)); len(removed) > 0 && !plan.AccessoryIDs.IsUnknown() &&
		allKnown(ctx, plan.AccessoryIDs) {
		diags.AddAttributeWarning(path.Root("accessory_ids"), "Attachments stay on the ticket",
			fmt.Sprintf("%s: ticket %s keeps what was attached to it. Only the state forgets it.", strings.Join(removed, ", "), state.ID.ValueString()))
	}
	for name, stays := range map[string]bool{
		"label_ids":        left(plan.LabelIDs, marks.FoundLabels) && len(state.LabelIDs.Elements()) > 0,
		"related_case_ids": left(plan.RelatedCaseIDs, marks.FoundRelations) && len(state.RelatedCaseIDs.Elements()) > 0,
	} {
		if stays {
			diags.AddAttributeWarning(path.Root(name), "What came with the import stays on the ticket",
				fmt.Sprintf("%s is not set, so what ticket %s has is left as it is. To take it off, set %s = [].", name, state.ID.ValueString(), name))
		}
	}
	if marks.Imported && !state.GroupID.IsNull() && plan.GroupID.IsNull() {
		diags.AddAttributeWarning(path.Root("group_id"), "The ticket may no longer be readable",
			fmt.Sprintf("Ticket %s was imported with group_id = %q. Without it a ticket of another member of that group can't be read "+
				"or changed. Keep group_id.", state.ID.ValueString(), state.GroupID.ValueString()))
	}
	if state.Closed.ValueBool() && !plan.Closed.ValueBool() && !plan.Closed.IsUnknown() {
		diags.AddAttributeWarning(path.Root("closed"), "The ticket stays closed", "Nothing reopens a ticket. Only the state changes.")
	}
	if marks.Scored && !plan.Score.Equal(state.Score) {
		diags.AddAttributeWarning(path.Root("score"), "The rating is not sent again", "A rating is sent once. Only the state changes.")
	}
}

// warnMasked names the contact arguments that a change of the contact can't send, since the service reported them masked and they
// are not configured.
func warnMasked(config, plan, state *caseModel, marks marks, diags *diag.Diagnostics) {
	if !plan.contactDiffers(state, marks.Imported) {
		return
	}
	var masked []string
	for i, v := range plan.contact() {
		if config.contact()[i].IsNull() && isMasked(v.ValueString()) {
			masked = append(masked, contactNames[i])
		}
	}
	if len(masked) > 0 {
		diags.AddWarning("The change may clear a part of the contact",
			fmt.Sprintf("Ticket %s has a value for %s, which the service reports only masked, so that it can't be sent along with the "+
				"change. The API reference does not say whether the service keeps or clears what is left out. To keep it, set %s.",
				state.ID.ValueString(), strings.Join(masked, " and "), strings.Join(masked, " and ")))
	}
}

// without gives the elements of a that are not in b.
func without[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(v T) bool { return slices.Contains(b, v) })
}

func allKnown(ctx context.Context, v types.List) bool {
	raw, err := v.ToTerraformValue(ctx)
	return err == nil && raw.IsFullyKnown()
}

// sameText compares texts without what the service may change in them: line ends, and white space at both ends.
func sameText(a, b string) bool {
	clean := func(s string) string {
		return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
	}
	return clean(a) == clean(b)
}

// sameOrNew returns prior if planned is the same text, so that nothing is planned when an editor or git changed only the line
// endings.
func sameOrNew(planned, prior types.String) types.String {
	if framework.IsKnown(planned) && framework.IsKnown(prior) && sameText(planned.ValueString(), prior.ValueString()) {
		return prior
	}
	return planned
}

// echoOrNew returns prior, which an import read, if planned is the same text in the form that the service returns.
func echoOrNew(planned, prior types.String) types.String {
	if framework.IsKnown(planned) && framework.IsKnown(prior) && osm.SameText(planned.ValueString(), prior.ValueString()) {
		return prior
	}
	return planned
}

// isMasked reports whether a contact is shown with asterisks, so that it can't be sent.
func isMasked(v string) bool { return strings.Contains(v, "*") }

// sameContact tells whether echo is v, or v masked.
func sameContact(v, echo types.String) bool {
	return framework.IsKnown(v) && framework.IsKnown(echo) && masks(echo.ValueString(), v.ValueString())
}

// masks tells whether echo is value with some of its characters replaced by asterisks: 138****0000, t***@example.com. The number of
// asterisks need not be the number of characters.
func masks(echo, value string) bool {
	if echo == value {
		return true
	}
	if !isMasked(echo) {
		return false
	}
	parts := strings.FieldsFunc(echo, func(r rune) bool { return r == '*' })
	rest := value
	for i, part := range parts {
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at > 0 && !strings.HasPrefix(echo, "*") {
			return false
		}
		rest = rest[at+len(part):]
	}
	if len(parts) > 0 && !strings.HasSuffix(echo, "*") {
		return strings.HasSuffix(value, parts[len(parts)-1])
	}
	return true
}
