// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// checks compares a planned ticket with what the service lists. A look-up is tried once per process, and its failure never blocks
// a plan. Lists may be incomplete, so an ID that is not listed is only a warning.
type checks struct {
	osm.LookUps
	client *osm.Client
	plan   *caseModel
	diags  *diag.Diagnostics
}

// check runs all checks of a plan; state is nil for a new ticket.
func (r *caseResource) check(ctx context.Context, config, plan, state *caseModel, diags *diag.Diagnostics) {
	if r.Data == nil || !r.PlanChecks || diags.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, osm.PlanCheckTimeout)
	defer cancel()
	c := checks{r.Client.PlanChecks(), r.Client, plan, diags}
	opens := state == nil
	if opens {
		state = &caseModel{}
		c.checkPrivilege(ctx)
		r.checkAgreement(ctx, c)
		c.checkAttachmentCount(ctx)
		c.checkEntries(ctx, config)
		c.checkProblemType(ctx)
	} else if !plan.ExtendsMap.Equal(state.ExtendsMap) {
		c.checkExtensions(ctx, false)
	}
	c.checkVerification(ctx, config, state)
	if !plan.AreaCode.Equal(state.AreaCode) {
		c.checkAreaCode(ctx)
	}
	if !plan.LabelIDs.Equal(state.LabelIDs) {
		c.checkLabels(ctx)
	}
	if !plan.RelatedCaseIDs.Equal(state.RelatedCaseIDs) {
		c.checkRelations(ctx, framework.Strings(state.RelatedCaseIDs))
	}
	if !plan.Score.Equal(state.Score) {
		c.checkScore(ctx)
	}
}

// warn adds a warning about a value that the service may reject.
func (c checks) warn(argument, summary, format string, args ...any) {
	c.diags.AddAttributeWarning(path.Root(argument), summary, fmt.Sprintf(format, args...))
}

// checkPrivilege warns if the master account restricts who may open tickets and has not allowed this user to.
func (c checks) checkPrivilege(ctx context.Context) {
	if restricted, err := c.PrivilegePolicy(ctx, osm.PrivilegeCreateCase); err != nil || !framework.Value(restricted) {
		return
	}
	if has, err := c.HasPrivilege(ctx, osm.PrivilegeCreateCase); err == nil && *has == 0 {
		c.diags.AddWarning("This user may not be allowed to open tickets",
			"The master account restricts who may open tickets, and the service does not list this user among those who may. "+
				"Ask the administrator of the account for the privilege `createCase`, or log in as another user.")
	}
}

func (c checks) checkAttachmentCount(ctx context.Context) {
	n := int64(len(c.plan.AccessoryIDs.Elements()))
	if n == 0 {
		return
	}
	if limits, err := c.AccessoryLimits(ctx); err == nil && limits.Count > 0 && n > limits.Count {
		c.diags.AddAttributeError(path.Root("accessory_ids"), "Too many attachments",
			fmt.Sprintf("`accessory_ids` has %d entries; the service accepts at most %d with a ticket. Send the others with "+
				"osm_case_message.", n, limits.Count))
	}
}

// checkEntries warns about configured IDs of the catalog that the service does not list.
func (c checks) checkEntries(ctx context.Context, config *caseModel) {
	for _, a := range nameArguments {
		id := *config.createOnly()[a.IDArgument]
		if !framework.IsKnown(id) || !c.areKnown(a.within) {
			continue
		}
		entries, err := a.list(ctx, c.LookUps, c.plan)
		isThis := func(e osm.Named) bool { return e.ID == id.ValueString() }
		if err != nil || len(entries) == 0 || slices.ContainsFunc(entries, isThis) {
			continue
		}
		if named := osm.MatchName(id.ValueString(), entries); len(named) == 1 {
			c.warn(a.IDArgument, "Unknown "+a.Kind,
				"%#[1]q requires an exact ID. %[2]q matches the entry with the ID %[3]s. Set `%[4]s = %[2]q` instead.",
				a.IDArgument, id.ValueString(), named[0].ID, a.Argument)
			continue
		}
		c.warn(a.IDArgument, "Unknown "+a.Kind, "%q is not among the %d %s that the service lists. The list may be incomplete; "+
			"if the service rejects the ticket, set %#q to one of these, closest first:%s", id.ValueString(), len(entries),
			a.plural, a.IDArgument, framework.Candidates(framework.Nearest(id.ValueString(), entries)))
	}
}

func (c checks) areKnown(names []string) bool {
	arguments := c.plan.createOnly()
	return !slices.ContainsFunc(names, func(name string) bool { return !framework.IsKnown(*arguments[name]) })
}

// caseTypeFault marks problem types that need a region (API reference: ListProblemTypes, case_type 5).
const caseTypeFault = "5"

// checkProblemType checks what the problem type requires.
func (c checks) checkProblemType(ctx context.Context) {
	if !framework.IsKnown(c.plan.BusinessTypeID) || c.plan.ProductCategoryID.IsUnknown() {
		return
	}
	problem, product := c.plan.BusinessTypeID.ValueString(), c.plan.ProductCategoryID.ValueString()
	if problems, err := c.ProblemTypes(ctx, product, ""); err == nil {
		for _, t := range problems {
			isPlanned := framework.Value(t.BusinessTypeId) == problem
			if isPlanned && framework.Value(t.CaseType) == caseTypeFault && c.plan.RegionID.IsNull() {
				c.diags.AddAttributeError(path.Root("region"), "Missing argument",
					fmt.Sprintf("The problem type %q is a fault report (`case_type` 5), which requires a region. Set `region` "+
						"to its name, or `region_id` to its ID.", framework.Value(t.BusinessTypeName)))
			}
		}
	}
	c.checkExtensions(ctx, true)
	quota, err := c.Quota(ctx, problem, product)
	isLimited := quota.Total == nil || *quota.Total >= 0 // -1 probably means that there is no limit
	if err == nil && isLimited && quota.UnUsed != nil && *quota.UnUsed == 0 {
		argument, name := "business_type_id", problem
		if framework.IsKnown(c.plan.BusinessType) {
			argument, name = "business_type", c.plan.BusinessType.ValueString()
		}
		c.warn(argument, "The ticket quota is used up", "The service reports that the ticket quota for problem type "+
			"%q is used up, so it will probably reject this ticket. Wait, choose another problem type, or ask the vendor for a "+
			"larger quota.", name)
	}
}

// checkExtensions checks extends_map against the parameters of the problem type.
func (c checks) checkExtensions(ctx context.Context, opens bool) {
	p := c.plan
	if !framework.IsKnown(p.BusinessTypeID) || p.ProductCategoryID.IsUnknown() || p.IncidentSubTypeID.IsUnknown() ||
		p.ExtendsMap.IsUnknown() || p.ExtendsMap.IsUnderlyingValueUnknown() {
		return
	}
	given, err := framework.JSONObject(p.ExtendsMap)
	if err != nil {
		return // a value in it is not known yet
	}
	params, err := c.ExtendsParams(ctx, p.BusinessTypeID.ValueString(), p.IncidentSubTypeID.ValueString(),
		p.ProductCategoryID.ValueString())
	if err != nil || params.ExtendsParams == nil {
		return
	}
	var missing []string
	var keys []osm.Named
	for _, param := range *params.ExtendsParams {
		key := framework.Value(param.ParamKey)
		if key == "" {
			continue
		}
		name := framework.Value(param.ParamName)
		keys = append(keys, osm.Named{Name: key, ID: name})
		switch value, isGiven := given[key]; {
		case isGiven:
			c.checkParameter(param, value)
		case !opens || framework.Value(param.Required) != 1 || framework.Value(param.DefaultValue) != "":
		case param.IsShow == nil || *param.IsShow != 0: // a hidden parameter is unlikely to be required
			missing = append(missing, fmt.Sprintf("\n  - %s (%s)", key, name))
		}
	}
	if len(missing) > 0 {
		c.diags.AddAttributeError(path.Root("extends_map"), "Missing parameters",
			"The problem type requires parameters that are missing in `extends_map`. Add them; the data source "+
				"osm_extends_params describes them:"+strings.Join(missing, ""))
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if len(keys) > 0 && !slices.ContainsFunc(keys, func(k osm.Named) bool { return k.Name == key }) {
			c.warn("extends_map", "Unknown parameter", "The service lists no parameter %q for this problem type and may ignore "+
				"or reject it. Remove it from `extends_map`, or replace it with one of these, closest first:%s", key,
				framework.Candidates(framework.Nearest(key, keys)))
		}
	}
}

// The values of param_type with a format of their own (API reference: ListExtendsParams).
const (
	paramInteger  = 1
	paramChoice   = 4
	paramMultiple = 5
)

// checkParameter warns about a value of extends_map that is outside of what the service lists. The value may be secret.
func (c checks) checkParameter(p osmapi.ExtendsParamV2, value any) {
	switch value.(type) {
	case nil, map[string]any, []any:
		return // how these are compared is not documented
	}
	text := fmt.Sprint(value)
	warn := func(format string, args ...any) {
		c.warn("extends_map", "Invalid parameter", "The value of %#q in `extends_map` %s, and the service may reject it. "+
			"Correct the value.", *p.ParamKey, fmt.Sprintf(format, args...))
	}
	isInteger := framework.Value(p.ParamType) == paramInteger
	if longest := int(framework.Value(p.Length)); longest > 0 && !isInteger && utf8.RuneCountInString(text) > longest {
		warn("has %d characters; at most %d are allowed", utf8.RuneCountInString(text), longest)
	}
	items := framework.Value(p.SelectItem)
	choices := strings.Join(strings.FieldsFunc(items, func(r rune) bool { return r == ',' }), ", ")
	switch framework.Value(p.ParamType) {
	case paramInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case text != "" && err != nil:
			warn("is not an integer")
		case framework.Value(p.MinValue) == 0 && framework.Value(p.MaxValue) == 0:
			// Probably not set.
		case err == nil && (p.MinValue != nil && n < int64(*p.MinValue) || p.MaxValue != nil && n > int64(*p.MaxValue)):
			warn("is not %s", between(p.MinValue, p.MaxValue))
		}
	case paramChoice:
		// The format of the choices is not documented, so a value is unknown only if it does not occur in them at all.
		if items != "" && !strings.Contains(items, text) {
			warn("is not one of the choices (%s)", choices)
		}
	case paramMultiple:
		for chosen := range strings.SplitSeq(text, ",") {
			if items != "" && !strings.Contains(items, strings.TrimSpace(chosen)) {
				warn("has an entry that is not one of the choices (%s)", choices)
				break
			}
		}
	}
}

func between(low, high *osmapi.Integer) string {
	switch {
	case high == nil:
		return fmt.Sprintf("at least %d", *low)
	case low == nil:
		return fmt.Sprintf("at most %d", *high)
	}
	return fmt.Sprintf("between %d and %d", *low, *high)
}

func (c checks) checkAreaCode(ctx context.Context) {
	code := c.plan.AreaCode
	if !framework.IsKnown(code) {
		return
	}
	codes, err := c.AreaCodes(ctx)
	digits := func(s string) string { return strings.TrimLeft(s, "+0") }
	isThis := func(a osmapi.AreaCodeSimpleInfoV2) bool {
		return digits(framework.Value(a.AreaCode)) == digits(code.ValueString())
	}
	if err != nil || len(codes) == 0 || slices.ContainsFunc(codes, isThis) {
		return
	}
	c.warn("area_code", "Unknown country calling code", "%q is not among the %d country calling codes that the service lists. "+
		"If the service rejects it, set `area_code` to a code from the data source osm_area_codes.",
		code.ValueString(), len(codes))
}

// checkLabels warns about labels that do not exist.
func (c checks) checkLabels(ctx context.Context) {
	ids := framework.Map(framework.Int64s(c.plan.LabelIDs), func(n int64) string { return strconv.FormatInt(n, 10) })
	if len(ids) == 0 {
		return
	}
	labels, missing, err := c.MissingLabels(ctx, ids)
	if err != nil {
		return
	}
	for _, id := range missing {
		text := " The account has no labels."
		if len(labels) > 0 {
			text = " Labels of the account:" + framework.Candidates(framework.Nearest(id, labels))
		}
		c.warn("label_ids", "Unknown label", "The service lists no label with the ID %s, so the ticket can't have it. "+
			"Remove it from `label_ids`, or create the label with osm_label.%s", id, text)
	}
}

// checkRelations warns about tickets that do not exist, and about the ticket itself.
func (c checks) checkRelations(ctx context.Context, before []string) {
	if c.plan.RelatedCaseIDs.IsUnknown() {
		return
	}
	for _, id := range osm.Without(framework.Strings(c.plan.RelatedCaseIDs), before) {
		if framework.IsKnown(c.plan.ID) && c.plan.ID.ValueString() == id {
			c.diags.AddAttributeError(path.Root("related_case_ids"), "Invalid relation",
				fmt.Sprintf("Ticket %s can't be related to itself. Remove it from `related_case_ids`.", id))
			continue
		}
		if _, err := c.client.Case(ctx, id, c.plan.GroupID.ValueString()); apierror.IsNotFound(err) {
			c.warn("related_case_ids", "Unknown ticket", "The service reports that ticket %s does not exist, so it can't be "+
				"related. Correct the ID, or remove it from `related_case_ids`.", id)
		}
	}
}

// checkScore warns about dimensions and ratings that the service does not list.
func (c checks) checkScore(ctx context.Context) {
	in, err := c.plan.scoreToAPI(ctx)
	if c.plan.Score.IsNull() || c.plan.Score.IsUnknown() || err != nil {
		return
	}
	dimensions, err := c.SatisfactionDimensions(ctx)
	if err != nil || len(dimensions) == 0 {
		return
	}
	entries := framework.Map(dimensions, func(d osmapi.SatisfactionDimensionSimpleInfoV2) osm.Named {
		return osm.Named{Name: framework.Value(d.SatisfactionName), ID: strconv.Itoa(int(framework.Value(d.SatisfactionId)))}
	})
	for _, rating := range in.Ratings {
		id := strconv.FormatInt(rating.DimensionID, 10)
		at := slices.IndexFunc(entries, func(e osm.Named) bool { return e.ID == id })
		if at < 0 {
			c.warn("score", "Unknown dimension", "The service lists no dimension with the `satisfaction_id` %s and may reject "+
				"the rating. Set it to one of these:%s", id, framework.Candidates(entries))
		} else if best := dimensions[at].Value; best != nil && *best > 0 && rating.Value > int64(*best) {
			c.warn("score", "Rating out of range", "The highest rating of the dimension %s (%s) is %d, not %d, and the service "+
				"may reject it. Correct `satisfaction_value`.", entries[at].Name, id, *best, rating.Value)
		}
	}
}
