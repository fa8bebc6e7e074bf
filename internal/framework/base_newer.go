// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ListResource is embedded by list resources.
type ListResource struct{ *Data }

// Configure takes over the provider's data.
func (l *ListResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData != nil {
		l.Data = FromProvider(req.ProviderData, &resp.Diagnostics)
	}
}

// Action is embedded by actions.
type Action struct{ *Data }

// Configure takes over the provider's data. Without any (validate) it does nothing.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	if req.ProviderData != nil {
		a.Data = FromProvider(req.ProviderData, &resp.Diagnostics)
	}
}

// Ephemeral is embedded by ephemeral resources.
type Ephemeral struct{ *Data }

// Configure takes over the provider's data. Without any (validate) it does nothing.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	if req.ProviderData != nil {
		e.Data = FromProvider(req.ProviderData, &resp.Diagnostics)
	}
}
