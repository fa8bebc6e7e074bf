// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// planCheckTimeout bounds all look-ups of one plan check: a plan never waits longer for knowledge that it can do without.
const planCheckTimeout = 5 * time.Second

// checkAtPlan asks the service what a new ticket of that problem type needs. The look-ups are tried once, their failure never blocks a plan, and
// equal questions of one process are asked once.
func (r *caseResource) checkAtPlan(ctx context.Context, plan *caseModel, diags *diag.Diagnostics) {
	if r.Data == nil || !r.PlanChecks {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, planCheckTimeout)
	defer cancel()
	if n := int64(len(plan.AccessoryIDs.Elements())); n > 0 {
		if limits, err := r.Client.PlanAccessoryLimits(ctx); err == nil && limits.Count > 0 && n > limits.Count {
			diags.AddAttributeError(path.Root("accessory_ids"), "Too many attachments",
				fmt.Sprintf("accessory_ids has %d entries; the service takes %d with a ticket at the most. Send the others with an osm_case_message.", n, limits.Count))
		}
	}
	if !framework.IsKnown(plan.BusinessTypeID) || plan.ProductCategoryID.IsUnknown() || plan.IncidentSubTypeID.IsUnknown() {
		return
	}
	problem, product, subType := plan.BusinessTypeID.ValueString(), plan.ProductCategoryID.ValueString(), plan.IncidentSubTypeID.ValueString()
	if types, err := r.Client.PlanProblemTypes(ctx, product, subType); err == nil {
		checkRegion(plan, types, diags)
	}
	if params, err := r.Client.PlanExtendsParams(ctx, problem, subType, product); err == nil {
		checkExtends(ctx, plan, params, diags)
	}
	if quota, err := r.Client.PlanQuota(ctx, problem, product); err == nil && quota.UnUsed != nil && *quota.UnUsed == 0 {
		diags.AddAttributeWarning(path.Root("business_type_id"), "The quota of tickets is used up",
			fmt.Sprintf("The service says that none is left for problem type %s. Opening the ticket will probably be refused.", problem))
	}
}

// caseTypeFault marks problem types that need a region (API reference: ListProblemTypes, case_type 5).
const caseTypeFault = "5"

func checkRegion(plan *caseModel, types []osmapi.SimpleIncidentBusinessTypeV2, diags *diag.Diagnostics) {
	for _, t := range types {
		if t.BusinessTypeId != nil && *t.BusinessTypeId == plan.BusinessTypeID.ValueString() && t.CaseType != nil && *t.CaseType == caseTypeFault &&
			plan.RegionID.IsNull() {
			diags.AddAttributeError(path.Root("region_id"), "Missing argument",
				"region_id is needed for a fault report (case_type 5), which this problem type is. See the data source osm_regions.")
		}
	}
}

func checkExtends(ctx context.Context, plan *caseModel, params *osmapi.ListExtendsParamsResponse, diags *diag.Diagnostics) {
	if plan.ExtendsMap.IsUnknown() || plan.ExtendsMap.IsUnderlyingValueUnknown() || params.ExtendsParams == nil {
		return
	}
	given, err := framework.JSONObject(ctx, plan.ExtendsMap)
	if err != nil {
		return // a value in it is not known yet
	}
	var missing []string
	for _, p := range *params.ExtendsParams {
		if p.Required == nil || *p.Required != 1 || p.ParamKey == nil {
			continue
		}
		if _, ok := given[*p.ParamKey]; !ok && (p.DefaultValue == nil || *p.DefaultValue == "") {
			missing = append(missing, describeParam(p))
		}
	}
	if len(missing) > 0 {
		diags.AddAttributeError(path.Root("extends_map"), "Missing parameter",
			"This problem type needs in extends_map: "+strings.Join(missing, "; ")+". See the data source osm_extends_params.")
	}
}

func describeParam(p osmapi.ExtendsParamV2) string {
	text := *p.ParamKey
	if p.ParamName != nil && *p.ParamName != "" {
		text += " (" + *p.ParamName + ")"
	}
	return text
}
