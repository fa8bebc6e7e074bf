// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// LookUps read the catalog and the account. Responses are cached and shared: callers must not change them.
type LookUps struct {
	client *Client
	// once caches the failure of a look-up too, and limits its time.
	once bool
	// retries permits retries within that time.
	retries bool
}

// PlanChecks returns the look-ups for the checks of a plan: an unavailable service delays a plan only once.
func (c *Client) PlanChecks() LookUps { return LookUps{client: c, once: true} }

// PlanNames returns the look-ups for the names of a plan. They are retried: an apply that plans again must find the same ID.
func (c *Client) PlanNames() LookUps { return LookUps{client: c, once: true, retries: true} }

// UnavailableError reports that the service could not be reached.
type UnavailableError struct{ Err error }

func (e *UnavailableError) Error() string { return e.Err.Error() }
func (e *UnavailableError) Unwrap() error { return e.Err }

// LoginLookUp is a look-up of which only the error matters.
type LoginLookUp func(context.Context, LookUps) error

// ByLimits is a cheap look-up, which the checks of attachments share.
func ByLimits(ctx context.Context, l LookUps) error {
	_, err := l.AccessoryLimits(ctx)
	return err
}

// ByPolicy is the look-up that the checks of new tickets share.
func ByPolicy(ctx context.Context, l LookUps) error {
	_, err := l.PrivilegePolicy(ctx, PrivilegeCreateCase)
	return err
}

// CheckLogin finds out whether the service accepts the login, by a look-up. It returns an *UnavailableError if the service can't
// be reached, and nil if only the calls themselves can show whether they are permitted.
func (c *Client) CheckLogin(ctx context.Context, by LoginLookUp) error {
	err := by(ctx, c.PlanChecks())
	if login, ok := errors.AsType[*iam.LoginError](err); ok {
		if e := apierror.As(err); login.Deferred || e != nil && e.Kind == apierror.Cancelled {
			return nil
		} else if e != nil && !login.Final {
			return &UnavailableError{err}
		}
		return err
	}
	e := apierror.As(err)
	_, accepted := errors.AsType[missingFieldError](err)
	switch {
	case e == nil, accepted, e.Kind == apierror.Rejected && e.Status == http.StatusTooManyRequests:
		return nil
	case IsUnavailable(err):
		return &UnavailableError{err}
	case e.Kind == apierror.Rejected && e.Status == http.StatusUnauthorized:
		return err
	}
	return nil
}

// IsUnavailable reports whether a call failed in a way that says nothing about its arguments or permissions, so that it may
// succeed later.
func IsUnavailable(err error) bool {
	e := apierror.As(err)
	if login, ok := errors.AsType[*iam.LoginError](err); ok {
		return e != nil && e.Kind != apierror.Cancelled && !login.Final
	}
	switch {
	case e == nil, e.Kind == apierror.Cancelled, e.Kind == apierror.Unprepared:
		return false
	case e.Kind != apierror.Rejected:
		return true
	}
	return e.Status >= 500 || e.Status >= 300 && e.Status < 400 || e.Status == http.StatusTooManyRequests ||
		e.Status == http.StatusNotFound && !strings.HasPrefix(e.Code, "OSM.")
}

// IsDenied reports whether the service rejected a call for a reason that another attempt does not change.
func IsDenied(err error) bool {
	e := apierror.As(err)
	_, isLogin := errors.AsType[*iam.LoginError](err)
	return e != nil && !isLogin && e.Kind == apierror.Rejected && !IsUnavailable(err)
}

const (
	// PlanCheckTimeout bounds a look-up of PlanChecks, and all of one plan check: a plan never waits longer for optional checks.
	PlanCheckTimeout = 5 * time.Second
	// PlanNamesTimeout bounds a look-up of PlanNames with its retries.
	PlanNamesTimeout = 15 * time.Second
)

// lookUp returns the cached response to a request, or makes the call.
func lookUp[T any](ctx context.Context, l LookUps, r osmapi.Request) (out T, err error) {
	err = l.lookUpInto(ctx, &out, r, "", nil)
	return out, err
}

// lookUpWith is lookUp for a response that must have a field.
func lookUpWith[T any](ctx context.Context, l LookUps, r osmapi.Request, field string, has func(T) bool) (out T, err error) {
	err = l.lookUpInto(ctx, &out, r, field, func(response any) bool {
		got, ok := response.(*T)
		return ok && has(*got)
	})
	return out, err
}

// lookUpInto is lookUpWith for a pointer to the response. has may be nil.
func (l LookUps) lookUpInto(ctx context.Context, out any, r osmapi.Request, field string, has func(response any) bool) error {
	if r.Err != nil {
		return unprepared(r.Op, r.Err)
	}
	load := l.client.cache.load
	switch {
	case l.retries:
		load = l.client.cache.loadRetried
	case l.once:
		load = l.client.cache.loadOnce
	}
	v, err := load(ctx, r, func(ctx context.Context) (any, error) {
		got := reflect.New(reflect.TypeOf(out).Elem()).Interface()
		err := l.client.getInto(ctx, got, transport.Call{Once: l.once && !l.retries}, r)
		if err == nil && has != nil && !has(got) {
			err = missing(r, field)
		}
		return got, err
	})
	if err == nil {
		reflect.ValueOf(out).Elem().Set(reflect.ValueOf(v).Elem())
	}
	return err
}

// readWith is lookUpWith for data that a run may change: only plan checks cache it.
func readWith[T any](ctx context.Context, l LookUps, r osmapi.Request, field string, has func(T) bool) (T, error) {
	if l.once {
		return lookUpWith(ctx, l, r, field, has)
	}
	out, err := get[T](ctx, l.client, r)
	if err == nil && !has(out) {
		err = missing(r, field)
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
	return m.loadWithin(ctx, r, "once ", PlanCheckTimeout, call)
}

// loadRetried is loadOnce for a call with retries. The two share no failures.
func (m *cache) loadRetried(ctx context.Context, r osmapi.Request, call func(context.Context) (any, error)) (any, error) {
	return m.loadWithin(ctx, r, "retried ", PlanNamesTimeout, call)
}

func (m *cache) loadWithin(
	ctx context.Context, r osmapi.Request, kind string, timeout time.Duration, call func(context.Context) (any, error),
) (any, error) {
	if ctx.Err() != nil {
		return nil, cancelled(ctx, r.Op)
	}
	key := kind + r.URL.String()
	return m.share(ctx, r, kind, func() (any, error) {
		if kept, ok := m.failures.Load(key); ok {
			err, _ := kept.(error)
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
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
