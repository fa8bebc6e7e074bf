// SPDX-License-Identifier: MPL-2.0

package client

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
	return again(ctx, "UpdateLabels", func(ctx context.Context) (*http.Response, error) {
		return c.api.UpdateLabels(ctx, int32(id), &osmapi.UpdateLabelsParams{}, osmapi.UpdateLabelsReq{Name: name, Color: color})
	})
}

// DeleteLabel deletes a label. One that is gone is a success, and after an empty answer it is looked whether it is.
func (c *Client) DeleteLabel(ctx context.Context, id int64) error {
	for send := 1; ; send++ {
		err := sure(transport.Repeatable(ctx), "DeleteLabels", func(ctx context.Context) (*http.Response, error) {
			return c.api.DeleteLabels(ctx, int32(id), &osmapi.DeleteLabelsParams{})
		})
		if err == nil || apierror.IsNotFound(err) {
			return nil
		}
		there, look := c.hasLabel(ctx, id)
		if look == nil && !there {
			return nil
		}
		if look != nil || !unknown(err) || send == maxSends || c.cfg.Wait(ctx, settlePauses[send]) != nil {
			return err
		}
	}
}

func (c *Client) hasLabel(ctx context.Context, id int64) (bool, error) {
	labels, err := c.Labels(ctx, "")
	return carries(labels, id), err
}

// AttachLabel puts one label on a ticket. One a call: whether several ids are joined by commas or repeated in the query is told
// differently by the reference and by the vendor's client, and one id looks the same in both.
func (c *Client) AttachLabel(ctx context.Context, id string, label int64) error {
	const op = "CreateCaseLabels"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	err := again(ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.CreateCaseLabels(ctx, id, &osmapi.CreateCaseLabelsParams{LabelIds: []int32{int32(label)}})
	})
	return c.unlessSo(ctx, id, label, true, err)
}

// DetachLabel takes one label off a ticket.
func (c *Client) DetachLabel(ctx context.Context, id string, label int64) error {
	const op = "DeleteCaseLabels"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	err := again(ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.DeleteCaseLabels(ctx, id, &osmapi.DeleteCaseLabelsParams{LabelIds: []int32{int32(label)}})
	})
	return c.unlessSo(ctx, id, label, false, err)
}

// unlessSo gives the error of a call that was to put a label on a ticket or to take it off; nil when that is how the ticket is after an attempt that may
// have done it.
func (c *Client) unlessSo(ctx context.Context, id string, label int64, wanted bool, err error) error {
	if e := apierror.As(err); err == nil || e == nil || !e.Repeated && !unknown(err) {
		return err
	}
	labels, look := c.CaseLabels(ctx, id)
	if look == nil && carries(labels, label) == wanted {
		return nil
	}
	return err
}

func carries(labels []osmapi.CaseLabelInfo, id int64) bool {
	return slices.ContainsFunc(labels, func(l osmapi.CaseLabelInfo) bool { return l.LabelId != nil && int64(*l.LabelId) == id })
}
