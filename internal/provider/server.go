// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/service/servicecase"
)

// NewServer returns a constructor of the provider's server.
func NewServer(version string, options ...Option) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := newProvider(version, options...)
		served := providerserver.NewProtocol6(p)()
		actions, hasActions := served.(tfprotov6.ActionServer)
		lists, hasLists := served.(tfprotov6.ListResourceServer)
		if !hasActions || !hasLists {
			return served
		}
		return server{ProviderServer: served, ActionServer: actions, ListResourceServer: lists, provider: p}
	}
}

// server passes calls to the plugin framework, except for what the framework does wrong or slowly.
type server struct {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer

	provider *osmProvider
}

// planners returns the planners by type. They are built once: schemas do not change.
var planners = sync.OnceValue(func() map[string]*planner {
	return map[string]*planner{"osm_servicecase": newPlanner(servicecase.NewResource)}
})

// PlanResourceChange lets a planner respond if there is one for the type. The plugin server ends ctx with StopProvider.
func (s server) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	if p := planners()[req.TypeName]; p != nil && !s.provider.plansSlowly {
		if resp, ok := p.plan(ctx, req, s.provider.data.Load()); ok {
			return resp, nil
		}
	}
	return released(ctx, req, s.ProviderServer.PlanResourceChange)
}

// writeOnlyRejected is the summary of the framework's error about a write-only argument.
const writeOnlyRejected = "WriteOnly Attribute Not Allowed"

// ValidateActionConfig accepts write-only arguments of actions. Terraform supports them, but the framework rejects their values.
func (s server) ValidateActionConfig(
	ctx context.Context, req *tfprotov6.ValidateActionConfigRequest,
) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := s.ActionServer.ValidateActionConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = slices.DeleteFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
			return d.Summary == writeOnlyRejected
		})
	}
	return resp, err
}
