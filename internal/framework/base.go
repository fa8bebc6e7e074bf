// SPDX-License-Identifier: MPL-2.0

// Package framework holds what the provider's resources, data sources and actions share: the API client, diagnostics,
// conversions and schema attributes. It must not know tickets or any other entity.
package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// TypePrefix begins the name of every type of this provider.
const TypePrefix = "osm_"

// PlanCheckTimeout bounds all look-ups of one plan check: a plan never waits longer for what it can do without.
const PlanCheckTimeout = 5 * time.Second

// Data is what the provider passes to everything that it serves.
type Data struct {
	Client *osm.Client
	// PlanChecks reports whether look-ups at plan are enabled.
	PlanChecks bool
}

// The types below are embedded. Their Data is nil as long as the provider is not configured, as during validation.

// Resource is embedded by resources.
type Resource struct{ *Data }

// ListResource is embedded by list resources, which are configured like resources.
type ListResource = Resource

// DataSource is embedded by data sources.
type DataSource struct{ *Data }

// Action is embedded by actions.
type Action struct{ *Data }

// Ephemeral is embedded by ephemeral resources.
type Ephemeral struct{ *Data }

// Configure stores the provider's data.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

// Configure stores the provider's data.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

// Configure stores the provider's data.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

// Configure stores the provider's data.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

func fromProvider(data any, diags *diag.Diagnostics) *Data {
	out, ok := data.(*Data)
	if !ok && data != nil {
		diags.AddError("Unexpected provider data", fmt.Sprintf("This is a bug in the provider: please report it (%T).", data))
	}
	return out
}
