// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Quota tells how many tickets of a problem type may be opened in all and how many of those are left (API reference: ListCaseQuotas). -1
// probably means that there is no limit.
func (c *Client) Quota(ctx context.Context, businessTypeID, productCategoryID string) (*osmapi.ListCaseQuotasResponse, error) {
	return get[osmapi.ListCaseQuotasResponse](ctx, "ListCaseQuotas", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListCaseQuotas(ctx, &osmapi.ListCaseQuotasParams{BusinessTypeId: businessTypeID, ProductCategoryId: optional(productCategoryID)})
	})
}
