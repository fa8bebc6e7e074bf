// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// nameArgument is an argument that names an entry of the catalog. Another argument takes the ID of the entry, and is computed if
// the name is configured.
type nameArgument struct {
	framework.Name
	// plural is Kind in the plural.
	plural string
	// list returns the entries among which the name is looked up.
	list func(ctx context.Context, l osm.LookUps, m *caseModel) ([]osm.Named, error)
	// within are the arguments for the IDs that list depends on. Without them, a name is looked up only if isListed is set.
	within   []string
	isListed bool
}

// nameArguments are in the order in which they are looked up: an entry comes after those that its list depends on.
var nameArguments = []nameArgument{
	{
		Name:   framework.Name{Argument: "incident_sub_type", Kind: "ticket sub-type", IDArgument: "incident_sub_type_id"},
		plural: "ticket sub-types",
		list: func(ctx context.Context, l osm.LookUps, _ *caseModel) ([]osm.Named, error) {
			types, err := l.CaseCategories(ctx)
			return framework.Map(types, osm.NameOfSubType), err
		},
	},
	{
		Name:   framework.Name{Argument: "product_category", Kind: "product", IDArgument: "product_category_id"},
		plural: "products",
		list: func(ctx context.Context, l osm.LookUps, _ *caseModel) ([]osm.Named, error) {
			products, err := l.ProductCategories(ctx, "")
			return framework.Map(products, osm.NameOfProduct), err
		},
	},
	{
		Name:   framework.Name{Argument: "business_type", Kind: "problem type", IDArgument: "business_type_id"},
		plural: "problem types of the product",
		list: func(ctx context.Context, l osm.LookUps, m *caseModel) ([]osm.Named, error) {
			problems, err := l.ProblemTypes(ctx, m.ProductCategoryID.ValueString(), "")
			return framework.Map(problems, osm.NameOfProblemType), err
		},
		within: []string{"product_category_id"}, isListed: true,
	},
	{
		Name:   framework.Name{Argument: "region", Kind: "region", IDArgument: "region_id"},
		plural: "regions",
		list: func(ctx context.Context, l osm.LookUps, _ *caseModel) ([]osm.Named, error) {
			regions, err := l.Regions(ctx)
			return framework.Map(regions, osm.NameOfRegion), err
		},
	},
	{
		Name:   framework.Name{Argument: "severity", Kind: "severity", IDArgument: "severity_id"},
		plural: "severities for the product and problem type",
		list: func(ctx context.Context, l osm.LookUps, m *caseModel) ([]osm.Named, error) {
			severities, err := l.Severities(ctx, m.ProductCategoryID.ValueString(), m.BusinessTypeID.ValueString())
			return framework.Map(framework.Value(severities.SeverityList), osm.NameOfSeverity), err
		},
		within: []string{"product_category_id", "business_type_id"},
	},
}

// ValidateConfig rejects an entry of the catalog that is configured twice, by name and by ID.
func (*caseResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var config caseModel
	if framework.Failed(&resp.Diagnostics, caseCodec().Decode(ctx, req.Config.Raw, &config)) {
		return
	}
	names, ids := config.names(), config.createOnly()
	for _, a := range nameArguments {
		if framework.IsKnown(*names[a.Argument]) && framework.IsKnown(*ids[a.IDArgument]) {
			resp.Diagnostics.AddAttributeError(path.Root(a.Argument), "Conflicting arguments",
				fmt.Sprintf("%#q and %#q can't both be set. Remove one of them.", a.Argument, a.IDArgument))
		}
	}
}

// planNames plans the IDs of the entries that are configured by name. The IDs of an existing ticket stay as long as their names
// are not changed, whatever the catalog contains by now: an entry that the service renames or moves must not replace a ticket.
// state is nil for a new ticket.
func (r *caseResource) planNames(ctx context.Context, config, plan, state *caseModel, diags *diag.Diagnostics) {
	limit := osm.PlanNamesTimeout
	if r.Data != nil && r.Unavailable() != nil {
		limit = osm.PlanCheckTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	names, configured, planned := config.names(), config.createOnly(), plan.createOnly()
	for _, a := range nameArguments {
		name, id := *names[a.Argument], planned[a.IDArgument]
		switch {
		case !configured[a.IDArgument].IsNull():
		case name.IsNull():
			*id = types.StringNull()
		case state != nil && a.isKept(name, plan, state):
			*id = *state.createOnly()[a.IDArgument]
		case name.IsUnknown() || r.Data == nil:
			*id = types.StringUnknown()
		default:
			*id = r.lookUpName(ctx, a, name, plan, state, diags)
		}
	}
}

// isKept reports whether the entry of an existing ticket is still the one that is configured.
func (a nameArgument) isKept(name types.String, plan, state *caseModel) bool {
	planned, before := plan.createOnly(), state.createOnly()
	for _, id := range a.within {
		if !planned[id].Equal(*before[id]) {
			return false
		}
	}
	return name.Equal(*state.names()[a.Argument]) && !before[a.IDArgument].IsNull()
}

// lookUpName returns the ID of an entry. It is unknown if an ID that the list depends on is unknown, and for a new ticket if the
// list can't be read for now. After the error of a name that stands for no entry, it is unknown too, so that what depends on the
// entry is not looked up.
func (r *caseResource) lookUpName(
	ctx context.Context, a nameArgument, name types.String, plan, state *caseModel, diags *diag.Diagnostics,
) types.String {
	at, summary := path.Root(a.Argument), "Unable to look up the "+a.Kind
	for _, id := range a.within {
		switch needed := plan.createOnly()[id]; {
		case needed.IsUnknown():
			return types.StringUnknown()
		case needed.IsNull() && !a.isListed:
			diags.AddAttributeError(at, "Missing argument",
				fmt.Sprintf("`%[1]s` can only be looked up for a product and a problem type. Set `product_category` and "+
					"`business_type`, or replace `%[1]s` with `%[2]s`.", a.Argument, a.IDArgument))
			return types.StringUnknown()
		}
	}
	var entries []osm.Named
	err := r.Unavailable()
	// An apply must not give up after the one call of the login check: an ID that the plan has shown would become unknown.
	if _, mayRecover := errors.AsType[*osm.UnavailableError](err); mayRecover || err == nil {
		entries, err = a.list(ctx, r.Client.PlanNames(), plan)
	}
	switch {
	case err == nil:
		if id := r.FindID(diags, a.Name, name, entries); !id.IsNull() {
			return id
		}
	case r.Unavailable() != nil && !osm.IsUnavailable(err):
		// The check of the login has reported it.
	case osm.IsDenied(err):
		diags.AddAttributeError(at, summary, framework.Explain(err))
	case state != nil:
		diags.AddAttributeError(at, summary, fmt.Sprintf("Unable to determine whether ticket %s already has the %s %q or must "+
			"be replaced. Plan again when the service is available.\n\n%s", state.ID.ValueString(), a.Kind,
			name.ValueString(), framework.Explain(err)))
	case r.Unavailable() == nil && r.PlanChecks && r.IsFirst(a.Argument):
		diags.AddAttributeWarning(at, summary, "The name was not checked. The apply looks it up before it opens the ticket. To "+
			"check it now, plan again when the service is available. "+framework.InconsistentPlan+"\n\n"+framework.Explain(err))
	}
	return types.StringUnknown()
}

// applyNames looks up the names that could not be looked up at plan, before the ticket is opened.
func (r *caseResource) applyNames(ctx context.Context, m *caseModel, diags *diag.Diagnostics) {
	for _, a := range nameArguments {
		if id := m.createOnly()[a.IDArgument]; id.IsUnknown() {
			entries, err := a.list(ctx, r.Client.LookUps, m)
			if err != nil {
				diags.AddAttributeError(path.Root(a.Argument), "Unable to look up the "+a.Kind, framework.Explain(err))
				return
			}
			*id = r.FindID(diags, a.Name, *m.names()[a.Argument], entries)
		}
	}
}
