// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// The look-ups of this file and of catalog_case.go are answered once per question and client; callers must not change what they get. None of
// the operations pages.

// CaseCategories lists the kinds of tickets with their products (API reference: ListCaseCategories).
func (c *Client) CaseCategories(ctx context.Context) ([]osmapi.IncidentSubTypeV2Do, error) {
	const op = "ListCaseCategories"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) ([]osmapi.IncidentSubTypeV2Do, error) {
		out, err := get[osmapi.ListCaseCategoriesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListCaseCategories(ctx, &osmapi.ListCaseCategoriesParams{})
		})
		if err != nil {
			return nil, err
		}
		return list(out.IncidentSubTypeList), nil
	})
}

// ProductCategories lists products (API reference: ListProductCategories), all of them when name is empty, else those that the service finds
// by that part of a name.
func (c *Client) ProductCategories(ctx context.Context, name string) ([]osmapi.IncidentProductCategoryV2, error) {
	const op = "ListProductCategories"
	return cached(ctx, &c.lookups, newCacheKey(op, name), func(ctx context.Context) ([]osmapi.IncidentProductCategoryV2, error) {
		out, err := get[osmapi.ListProductCategoriesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListProductCategories(ctx, &osmapi.ListProductCategoriesParams{ProductCategoryName: optional(name)})
		})
		if err != nil {
			return nil, err
		}
		return list(out.IncidentProductCategoryList), nil
	})
}

// ProblemTypes lists the problem types of a product (API reference: ListProblemTypes). Both arguments may be empty.
func (c *Client) ProblemTypes(ctx context.Context, productCategoryID, incidentSubTypeID string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	key := newCacheKey("ListProblemTypes", productCategoryID, incidentSubTypeID)
	return cached(ctx, &c.lookups, key, func(ctx context.Context) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
		return c.problemTypes(ctx, productCategoryID, incidentSubTypeID)
	})
}

func (c *Client) problemTypes(ctx context.Context, productCategoryID, incidentSubTypeID string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	out, err := get[osmapi.ListProblemTypesResponse](ctx, "ListProblemTypes", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListProblemTypes(ctx, &osmapi.ListProblemTypesParams{
			ProductCategoryId: optional(productCategoryID), IncidentSubTypeId: optional(incidentSubTypeID),
		})
	})
	if err != nil {
		return nil, err
	}
	return list(out.IncidentBusinessTypeList), nil
}

// Regions lists the regions that a ticket can be about (API reference: ListRegions).
func (c *Client) Regions(ctx context.Context) ([]osmapi.DataCenterV2Do, error) {
	const op = "ListRegions"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) ([]osmapi.DataCenterV2Do, error) {
		out, err := get[osmapi.ListRegionsResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListRegions(ctx, &osmapi.ListRegionsParams{})
		})
		if err != nil {
			return nil, err
		}
		return list(out.DataCenterList), nil
	})
}

// AreaCodes lists the dialling codes of countries (API reference: ListAreaCodes).
func (c *Client) AreaCodes(ctx context.Context) ([]osmapi.AreaCodeSimpleInfoV2, error) {
	const op = "ListAreaCodes"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) ([]osmapi.AreaCodeSimpleInfoV2, error) {
		out, err := get[osmapi.ListAreaCodesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListAreaCodes(ctx, &osmapi.ListAreaCodesParams{})
		})
		if err != nil {
			return nil, err
		}
		return list(out.AreaCodeList), nil
	})
}
