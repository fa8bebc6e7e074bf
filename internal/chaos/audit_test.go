// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// audit compares the service with the desired state and with Terraform's state.
func (c *campaign) audit() {
	c.t.Helper()
	c.auditTickets()
	c.auditLabels()
}

// auditTickets audits the tickets and what is attached to them.
func (c *campaign) auditTickets() {
	c.t.Helper()
	managed := c.managed()
	cases := c.env.Cases()
	if len(cases) != len(c.desired.tickets) {
		c.t.Errorf("%d tickets were opened, want %d", len(cases), len(c.desired.tickets))
	}
	owner := map[string]string{}
	for _, t := range c.desired.tickets {
		id, _ := managed["osm_servicecase."+t.name]["id"].(string)
		view, found := c.env.Case(id)
		switch {
		case !found:
			c.t.Errorf("%s: ticket %q is in the state, but not in the service", t.name, id)
			continue
		case owner[id] != "":
			c.t.Errorf("%s and %s have the same ticket, %s", t.name, owner[id], id)
		}
		owner[id] = t.name
		c.auditTicket(t, view, managed)
	}
	for _, view := range cases {
		if owner[view.ID] == "" {
			c.t.Errorf("ticket %s, %q, is lost: it is not in the state", view.ID, view.Description)
		}
	}
}

// auditTicket compares one ticket with the desired one.
func (c *campaign) auditTicket(t *ticket, view simulator.Case, managed map[string]map[string]any) {
	c.t.Helper()
	labels := map[int]string{}
	for _, l := range c.env.Labels() {
		labels[l.ID] = l.Name
	}
	related := names(t.related, func(r *ticket) string { return fmt.Sprint(managed["osm_servicecase."+r.name]["id"]) })
	for what, pair := range map[string][2][]string{
		"description": {{view.Description}, {t.description}},
		"labels":      {names(view.LabelIDs, func(id int) string { return labels[id] }), t.labels},
		"relations":   {view.RelatedIDs, related},
		"extends_map": {extendsOf(view), extendsWanted(t)},
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
	c.auditMessages(t, view, managed)
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
		id := fmt.Sprint(managed["osm_accessory."+f.name]["id"])
		if a, _ := c.env.Accessory(id); carried[id] != 1 || string(a.Bytes) != f.bytes() {
			c.t.Errorf("%s, %s: attachment %s, %s, is attached %d times with content %q", t.name, view.ID, f.name, id,
				carried[id],
				a.Bytes)
		}
	}
}

// auditMessages compares a ticket's messages: each desired one exists once, and all others only carry files.
func (c *campaign) auditMessages(t *ticket, view simulator.Case, managed map[string]map[string]any) {
	c.t.Helper()
	var want, got []string
	for _, m := range c.desired.messages {
		if m.ticket != t {
			continue
		}
		files := names(m.files, func(f *file) string { return fmt.Sprint(managed["osm_accessory."+f.name]["id"]) })
		want = append(want, fmt.Sprint(m.content(), files))
		id := managed["osm_case_message."+m.name]["id"]
		if id == "" && c.unseen {
			continue
		}
		if !slices.ContainsFunc(view.Messages, func(v simulator.Message) bool { return v.ID == id && v.Content == m.content() }) {
			c.t.Errorf("%s: message %s has the ID %v, but ticket %s has no such message with that "+
				"text", t.name, m.name, id, view.ID)
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

// auditLabels checks that each label exists once, in the desired color.
func (c *campaign) auditLabels() {
	c.t.Helper()
	got := names(c.env.Labels(), func(l simulator.Label) string { return l.Name + " " + l.Color })
	want := names(c.desired.labels, func(name string) string { return name + " " + c.desired.color })
	if got, want := sorted(got), sorted(want); !slices.Equal(got, want) {
		c.t.Errorf("labels: got %q, want %q", got, want)
	}
}

// auditEnd checks that every ticket was cancelled once and no label is left.
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
	if len(cases) != len(c.desired.tickets) || sent != len(cases) || len(ended) != len(cases) {
		c.t.Errorf("want %d tickets, %d were opened by %d calls, %d were closed", len(c.desired.tickets), len(cases), sent,
			len(ended))
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

// managed returns the attributes of each resource in the state, by address.
func (c *campaign) managed() map[string]map[string]any {
	c.t.Helper()
	out := map[string]map[string]any{}
	if state := c.cli.State(); state.Values != nil {
		for _, r := range state.Values.RootModule.Resources {
			out[r.Address] = r.AttributeValues
		}
	}
	return out
}

// managedIDs returns the IDs of the resources in the state.
func (c *campaign) managedIDs() map[string]bool {
	c.t.Helper()
	ids := map[string]bool{}
	for _, attributes := range c.managed() {
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

func extendsWanted(t *ticket) []string {
	if t.extends == "" {
		return nil
	}
	return []string{t.extends}
}

func sorted(of []string) []string { return slices.Sorted(slices.Values(of)) }

// Secrets that must not leak. Base64 encodes their lengths without padding, so that an encoded file begins with the encoded
// secret.
const (
	password      = "PLANTEDpasswordPLANTED-Aa1"
	secretMessage = "PLANTEDmessageTextPLANTED"
	tokenStart    = "MIIsimulated"
	traceLog      = "trace.log"
)

var secretOf = map[string]string{
	fromDisk:   "PLANTEDbytesOnDiskPLANTED.._",
	fromConfig: "PLANTEDbytesInConfPLANTED.._",
	writeOnly:  "PLANTEDbytesWriteOPLANTED.._",
}

// auditSecrets searches the output, the log and the state for the secrets.
func (c *campaign) auditSecrets() {
	c.t.Helper()
	secrets := []string{password, secretMessage, tokenStart}
	for _, s := range secretOf {
		secrets = append(secrets, s, base64.StdEncoding.EncodeToString([]byte(s[:27])))
	}
	log := c.cli.Read(traceLog)
	if traced := strings.Contains(strings.Join(c.cli.Env, " "), "TF_LOG=TRACE"); traced &&
		!strings.Contains(log, "operation=CreateCases") {
		c.t.Errorf("the log contains no calls")
	}
	for _, bad := range []string{"DATA RACE", "panic: "} {
		if i := strings.Index(log, bad); i >= 0 {
			c.t.Errorf("the log holds %q: %s", bad, log[i:min(len(log), i+4000)])
		}
	}
	places := map[string]string{"the output": c.printed.String(), "the log": log}
	for place, text := range places {
		for _, s := range secrets {
			if i := strings.Index(text, s); i >= 0 {
				c.t.Errorf("%s holds %q: %s", place, s, text[max(0, i-200):min(len(text), i+100)])
			}
		}
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup"} {
		for _, s := range []string{password, secretMessage, tokenStart, secretOf[fromDisk], secretOf[writeOnly]} {
			if strings.Contains(c.cli.Read(name), s) {
				c.t.Errorf("%s holds %q", name, s)
			}
		}
	}
	if n := c.env.Count(simulator.OperationToken); n == 0 {
		c.t.Errorf("no login was sent")
	}
}
