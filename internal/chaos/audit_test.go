// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// audit compares what the service holds with what was asked for, and with what the state knows.
func (c *campaign) audit() {
	c.t.Helper()
	c.auditTickets()
	c.auditLabels()
}

// auditTickets is audit of the tickets and what they carry.
func (c *campaign) auditTickets() {
	c.t.Helper()
	held := c.held()
	cases := c.env.Cases()
	if len(cases) != len(c.wish.tickets) {
		c.t.Errorf("%d tickets were opened, %d were asked for", len(cases), len(c.wish.tickets))
	}
	owner := map[string]string{}
	for _, t := range c.wish.tickets {
		id, _ := held["osm_servicecase."+t.name]["id"].(string)
		view, found := c.env.Case(id)
		switch {
		case !found:
			c.t.Errorf("%s: the state holds ticket %q, which the service does not", t.name, id)
			continue
		case owner[id] != "":
			c.t.Errorf("%s and %s hold the same ticket, %s", t.name, owner[id], id)
		}
		owner[id] = t.name
		c.auditTicket(t, view, held)
	}
	for _, view := range cases {
		if owner[view.ID] == "" {
			c.t.Errorf("ticket %s, %q, is lost: no resource holds it", view.ID, view.Description)
		}
	}
}

// auditTicket compares one ticket with what was asked for.
func (c *campaign) auditTicket(t *ticket, view simulator.Case, held map[string]map[string]any) {
	c.t.Helper()
	labels := map[int]string{}
	for _, l := range c.env.Labels() {
		labels[l.ID] = l.Name
	}
	related := names(t.related, func(r *ticket) string { return fmt.Sprint(held["osm_servicecase."+r.name]["id"]) })
	for what, pair := range map[string][2][]string{
		"description": {{view.Description}, {t.description}},
		"labels":      {names(view.LabelIDs, func(id int) string { return labels[id] }), t.labels},
		"relations":   {view.RelatedIDs, related},
		"extends_map": {extendsOf(view), extendsAsked(t)},
	} {
		if what == "extends_map" && slices.Contains(c.imports, "osm_servicecase."+t.name) {
			continue // the first parameters of an imported ticket are recorded without a call
		}
		if got, want := sorted(pair[0]), sorted(pair[1]); !slices.Equal(got, want) {
			c.t.Errorf("%s, %s: %s is %q, want %q", t.name, view.ID, what, got, want)
		}
	}
	if t.mobile != "" && view.RemindMobile != t.mobile {
		c.t.Errorf("%s, %s: the phone number is %q, want %q", t.name, view.ID, view.RemindMobile, t.mobile)
	}
	if view.Status != simulator.StatusToBeHandled {
		c.t.Errorf("%s, %s: status %d", t.name, view.ID, view.Status)
	}
	c.auditMessages(t, view, held)
	carried := map[string]int{}
	for _, m := range view.Messages {
		for _, id := range m.AccessoryIDs {
			carried[id]++
		}
	}
	for id, n := range carried {
		if n > 1 {
			c.t.Errorf("%s, %s: attachment %s was sent %d times", t.name, view.ID, id, n)
		}
	}
	for _, f := range t.files {
		id := fmt.Sprint(held["osm_accessory."+f.name]["id"])
		if a, _ := c.env.Accessory(id); carried[id] != 1 || string(a.Bytes) != f.bytes() {
			c.t.Errorf("%s, %s: attachment %s, %s, is there %d times and holds %q", t.name, view.ID, f.name, id, carried[id], a.Bytes)
		}
	}
}

// auditMessages compares a ticket's messages: each that was asked for is there once, and only messages that carry files are there beside them.
func (c *campaign) auditMessages(t *ticket, view simulator.Case, held map[string]map[string]any) {
	c.t.Helper()
	var want, got []string
	for _, m := range c.wish.messages {
		if m.ticket != t {
			continue
		}
		files := names(m.files, func(f *file) string { return fmt.Sprint(held["osm_accessory."+f.name]["id"]) })
		want = append(want, fmt.Sprint(m.content(), files))
		id := held["osm_case_message."+m.name]["id"]
		if id == "" && c.unseen {
			continue
		}
		if !slices.ContainsFunc(view.Messages, func(v simulator.Message) bool { return v.ID == id && v.Content == m.content() }) {
			c.t.Errorf("%s: message %s has the id %v, which ticket %s does not hold with that text", t.name, m.name, id, view.ID)
		}
	}
	for _, m := range view.Messages {
		switch {
		case m.First:
		case strings.HasPrefix(m.Content, "Attachments added: ") && len(m.AccessoryIDs) > 0:
		default:
			got = append(got, fmt.Sprint(m.Content, append([]string{}, m.AccessoryIDs...)))
		}
	}
	got, want = sorted(got), sorted(want)
	if c.mayRepeat {
		sent := len(got)
		got = slices.Compact(got)
		c.repeated += sent - len(got)
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("%s, %s: messages:\n got %q\nwant %q", t.name, view.ID, got, want)
	}
}

// auditLabels wants each label once, in the colour that was asked for.
func (c *campaign) auditLabels() {
	c.t.Helper()
	got := names(c.env.Labels(), func(l simulator.Label) string { return l.Name + " " + l.Color })
	want := names(c.wish.labels, func(name string) string { return name + " " + c.wish.colour })
	if got, want := sorted(got), sorted(want); !slices.Equal(got, want) {
		c.t.Errorf("labels: got %q, want %q", got, want)
	}
}

// auditEnd wants every ticket ended by one cancellation, and no label left.
func (c *campaign) auditEnd() {
	c.t.Helper()
	ended, sent := map[string]int{}, 0
	for _, r := range c.env.RequestsFor("CreateCases") {
		if r.Applied {
			sent++
		}
	}
	for _, r := range c.env.RequestsFor("UpdateCases") {
		if r.Applied {
			ended[r.Path]++
		}
	}
	for path, n := range ended {
		if n > 1 {
			c.t.Errorf("%s had an effect %d times", path, n)
		}
	}
	cases := c.env.Cases()
	if len(cases) != len(c.wish.tickets) || sent != len(cases) || len(ended) != len(cases) {
		c.t.Errorf("%d tickets were asked for, %d opened by %d calls, %d ended", len(c.wish.tickets), len(cases), sent, len(ended))
	}
	for _, view := range cases {
		if view.Status != simulator.StatusCancelled {
			c.t.Errorf("ticket %s has the status %d after destroy", view.ID, view.Status)
		}
	}
	if left := c.env.Labels(); len(left) > 0 {
		c.t.Errorf("labels are left after destroy: %v", left)
	}
}

// held gives the attributes of each resource in the state, by its address.
func (c *campaign) held() map[string]map[string]any {
	c.t.Helper()
	out := map[string]map[string]any{}
	if state := c.cli.State(); state.Values != nil {
		for _, r := range state.Values.RootModule.Resources {
			out[r.Address] = r.AttributeValues
		}
	}
	return out
}

// heldIDs returns the IDs of the resources in the state.
func (c *campaign) heldIDs() map[string]bool {
	c.t.Helper()
	ids := map[string]bool{}
	for _, attributes := range c.held() {
		ids[fmt.Sprint(attributes["id"])] = true
	}
	return ids
}

func extendsOf(view simulator.Case) []string {
	var out []string
	for name, v := range view.Extends {
		out = append(out, fmt.Sprintf("{ %s = %s }", name, v))
	}
	return out
}

func extendsAsked(t *ticket) []string {
	if t.extends == "" {
		return nil
	}
	return []string{t.extends}
}

func sorted(of []string) []string { return slices.Sorted(slices.Values(of)) }
