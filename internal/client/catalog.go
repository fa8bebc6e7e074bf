// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// ProblemTypes lists the problem types of a product (API reference: ListProblemTypes). Both arguments may be empty.
func (c *Client) ProblemTypes(ctx context.Context, productCategoryID, incidentSubTypeID string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	answer, err := get[osmapi.ListProblemTypesResponse](ctx, "ListProblemTypes", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListProblemTypes(ctx, &osmapi.ListProblemTypesParams{
			ProductCategoryId: optional(productCategoryID), IncidentSubTypeId: optional(incidentSubTypeID),
		})
	})
	if err != nil {
		return nil, err
	}
	return list(answer.IncidentBusinessTypeList), nil
}

// ExtendsParams lists the additional parameters that a problem type asks for (API reference: ListExtendsParams), and the shared fields
// that it switches on or off.
func (c *Client) ExtendsParams(ctx context.Context, businessTypeID, incidentSubTypeID, productCategoryID string) (*osmapi.ListExtendsParamsResponse, error) {
	return get[osmapi.ListExtendsParamsResponse](ctx, "ListExtendsParams", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListExtendsParams(ctx, &osmapi.ListExtendsParamsParams{
			BusinessTypeId: businessTypeID, IncidentSubTypeId: optional(incidentSubTypeID), ProductCategoryId: optional(productCategoryID),
		})
	})
}
