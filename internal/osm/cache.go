// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// cache keeps the responses to look-ups for the life of the client, which is one plan or one apply: identical look-ups cost one call. The language is
// not part of a key, since a client has one. Never used for tickets, nor for what tickets change.
type cache struct {
	flight singleflight.Group
	mu     sync.Mutex
	kept   map[string]any
	failed map[string]error
}

// cacheKey is an operation with its arguments.
type cacheKey struct {
	op   string
	args string
}

func newCacheKey(op string, args ...string) cacheKey { return cacheKey{op, strings.Join(args, "\x00")} }

func (k cacheKey) id() string { return k.op + "\x00" + k.args }

// abandonedError is the failure of a call whose caller gave up, which is not a result for the others that wait for it.
type abandonedError struct{ error }

// cached returns the response kept for a key, or makes the call, once however many callers wait for it. A failure is returned to those that wait and is
// not kept: the next caller tries again.
func cached[T any](ctx context.Context, m *cache, key cacheKey, call func(context.Context) (T, error)) (T, error) {
	return share(ctx, m, key.id(), key, call)
}

// loadOnceTimeout bounds one call for a plan check.
const loadOnceTimeout = 5 * time.Second

// loadOnce is cached for a plan check: the call is made without retries and its failure is kept, so that a service that is down delays a plan once. It
// does not share the calls of cached, whose callers want the retries, and it outlives the caller that made it: the first of many to give up must not
// make the next one call again.
func loadOnce[T any](ctx context.Context, m *cache, key cacheKey, call func(context.Context) (T, error)) (T, error) {
	var none T
	if ctx.Err() != nil {
		return none, gaveUp(ctx, key.op)
	}
	landed := m.flight.DoChan("once\x00"+key.id(), func() (any, error) {
		if err := m.failure(key); err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadOnceTimeout)
		defer cancel()
		ctx = transport.With(ctx, transport.Call{Once: true})
		v, err := m.loadCached(ctx, key, func() (any, error) { return call(ctx) })
		m.fail(key, err)
		return v, err
	})
	select {
	case <-ctx.Done():
		return none, gaveUp(ctx, key.op)
	case r := <-landed:
		v, _ := r.Val.(T)
		return v, r.Err
	}
}

func (m *cache) failure(key cacheKey) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.failed[key.id()]
}

func (m *cache) fail(key cacheKey, err error) {
	if err == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed == nil {
		m.failed = map[string]error{}
	}
	m.failed[key.id()] = err
}

// share makes the call, or waits for one that is under way. A caller whose context ends returns at once; if it was the one that made the call, another
// caller repeats it.
func share[T any](ctx context.Context, m *cache, flight string, key cacheKey, call func(context.Context) (T, error)) (T, error) {
	var none T
	for {
		landed := m.flight.DoChan(flight, func() (any, error) { return m.loadCached(ctx, key, func() (any, error) { return call(ctx) }) })
		select {
		case <-ctx.Done():
			return none, gaveUp(ctx, key.op)
		case r := <-landed:
			var abandoned *abandonedError
			switch v, ok := r.Val.(T); {
			case errors.As(r.Err, &abandoned) && ctx.Err() == nil:
				continue
			case errors.As(r.Err, &abandoned):
				return none, abandoned.error
			case r.Err != nil:
				return none, r.Err
			case ok:
				return v, nil
			}
			return none, missing(key.op, http.MethodGet, "value of the expected kind")
		}
	}
}

// loadCached returns what is kept; otherwise it makes the call and keeps a response that is not an error.
func (m *cache) loadCached(ctx context.Context, key cacheKey, call func() (any, error)) (any, error) {
	m.mu.Lock()
	kept, ok := m.kept[key.id()]
	m.mu.Unlock()
	if ok {
		return kept, nil
	}
	v, err := call()
	if err != nil && ctx.Err() != nil {
		return nil, &abandonedError{err}
	}
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]any{}
	}
	m.kept[key.id()] = v
	return v, nil
}

func gaveUp(ctx context.Context, op string) error {
	kind := apierror.Cancelled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = apierror.TimedOut
	}
	return &apierror.Error{Op: op, Method: "GET", Kind: kind, Err: ctx.Err()}
}

// PlanChecks makes look-ups for the checks of a plan: one call without retries per process.
type PlanChecks struct{ c *Client }

// PlanChecks returns the look-ups of plan checks.
func (c *Client) PlanChecks() PlanChecks { return PlanChecks{c} }

// ProblemTypes is Client.ProblemTypes.
func (p PlanChecks) ProblemTypes(ctx context.Context, product, subType string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	key := newCacheKey("ListProblemTypes", product, subType)
	return loadOnce(ctx, &p.c.lookups, key, func(ctx context.Context) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
		return p.c.problemTypes(ctx, product, subType)
	})
}

// ExtendsParams is Client.ExtendsParams.
func (p PlanChecks) ExtendsParams(ctx context.Context, problem, subType, product string) (*osmapi.ListExtendsParamsResponse, error) {
	key := newCacheKey("ListExtendsParams", problem, subType, product)
	return loadOnce(ctx, &p.c.lookups, key, func(ctx context.Context) (*osmapi.ListExtendsParamsResponse, error) {
		return p.c.extendsParams(ctx, problem, subType, product)
	})
}

// Quota is Client.Quota.
func (p PlanChecks) Quota(ctx context.Context, problem, product string) (*osmapi.ListCaseQuotasResponse, error) {
	key := newCacheKey("ListCaseQuotas", problem, product)
	return loadOnce(ctx, &p.c.lookups, key, func(ctx context.Context) (*osmapi.ListCaseQuotasResponse, error) {
		return p.c.Quota(ctx, problem, product)
	})
}

// AccessoryLimits is Client.AccessoryLimits.
func (p PlanChecks) AccessoryLimits(ctx context.Context) (*Limits, error) {
	return loadOnce(ctx, &p.c.lookups, newCacheKey("ShowAccessoryLimits"), p.c.accessoryLimits)
}
