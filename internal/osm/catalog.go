// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// None of the operations of this file pages.

// CaseCategories lists the kinds of tickets with their products (API reference: ListCaseCategories).
func (l LookUps) CaseCategories(ctx context.Context) ([]osmapi.IncidentSubTypeV2Do, error) {
	r := request(osmapi.NewListCaseCategoriesRequest(l.client.server))
	out, err := lookUp[osmapi.ListCaseCategoriesResponse](ctx, l, "ListCaseCategories", r)
	if err != nil {
		return nil, err
	}
	return list(out.IncidentSubTypeList), nil
}

// ProductCategories lists products (API reference: ListProductCategories): all of them if name is empty, else those whose name
// contains it.
func (l LookUps) ProductCategories(ctx context.Context, name string) ([]osmapi.IncidentProductCategoryV2, error) {
	params := &osmapi.ListProductCategoriesParams{ProductCategoryName: optional(name)}
	r := request(osmapi.NewListProductCategoriesRequest(l.client.server, params))
	out, err := lookUp[osmapi.ListProductCategoriesResponse](ctx, l, "ListProductCategories", r)
	if err != nil {
		return nil, err
	}
	return list(out.IncidentProductCategoryList), nil
}

// ProblemTypes lists the problem types of a product (API reference: ListProblemTypes). Both arguments are optional.
func (l LookUps) ProblemTypes(ctx context.Context, product, subType string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	params := &osmapi.ListProblemTypesParams{ProductCategoryId: optional(product), IncidentSubTypeId: optional(subType)}
	r := request(osmapi.NewListProblemTypesRequest(l.client.server, params))
	out, err := lookUp[osmapi.ListProblemTypesResponse](ctx, l, "ListProblemTypes", r)
	if err != nil {
		return nil, err
	}
	return list(out.IncidentBusinessTypeList), nil
}

// Regions lists the regions that a ticket can be about (API reference: ListRegions).
func (l LookUps) Regions(ctx context.Context) ([]osmapi.DataCenterV2Do, error) {
	out, err := lookUp[osmapi.ListRegionsResponse](ctx, l, "ListRegions", request(osmapi.NewListRegionsRequest(l.client.server)))
	if err != nil {
		return nil, err
	}
	return list(out.DataCenterList), nil
}

// AreaCodes lists the dialing codes of countries (API reference: ListAreaCodes).
func (l LookUps) AreaCodes(ctx context.Context) ([]osmapi.AreaCodeSimpleInfoV2, error) {
	r := request(osmapi.NewListAreaCodesRequest(l.client.server))
	out, err := lookUp[osmapi.ListAreaCodesResponse](ctx, l, "ListAreaCodes", r)
	if err != nil {
		return nil, err
	}
	return list(out.AreaCodeList), nil
}

// Severities lists the severities that a ticket of a product and problem type can have (API reference: ListSeverities). Show is
// false where the service offers none, for example to an account without a support plan.
func (l LookUps) Severities(ctx context.Context, product, problem string) (*osmapi.ListSeveritiesResponse, error) {
	params := &osmapi.ListSeveritiesParams{ProductCategoryId: product, BusinessTypeId: problem}
	r := request(osmapi.NewListSeveritiesRequest(l.client.server, params))
	return lookUp[osmapi.ListSeveritiesResponse](ctx, l, "ListSeverities", r)
}

// CaseTemplates lists the texts that the service proposes as descriptions for a problem type (API reference: ListCaseTemplates).
func (l LookUps) CaseTemplates(ctx context.Context, problem string) ([]osmapi.IncidentTempV2, error) {
	r := request(osmapi.NewListCaseTemplatesRequest(l.client.server, &osmapi.ListCaseTemplatesParams{BusinessTypeId: problem}))
	out, err := lookUp[osmapi.ListCaseTemplatesResponse](ctx, l, "ListCaseTemplates", r)
	if err != nil {
		return nil, err
	}
	return list(out.IncidentTemplateList), nil
}

// ExtendsParams lists the additional parameters of a problem type and the shared fields that it switches on or off (API
// reference: ListExtendsParams). The sub-type and the product are optional.
func (l LookUps) ExtendsParams(ctx context.Context, problem, subType, product string) (*osmapi.ListExtendsParamsResponse, error) {
	params := &osmapi.ListExtendsParamsParams{
		BusinessTypeId:    problem,
		IncidentSubTypeId: optional(subType),
		ProductCategoryId: optional(product),
	}
	r := request(osmapi.NewListExtendsParamsRequest(l.client.server, params))
	return lookUp[osmapi.ListExtendsParamsResponse](ctx, l, "ListExtendsParams", r)
}

// SatisfactionDimensions lists what can be rated of a completed ticket (API reference: ListSatisfactionDimensions).
func (l LookUps) SatisfactionDimensions(ctx context.Context) ([]osmapi.SatisfactionDimensionSimpleInfoV2, error) {
	r := request(osmapi.NewListSatisfactionDimensionsRequest(l.client.server))
	out, err := lookUp[osmapi.ListSatisfactionDimensionsResponse](ctx, l, "ListSatisfactionDimensions", r)
	if err != nil {
		return nil, err
	}
	return list(out.SatisfactionDimensionList), nil
}

// CaseLimits returns the limits of tickets (API reference: ListCaseLimits).
func (l LookUps) CaseLimits(ctx context.Context) (*osmapi.TenantConfigV2, error) {
	const op = "ListCaseLimits"
	r := request(osmapi.NewListCaseLimitsRequest(l.client.server))
	out, err := lookUp(ctx, l, op, r, func(out *osmapi.ListCaseLimitsResponse) error {
		if out.Config == nil {
			return missing(op, http.MethodGet, "config")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out.Config, nil
}

// Limits are the limits of attachments. A zero or nil field says that the service reported none.
type Limits struct {
	// Count is the largest number of attachments of one ticket.
	Count int64
	// Size is the largest size of one in bytes before Base64. The service reports MB, taken as 1024 × 1024 bytes.
	Size int64
	// FileTypes are the allowed extensions in lower case without dots.
	FileTypes []string
}

// AccessoryLimits returns the limits of attachments.
func (l LookUps) AccessoryLimits(ctx context.Context) (*Limits, error) {
	const op = "ShowAccessoryLimits"
	r := request(osmapi.NewShowAccessoryLimitsRequest(l.client.server))
	out, err := lookUp(ctx, l, op, r, func(out *osmapi.ShowAccessoryLimitsResponse) error {
		if out.AccessoryLimit == nil {
			return missing(op, http.MethodGet, "accessory_limit")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	limits := &Limits{
		Count: int64(value(out.AccessoryLimit.LimitCount)),
		Size:  bytesOf(int64(value(out.AccessoryLimit.LimitSize))),
	}
	for kind := range strings.SplitSeq(value(out.AccessoryLimit.LimitFileType), ",") {
		if kind = strings.ToLower(strings.TrimLeft(strings.TrimSpace(kind), ".")); kind != "" {
			limits.FileTypes = append(limits.FileTypes, kind)
		}
	}
	return limits, nil
}

// bytesOf converts MB to bytes, at most the largest number that can be written; a size below 0 is none.
func bytesOf(megabytes int64) int64 {
	switch {
	case megabytes <= 0:
		return 0
	case megabytes > math.MaxInt64>>20:
		return math.MaxInt64
	}
	return megabytes << 20
}

// Check returns an error that says what is allowed if a file of that name and size exceeds the limits.
func (l *Limits) Check(name string, size int64) error {
	if l.Size > 0 && size > l.Size {
		return fmt.Errorf("it is %d bytes long; the service accepts at most %d (%d MB)", size, l.Size, l.Size>>20)
	}
	if len(l.FileTypes) == 0 {
		return nil
	}
	at := strings.LastIndex(name, ".")
	for _, kind := range l.FileTypes {
		if at >= 0 && strings.EqualFold(name[at+1:], kind) {
			return nil
		}
	}
	return fmt.Errorf("the name %q has none of the allowed file types: %s", name, strings.Join(l.FileTypes, ", "))
}
