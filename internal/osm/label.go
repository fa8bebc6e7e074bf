// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strconv"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// sendLabel makes a label. The answer has no id. Not to be repeated: what an empty answer says is found out by looking.
func (c *Client) sendLabel(ctx context.Context, name, color string) error {
	r := request(osmapi.NewCreateLabelsRequest(c.server, osmapi.CreateLabelsReq{Name: name, Color: color}))
	return c.doOnce(ctx, transport.Call{Op: "CreateLabels", CancelGrace: cancelGrace}, r)
}

// Labels lists the account's labels in the order of their ids. name narrows by the service's fuzzy match and may be empty; whoever wants one
// name compares exactly.
func (c *Client) Labels(ctx context.Context, name string) ([]osmapi.CaseLabelInfo, error) {
	labels, _, err := all(ctx, "ListLabels", 0, labelKey, c.labelPage(name))
	return labels, err
}

// EachLabel gives labels one by one in the service's order, limit at the most (0: all), and asks for a page only when the ones before it are
// used up. name narrows by the service's fuzzy match. It ends when yield returns false.
func (c *Client) EachLabel(ctx context.Context, name string, limit int, yield func(osmapi.CaseLabelInfo) bool) error {
	given := 0
	size := func() int {
		if limit <= 0 {
			return pageSize
		}
		return limit - given
	}
	_, err := each(ctx, "ListLabels", size, labelKey, c.labelPage(name), func(l osmapi.CaseLabelInfo) bool {
		given++
		return yield(l) && (limit <= 0 || given < limit)
	})
	return err
}

func (c *Client) labelPage(name string) fetcher[osmapi.CaseLabelInfo] {
	return func(ctx context.Context, offset, limit int32) ([]osmapi.CaseLabelInfo, *osmapi.Integer, error) {
		answer, err := get[osmapi.ListLabelsResponse](ctx, c, "ListLabels", request(osmapi.NewListLabelsRequest(c.server, &osmapi.ListLabelsParams{Offset: &offset, Limit: &limit, Name: optional(name)})))
		if err != nil {
			return nil, nil, err
		}
		return list(answer.LabelList), answer.TotalCount, nil
	}
}

func labelKey(l osmapi.CaseLabelInfo) string { return strconv.FormatInt(int64(value(l.LabelId)), 10) }

// CaseLabels lists the labels of a ticket.
func (c *Client) CaseLabels(ctx context.Context, id string) ([]osmapi.CaseLabelInfo, error) {
	const op = "ListCaseLabels"
	answer, err := get[osmapi.ListCaseLabelsResponse](ctx, c, op, request(osmapi.NewListCaseLabelsRequest(c.server, id)))
	if err != nil {
		return nil, err
	}
	return list(answer.CaseLabelList), nil
}
