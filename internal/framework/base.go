// SPDX-License-Identifier: MPL-2.0

// Package tfbase holds what the provider's resources, data sources and actions share of Terraform's framework: the hand-over of
// the client, diagnostics, small conversions and attributes. It knows no ticket.
package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// TypePrefix begins the name of every type of this provider.
const TypePrefix = "osm_"

// PlanCheckTimeout bounds all look-ups of one plan check: a plan never waits longer for what it can do without.
const PlanCheckTimeout = 5 * time.Second

// Data is what the provider hands to everything that it serves.
type Data struct {
	Client *osm.Client
	// PlanChecks is false when the user switched the look-ups at plan off.
	PlanChecks bool
}

// Resource is embedded by resources.
type Resource struct{ *Data }

// Configure takes over the provider's data. Without any (validate, or a provider that is not configured yet) it does nothing.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData != nil {
		r.Data = FromProvider(req.ProviderData, &resp.Diagnostics)
	}
}

// DataSource is embedded by data sources.
type DataSource struct{ *Data }

// Configure takes over the provider's data.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	if req.ProviderData != nil {
		d.Data = FromProvider(req.ProviderData, &resp.Diagnostics)
	}
}

// FromProvider gives the provider's data; another type is a fault of this program.
func FromProvider(data any, diags *diag.Diagnostics) *Data {
	out, ok := data.(*Data)
	if !ok {
		diags.AddError("Provider data of an unexpected type", fmt.Sprintf("Got %T. This is a fault of the provider: please report it.", data))
	}
	return out
}
