// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync/atomic"
	"time"
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
