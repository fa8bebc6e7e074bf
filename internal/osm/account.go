// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Data that a run may change (quotas, mailboxes for copies, verified contacts) is read each time; the rest is cached.

// Identity returns who the client calls as, logging in if it has not yet.
func (c *Client) Identity(ctx context.Context) (*iam.Identity, error) {
	return iam.CurrentIdentity(ctx, c.cfg.Credential)
}

// Token returns the login token that calls carry, logging in if there is none yet. The error is iam.ErrNoToken for access keys.
func (c *Client) Token(ctx context.Context) (iam.Token, error) {
	return iam.CurrentToken(ctx, c.cfg.Credential)
}

// Quota returns how many tickets of a problem type may be opened in all, and how many of those are left (API reference:
// ListCaseQuotas). -1 probably means that there is no limit. It is cached for plan checks only.
func (l LookUps) Quota(ctx context.Context, problem, product string) (osmapi.ListCaseQuotasResponse, error) {
	params := &osmapi.ListCaseQuotasParams{BusinessTypeId: problem, ProductCategoryId: optional(product)}
	r := osmapi.NewListCaseQuotasRequest(l.client.server, params)
	if l.once {
		return lookUp[osmapi.ListCaseQuotasResponse](ctx, l, r)
	}
	return get[osmapi.ListCaseQuotasResponse](ctx, l.client, r)
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

// VerifiedContacts lists verified contacts to the last page (API reference: ListHasVerifiedContacts). The reference documents 1
// as the default offset, so the service may count from 1. Each page then begins one entry early, and the total does not mark the
// end. Pages are read until one is empty, and duplicates are left out.
func (c *Client) VerifiedContacts(ctx context.Context, f ContactFilter) ([]osmapi.ContactV2, error) {
	contacts, _, err := listing[osmapi.ListHasVerifiedContactsResponse, osmapi.ContactV2]{
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
	return contacts, err
}

// HasPrivilege reports whether the user has a privilege, createCase or export (API reference: ListPrivileges).
func (l LookUps) HasPrivilege(ctx context.Context, privilege string) (*osmapi.Integer, error) {
	params := &osmapi.ListPrivilegesParams{Privilege: osmapi.ListPrivilegesParamsPrivilege(privilege)}
	r := osmapi.NewListPrivilegesRequest(l.client.server, params)
	has := func(out osmapi.ListPrivilegesResponse) bool { return out.HasPrivilege != nil }
	out, err := lookUpWith(ctx, l, r, "has_privilege", has)
	return out.HasPrivilege, err
}

// PrivilegePolicy reports whether the master account restricts who may open tickets (API reference: ShowCustomerPrivilegePolicy).
// The result is nil if the service does not say.
func (l LookUps) PrivilegePolicy(ctx context.Context) (*bool, error) {
	r := osmapi.NewShowCustomerPrivilegePolicyRequest(l.client.server, &osmapi.ShowCustomerPrivilegePolicyParams{})
	out, err := lookUp[osmapi.ShowCustomerPrivilegePolicyResponse](ctx, l, r)
	return out.PolicySwitch, err
}
