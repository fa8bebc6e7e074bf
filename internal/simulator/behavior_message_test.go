// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// answered opens a ticket with a reply and returns its ID.
func (c *client) answered() string {
	id := c.open("")
	c.sim.Advance(time.Second)
	c.reply(id, "answer")
	return id
}

func (c *client) unread(query string) response {
	c.t.Helper()
	return c.call("GET", "/cases/instant-messages/unread?case_ids="+query, "")
}

func TestBehaviors_messages(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"MessageOrder": {
			func(r *simulator.Behaviors, v int) { r.MessageOrder = simulator.MessageOrder(v) },
			func(c *client) string {
				id := c.answered()
				for i := range 2 {
					c.reply(id, fmt.Sprint(i))
				}
				listed := c.call("GET", "/cases/"+id+"/messages", "").ok().names("message_list", "content")
				detail := c.detail(id, "message_list")
				for _, text := range []string{"question", "answer", "0", "1"} {
					if !strings.Contains(detail, text) {
						return detail
					}
				}
				return listed
			},
			[]string{"question answer 0 1", "1 0 answer question", "1 answer question 0"},
		},
		"Reading": {
			func(r *simulator.Behaviors, v int) { r.Reading = simulator.Reading(v) },
			func(c *client) string {
				id := c.answered()
				c.call("GET", "/cases/"+id, "").ok()
				return c.unread(id).names("imunread", "unread_num")
			},
			[]string{"1", "0"},
		},
		"UnreadCounts": {
			func(r *simulator.Behaviors, v int) { r.UnreadCounts = simulator.UnreadCounts(v) },
			func(c *client) string { return c.unread(c.answered()).names("imunread", "unread_num") },
			[]string{"1", "2", "0"},
		},
		"UnreadList": {
			func(r *simulator.Behaviors, v int) { r.UnreadList = simulator.UnreadList(v) },
			func(c *client) string {
				return c.unread(c.answered()+","+c.open("")).names("imunread", "unread_num")
			},
			[]string{"1 0", "1"},
		},
		"UnreadStatus": {
			func(r *simulator.Behaviors, v int) { r.UnreadStatus = simulator.UnreadStatus(v) },
			func(c *client) string { return c.unread(c.answered()).names("imunread", "status") },
			[]string{"0", "<nil>"},
		},
		"UnreadMissing": {
			func(r *simulator.Behaviors, v int) { r.UnreadMissing = simulator.UnreadMissing(v) },
			func(c *client) string {
				response := c.unread(c.answered() + ",TS-1")
				if code := response.code(); code != "" {
					return code
				}
				return response.names("imunread", "unread_num")
			},
			[]string{"OSM.01010015", "1"},
		},
		"InstantMessages": {
			func(r *simulator.Behaviors, v int) { r.InstantMessages = simulator.InstantMessages(v) },
			func(c *client) string {
				id := c.answered()
				read := c.call("POST", "/cases/"+id+"/instant-messages/unread", `{}`).code()
				return c.unread(id).code() + " " + read
			},
			[]string{" ", "APIGW.0101 APIGW.0101", "OSM.0003 OSM.0003"},
		},
	})
}
