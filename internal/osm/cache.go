// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// LookUps read the catalogue and the account. Responses are cached and shared: callers must not change them.
type LookUps struct {
	client *Client
	// once limits each look-up to one call without retries, whose failure is cached.
	once bool
}

// PlanChecks returns the look-ups for the checks of a plan: an unavailable service delays a plan only once.
func (c *Client) PlanChecks() LookUps { return LookUps{client: c, once: true} }

const planCheckTimeout = 5 * time.Second

// lookUp returns the cached response to a request, or makes the call.
func lookUp[T any](ctx context.Context, l LookUps, r osmapi.Request) (T, error) {
	return lookUpWith(ctx, l, r, "", func(T) bool { return true })
}

// lookUpWith is lookUp for a response that must have a field.
func lookUpWith[T any](ctx context.Context, l LookUps, r osmapi.Request, field string, has func(T) bool) (out T, err error) {
	if r.Err != nil {
		return out, unprepared(r.Op, r.Err)
	}
	load := l.client.cache.load
	if l.once {
		load = l.client.cache.loadOnce
	}
	v, err := load(ctx, r, func(ctx context.Context) (any, error) {
		got, err := getWith[T](ctx, l.client, transport.Call{Once: l.once}, r)
		if err == nil && !has(got) {
			err = missing(r, field)
		}
		return got, err
	})
	if err == nil {
		out, _ = v.(T)
	}
	return out, err
}

// cache keeps the responses to look-ups by URL for one plan or apply, but never tickets or data that tickets change.
type cache struct {
	flight              singleflight.Group
	responses, failures sync.Map
}

// abandonedError is the error of a call whose caller gave up. Other callers that wait for the same call must not receive it.
type abandonedError struct{ error }

// load makes a call once, no matter how many callers wait for it. A failure is returned to all waiting callers and is not cached.
// A caller whose context ends returns at once; if it was the one that made the call, another caller repeats it.
func (m *cache) load(ctx context.Context, r osmapi.Request, call func(context.Context) (any, error)) (any, error) {
	for {
		v, err := m.share(ctx, r, "", func() (any, error) {
			v, err := m.loadCached(ctx, r, call)
			if err != nil && ctx.Err() != nil {
				return nil, &abandonedError{err}
			}
			return v, err
		})
		abandoned, ok := errors.AsType[*abandonedError](err)
		switch {
		case !ok:
			return v, err
		case ctx.Err() != nil:
			return nil, abandoned.error
		}
	}
}

// share makes a call that all callers of that kind wait for at the same time.
func (m *cache) share(ctx context.Context, r osmapi.Request, kind string, call func() (any, error)) (any, error) {
	select {
	case <-ctx.Done():
		return nil, cancelled(ctx, r.Op)
	case shared := <-m.flight.DoChan(kind+r.URL.String(), call):
		return shared.Val, shared.Err
	}
}

// loadOnce is load for plan checks. It does not share the calls of load, whose callers want the retries, and its call outlives
// the caller that made it: if the first of many callers gives up, the next one must not repeat the call.
func (m *cache) loadOnce(ctx context.Context, r osmapi.Request, call func(context.Context) (any, error)) (any, error) {
	if ctx.Err() != nil {
		return nil, cancelled(ctx, r.Op)
	}
	key := r.URL.String()
	return m.share(ctx, r, "once ", func() (any, error) {
		if kept, ok := m.failures.Load(key); ok {
			err, _ := kept.(error)
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), planCheckTimeout)
		defer cancel()
		v, err := m.loadCached(ctx, r, call)
		if err != nil {
			m.failures.Store(key, err)
		}
		return v, err
	})
}

func (m *cache) loadCached(ctx context.Context, r osmapi.Request, call func(context.Context) (any, error)) (any, error) {
	key := r.URL.String()
	if kept, ok := m.responses.Load(key); ok {
		return kept, nil
	}
	v, err := call(ctx)
	if err == nil {
		m.responses.Store(key, v)
	}
	return v, err
}

// cancelled returns the error of a call that was not made because ctx had already ended.
func cancelled(ctx context.Context, op string) error {
	kind := apierror.Cancelled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = apierror.TimedOut
	}
	return &apierror.Error{Op: op, Method: http.MethodGet, Kind: kind, Err: ctx.Err()}
}
