// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// ModifyPlan holds all rules of a ticket at plan. They are here and not in plan modifiers of the attributes because this method
// does not see which attributes those mark for replacement. Configuration, plan and state are decoded once each.
func (r *caseResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		planDestroy(ctx, req, resp)
		return
	}
	var config, plan, state caseModel
	codec, isNew := caseCodec(), req.State.Raw.IsNull()
	if framework.Failed(&resp.Diagnostics, codec.Decode(ctx, req.Config.Raw, &config), codec.Decode(ctx, req.Plan.Raw, &plan)) ||
		!isNew && framework.Failed(&resp.Diagnostics, codec.Decode(ctx, req.State.Raw, &state)) {
		return
	}
	switch {
	case isNew:
		r.CheckLogin(ctx, &resp.Diagnostics, osm.ByPolicy)
	case !codec.Equal(&plan, &state):
		r.CheckLogin(ctx, &resp.Diagnostics, osm.ByLimits)
	}
	proposed := plan
	if isNew {
		r.planCreate(ctx, req.Private, &config, &plan, &resp.Diagnostics)
	} else {
		r.planChange(ctx, req, resp, &config, &plan, &state)
	}
	if !resp.Diagnostics.HasError() && !codec.Equal(&plan, &proposed) {
		framework.Failed(&resp.Diagnostics, codec.Encode(ctx, &plan, &resp.Plan.Raw))
	}
}

func planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state caseModel
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.State.Raw, &state)...)
	if state.OnDestroy.ValueString() == onDestroyAbandon && state.IsOpen.ValueBool() {
		resp.Diagnostics.AddWarning("Ticket will not be closed",
			fmt.Sprintf("Ticket %s has `on_destroy` set to \"abandon\": destroying the resource makes no call, and support "+
				"keeps working on the ticket. To end it, set `on_destroy = \"close\"` and apply before you destroy.",
				state.ID.ValueString()))
	}
}

// planCreate checks what a new ticket requires and plans null for the computed arguments that are not configured.
func (r *caseResource) planCreate(
	ctx context.Context,
	private framework.PrivateState,
	config, plan *caseModel,
	diags *diag.Diagnostics,
) {
	r.planNames(ctx, config, plan, nil, diags)
	checkRequired(plan, diags)
	for i, v := range plan.contact() {
		if v.IsUnknown() && !config.contact()[i].IsUnknown() {
			*v = types.StringNull()
		}
	}
	planDynamic(config, plan, &caseModel{}, false)
	if plan.Closed.ValueBool() {
		diags.AddAttributeWarning(path.Root("closed"), "The ticket will be cancelled at once",
			"`closed = true` ends the new ticket as soon as it is open, before support can work on it. To open a ticket that "+
				"support handles, remove `closed`.")
	}
	if !diags.HasError() {
		r.checkAdoption(ctx, private, plan, diags)
		r.check(ctx, config, plan, nil, diags)
	}
}

const notUnique = "Description is not unique"

// checkAdoption rejects a ticket that can't be distinguished from one that another resource holds: an apply does not see
// unchanged resources, and would adopt that ticket. A replacement has the private state of the ticket that ends before it.
func (r *caseResource) checkAdoption(
	ctx context.Context,
	private framework.PrivateState,
	plan *caseModel,
	diags *diag.Diagnostics,
) {
	replaced, _ := private.GetKey(ctx, privateStateKey)
	if r.Data == nil || !r.PlanChecks || replaced != nil || !plan.AdoptExisting.ValueBool() ||
		!framework.IsKnown(plan.SimpleDescription) {
		return
	}
	if id, err := r.Client.HeldCase(ctx, plan.SimpleDescription.ValueString()); err == nil && id != "" {
		diags.AddAttributeError(path.Root("adopt_existing"), notUnique,
			fmt.Sprintf("With `adopt_existing`, `simple_description` must be unique, and another resource already manages an "+
				"open ticket with this description: %s. Set a different description, or remove `adopt_existing`. If that ticket "+
				"is this resource and tainted, run `terraform untaint`, and replace it with `-replace`.", id))
	}
}

// checkRequired reports missing arguments. They are optional in the schema: the API reports no IDs of an imported ticket.
func checkRequired(plan *caseModel, diags *diag.Diagnostics) {
	const text = " required to open a ticket; only an imported ticket can omit it."
	if plan.SimpleDescription.IsNull() {
		diags.AddAttributeError(path.Root("simple_description"), "Missing argument", "`simple_description` is"+text+
			" Describe the problem in `simple_description`.")
	}
	if plan.BusinessTypeID.IsNull() && plan.BusinessType.IsNull() {
		diags.AddAttributeError(path.Root("business_type"), "Missing argument",
			"The problem type is"+text+" Set `business_type` to its name, or `business_type_id` to its ID.")
	}
}

// planDynamic plans the dynamic arguments that are not set. Null of an object type, as from a variable, counts as not set.
// Terraform takes it for a change of plain null, so these arguments are computed and the prior null is kept. So is the empty
// object that a moved ticket was opened with.
func planDynamic(config, plan, state *caseModel, imported bool) {
	for i, v := range config.dynamicArguments() {
		switch prior := *state.dynamicArguments()[i]; {
		case !isNull(*v):
		case isNull(prior), imported && isEmpty(prior):
			*plan.dynamicArguments()[i] = prior
		default:
			*plan.dynamicArguments()[i] = types.DynamicNull()
		}
	}
}

func (r *caseResource) planChange(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, config, plan, state *caseModel,
) {
	private := loadPrivateState(ctx, req.Private)
	planDynamic(config, plan, state, private.Imported)
	if private.Imported {
		plan.SimpleDescription = framework.KeepEqual(plan.SimpleDescription, state.SimpleDescription, osm.SameText)
	}
	plan.SimpleDescription = framework.KeepEqual(plan.SimpleDescription, state.SimpleDescription, osm.EqualText)
	removed := planContact(config, plan, state, private)
	r.planNames(ctx, config, plan, state, &resp.Diagnostics)
	replaced := replacedBy(plan, state, private)
	if r.Data != nil {
		r.Client.Hold(state.ID.ValueString(), state.SimpleDescription.ValueString())
		if state.IsOpen.ValueBool() && r.Client.IsAdoptionPlanned(state.SimpleDescription.ValueString()) {
			resp.Diagnostics.AddAttributeError(
				path.Root("simple_description"),
				notUnique,
				fmt.Sprintf(
					"A new resource with `adopt_existing` has the same `simple_description` as this open ticket, %s. Set a "+
						"different description there, or remove `adopt_existing`.",
					state.ID.ValueString(),
				),
			)
		}
	}
	if len(replaced) > 0 {
		for _, name := range replaced {
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root(name))
		}
		checkRequired(plan, &resp.Diagnostics)
		warnReplace(replaced, config, state, &resp.Diagnostics)
		r.check(ctx, config, plan, nil, &resp.Diagnostics)
		return
	}
	// An in-place update makes every computed value "known after apply", although it changes none of them.
	plan.computedModel = state.computedModel
	warnRemoved(removed, state, &resp.Diagnostics)
	warnLimits(plan, state, private, &resp.Diagnostics)
	warnEnded(plan, state, private, &resp.Diagnostics)
	r.check(ctx, config, plan, state, &resp.Diagnostics)
	warnMasked(config, plan, state, private, &resp.Diagnostics)
}

// replacedBy returns the create-only arguments that differ, in alphabetical order.
func replacedBy(plan, state *caseModel, private privateState) []string {
	var names []string
	imported := private.Imported
	before := state.createOnly()
	isNamed := map[string]bool{}
	for _, a := range nameArguments {
		isNamed[a.IDArgument] = framework.IsKnown(*plan.names()[a.Argument])
	}
	for name, planned := range plan.createOnly() {
		prior := *before[name]
		switch {
		case planned.Equal(prior):
		case planned.IsUnknown() && isNamed[name]:
			// The name is known but could not be looked up, which is not a reason to open a new ticket.
		case imported && (prior.IsNull() || name == "source_id"):
			// Never reported by the API: the value is recorded, and the ticket does not change.
		case private.Moved && name != "simple_description":
			// Not reported either, and the state of the other provider may be wrong.
		case imported && planned.IsNull():
			// Removed from the configuration of a ticket that does not need it.
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func warnReplace(ids []string, config, state *caseModel, diags *diag.Diagnostics) {
	names := slices.Clone(ids)
	for _, a := range nameArguments {
		at := slices.Index(names, a.IDArgument)
		isRemoved := config.createOnly()[a.IDArgument].IsNull() && !state.names()[a.Argument].IsNull()
		if at >= 0 && (isRemoved || !config.names()[a.Argument].IsNull()) {
			names[at] = a.Argument
		}
	}
	end := "the ticket will be closed"
	switch {
	case state.OnDestroy.ValueString() == onDestroyAbandon:
		end = "the ticket stays open and is removed from the state (`on_destroy` is \"abandon\")"
	case !state.IsOpen.ValueBool():
		end = "the ticket has already ended"
	case state.OnDestroy.ValueString() == onDestroyDelete:
		end = "the ticket will be ended and deleted"
	case state.Status.ValueInt64() == osm.StatusToBeHandled:
		end = "the ticket will be cancelled, since support has not started to work on it"
	}
	adopted := ""
	matches := !slices.Contains(ids, "simple_description") && !slices.Contains(ids, "business_type_id")
	if config.AdoptExisting.ValueBool() && matches {
		adopted = " With `create_before_destroy`, `adopt_existing` adopts this ticket again, and its values do not change."
	}
	diags.AddWarning("A new ticket will be opened", fmt.Sprintf("%s of ticket %s can't be changed in place: %s, and a new one "+
		"will be opened, which alerts a person. To keep the ticket, undo the change, or add `lifecycle { ignore_changes = [%s] "+
		"}`.%s",
		framework.CodeList(names), state.ID.ValueString(), end, strings.Join(names, ", "), adopted))
}

func warnLimits(plan, state *caseModel, private privateState, diags *diag.Diagnostics) {
	id := state.ID.ValueString()
	if removed := removedFiles(plan, state); len(removed) > 0 {
		diags.AddAttributeWarning(path.Root("accessory_ids"), "Attachments stay on the ticket",
			fmt.Sprintf("Attachments %s stay on ticket %s. They are only removed from the state.", strings.Join(removed, ", "),
				id))
	}
	warnFound := func(name string, planned, prior types.Set, found bool) {
		if isLeftAlone(planned, found) && len(prior.Elements()) > 0 {
			diags.AddAttributeWarning(path.Root(name), "Imported values stay on the ticket",
				fmt.Sprintf("%#[1]q is not set, so ticket %[2]s keeps the values found by the import. To remove them, set "+
					"`%[1]s = []`.",
					name, id))
		}
	}
	warnFound("label_ids", plan.LabelIDs, state.LabelIDs, private.FoundLabels)
	warnFound("related_case_ids", plan.RelatedCaseIDs, state.RelatedCaseIDs, private.FoundRelations)
	if private.Imported && !state.GroupID.IsNull() && plan.GroupID.IsNull() {
		diags.AddAttributeWarning(path.Root("group_id"), "The ticket may no longer be readable",
			fmt.Sprintf("Ticket %s was imported with `group_id = %q`. Without it, a ticket of another member of that group "+
				"can't be read or changed. Keep `group_id`.", id, state.GroupID.ValueString()))
	}
	if state.Closed.ValueBool() && !plan.Closed.ValueBool() && !plan.Closed.IsUnknown() {
		diags.AddAttributeWarning(path.Root("closed"), "The ticket stays closed",
			"A ticket can't be reopened, so only the state changes. Restore `closed = true`, or open a new ticket with another "+
				"resource.")
	}
	if private.Scored && !plan.Score.Equal(state.Score) {
		diags.AddAttributeWarning(path.Root("score"), "The rating is not sent again",
			"A rating is sent once, so only the state changes. Undo the change of `score`.")
	}
}

// planContact plans the contact arguments that are not configured, and returns those that were removed: they are removed from the
// state, which makes no call. Values that only an import found are kept.
func planContact(config, plan, state *caseModel, private privateState) (removed []string) {
	for i, v := range plan.contact() {
		prior := *state.contact()[i]
		switch {
		case !config.contact()[i].IsNull():
		case prior.IsNull() || private.Imported:
			*v = prior
		default:
			*v = types.StringNull()
			removed = append(removed, osm.ContactFields[i])
		}
	}
	return removed
}

func warnRemoved(contact []string, state *caseModel, diags *diag.Diagnostics) {
	if len(contact) > 0 && state.IsOpen.ValueBool() {
		diags.AddAttributeWarning(path.Root(contact[0]), "The ticket keeps the removed contact",
			fmt.Sprintf("Ticket %s keeps the value of %s, since the API can't clear a contact. To have someone else notified, "+
				"set another value instead of removing the argument.", state.ID.ValueString(), framework.Arguments(contact)))
	}
}

// warnEnded warns about a change of a ticket that has ended, and about the rating of one that ends without being handled.
func warnEnded(plan, state *caseModel, private privateState, diags *diag.Diagnostics) {
	id, ends := state.ID.ValueString(), plan.Closed.ValueBool() && !state.Closed.ValueBool()
	if ends && !plan.Score.IsNull() && !private.Scored && state.Status.Equal(types.Int64Value(osm.StatusToBeHandled)) {
		diags.AddAttributeWarning(path.Root("score"), "The ticket will be cancelled without a rating",
			fmt.Sprintf("Support has not started to work on ticket %s, so `closed = true` cancels it, and only completed "+
				"tickets can be rated. Remove `score`, or set `closed` once support has handled the ticket.", id))
	}
	if state.IsOpen.IsNull() || state.IsOpen.ValueBool() || ends {
		return
	}
	changed := plan.changedContact(state)
	if plan.extensionDiffers(state, private.Imported) {
		changed = append(changed, "extension_map")
	}
	if !plan.ExtendsMap.Equal(state.ExtendsMap) && !isNull(plan.ExtendsMap) &&
		!neverReported(state.ExtendsMap, private.Imported) {
		changed = append(changed, "extends_map")
	}
	if len(osm.Without(framework.Strings(plan.AccessoryIDs), framework.Strings(state.AccessoryIDs))) > 0 {
		changed = append(changed, "accessory_ids")
	}
	for _, name := range changed {
		diags.AddAttributeWarning(path.Root(name), "The ticket has ended",
			fmt.Sprintf("Ticket %s has the status %q, and the service will probably reject a change of %#q. Undo the change, or "+
				"add `lifecycle { ignore_changes = [%[3]s] }`.", id, state.StatusName.ValueString(), name))
	}
}

// removedFiles returns the attachments that are in the state but not in the plan, once all IDs in the plan are known.
func removedFiles(plan, state *caseModel) []string {
	if plan.AccessoryIDs.IsUnknown() || slices.ContainsFunc(plan.AccessoryIDs.Elements(), attr.Value.IsUnknown) {
		return nil
	}
	return osm.Without(framework.Strings(state.AccessoryIDs), framework.Strings(plan.AccessoryIDs))
}

// warnMasked names what a change of the contact can't send: arguments that are not configured and only reported masked.
func warnMasked(config, plan, state *caseModel, private privateState, diags *diag.Diagnostics) {
	if !plan.contactDiffers(state, private.Imported) {
		return
	}
	var masked []string
	for i, v := range plan.contact() {
		if config.contact()[i].IsNull() && osm.IsMasked(v.ValueString()) {
			masked = append(masked, osm.ContactFields[i])
		}
	}
	if names := framework.Arguments(masked); len(masked) > 0 {
		diags.AddWarning("The change may clear part of the contact",
			fmt.Sprintf("The service reports %[2]s of ticket %[1]s only in masked form, so the value can't be sent with the "+
				"change. The API reference does not say whether the service keeps or clears omitted values. To keep the "+
				"value, set %[2]s.", state.ID.ValueString(), names))
	}
}
