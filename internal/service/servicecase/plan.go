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
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// ModifyPlan holds all rules of a ticket at plan. They are here and not in plan modifiers of the attributes because this method
// does not see which attributes those mark for replacement. Configuration, plan and state are decoded once each.
func (r *caseResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		planDestroy(ctx, req, resp)
		return
	}
	var config, plan caseModel
	if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &config), req.Plan.Get(ctx, &plan)) {
		return
	}
	if req.State.Raw.IsNull() {
		r.planCreate(ctx, req.Private, &config, &plan, &resp.Diagnostics)
	} else {
		var state caseModel
		if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
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
		resp.Diagnostics.AddWarning("Ticket will not be closed",
			fmt.Sprintf("Ticket %s has `on_destroy` set to \"abandon\": destroying the resource makes no call, and support "+
				"keeps working on the ticket.", state.ID.ValueString()))
	}
}

// planCreate checks what a new ticket requires and plans null for the computed arguments that are not configured.
func (r *caseResource) planCreate(ctx context.Context, private privateStore, config, plan *caseModel, diags *diag.Diagnostics) {
	checkRequired(plan, diags)
	for i, v := range plan.contact() {
		if v.IsUnknown() && !config.contact()[i].IsUnknown() {
			*v = types.StringNull()
		}
	}
	planDynamic(config, plan, &caseModel{})
	if !diags.HasError() {
		r.checkAdoption(ctx, private, plan, diags)
		r.checkCatalog(ctx, plan, diags)
	}
}

// checkAdoption rejects a ticket that can't be distinguished from one that another resource holds: an apply does not see
// unchanged resources, and would adopt that ticket. A replacement has the private state of the ticket that ends before it.
func (r *caseResource) checkAdoption(ctx context.Context, private privateStore, plan *caseModel, diags *diag.Diagnostics) {
	replaced, _ := private.GetKey(ctx, privateStateKey)
	if r.Data == nil || !r.PlanChecks || replaced != nil || !plan.AdoptExisting.ValueBool() ||
		!framework.IsKnown(plan.SimpleDescription) {
		return
	}
	if id, err := r.Client.HeldCase(ctx, plan.SimpleDescription.ValueString()); err == nil && id != "" {
		diags.AddAttributeError(path.Root("adopt_existing"), "Description is not unique",
			fmt.Sprintf("With `adopt_existing`, `simple_description` must be unique, and another resource already manages an "+
				"open ticket with this description: %s. Set a different description, or remove `adopt_existing`.", id))
	}
}

// checkRequired reports missing arguments. They are optional in the schema: the API reports no IDs of an imported ticket.
func checkRequired(plan *caseModel, diags *diag.Diagnostics) {
	for _, name := range []string{"simple_description", "business_type_id"} {
		if plan.createOnly()[name].IsNull() {
			diags.AddAttributeError(path.Root(name), "Missing argument",
				fmt.Sprintf("%#q is required to open a ticket. It is optional only for an imported ticket.", name))
		}
	}
}

// planDynamic plans the dynamic arguments that are not set. Null of an object type, as from a variable, counts as not set.
// Terraform takes it for a change of plain null, so these arguments are computed and the prior null is kept.
func planDynamic(config, plan, state *caseModel) {
	for i, v := range config.dynamicArguments() {
		switch prior := *state.dynamicArguments()[i]; {
		case !isNull(*v):
		case isNull(prior):
			*plan.dynamicArguments()[i] = prior
		default:
			*plan.dynamicArguments()[i] = types.DynamicNull()
		}
	}
}

func (r *caseResource) planChange(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, config, plan, state *caseModel,
) {
	planDynamic(config, plan, state)
	private := loadPrivateState(ctx, req.Private)
	if private.Imported {
		plan.SimpleDescription = framework.KeepEqual(plan.SimpleDescription, state.SimpleDescription, osm.SameText)
	}
	plan.SimpleDescription = framework.KeepEqual(plan.SimpleDescription, state.SimpleDescription, osm.EqualText)
	for i, v := range plan.contact() {
		if config.contact()[i].IsNull() {
			*v = *state.contact()[i]
		}
	}
	replaced := replacedBy(plan, state, private.Imported)
	if r.Data != nil {
		r.Client.Hold(state.ID.ValueString(), state.SimpleDescription.ValueString())
	}
	if len(replaced) > 0 {
		for _, name := range replaced {
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root(name))
		}
		checkRequired(plan, &resp.Diagnostics)
		warnReplace(replaced, state, &resp.Diagnostics)
		if !resp.Diagnostics.HasError() {
			r.checkCatalog(ctx, plan, &resp.Diagnostics)
		}
		return
	}
	// An in-place update makes every computed value "known after apply", although it changes none of them.
	plan.computedModel = state.computedModel
	warnLimits(plan, state, private, &resp.Diagnostics)
	warnMasked(config, plan, state, private, &resp.Diagnostics)
}

// replacedBy returns the create-only arguments that differ, in alphabetical order.
func replacedBy(plan, state *caseModel, imported bool) []string {
	var names []string
	before := state.createOnly()
	for name, planned := range plan.createOnly() {
		prior := *before[name]
		switch {
		case planned.Equal(prior):
		case imported && (prior.IsNull() || name == "source_id"):
			// Never reported by the API: the value is recorded, and the ticket does not change.
		case imported && planned.IsNull():
			// Removed from the configuration of a ticket that does not need it.
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func warnReplace(names []string, state *caseModel, diags *diag.Diagnostics) {
	end := "the ticket will be closed or cancelled"
	switch {
	case state.OnDestroy.ValueString() == onDestroyAbandon:
		end = "the ticket stays open and is removed from the state (`on_destroy` is \"abandon\")"
	case !state.IsOpen.ValueBool():
		end = "the ticket has already ended"
	case state.OnDestroy.ValueString() == onDestroyDelete:
		end = "the ticket will be ended and deleted"
	}
	diags.AddWarning("A new ticket will be opened", fmt.Sprintf("`%s` of ticket %s can't be changed in place: %s, and a new one "+
		"will be opened, which alerts a person. To keep the ticket, undo the change, or add `lifecycle { ignore_changes = [%s] "+
		"}`.",
		strings.Join(names, "`, `"), state.ID.ValueString(), end, strings.Join(names, ", ")))
}

func warnLimits(plan, state *caseModel, private privateState, diags *diag.Diagnostics) {
	id := state.ID.ValueString()
	if removed := removedFiles(plan, state); len(removed) > 0 {
		diags.AddAttributeWarning(path.Root("accessory_ids"), "Attachments stay on the ticket",
			fmt.Sprintf("Attachments %s stay on ticket %s. They are only removed from the state.", strings.Join(removed, ", "),
				id))
	}
	for name, stays := range map[string]bool{
		"label_ids":        isLeftAlone(plan.LabelIDs, private.FoundLabels) && len(state.LabelIDs.Elements()) > 0,
		"related_case_ids": isLeftAlone(plan.RelatedCaseIDs, private.FoundRelations) && len(state.RelatedCaseIDs.Elements()) > 0,
	} {
		if stays {
			diags.AddAttributeWarning(path.Root(name), "Imported values stay on the ticket",
				fmt.Sprintf("%#[1]q is not set, so ticket %[2]s keeps the values found by the import. To remove them, set "+
					"`%[1]s = []`.",
					name, id))
		}
	}
	if private.Imported && !state.GroupID.IsNull() && plan.GroupID.IsNull() {
		diags.AddAttributeWarning(path.Root("group_id"), "The ticket may no longer be readable",
			fmt.Sprintf("Ticket %s was imported with `group_id = %q`. Without it, a ticket of another member of that group "+
				"can't be read or changed. Keep `group_id`.", id, state.GroupID.ValueString()))
	}
	if state.Closed.ValueBool() && !plan.Closed.ValueBool() && !plan.Closed.IsUnknown() {
		diags.AddAttributeWarning(path.Root("closed"), "The ticket stays closed",
			"A ticket can't be reopened. Only the state changes.")
	}
	if private.Scored && !plan.Score.Equal(state.Score) {
		diags.AddAttributeWarning(path.Root("score"), "The rating is not sent again",
			"A rating is sent once. Only the state changes.")
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
	if names := strings.Join(masked, "` and `"); len(masked) > 0 {
		diags.AddWarning("The change may clear part of the contact",
			fmt.Sprintf("The service reports `%[2]s` of ticket %[1]s only in masked form, so the value can't be sent with the "+
				"change. The API reference does not say whether the service keeps or clears omitted values. To keep the "+
				"value, set `%[2]s`.", state.ID.ValueString(), names))
	}
}

// checkCatalog checks a new ticket against what the service requires for its problem type. Look-ups are tried once, their failure
// never blocks a plan, and identical look-ups of one process are made once.
func (r *caseResource) checkCatalog(ctx context.Context, plan *caseModel, diags *diag.Diagnostics) {
	if r.Data == nil || !r.PlanChecks {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.PlanCheckTimeout)
	defer cancel()
	if n := int64(len(plan.AccessoryIDs.Elements())); n > 0 {
		if limits, err := r.Client.PlanChecks().AccessoryLimits(ctx); err == nil && limits.Count > 0 && n > limits.Count {
			diags.AddAttributeError(path.Root("accessory_ids"), "Too many attachments",
				fmt.Sprintf("`accessory_ids` has %d entries; the service accepts at most %d with a ticket. Send the others with "+
					"osm_case_message.", n, limits.Count))
		}
	}
	if !framework.IsKnown(plan.BusinessTypeID) || plan.ProductCategoryID.IsUnknown() || plan.IncidentSubTypeID.IsUnknown() {
		return
	}
	problem := plan.BusinessTypeID.ValueString()
	product, subType := plan.ProductCategoryID.ValueString(), plan.IncidentSubTypeID.ValueString()
	if problems, err := r.Client.PlanChecks().ProblemTypes(ctx, product, subType); err == nil {
		checkRegion(plan, problems, diags)
	}
	if params, err := r.Client.PlanChecks().ExtendsParams(ctx, problem, subType, product); err == nil {
		checkExtends(plan, params, diags)
	}
	if quota, err := r.Client.PlanChecks().Quota(ctx, problem, product); err == nil && quota.UnUsed != nil && *quota.UnUsed == 0 {
		diags.AddAttributeWarning(path.Root("business_type_id"), "The ticket quota is used up",
			fmt.Sprintf("The service reports that the ticket quota for problem type %s is used up. It will probably reject this "+
				"ticket.", problem))
	}
}

// caseTypeFault marks problem types that need a region (API reference: ListProblemTypes, case_type 5).
const caseTypeFault = "5"

func checkRegion(plan *caseModel, problems []osmapi.SimpleIncidentBusinessTypeV2, diags *diag.Diagnostics) {
	for _, t := range problems {
		isPlanned := framework.Value(t.BusinessTypeId) == plan.BusinessTypeID.ValueString()
		if isPlanned && framework.Value(t.CaseType) == caseTypeFault && plan.RegionID.IsNull() {
			diags.AddAttributeError(path.Root("region_id"), "Missing argument",
				"This problem type is a fault report (`case_type` 5), which requires `region_id`. Set it to an ID from the "+
					"data source osm_regions.")
		}
	}
}

func checkExtends(plan *caseModel, params osmapi.ListExtendsParamsResponse, diags *diag.Diagnostics) {
	if plan.ExtendsMap.IsUnknown() || plan.ExtendsMap.IsUnderlyingValueUnknown() || params.ExtendsParams == nil {
		return
	}
	given, err := framework.JSONObject(plan.ExtendsMap)
	if err != nil {
		return // a value in it is still unknown
	}
	var missing []string
	for _, p := range *params.ExtendsParams {
		_, isGiven := given[framework.Value(p.ParamKey)]
		if isGiven || p.ParamKey == nil || framework.Value(p.Required) != 1 || framework.Value(p.DefaultValue) != "" {
			continue
		}
		text := *p.ParamKey
		if name := framework.Value(p.ParamName); name != "" {
			text += " (" + name + ")"
		}
		missing = append(missing, text)
	}
	if len(missing) > 0 {
		diags.AddAttributeError(path.Root("extends_map"), "Missing parameters",
			"The problem type requires parameters that are missing in `extends_map`: "+
				strings.Join(missing, "; ")+". Add them; see the data source osm_extends_params.")
	}
}
