// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/singleflight"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// memo keeps answers of look-ups for the life of the process, which is one plan or one apply: identical questions cost one call. Failures are kept
// where asked for. Never used for tickets.
type memo struct {
	flight singleflight.Group
	mu     sync.Mutex
	kept   map[string]any
}

// remember gives the kept answer for key, or asks once however many callers wait for it.
func remember[T any](m *memo, key string, ask func() (T, error)) (T, error) {
	m.mu.Lock()
	kept, ok := m.kept[key].(result[T])
	m.mu.Unlock()
	if ok {
		return kept.value, kept.err
	}
	out, err, _ := m.flight.Do(key, func() (any, error) {
		v, err := ask()
		r := result[T]{v, err}
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.kept == nil {
			m.kept = map[string]any{}
		}
		m.kept[key] = r
		return r, nil
	})
	r, _ := out.(result[T])
	return r.value, errors.Join(err, r.err)
}

type result[T any] struct {
	value T
	err   error
}

// once marks look-ups of a plan check: tried once.
func once(ctx context.Context) context.Context {
	return transport.With(ctx, transport.Call{Once: true})
}

// PlanProblemTypes is ProblemTypes, tried once and asked once in a process.
func (c *Client) PlanProblemTypes(ctx context.Context, product, subType string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	return remember(&c.plans, "ProblemTypes\x00"+product+"\x00"+subType, func() ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
		return c.ProblemTypes(once(ctx), product, subType)
	})
}

// PlanExtendsParams is ExtendsParams, tried once and asked once in a process.
func (c *Client) PlanExtendsParams(ctx context.Context, problem, subType, product string) (*osmapi.ListExtendsParamsResponse, error) {
	return remember(&c.plans, "ExtendsParams\x00"+problem+"\x00"+subType+"\x00"+product, func() (*osmapi.ListExtendsParamsResponse, error) {
		return c.ExtendsParams(once(ctx), problem, subType, product)
	})
}

// PlanQuota is Quota, tried once and asked once in a process.
func (c *Client) PlanQuota(ctx context.Context, problem, product string) (*osmapi.ListCaseQuotasResponse, error) {
	return remember(&c.plans, "Quota\x00"+problem+"\x00"+product, func() (*osmapi.ListCaseQuotasResponse, error) {
		return c.Quota(once(ctx), problem, product)
	})
}

// PlanAccessoryLimits is AccessoryLimits, tried once and asked once in a process.
func (c *Client) PlanAccessoryLimits(ctx context.Context) (*Limits, error) {
	return remember(&c.plans, "AccessoryLimits", func() (*Limits, error) { return c.AccessoryLimits(once(ctx)) })
}
