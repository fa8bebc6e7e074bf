// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// correspondence decides which messages of a ticket are newer than others. Neither the order of the messages nor the zone of
// their times is documented, but the times of one response can be compared with each other.
type correspondence struct {
	messages []osmapi.IncidentMessageV2
	// times are the times of the messages, zero if they can't be read.
	times []time.Time
	// order is 1 if the messages are listed oldest first, -1 if newest first, 0 if unknown.
	order int
	// known are the keys of messages that an earlier response had.
	known map[string]bool
}

func newCorrespondence(messages []osmapi.IncidentMessageV2, known map[string]bool) *correspondence {
	c := &correspondence{messages: messages, known: known}
	for _, m := range messages {
		at, _ := parseTime(value(m.CreateTime))
		c.times = append(c.times, at)
	}
	c.order = c.findOrder()
	return c
}

// findOrder compares the times of neighbors. Without different times, the position of the ticket's first message decides.
func (c *correspondence) findOrder() int {
	up, down := false, false
	for i := 1; i < len(c.times); i++ {
		if before, after := c.times[i-1], c.times[i]; !before.IsZero() && !after.IsZero() {
			up, down = up || after.After(before), down || after.Before(before)
		}
	}
	switch {
	case up && down:
		return 0
	case up:
		return 1
	case down:
		return -1
	}
	isFirst := func(m osmapi.IncidentMessageV2) bool { return value(m.IsFirstMessage) == 1 }
	first, n := slices.IndexFunc(c.messages, isFirst), len(c.messages)
	switch {
	case first < 0 || slices.ContainsFunc(c.messages[first+1:], isFirst):
		return 0
	case first == 0:
		return 1
	case first == n-1:
		return -1
	}
	return 0
}

// isNewer reports whether message i is certainly newer than message j: by time, or if both have the same second or no readable
// time, by position, or because only i has appeared since an earlier response.
func (c *correspondence) isNewer(i, j int) bool {
	switch a, b := c.times[i], c.times[j]; {
	case !a.IsZero() && !b.IsZero() && !a.Equal(b):
		return a.After(b)
	case c.order != 0:
		return (i-j)*c.order > 0
	}
	return c.known[messageKey(c.messages[j])] && !c.known[messageKey(c.messages[i])]
}

// latestReply returns the latest message from support that is newer than every message of the customer, or nil. A ticket's first
// message, which opened it, is no reply, whoever wrote it.
func (c *correspondence) latestReply() *osmapi.IncidentMessageV2 {
	isCustomer := func(m osmapi.IncidentMessageV2) bool { return value(m.Type) == 0 }
	hasCustomer := slices.ContainsFunc(c.messages, isCustomer)
	latest := -1
	for i, m := range c.messages {
		isOpening := !hasCustomer && value(m.IsFirstMessage) == 1
		if isCustomer(m) || isOpening {
			continue
		}
		isReply := true
		for j, other := range c.messages {
			isReply = isReply && (!isCustomer(other) || c.isNewer(i, j))
		}
		if isReply && (latest < 0 || c.isNewer(i, latest)) {
			latest = i
		}
	}
	if latest < 0 {
		return nil
	}
	return &c.messages[latest]
}

// messageKey identifies a message: by its ID, or by what it shows if the service returns none.
func messageKey(m osmapi.IncidentMessageV2) string {
	return cmp.Or(value(m.MessageId), strings.Join([]string{value(m.Replier), value(m.CreateTime), value(m.Content)}, "\x00"))
}
