// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// callContext is the context of one call from Terraform until it is released. The plugin framework keeps the context of every
// call until the provider stops, with loggers and the stream of the call: about 8 kB each, five times per ticket.
type callContext struct {
	atomic.Pointer[context.Context]
}

func (c *callContext) Deadline() (deadline time.Time, ok bool) {
	if ctx := c.Load(); ctx != nil {
		return (*ctx).Deadline()
	}
	return time.Time{}, false
}

func (c *callContext) Done() <-chan struct{} {
	if ctx := c.Load(); ctx != nil {
		return (*ctx).Done()
	}
	return nil
}

func (c *callContext) Err() error {
	if ctx := c.Load(); ctx != nil {
		return (*ctx).Err()
	}
	return nil
}

func (c *callContext) Value(key any) any {
	if ctx := c.Load(); ctx != nil {
		return (*ctx).Value(key)
	}
	return nil
}

// releasable returns a context like ctx, and a function after which it holds nothing.
func releasable(ctx context.Context) (context.Context, func()) {
	c := &callContext{}
	c.Store(&ctx)
	return c, func() { c.Store(nil) }
}

// released makes a call with a context that holds nothing once the call has returned.
func released[Q, R any](ctx context.Context, req Q, call func(context.Context, Q) (R, error)) (R, error) {
	ctx, release := releasable(ctx)
	defer release()
	return call(ctx, req)
}

func (s server) ValidateResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return released(ctx, req, s.ProviderServer.ValidateResourceConfig)
}

func (s server) UpgradeResourceState(
	ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return released(ctx, req, s.ProviderServer.UpgradeResourceState)
}

func (s server) UpgradeResourceIdentity(
	ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest,
) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return released(ctx, req, s.ProviderServer.UpgradeResourceIdentity)
}

func (s server) ReadResource(
	ctx context.Context, req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	return released(ctx, req, s.ProviderServer.ReadResource)
}

func (s server) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return released(ctx, req, s.ProviderServer.ApplyResourceChange)
}

func (s server) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	return released(ctx, req, s.ProviderServer.ReadDataSource)
}
