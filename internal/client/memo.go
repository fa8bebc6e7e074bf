// SPDX-License-Identifier: MPL-2.0

package client

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

// memo keeps answers of look-ups for the life of the client, which is one plan or one apply: identical questions cost one call. The language
// is no part of a question, since a client has one. Never used for tickets, nor for what tickets change.
type memo struct {
	flight singleflight.Group
	mu     sync.Mutex
	kept   map[string]any
	failed map[string]error
}

// question is an operation with its arguments.
type question struct {
	op   string
	args string
}

func ask(op string, args ...string) question { return question{op, strings.Join(args, "\x00")} }

func (q question) key() string { return q.op + "\x00" + q.args }

// abandonedError is the failure of a call whose caller gave up: no answer to the others who wait for it.
type abandonedError struct{ error }

// answer gives the kept answer to a question, or makes the call, once however many callers wait for it. A failure is told to those who wait
// and is not kept: the next caller tries anew.
func answer[T any](ctx context.Context, m *memo, q question, call func(context.Context) (T, error)) (T, error) {
	return fly(ctx, m, q.key(), q, call)
}

// triedFor bounds one call for a plan check.
const triedFor = 5 * time.Second

// tried is answer for a plan check: the call is made without retries and its failure is kept, so that a service that is down delays a plan
// once. It does not share the flight of answer, whose callers want the retries, and it outlives the caller that made it: the first of many
// to give up must not have the next one ask again.
func tried[T any](ctx context.Context, m *memo, q question, call func(context.Context) (T, error)) (T, error) {
	var none T
	if ctx.Err() != nil {
		return none, gaveUp(ctx, q.op)
	}
	landed := m.flight.DoChan("once\x00"+q.key(), func() (any, error) {
		if err := m.failure(q); err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), triedFor)
		defer cancel()
		ctx = transport.With(ctx, transport.Call{Once: true})
		v, err := m.recall(ctx, q, func() (any, error) { return call(ctx) })
		m.fail(q, err)
		return v, err
	})
	select {
	case <-ctx.Done():
		return none, gaveUp(ctx, q.op)
	case r := <-landed:
		v, _ := r.Val.(T)
		return v, r.Err
	}
}

func (m *memo) failure(q question) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.failed[q.key()]
}

func (m *memo) fail(q question, err error) {
	if err == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed == nil {
		m.failed = map[string]error{}
	}
	m.failed[q.key()] = err
}

// fly asks or joins those who ask. A caller who gives up ends at once; when it was the one that made the call, another of them makes it again.
func fly[T any](ctx context.Context, m *memo, flight string, q question, call func(context.Context) (T, error)) (T, error) {
	var none T
	for {
		landed := m.flight.DoChan(flight, func() (any, error) { return m.recall(ctx, q, func() (any, error) { return call(ctx) }) })
		select {
		case <-ctx.Done():
			return none, gaveUp(ctx, q.op)
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
			return none, missing(q.op, http.MethodGet, "value of the expected kind")
		}
	}
}

// recall gives what is kept; else it makes the call and keeps a good answer.
func (m *memo) recall(ctx context.Context, q question, call func() (any, error)) (any, error) {
	m.mu.Lock()
	kept, ok := m.kept[q.key()]
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
	m.kept[q.key()] = v
	return v, nil
}

func gaveUp(ctx context.Context, op string) error {
	kind := apierror.Cancelled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = apierror.TimedOut
	}
	return &apierror.Error{Op: op, Method: "GET", Kind: kind, Err: ctx.Err()}
}

// PlanProblemTypes is ProblemTypes, tried once and asked once in a process.
func (c *Client) PlanProblemTypes(ctx context.Context, product, subType string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	question := ask("ListProblemTypes", product, subType)
	return tried(ctx, &c.plans, question, func(ctx context.Context) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
		return c.problemTypes(ctx, product, subType)
	})
}

// PlanExtendsParams is ExtendsParams, tried once and asked once in a process.
func (c *Client) PlanExtendsParams(ctx context.Context, problem, subType, product string) (*osmapi.ListExtendsParamsResponse, error) {
	question := ask("ListExtendsParams", problem, subType, product)
	return tried(ctx, &c.plans, question, func(ctx context.Context) (*osmapi.ListExtendsParamsResponse, error) {
		return c.extendsParams(ctx, problem, subType, product)
	})
}

// PlanQuota is Quota, tried once and asked once in a process.
func (c *Client) PlanQuota(ctx context.Context, problem, product string) (*osmapi.ListCaseQuotasResponse, error) {
	return tried(ctx, &c.plans, ask("ListCaseQuotas", problem, product), func(ctx context.Context) (*osmapi.ListCaseQuotasResponse, error) {
		return c.Quota(ctx, problem, product)
	})
}

// PlanAccessoryLimits is AccessoryLimits, tried once and asked once in a process.
func (c *Client) PlanAccessoryLimits(ctx context.Context) (*Limits, error) {
	return tried(ctx, &c.plans, ask("ShowAccessoryLimits"), c.AccessoryLimits)
}
