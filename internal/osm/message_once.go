// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// shownFiles is how many attachments of a message an answer shows at the most (API reference: ShowCaseDetail, accessory_list 0..5).
const shownFiles = 5

// CreateMessageOnce is CreateMessage, unless the customer's last message of the ticket is the same and younger than within; it reports whether
// one was sent. The same is: text and attachments, as far as they are shown. A same message whose age can't be told counts as younger: a text that
// was not sent is noticed and costs nobody's time.
func (c *Client) CreateMessageOnce(ctx context.Context, in CreateMessageInput, within time.Duration) (sent bool, err error) {
	// A turn of its own, since CreateMessage takes the other: equal messages of one run would all find nothing and all be sent.
	unlock, err := c.turns.lock(ctx, "once\x00"+in.CaseID)
	if err != nil {
		return false, &apierror.Error{Op: "CreateMessages", Kind: apierror.Cancelled, Err: err}
	}
	defer unlock()
	detail, err := c.caseInZone(ctx, in.CaseID, in.GroupID, zoneEight)
	if err != nil {
		return false, err
	}
	for _, m := range lastOwn(list(detail.MessageList)) {
		if !in.same(m) {
			continue
		}
		old, err := c.olderThan(ctx, in, m, within)
		if err != nil || !old {
			return false, err
		}
	}
	_, err = c.CreateMessage(ctx, in)
	return err == nil, err
}

// lastOwn gives the customer's latest message. It gives several when their times are equal, since the order of the list is not documented, and with
// it those whose time can't be read.
func lastOwn(messages []osmapi.IncidentMessageV2) []osmapi.IncidentMessageV2 {
	var latest time.Time
	var out []osmapi.IncidentMessageV2
	for _, m := range messages {
		at, err := parseTime(value(m.CreateTime))
		if value(m.Type) == 0 && err == nil && at.After(latest) {
			latest = at
		}
	}
	for _, m := range messages {
		if at, err := parseTime(value(m.CreateTime)); value(m.Type) == 0 && (err != nil || at.Equal(latest)) {
			out = append(out, m)
		}
	}
	return out
}

func (in CreateMessageInput) same(m osmapi.IncidentMessageV2) bool {
	files := list(m.AccessoryList)
	if compareText(canonicalText(in.Content), value(m.Content)) == different || len(files) != len(in.AccessoryIDs) && len(files) < shownFiles {
		return false
	}
	for _, f := range files {
		if !slices.Contains(in.AccessoryIDs, value(f.AccessoryId)) {
			return false
		}
	}
	return true
}

// olderThan tells whether a message, as the ticket shows it in zone eight, surely is older than age. As for tickets, times may be UTC or
// in the zone that was asked for: the message is read in a second zone to find out.
func (c *Client) olderThan(ctx context.Context, in CreateMessageInput, m osmapi.IncidentMessageV2, age time.Duration) (bool, error) {
	eight, ok := readableTime(m)
	if !ok {
		return false, nil
	}
	detail, err := c.caseInZone(ctx, in.CaseID, in.GroupID, zoneNine)
	if err != nil {
		return false, err
	}
	for _, other := range list(detail.MessageList) {
		if value(other.MessageId) != value(m.MessageId) {
			continue
		}
		nine, ok := readableTime(other)
		at, _, consistent := instant(eight, nine)
		if !ok || !consistent {
			return false, nil
		}
		return c.clock.at(c.cfg.Now()).Sub(at) >= age, nil
	}
	return true, nil // withdrawn meanwhile
}

// readableTime gives the time of a message, if it has one that can be read.
func readableTime(m osmapi.IncidentMessageV2) (time.Time, bool) {
	t, err := parseTime(value(m.CreateTime))
	return t, err == nil
}
