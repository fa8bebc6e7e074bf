// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// What a run may change itself (quotas, mailboxes for copies, verified contacts) is read each time; the rest is cached.

// Identity returns who the client calls as, logging in if it has not yet.
func (c *Client) Identity(ctx context.Context) (*iam.Identity, error) {
	return c.cfg.Credential.Identity(ctx)
}

// Token returns the login token that calls carry, logging in if there is none yet. The error is iam.ErrNoToken for access keys.
func (c *Client) Token(ctx context.Context) (iam.Token, error) {
	return c.cfg.Credential.Token(ctx)
}

// Quota returns how many tickets of a problem type may be opened in all, and how many of those are left (API reference:
// ListCaseQuotas). -1 probably means that there is no limit. It is cached for plan checks only.
func (l LookUps) Quota(ctx context.Context, problem, product string) (*osmapi.ListCaseQuotasResponse, error) {
	const op = "ListCaseQuotas"
	params := &osmapi.ListCaseQuotasParams{BusinessTypeId: problem, ProductCategoryId: optional(product)}
	r := request(osmapi.NewListCaseQuotasRequest(l.client.server, params))
	if l.once {
		return lookUp[osmapi.ListCaseQuotasResponse](ctx, l, op, r)
	}
	return get[osmapi.ListCaseQuotasResponse](ctx, l.client, op, r)
}

// Agencies lists the agencies through which the account lets others act on its behalf (API reference: ListAgencies).
func (l LookUps) Agencies(ctx context.Context) ([]osmapi.AgencyV2, error) {
	r := request(osmapi.NewListAgenciesRequest(l.client.server))
	out, err := lookUp[osmapi.ListAgenciesResponse](ctx, l, "ListAgencies", r)
	if err != nil {
		return nil, err
	}
	return list(out.AgencyList), nil
}

// CustomerRegions lists the regions of the account (API reference: ListCustomersRegions).
func (l LookUps) CustomerRegions(ctx context.Context) ([]osmapi.Region, error) {
	r := request(osmapi.NewListCustomersRegionsRequest(l.client.server))
	out, err := lookUp[osmapi.ListCustomersRegionsResponse](ctx, l, "ListCustomersRegions", r)
	if err != nil {
		return nil, err
	}
	return list(out.RegionInfos), nil
}

// SubCustomers lists the IAM users of the account (API reference: ListSubCustomers). Both arguments are optional.
func (l LookUps) SubCustomers(ctx context.Context, name, id string) ([]osmapi.SubCutomerInfoV2, error) {
	params := &osmapi.ListSubCustomersParams{SubCustomerName: optional(name), SubCustomerId: optional(id)}
	r := request(osmapi.NewListSubCustomersRequest(l.client.server, params))
	out, err := lookUp[osmapi.ListSubCustomersResponse](ctx, l, "ListSubCustomers", r)
	if err != nil {
		return nil, err
	}
	return list(out.SubCustomerInfos), nil
}

// CcEmails returns the mailboxes for copies (API reference: ListCaseCcEmails): those of the last ticket and those that are known.
func (c *Client) CcEmails(ctx context.Context) (*osmapi.ListCaseCcEmailsResponse, error) {
	return get[osmapi.ListCaseCcEmailsResponse](ctx, c, "ListCaseCcEmails", request(osmapi.NewListCaseCcEmailsRequest(c.server)))
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

// VerifiedContacts lists verified contacts to the last page (API reference: ListHasVerifiedContacts). The reference gives 1
// as the default of offset here, so the service may count from 1: then each page begins one entry early, and the total does
// not mark the end. Pages are read until one is empty, and duplicates are left out.
func (c *Client) VerifiedContacts(ctx context.Context, f ContactFilter) ([]osmapi.ContactV2, error) {
	const op = "ListHasVerifiedContacts"
	fetch := func(ctx context.Context, offset, limit int32) ([]osmapi.ContactV2, *osmapi.Integer, error) {
		out, err := get[osmapi.ListHasVerifiedContactsResponse](ctx, c, op, request(osmapi.NewListHasVerifiedContactsRequest(c.server,
			&osmapi.ListHasVerifiedContactsParams{
				ContactWay:    f.ContactWay,
				CustomerId:    optional(f.CustomerID),
				SubCustomerId: optional(f.SubCustomerID),
				ExpiredTime:   optional(f.ExpiredTime),
				VerifiedId:    optional(f.VerifiedID),
				ContactValue:  optional(f.ContactValue),
				AreaCode:      optional(f.AreaCode),
				Offset:        &offset,
				Limit:         &limit,
			})))
		if err != nil {
			return nil, nil, err
		}
		return list(out.ContactList), nil, nil
	}
	contacts, _, err := all(ctx, op, 0, contactKey, fetch)
	return contacts, err
}

func contactKey(c osmapi.ContactV2) string {
	way := ""
	if c.ContactWay != nil {
		way = strconv.FormatInt(int64(*c.ContactWay), 10)
	}
	return strings.Join([]string{value(c.VerifiedId), way, value(c.ContactValue), value(c.AreaCode)}, "\x00")
}

// HasPrivilege returns whether the user has a privilege, createCase or export (API reference: ListPrivileges).
func (l LookUps) HasPrivilege(ctx context.Context, privilege string) (*osmapi.Integer, error) {
	const op = "ListPrivileges"
	params := &osmapi.ListPrivilegesParams{Privilege: osmapi.ListPrivilegesParamsPrivilege(privilege)}
	r := request(osmapi.NewListPrivilegesRequest(l.client.server, params))
	out, err := lookUp(ctx, l, op, r, func(out *osmapi.ListPrivilegesResponse) error {
		if out.HasPrivilege == nil {
			return missing(op, http.MethodGet, "has_privilege")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out.HasPrivilege, nil
}

// PrivilegePolicy returns whether the master account restricts who may open tickets (API reference: ShowCustomerPrivilegePolicy);
// nil if the service does not say.
func (l LookUps) PrivilegePolicy(ctx context.Context) (*bool, error) {
	r := request(osmapi.NewShowCustomerPrivilegePolicyRequest(l.client.server, &osmapi.ShowCustomerPrivilegePolicyParams{}))
	out, err := lookUp[osmapi.ShowCustomerPrivilegePolicyResponse](ctx, l, "ShowCustomerPrivilegePolicy", r)
	if err != nil {
		return nil, err
	}
	return out.PolicySwitch, nil
}
