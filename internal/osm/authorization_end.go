// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"cmp"
	"context"
	"errors"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// EndAuthorizationInput specifies how to end a request for access.
type EndAuthorizationInput struct {
	ID, GroupID string
	// Reason is the reason of a rejection.
	Reason string
	// WasGranted says that the request was granted although its status may not show it yet. CaseID is its ticket.
	WasGranted bool
	CaseID     string
}

// RejectAuthorization rejects a request and returns the status that decided. It reports whether it made the call: a request that
// has ended is left unchanged. The service decides whether it rejects one that is granted.
func (c *Client) RejectAuthorization(ctx context.Context, in EndAuthorizationInput) (status int64, sent bool, err error) {
	return c.endAuthorization(ctx, in, osmapi.UpdateAuthorizationsParamsActionId("reject"),
		osmapi.OperateAuthorizationV2Req{RejectReason: optional(in.Reason), GroupId: optional(in.GroupID)})
}

// WithdrawAuthorization withdraws what was granted, like RejectAuthorization. A request that waits is left unchanged too, unless
// it WasGranted: the call is then made in case the status is shown late, and its rejection means that nothing is granted.
func (c *Client) WithdrawAuthorization(ctx context.Context, in EndAuthorizationInput) (status int64, sent bool, err error) {
	return c.endAuthorization(ctx, in, osmapi.UpdateAuthorizationsParamsActionId("cancel"),
		osmapi.OperateAuthorizationV2Req{GroupId: optional(in.GroupID)})
}

func isWaitingAuthorization(status int64) bool {
	return status == AuthorizationWaiting || status == AuthorizationInitial
}

func (c *Client) endAuthorization(
	ctx context.Context, in EndAuthorizationInput, action osmapi.UpdateAuthorizationsParamsActionId,
	body osmapi.OperateAuthorizationV2Req,
) (status int64, sent bool, err error) {
	ticket := in.CaseID
	read := func(ctx context.Context) (int64, error) {
		out, err := c.AuthorizationOf(ctx, in.ID, ticket, in.GroupID)
		if err != nil {
			return 0, err
		}
		ticket = cmp.Or(ticket, value(out.IncidentId))
		return int64(*out.Status), nil
	}
	if status, err = read(ctx); err != nil {
		return 0, false, err
	}
	hasEnded := func(status int64, err error) bool {
		_, isGone := errors.AsType[*AuthorizationGoneError](err)
		return isGone || err == nil && HasEndedAuthorization(status)
	}
	withdraws := action == "cancel"
	if HasEndedAuthorization(status) || withdraws && isWaitingAuthorization(status) && !in.WasGranted {
		return status, false, nil
	}
	r := osmapi.NewUpdateAuthorizationsRequest(c.server, in.ID, &osmapi.UpdateAuthorizationsParams{ActionId: action}, body)
	err = c.reconcile(ctx, write{
		repeatable: true,
		send:       func(ctx context.Context) error { return c.doOnce(ctx, transport.Call{}, r) },
		look: func(ctx context.Context) (bool, error) {
			now, err := read(ctx)
			return hasEnded(now, err), err
		},
	})
	if err == nil {
		return status, true, nil
	}
	// It may have ended in the meantime, or never have been granted. A missing permission proves neither.
	isRejected := IsRejection(err) && apierror.As(err).Code != codeNotPermitted
	if now, readErr := read(ctx); hasEnded(now, readErr) ||
		readErr == nil && withdraws && isWaitingAuthorization(now) && isRejected {
		return now, false, nil
	}
	return status, false, err
}
