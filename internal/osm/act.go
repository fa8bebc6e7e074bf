// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Act does one of the actions cancel, close, press and delete. Whether the ticket's status permits it is the service's to say. After a cancel, close or
// delete of unknown outcome the status is read: if the ticket is where the action leads, it was done; else the action is sent again, three times at
// the most, since on a ticket that has not moved it does nothing twice. A press leaves no mark and is sent once.
func (c *Client) Act(ctx context.Context, id, action string, body osmapi.WorkOrderOperateV2Req) error {
	send := func(ctx context.Context) error { return c.sendAction(ctx, id, action, body) }
	if action == ActionPress {
		return send(ctx)
	}
	return c.reconcile(ctx, write{
		op:         "UpdateCases",
		repeatable: true,
		send:       send,
		look: func(ctx context.Context) (bool, error) {
			status, err := c.CaseStatus(ctx, id)
			if action == ActionDelete {
				return apierror.IsNotFound(err) || err == nil && status == statusDeleted, err
			}
			// The caller reads the status before it returns the error, and decides what a ticket that does not exist means.
			return err == nil && over[osmapi.Integer(status)], err
		},
	})
}

// statusDeleted is the status of a ticket that was deleted, where the service still tells of it.
const statusDeleted = 13

func (c *Client) sendAction(ctx context.Context, id, action string, body osmapi.WorkOrderOperateV2Req) error {
	call := transport.Call{Op: "UpdateCases"}
	params := &osmapi.UpdateCasesParams{ActionId: osmapi.UpdateCasesParamsActionId(action)}
	r := request(osmapi.NewUpdateCasesRequest(c.server, id, params, body))
	if action == ActionPress {
		return c.doNoContent(ctx, call, r)
	}
	return c.doOnce(ctx, call, r)
}
