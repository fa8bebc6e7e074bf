// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// The calls of this file have the same effect however often they are sent, so that the transport may repeat them. Where the service refuses, it may
// be since an attempt before has done it: what was asked for is looked for, and if it is so, the call has succeeded.

// UpdateLabel changes name and colour of a label.
func (c *Client) UpdateLabel(ctx context.Context, id int64, name, color string) error {
	r := request(osmapi.NewUpdateLabelsRequest(c.server, int32(id), osmapi.UpdateLabelsReq{Name: name, Color: color}))
	return c.doIdempotent(ctx, "UpdateLabels", r)
}

// DeleteLabel deletes a label. One that is gone is a success: no code for a label that does not exist is documented, so that it is looked for
// after every rejection.
func (c *Client) DeleteLabel(ctx context.Context, id int64) error {
	const op = "DeleteLabels"
	err := c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		send: func(ctx context.Context) error {
			return c.doOnce(ctx, transport.Call{Op: op, Repeatable: true}, request(osmapi.NewDeleteLabelsRequest(c.server, int32(id))))
		},
		look: func(ctx context.Context) (bool, error) {
			there, err := c.hasLabel(ctx, id)
			return err == nil && !there, err
		},
	})
	if err == nil || apierror.IsNotFound(err) {
		return nil
	}
	if there, look := c.hasLabel(ctx, id); look == nil && !there {
		return nil
	}
	return err
}

func (c *Client) hasLabel(ctx context.Context, id int64) (bool, error) {
	labels, err := c.Labels(ctx, "")
	return carries(labels, id), err
}

// AttachLabel puts one label on a ticket. One a call: whether several ids are joined by commas or repeated in the query is told
// differently by the reference and by the vendor's client, and one id looks the same in both.
func (c *Client) AttachLabel(ctx context.Context, id string, label int64) error {
	params := &osmapi.CreateCaseLabelsParams{LabelIds: []int32{int32(label)}}
	return c.setCaseLabel(ctx, "CreateCaseLabels", id, label, true, request(osmapi.NewCreateCaseLabelsRequest(c.server, id, params)))
}

// DetachLabel takes one label off a ticket.
func (c *Client) DetachLabel(ctx context.Context, id string, label int64) error {
	params := &osmapi.DeleteCaseLabelsParams{LabelIds: []int32{int32(label)}}
	return c.setCaseLabel(ctx, "DeleteCaseLabels", id, label, false, request(osmapi.NewDeleteCaseLabelsRequest(c.server, id, params)))
}

// setCaseLabel makes a call that is to put a label on a ticket or to take it off. The transport retries it; a rejection after an attempt that may have
// done it is none.
func (c *Client) setCaseLabel(ctx context.Context, op, id string, label int64, wanted bool, r requested) error {
	return c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		attempts:   1,
		send:       func(ctx context.Context) error { return c.doIdempotent(ctx, op, r) },
		look: func(ctx context.Context) (bool, error) {
			labels, err := c.CaseLabels(ctx, id)
			return err == nil && carries(labels, label) == wanted, err
		},
	})
}

func carries(labels []osmapi.CaseLabelInfo, id int64) bool {
	return slices.ContainsFunc(labels, func(l osmapi.CaseLabelInfo) bool { return l.LabelId != nil && int64(*l.LabelId) == id })
}
