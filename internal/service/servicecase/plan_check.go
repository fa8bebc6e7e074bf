// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

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
				fmt.Sprintf("`accessory_ids` has %d entries; the service accepts at most %d with a ticket. Send the others with an "+
					"osm_case_message.", n, limits.Count))
		}
	}
	if !framework.IsKnown(plan.BusinessTypeID) || plan.ProductCategoryID.IsUnknown() || plan.IncidentSubTypeID.IsUnknown() {
		return
	}
	problem := plan.BusinessTypeID.ValueString()
	product, subType := plan.ProductCategoryID.ValueString(), plan.IncidentSubTypeID.ValueString()
	if types, err := r.Client.PlanChecks().ProblemTypes(ctx, product, subType); err == nil {
		checkRegion(plan, types, diags)
	}
	if params, err := r.Client.PlanChecks().ExtendsParams(ctx, problem, subType, product); err == nil {
		checkExtends(ctx, plan, params, diags)
	}
	if quota, err := r.Client.PlanChecks().Quota(ctx, problem, product); err == nil && quota.UnUsed != nil && *quota.UnUsed == 0 {
		diags.AddAttributeWarning(path.Root("business_type_id"), "The ticket quota is used up",
			fmt.Sprintf("The service reports that no ticket is left for problem type %s. It will probably reject this one.", problem))
	}
}

// caseTypeFault marks problem types that need a region (API reference: ListProblemTypes, case_type 5).
const caseTypeFault = "5"

func checkRegion(plan *caseModel, types []osmapi.SimpleIncidentBusinessTypeV2, diags *diag.Diagnostics) {
	for _, t := range types {
		isPlanned := framework.Value(t.BusinessTypeId) == plan.BusinessTypeID.ValueString()
		if isPlanned && framework.Value(t.CaseType) == caseTypeFault && plan.RegionID.IsNull() {
			diags.AddAttributeError(path.Root("region_id"), "Missing argument",
				"`region_id` is required for a fault report (case_type 5), "+
					"which this problem type is. See the data source osm_regions.")
		}
	}
}

func checkExtends(ctx context.Context, plan *caseModel, params osmapi.ListExtendsParamsResponse, diags *diag.Diagnostics) {
	if plan.ExtendsMap.IsUnknown() || plan.ExtendsMap.IsUnderlyingValueUnknown() || params.ExtendsParams == nil {
		return
	}
	given, err := framework.JSONObject(ctx, plan.ExtendsMap)
	if err != nil {
		return // a value in it is still unknown
	}
	var missing []string
	for _, p := range *params.ExtendsParams {
		if p.Required == nil || *p.Required != 1 || p.ParamKey == nil {
			continue
		}
		if _, ok := given[*p.ParamKey]; !ok && (p.DefaultValue == nil || *p.DefaultValue == "") {
			missing = append(missing, nameOf(p))
		}
	}
	if len(missing) > 0 {
		diags.AddAttributeError(path.Root("extends_map"), "Missing parameter",
			"This problem type requires in `extends_map`: "+strings.Join(missing, "; ")+". See the data source osm_extends_params.")
	}
}

func nameOf(p osmapi.ExtendsParamV2) string {
	text := *p.ParamKey
	if p.ParamName != nil && *p.ParamName != "" {
		text += " (" + *p.ParamName + ")"
	}
	return text
}
