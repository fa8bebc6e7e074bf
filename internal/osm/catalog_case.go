// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Severities lists the severities that a ticket of that product and problem type can have (API reference: ListSeverities). Show is false
// where the service offers none, for example to an account without a support plan.
func (c *Client) Severities(ctx context.Context, productCategoryID, businessTypeID string) (*osmapi.ListSeveritiesResponse, error) {
	const op = "ListSeverities"
	return cached(ctx, &c.lookups, newCacheKey(op, productCategoryID, businessTypeID), func(ctx context.Context) (*osmapi.ListSeveritiesResponse, error) {
		return get[osmapi.ListSeveritiesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListSeverities(ctx, &osmapi.ListSeveritiesParams{ProductCategoryId: productCategoryID, BusinessTypeId: businessTypeID})
		})
	})
}

// CaseTemplates lists the texts that the service proposes as descriptions of a problem type (API reference: ListCaseTemplates).
func (c *Client) CaseTemplates(ctx context.Context, businessTypeID string) ([]osmapi.IncidentTempV2, error) {
	const op = "ListCaseTemplates"
	return cached(ctx, &c.lookups, newCacheKey(op, businessTypeID), func(ctx context.Context) ([]osmapi.IncidentTempV2, error) {
		out, err := get[osmapi.ListCaseTemplatesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListCaseTemplates(ctx, &osmapi.ListCaseTemplatesParams{BusinessTypeId: businessTypeID})
		})
		if err != nil {
			return nil, err
		}
		return list(out.IncidentTemplateList), nil
	})
}

// ExtendsParams lists the additional parameters that a problem type asks for (API reference: ListExtendsParams), and the shared fields
// that it switches on or off. Sub-type and product may be empty.
func (c *Client) ExtendsParams(ctx context.Context, problem, subType, product string) (*osmapi.ListExtendsParamsResponse, error) {
	key := newCacheKey("ListExtendsParams", problem, subType, product)
	return cached(ctx, &c.lookups, key, func(ctx context.Context) (*osmapi.ListExtendsParamsResponse, error) {
		return c.extendsParams(ctx, problem, subType, product)
	})
}

func (c *Client) extendsParams(ctx context.Context, problem, subType, product string) (*osmapi.ListExtendsParamsResponse, error) {
	return get[osmapi.ListExtendsParamsResponse](ctx, "ListExtendsParams", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListExtendsParams(ctx, &osmapi.ListExtendsParamsParams{
			BusinessTypeId: problem, IncidentSubTypeId: optional(subType), ProductCategoryId: optional(product),
		})
	})
}

// SatisfactionDimensions lists what of a completed ticket can be rated (API reference: ListSatisfactionDimensions).
func (c *Client) SatisfactionDimensions(ctx context.Context) ([]osmapi.SatisfactionDimensionSimpleInfoV2, error) {
	const op = "ListSatisfactionDimensions"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) ([]osmapi.SatisfactionDimensionSimpleInfoV2, error) {
		out, err := get[osmapi.ListSatisfactionDimensionsResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListSatisfactionDimensions(ctx, &osmapi.ListSatisfactionDimensionsParams{})
		})
		if err != nil {
			return nil, err
		}
		return list(out.SatisfactionDimensionList), nil
	})
}

// CaseLimits gives the bounds of tickets (API reference: ListCaseLimits).
func (c *Client) CaseLimits(ctx context.Context) (*osmapi.TenantConfigV2, error) {
	const op = "ListCaseLimits"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) (*osmapi.TenantConfigV2, error) {
		out, err := get[osmapi.ListCaseLimitsResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListCaseLimits(ctx, &osmapi.ListCaseLimitsParams{})
		})
		if err != nil {
			return nil, err
		}
		if out.Config == nil {
			return nil, missing(op, http.MethodGet, "config")
		}
		return out.Config, nil
	})
}

// AccessoryLimits returns the bounds of attachments.
func (c *Client) AccessoryLimits(ctx context.Context) (*Limits, error) {
	return cached(ctx, &c.lookups, newCacheKey("ShowAccessoryLimits"), c.accessoryLimits)
}
