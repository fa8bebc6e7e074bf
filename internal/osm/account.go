// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// What a run may change itself (quotas, mailboxes for copies, verified contacts) is asked anew each time; the rest is answered once per client.

// Quota tells how many tickets of a problem type may be opened in all and how many of those are left (API reference: ListCaseQuotas). -1
// probably means that there is no limit.
func (c *Client) Quota(ctx context.Context, businessTypeID, productCategoryID string) (*osmapi.ListCaseQuotasResponse, error) {
	return get[osmapi.ListCaseQuotasResponse](ctx, "ListCaseQuotas", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListCaseQuotas(ctx, &osmapi.ListCaseQuotasParams{BusinessTypeId: businessTypeID, ProductCategoryId: optional(productCategoryID)})
	})
}

// Agencies lists the agencies by which the account lets others act for it (API reference: ListAgencies).
func (c *Client) Agencies(ctx context.Context) ([]osmapi.AgencyV2, error) {
	const op = "ListAgencies"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) ([]osmapi.AgencyV2, error) {
		out, err := get[osmapi.ListAgenciesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListAgencies(ctx, &osmapi.ListAgenciesParams{})
		})
		if err != nil {
			return nil, err
		}
		return list(out.AgencyList), nil
	})
}

// CustomerRegions lists the regions of the account (API reference: ListCustomersRegions).
func (c *Client) CustomerRegions(ctx context.Context) ([]osmapi.Region, error) {
	const op = "ListCustomersRegions"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) ([]osmapi.Region, error) {
		out, err := get[osmapi.ListCustomersRegionsResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListCustomersRegions(ctx, &osmapi.ListCustomersRegionsParams{})
		})
		if err != nil {
			return nil, err
		}
		return list(out.RegionInfos), nil
	})
}

// SubCustomers lists the IAM users of the account (API reference: ListSubCustomers). Both arguments may be empty.
func (c *Client) SubCustomers(ctx context.Context, name, id string) ([]osmapi.SubCutomerInfoV2, error) {
	const op = "ListSubCustomers"
	return cached(ctx, &c.lookups, newCacheKey(op, name, id), func(ctx context.Context) ([]osmapi.SubCutomerInfoV2, error) {
		out, err := get[osmapi.ListSubCustomersResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListSubCustomers(ctx, &osmapi.ListSubCustomersParams{SubCustomerName: optional(name), SubCustomerId: optional(id)})
		})
		if err != nil {
			return nil, err
		}
		return list(out.SubCustomerInfos), nil
	})
}

// CcEmails gives the mailboxes for copies (API reference: ListCaseCcEmails): those of the last ticket and those that are known.
func (c *Client) CcEmails(ctx context.Context) (*osmapi.ListCaseCcEmailsResponse, error) {
	return get[osmapi.ListCaseCcEmailsResponse](ctx, "ListCaseCcEmails", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListCaseCcEmails(ctx, &osmapi.ListCaseCcEmailsParams{})
	})
}

// ContactFilter narrows a list of verified contacts; zero fields do not.
type ContactFilter struct {
	// ContactWay is 0 for phones, 1 for mailboxes, nil for both.
	ContactWay                                                                 *int32
	CustomerID, SubCustomerID, ExpiredTime, VerifiedID, ContactValue, AreaCode string
}

// VerifiedContacts lists contacts that were verified, to the last page (API reference: ListHasVerifiedContacts). The reference gives 1 as the
// default of offset here, so the service may count from 1: then each page begins one entry early, and the total can't tell the
// end. Pages are read until one is empty, and what came twice is left out.
func (c *Client) VerifiedContacts(ctx context.Context, f ContactFilter) ([]osmapi.ContactV2, error) {
	contacts, _, err := all(ctx, "ListHasVerifiedContacts", 0, contactKey, func(ctx context.Context, offset, limit int32) ([]osmapi.ContactV2, *osmapi.Integer, error) {
		out, err := get[osmapi.ListHasVerifiedContactsResponse](ctx, "ListHasVerifiedContacts", func(ctx context.Context) (*http.Response, error) {
			return c.api.ListHasVerifiedContacts(ctx, &osmapi.ListHasVerifiedContactsParams{
				ContactWay: f.ContactWay, CustomerId: optional(f.CustomerID), SubCustomerId: optional(f.SubCustomerID),
				ExpiredTime: optional(f.ExpiredTime), VerifiedId: optional(f.VerifiedID), ContactValue: optional(f.ContactValue),
				AreaCode: optional(f.AreaCode), Offset: &offset, Limit: &limit,
			})
		})
		if err != nil {
			return nil, nil, err
		}
		return list(out.ContactList), nil, nil
	})
	return contacts, err
}

func contactKey(c osmapi.ContactV2) string {
	way := ""
	if c.ContactWay != nil {
		way = strconv.FormatInt(int64(*c.ContactWay), 10)
	}
	return strings.Join([]string{value(c.VerifiedId), way, value(c.ContactValue), value(c.AreaCode)}, "\x00")
}

// HasPrivilege asks whether the user has a privilege, createCase or export (API reference: ListPrivileges).
func (c *Client) HasPrivilege(ctx context.Context, privilege string) (*osmapi.Integer, error) {
	const op = "ListPrivileges"
	return cached(ctx, &c.lookups, newCacheKey(op, privilege), func(ctx context.Context) (*osmapi.Integer, error) {
		out, err := get[osmapi.ListPrivilegesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListPrivileges(ctx, &osmapi.ListPrivilegesParams{Privilege: osmapi.ListPrivilegesParamsPrivilege(privilege)})
		})
		if err != nil {
			return nil, err
		}
		if out.HasPrivilege == nil {
			return nil, missing(op, http.MethodGet, "has_privilege")
		}
		return out.HasPrivilege, nil
	})
}

// PrivilegePolicy tells whether the master account restricts who may open tickets (API reference: ShowCustomerPrivilegePolicy); nil when the
// service does not say.
func (c *Client) PrivilegePolicy(ctx context.Context) (*bool, error) {
	const op = "ShowCustomerPrivilegePolicy"
	return cached(ctx, &c.lookups, newCacheKey(op), func(ctx context.Context) (*bool, error) {
		out, err := get[osmapi.ShowCustomerPrivilegePolicyResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ShowCustomerPrivilegePolicy(ctx, &osmapi.ShowCustomerPrivilegePolicyParams{})
		})
		if err != nil {
			return nil, err
		}
		return out.PolicySwitch, nil
	})
}
