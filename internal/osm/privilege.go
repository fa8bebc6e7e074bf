// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Privileges lists the privileges of the API reference.
func Privileges() []string {
	return []string{
		PrivilegeCreateCase,
		string(osmapi.ListPrivilegesParamsPrivilegeExport),
		string(osmapi.ListPrivilegesParamsPrivilegeAssumeCaseAll),
	}
}

// HasPrivilege reports whether the user has a privilege, 1 or 0 (API reference: ListPrivileges).
func (l LookUps) HasPrivilege(ctx context.Context, privilege string) (*osmapi.Integer, error) {
	params := &osmapi.ListPrivilegesParams{Privilege: osmapi.ListPrivilegesParamsPrivilege(privilege)}
	r := osmapi.NewListPrivilegesRequest(l.client.server, params)
	has := func(out osmapi.ListPrivilegesResponse) bool { return out.HasPrivilege != nil }
	out, err := readWith(ctx, l, r, "has_privilege", has)
	return out.HasPrivilege, err
}

// PrivilegeCreateCase is the privilege to open tickets.
const PrivilegeCreateCase = string(osmapi.ListPrivilegesParamsPrivilegeCreateCase)

// PrivilegePolicy reports whether the master account restricts a privilege (ShowCustomerPrivilegePolicy); nil: unknown.
func (l LookUps) PrivilegePolicy(ctx context.Context, privilege string) (*bool, error) {
	of := osmapi.ShowCustomerPrivilegePolicyParamsPrivilege(privilege)
	r := osmapi.NewShowCustomerPrivilegePolicyRequest(l.client.server,
		&osmapi.ShowCustomerPrivilegePolicyParams{Privilege: &of})
	out, err := lookUp[osmapi.ShowCustomerPrivilegePolicyResponse](ctx, l, r)
	return out.PolicySwitch, err
}

// codeNotPermitted rejects a call for lack of permission (API reference, "Error Codes").
const codeNotPermitted = "OSM.01010002"

// SetPrivilege grants or revokes a privilege of the user that calls. Both may be repeated.
func (c *Client) SetPrivilege(ctx context.Context, privilege string, granted bool) error {
	operation := osmapi.CreateAndDeletePrivilegeReqOperationCreate
	if !granted {
		operation = osmapi.CreateAndDeletePrivilegeReqOperationDelete
	}
	of := osmapi.CreateAndDeletePrivilegeReqPrivilege(privilege)
	r := osmapi.NewCreatePrivilegesRequest(c.server,
		osmapi.CreateAndDeletePrivilegeReq{Operation: operation, Privilege: &of})
	isSet := func(ctx context.Context) (bool, error) {
		has, err := c.HasPrivilege(ctx, privilege)
		return err == nil && (*has != 0) == granted, err
	}
	send := func(ctx context.Context) error { return c.doIdempotent(ctx, r) }
	err := c.reconcile(ctx, write{repeatable: true, attempts: 1, send: send, look: isSet})
	// The service may reject a call that changes nothing.
	if IsRejection(err) && apierror.As(err).Code != codeNotPermitted {
		if set, _ := isSet(ctx); set {
			return nil
		}
	}
	return err
}

// AwaitPrivilege waits until the service reports a privilege that was granted, and reports whether it does.
func (c *Client) AwaitPrivilege(ctx context.Context, privilege string) (bool, error) {
	granted := false
	err := c.awaitVisible(ctx, func(ctx context.Context) (bool, error) {
		has, err := c.HasPrivilege(ctx, privilege)
		granted = err == nil && *has != 0
		return granted, err
	})
	return granted, err
}
