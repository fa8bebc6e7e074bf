// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// The calls of this file have the same effect however often they are sent, so that the transport may repeat them. Where the service refuses, it may
// be since an attempt before has done it: what was asked for is looked for, and if it is so, the call has succeeded.

// UpdateLabel changes name and colour of a label.
func (c *Client) UpdateLabel(ctx context.Context, id int64, name, color string) error {
	return doIdempotent(ctx, "UpdateLabels", func(ctx context.Context) (*http.Response, error) {
		return c.api.UpdateLabels(ctx, int32(id), &osmapi.UpdateLabelsParams{}, osmapi.UpdateLabelsReq{Name: name, Color: color})
	})
}

// DeleteLabel deletes a label. One that is gone is a success: no code for a label that does not exist is documented, so that it is looked for
// after every rejection.
func (c *Client) DeleteLabel(ctx context.Context, id int64) error {
	err := c.reconcile(ctx, write{
		op:         "DeleteLabels",
		repeatable: true,
		send: func(ctx context.Context) error {
			return doOnce(transport.Repeatable(ctx), "DeleteLabels", func(ctx context.Context) (*http.Response, error) {
				return c.api.DeleteLabels(ctx, int32(id), &osmapi.DeleteLabelsParams{})
			})
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
	return c.setCaseLabel(ctx, "CreateCaseLabels", id, label, true, func(ctx context.Context) (*http.Response, error) {
		return c.api.CreateCaseLabels(ctx, id, &osmapi.CreateCaseLabelsParams{LabelIds: []int32{int32(label)}})
	})
}

// DetachLabel takes one label off a ticket.
func (c *Client) DetachLabel(ctx context.Context, id string, label int64) error {
	return c.setCaseLabel(ctx, "DeleteCaseLabels", id, label, false, func(ctx context.Context) (*http.Response, error) {
		return c.api.DeleteCaseLabels(ctx, id, &osmapi.DeleteCaseLabelsParams{LabelIds: []int32{int32(label)}})
	})
}

// setCaseLabel makes a call that is to put a label on a ticket or to take it off. The transport retries it; a rejection after an attempt that may have
// done it is none.
func (c *Client) setCaseLabel(ctx context.Context, op, id string, label int64, wanted bool, send sender) error {
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	return c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		attempts:   1,
		send:       func(ctx context.Context) error { return doIdempotent(ctx, op, send) },
		look: func(ctx context.Context) (bool, error) {
			labels, err := c.CaseLabels(ctx, id)
			return err == nil && carries(labels, label) == wanted, err
		},
	})
}

func carries(labels []osmapi.CaseLabelInfo, id int64) bool {
	return slices.ContainsFunc(labels, func(l osmapi.CaseLabelInfo) bool { return l.LabelId != nil && int64(*l.LabelId) == id })
}
