// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// maxUnread is how many tickets one call of ListUnreadNewInstantMessages accepts.
const maxUnread = 100

// queryForm is the form of several values for one query parameter: the reference joins them by commas, the vendor's client
// repeats the key. The service may read only one of them.
type queryForm struct {
	// joined selects the commas; known reports that the service was seen to read the selected form.
	joined, known atomic.Bool
}

// Unread returns status and number of unread messages of tickets, in the service's order.
func (c *Client) Unread(ctx context.Context, ids []string, groupID string) (items []osmapi.ImUnreadV2, err error) {
	for some := range slices.Chunk(ids, maxUnread) {
		page, err := c.unread(ctx, some, groupID)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	return items, nil
}

// unread is Unread for at most maxUnread tickets. Until the form of the IDs is known, a rejection and a response with fewer than
// two of several tickets may be due to the form.
func (c *Client) unread(ctx context.Context, ids []string, groupID string) ([]osmapi.ImUnreadV2, error) {
	joined := c.caseIDs.joined.Load()
	items, err := c.unreadIn(ctx, ids, groupID, joined)
	switch {
	case len(ids) == 1, c.caseIDs.known.Load(), err != nil && !IsRejection(err):
		return items, err
	case len(items) < 2:
		other, otherErr := c.unreadIn(ctx, ids, groupID, !joined)
		if otherErr == nil && (err != nil || len(other) > len(items)) {
			c.caseIDs.joined.Store(!joined)
			items, err = other, nil
		}
	}
	if err == nil {
		c.caseIDs.known.Store(true)
	}
	return items, err
}

func (c *Client) unreadIn(ctx context.Context, ids []string, groupID string, joined bool) ([]osmapi.ImUnreadV2, error) {
	if joined {
		ids = []string{strings.Join(ids, ",")}
	}
	params := &osmapi.ListUnreadNewInstantMessagesParams{CaseIds: ids, GroupId: optional(groupID)}
	r := osmapi.NewListUnreadNewInstantMessagesRequest(c.server, params)
	out, err := get[osmapi.ListUnreadNewInstantMessagesResponse](ctx, c, r)
	return value(out.Imunread), err
}

// MarkRead marks all messages of a ticket as read. It is idempotent and can't be undone.
func (c *Client) MarkRead(ctx context.Context, id, groupID string) error {
	body := osmapi.UpdateUnreadNewInstantMsgV2Req{GroupId: optional(groupID)}
	return c.doIdempotent(ctx, osmapi.NewUpdateNewInstantMessagesReadRequest(c.server, id, body))
}
