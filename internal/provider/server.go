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

// fastPaths returns the fast paths by type. They are built once: schemas do not change.
var fastPaths = sync.OnceValue(func() map[string]*fastPath {
	const ticket = "osm_servicecase"
	return map[string]*fastPath{ticket: newFastPath(ticket, servicecase.NewResource)}
})

// served lets the fast path of a type respond, or the plugin framework if there is none or if the request is not for it. The
// plugin server ends ctx with StopProvider.
func served[Q, R any](
	ctx context.Context, s server, typeName string, req Q,
	short func(*fastPath, context.Context, Q, any) (R, bool), call func(context.Context, Q) (R, error),
) (R, error) {
	if c := fastPaths()[typeName]; c != nil && !s.provider.withoutFastPaths {
		if resp, ok := short(c, ctx, req, s.provider.data.Load()); ok {
			return resp, nil
		}
	}
	return released(ctx, req, call)
}

func (s server) ValidateResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return served(ctx, s, req.TypeName, req, (*fastPath).validate, s.ProviderServer.ValidateResourceConfig)
}

func (s server) UpgradeResourceState(
	ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return served(ctx, s, req.TypeName, req, (*fastPath).upgrade, s.ProviderServer.UpgradeResourceState)
}

func (s server) ReadResource(
	ctx context.Context, req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	return served(ctx, s, req.TypeName, req, (*fastPath).read, s.ProviderServer.ReadResource)
}

func (s server) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	return served(ctx, s, req.TypeName, req, (*fastPath).plan, s.ProviderServer.PlanResourceChange)
}

func (s server) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return served(ctx, s, req.TypeName, req, (*fastPath).create, s.ProviderServer.ApplyResourceChange)
}

func (s server) UpgradeResourceIdentity(
	ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest,
) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return released(ctx, req, s.ProviderServer.UpgradeResourceIdentity)
}

func (s server) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	return released(ctx, req, s.ProviderServer.ReadDataSource)
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
