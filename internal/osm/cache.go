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
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// LookUps read the catalogue and the account. Responses are cached and shared: callers must not change them.
type LookUps struct {
	client *Client
	// once makes one call without retries and keeps its failure.
	once bool
}

// PlanChecks returns the look-ups for the checks of a plan. Each makes one call without retries and keeps its failure, so that a
// service that is down delays a plan once.
func (c *Client) PlanChecks() LookUps { return LookUps{client: c, once: true} }

// planCheckTimeout bounds one call for a plan check.
const planCheckTimeout = 5 * time.Second

// lookUp returns the cached response to a request, or makes the call. A response that check rejects is an error.
func lookUp[T any](ctx context.Context, l LookUps, op string, r requested, check ...func(*T) error) (*T, error) {
	call := transport.Call{Op: op, Once: l.once}
	load := func(ctx context.Context) (any, error) {
		out, err := getWith[T](ctx, l.client, call, r)
		for _, check := range check {
			if err == nil {
				err = check(out)
			}
		}
		return out, err
	}
	if r.err != nil {
		return nil, unprepared(op, r.err)
	}
	find := l.client.cache.load
	if l.once {
		find = l.client.cache.loadOnce
	}
	v, err := find(ctx, cacheKey{op, r.URL.String()}, load)
	if err != nil {
		return nil, err
	}
	out, _ := v.(*T)
	return out, nil
}

// cache keeps the responses to look-ups for the life of the client, which is one plan or one apply: equal look-ups cost one call.
// The language is not part of a key, since a client has one. It is never used for tickets, nor for what tickets change.
type cache struct {
	flight    singleflight.Group
	mu        sync.Mutex
	responses map[cacheKey]any
	failures  map[cacheKey]error
}

type cacheKey struct{ op, url string }

// abandonedError is the failure of a call whose caller gave up, which is not a result for the others that wait for it.
type abandonedError struct{ error }

// load makes a call once however many callers wait for it. A failure is returned to those that wait and is not kept. A caller
// whose context ends returns at once; if it was the one that made the call, another caller repeats it.
func (m *cache) load(ctx context.Context, key cacheKey, load func(context.Context) (any, error)) (any, error) {
	for {
		landed := m.flight.DoChan(key.op+key.url, func() (any, error) {
			v, err := m.loadCached(ctx, key, load)
			if err != nil && ctx.Err() != nil {
				return nil, &abandonedError{err}
			}
			return v, err
		})
		select {
		case <-ctx.Done():
			return nil, cancelled(ctx, key.op)
		case r := <-landed:
			var abandoned *abandonedError
			switch {
			case !errors.As(r.Err, &abandoned):
				return r.Val, r.Err
			case ctx.Err() != nil:
				return nil, abandoned.error
			}
		}
	}
}

// loadOnce is load for plan checks. It does not share the calls of load, whose callers want the retries, and its call
// outlives the caller that made it: the first of many to give up must not make the next one call again.
func (m *cache) loadOnce(ctx context.Context, key cacheKey, load func(context.Context) (any, error)) (any, error) {
	if ctx.Err() != nil {
		return nil, cancelled(ctx, key.op)
	}
	landed := m.flight.DoChan("once "+key.op+key.url, func() (any, error) {
		m.mu.Lock()
		err := m.failures[key]
		m.mu.Unlock()
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), planCheckTimeout)
		defer cancel()
		v, err := m.loadCached(ctx, key, load)
		if err != nil {
			m.mu.Lock()
			m.failures[key] = err
			m.mu.Unlock()
		}
		return v, err
	})
	select {
	case <-ctx.Done():
		return nil, cancelled(ctx, key.op)
	case r := <-landed:
		return r.Val, r.Err
	}
}

// loadCached returns the response that is kept, or makes the call and keeps its response.
func (m *cache) loadCached(ctx context.Context, key cacheKey, load func(context.Context) (any, error)) (any, error) {
	m.mu.Lock()
	kept, ok := m.responses[key]
	m.mu.Unlock()
	if ok {
		return kept, nil
	}
	v, err := load(ctx)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.responses[key] = v
	return v, nil
}

// cancelled returns the error of a call that was not made, since ctx ended before.
func cancelled(ctx context.Context, op string) error {
	kind := apierror.Cancelled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = apierror.TimedOut
	}
	return &apierror.Error{Op: op, Method: http.MethodGet, Kind: kind, Err: ctx.Err()}
}
