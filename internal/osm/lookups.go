// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// CaseCategories lists the kinds of tickets with their products (API reference: ListCaseCategories).
func (l LookUps) CaseCategories(ctx context.Context) ([]osmapi.IncidentSubTypeV2Do, error) {
	out, err := lookUp[osmapi.ListCaseCategoriesResponse](ctx, l, osmapi.NewListCaseCategoriesRequest(l.client.server))
	return value(out.IncidentSubTypeList), err
}

// ProductCategories lists the products whose name contains name, which may be empty (API reference: ListProductCategories).
func (l LookUps) ProductCategories(ctx context.Context, name string) ([]osmapi.IncidentProductCategoryV2, error) {
	params := &osmapi.ListProductCategoriesParams{ProductCategoryName: optional(name)}
	out, err := lookUp[osmapi.ListProductCategoriesResponse](ctx, l,
		osmapi.NewListProductCategoriesRequest(l.client.server, params))
	return value(out.IncidentProductCategoryList), err
}

// ProblemTypes lists the problem types of a product (API reference: ListProblemTypes). Both arguments are optional.
func (l LookUps) ProblemTypes(ctx context.Context, product, subType string) ([]osmapi.SimpleIncidentBusinessTypeV2, error) {
	params := &osmapi.ListProblemTypesParams{ProductCategoryId: optional(product), IncidentSubTypeId: optional(subType)}
	out, err := lookUp[osmapi.ListProblemTypesResponse](ctx, l, osmapi.NewListProblemTypesRequest(l.client.server, params))
	return value(out.IncidentBusinessTypeList), err
}

// Regions lists the regions that a ticket can be about (API reference: ListRegions).
func (l LookUps) Regions(ctx context.Context) ([]osmapi.DataCenterV2Do, error) {
	out, err := lookUp[osmapi.ListRegionsResponse](ctx, l, osmapi.NewListRegionsRequest(l.client.server))
	return value(out.DataCenterList), err
}

// AreaCodes lists the dialing codes of countries (API reference: ListAreaCodes).
func (l LookUps) AreaCodes(ctx context.Context) ([]osmapi.AreaCodeSimpleInfoV2, error) {
	out, err := lookUp[osmapi.ListAreaCodesResponse](ctx, l, osmapi.NewListAreaCodesRequest(l.client.server))
	return value(out.AreaCodeList), err
}

// Severities lists the severities that a ticket of a product and problem type can have (API reference: ListSeverities). Show is
// false where the service offers none, for example to an account without a support plan.
func (l LookUps) Severities(ctx context.Context, product, problem string) (osmapi.ListSeveritiesResponse, error) {
	params := &osmapi.ListSeveritiesParams{ProductCategoryId: product, BusinessTypeId: problem}
	return lookUp[osmapi.ListSeveritiesResponse](ctx, l, osmapi.NewListSeveritiesRequest(l.client.server, params))
}

// CaseTemplates lists the texts that the service proposes as descriptions for a problem type (API reference: ListCaseTemplates).
func (l LookUps) CaseTemplates(ctx context.Context, problem string) ([]osmapi.IncidentTempV2, error) {
	params := &osmapi.ListCaseTemplatesParams{BusinessTypeId: problem}
	out, err := lookUp[osmapi.ListCaseTemplatesResponse](ctx, l, osmapi.NewListCaseTemplatesRequest(l.client.server, params))
	return value(out.IncidentTemplateList), err
}

// ExtendsParams lists the additional parameters of a problem type and the shared fields that it switches (ListExtendsParams).
func (l LookUps) ExtendsParams(ctx context.Context, problem, subType, product string) (osmapi.ListExtendsParamsResponse, error) {
	params := &osmapi.ListExtendsParamsParams{
		BusinessTypeId:    problem,
		IncidentSubTypeId: optional(subType),
		ProductCategoryId: optional(product),
	}
	return lookUp[osmapi.ListExtendsParamsResponse](ctx, l, osmapi.NewListExtendsParamsRequest(l.client.server, params))
}

// SatisfactionDimensions lists what can be rated of a completed ticket (API reference: ListSatisfactionDimensions).
func (l LookUps) SatisfactionDimensions(ctx context.Context) ([]osmapi.SatisfactionDimensionSimpleInfoV2, error) {
	r := osmapi.NewListSatisfactionDimensionsRequest(l.client.server)
	out, err := lookUp[osmapi.ListSatisfactionDimensionsResponse](ctx, l, r)
	return value(out.SatisfactionDimensionList), err
}

// CaseLimits returns the limits of tickets (API reference: ListCaseLimits).
func (l LookUps) CaseLimits(ctx context.Context) (*osmapi.TenantConfigV2, error) {
	r := osmapi.NewListCaseLimitsRequest(l.client.server)
	out, err := lookUpWith(ctx, l, r, "config", func(out osmapi.ListCaseLimitsResponse) bool { return out.Config != nil })
	return out.Config, err
}

// Limits are the limits of attachments. A zero or nil field means that the service reported none.
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
	r := osmapi.NewShowAccessoryLimitsRequest(l.client.server)
	has := func(out osmapi.ShowAccessoryLimitsResponse) bool { return out.AccessoryLimit != nil }
	out, err := lookUpWith(ctx, l, r, "accessory_limit", has)
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

// bytesOf converts MB to bytes, capped at the largest int64; zero and negative sizes count as not reported.
func bytesOf(megabytes int64) int64 {
	if megabytes > math.MaxInt64>>20 {
		return math.MaxInt64
	}
	return max(megabytes, 0) << 20
}

// Check returns an error that says what is allowed if a file of that name and size exceeds the limits.
func (l *Limits) Check(name string, size int64) error {
	if l.Size > 0 && size > l.Size {
		return fmt.Errorf("it is %d bytes long; the service accepts at most %d (%d MB)", size, l.Size, l.Size>>20)
	}
	kind := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if len(l.FileTypes) == 0 || slices.Contains(l.FileTypes, kind) {
		return nil
	}
	return fmt.Errorf("the service accepts only these file types: %s", strings.Join(l.FileTypes, ", "))
}

// Data that a run may change (quotas, privileges, mailboxes for copies, verified contacts) is read each time; the rest is cached.

// Identity returns who the client calls as, logging in if it has not yet.
func (c *Client) Identity(ctx context.Context) (*iam.Identity, error) {
	return c.cfg.Credential.Identity(ctx)
}

// Token returns the login token that calls carry, logging in if there is none yet. The error is iam.ErrNoToken for access keys.
func (c *Client) Token(ctx context.Context) (iam.Token, error) { return c.cfg.Credential.Token(ctx) }

// Quota returns how many tickets of a problem type may be opened in all, and how many of those are left (API reference:
// ListCaseQuotas). -1 probably means that there is no limit. It is cached for plan checks only.
func (l LookUps) Quota(ctx context.Context, problem, product string) (osmapi.ListCaseQuotasResponse, error) {
	params := &osmapi.ListCaseQuotasParams{BusinessTypeId: problem, ProductCategoryId: optional(product)}
	r := osmapi.NewListCaseQuotasRequest(l.client.server, params)
	return readWith(ctx, l, r, "", func(osmapi.ListCaseQuotasResponse) bool { return true })
}

// Agencies lists the agencies through which the account lets others act on its behalf (API reference: ListAgencies).
func (l LookUps) Agencies(ctx context.Context) ([]osmapi.AgencyV2, error) {
	out, err := lookUp[osmapi.ListAgenciesResponse](ctx, l, osmapi.NewListAgenciesRequest(l.client.server))
	return value(out.AgencyList), err
}

// CustomerRegions lists the regions of the account (API reference: ListCustomersRegions).
func (l LookUps) CustomerRegions(ctx context.Context) ([]osmapi.Region, error) {
	out, err := lookUp[osmapi.ListCustomersRegionsResponse](ctx, l, osmapi.NewListCustomersRegionsRequest(l.client.server))
	return value(out.RegionInfos), err
}

// SubCustomers lists the IAM users of the account (API reference: ListSubCustomers). Both arguments are optional.
func (l LookUps) SubCustomers(ctx context.Context, name, id string) ([]osmapi.SubCutomerInfoV2, error) {
	params := &osmapi.ListSubCustomersParams{SubCustomerName: optional(name), SubCustomerId: optional(id)}
	out, err := lookUp[osmapi.ListSubCustomersResponse](ctx, l, osmapi.NewListSubCustomersRequest(l.client.server, params))
	return value(out.SubCustomerInfos), err
}

// CcEmails returns the mailboxes for copies (API reference: ListCaseCcEmails): those of the last ticket and those that are known.
func (c *Client) CcEmails(ctx context.Context) (osmapi.ListCaseCcEmailsResponse, error) {
	return get[osmapi.ListCaseCcEmailsResponse](ctx, c, osmapi.NewListCaseCcEmailsRequest(c.server))
}

// ContactFilter narrows a list of verified contacts; zero fields do not.
type ContactFilter struct {
	// ContactWay is 0 for phones, 1 for mailboxes, nil for both.
	ContactWay    *int32
	CustomerID    string
	SubCustomerID string
	ExpiredTime   string
	VerifiedID    string
	ContactValue  string
	AreaCode      string
}

// VerifiedContacts lists verified contacts to an empty page: the reference documents 1 as the default offset, so each page may
// begin one entry early and the total does not mark the end (API reference: ListHasVerifiedContacts).
func (c *Client) VerifiedContacts(ctx context.Context, f ContactFilter) ([]osmapi.ContactV2, error) {
	return listing[osmapi.ListHasVerifiedContactsResponse, osmapi.ContactV2]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListHasVerifiedContactsRequest(c.server, &osmapi.ListHasVerifiedContactsParams{
				ContactWay:    f.ContactWay,
				CustomerId:    optional(f.CustomerID),
				SubCustomerId: optional(f.SubCustomerID),
				ExpiredTime:   optional(f.ExpiredTime),
				VerifiedId:    optional(f.VerifiedID),
				ContactValue:  optional(f.ContactValue),
				AreaCode:      optional(f.AreaCode),
				Offset:        offset,
				Limit:         limit,
			})
		},
		page: func(out osmapi.ListHasVerifiedContactsResponse) ([]osmapi.ContactV2, *osmapi.Integer) {
			return value(out.ContactList), nil
		},
		key: func(c osmapi.ContactV2) string {
			way, _ := json.Marshal(c.ContactWay)
			return strings.Join([]string{value(c.VerifiedId), string(way), value(c.ContactValue), value(c.AreaCode)}, "\x00")
		},
	}.all(ctx, c)
}
