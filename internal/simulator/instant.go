// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"strconv"
	"time"
)

// ticketsOf finds the tickets that a call names in case_ids.
func (s *Simulator) ticketsOf(c *call) ([]*ticket, *apiError) {
	var tickets []*ticket
	for _, id := range c.query["case_ids"] {
		t, apiErr := s.readable(c, id)
		if apiErr != nil {
			return nil, apiErr
		}
		tickets = append(tickets, t)
	}
	return tickets, nil
}

// listNewMessages answers what came since the mark of the last call; the mark is the number of the newest message.
func (s *Simulator) listNewMessages(c *call) (any, *apiError) {
	tickets, apiErr := s.ticketsOf(c)
	if apiErr != nil {
		return nil, apiErr
	}
	since := time.Time{}
	if mark := first(c.query["last_message_time_id"]); mark != "" {
		micros, err := strconv.ParseInt(mark, 10, 64)
		if err != nil {
			return nil, invalid("last_message_time_id")
		}
		since = time.UnixMicro(micros)
	}
	newest, states, messages := since, []object{}, []object{}
	for _, t := range tickets {
		states = append(states, object{"incident_id": t.id, "status": boolToInt(isHandled(t.status))})
		items := []messageItem{}
		for _, m := range t.messages {
			at := m.created.Truncate(time.Microsecond)
			if at.After(since) {
				items = append(items, s.messageItem(c, m))
			}
			if at.After(newest) {
				newest = at
			}
		}
		if len(items) > 0 {
			messages = append(messages, object{"incident_id": t.id, "message_list": items})
		}
	}
	mark := ""
	if !newest.IsZero() {
		mark = strconv.FormatInt(newest.UnixMicro(), 10)
	}
	return object{"imstatus": states, "immsg": messages, "last_message_time_id": mark}, nil
}

func (s *Simulator) listUnread(c *call) (any, *apiError) {
	tickets, apiErr := s.ticketsOf(c)
	if apiErr != nil {
		return nil, apiErr
	}
	items := []object{}
	for _, t := range tickets {
		n := 0
		for _, m := range t.messages {
			n += boolToInt(!m.read)
		}
		items = append(items, object{"incident_id": t.id, "status": s.shownStatus(t), "unread_num": n})
	}
	return object{"imunread": items}, nil
}

func (s *Simulator) markRead(c *call) (any, *apiError) {
	var body struct {
		GroupID string `json:"group_id"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	for _, m := range t.messages {
		c.applied = c.applied || !m.read
		m.read = true
	}
	return emptyResponse{}, nil
}

// listMoreMessages goes back from a point in time (type 0) or forward from it (type 1); the direction of the values is
// the simulator's reading.
func (s *Simulator) listMoreMessages(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	at, apiErr := s.parseTime(c, first(c.query["create_time"]))
	if apiErr != nil {
		return nil, apiErr
	}
	forward := c.integer("type", 0) == 1
	var found []messageItem
	for _, m := range t.messages {
		created := m.created.Truncate(time.Second)
		if (forward && created.After(at)) || (!forward && created.Before(at)) {
			found = append(found, s.messageItem(c, m))
		}
	}
	limit := c.integer("limit", defaultLimit)
	start := 0
	if !forward {
		start = max(0, len(found)-limit)
	}
	return object{"count": s.number(len(found)), "message_list": page(found, start, limit)}, nil
}
