// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"errors"
	"slices"
	"time"
)

// checkSend checks what must hold before an attempt: at most three (P5), with adoption never without having looked (P4), and
// after an attempt of unknown outcome only when 60 seconds and a complete list have shown no ticket of it (P1).
func (p *modelProcess) checkSend(c *modelCreate) {
	read := c.read
	switch {
	case c.posts >= 3:
		p.violatef("P5", "attempt %d", c.posts+1)
	case c.posts == 0 && p.in.AdoptExisting && (read.at.IsZero() || read.filtered || read.failed):
		p.violatef("P4", "sent without a complete list")
	case c.posts == 0:
	case read.at.Before(c.answered) || read.filtered || read.failed:
		p.violatef("P1", "retried without a complete list")
	case p.now.Sub(c.answered) < time.Minute:
		p.violatef("P1", "retried after %s", p.now.Sub(c.answered))
	case !p.schedule.beyondBand():
		for _, t := range c.tickets {
			if !t.listed.After(read.at) {
				p.violatef("P1", "retried although %s is listed", t.id)
			}
		}
	}
	if c.posts > 0 {
		p.tally.retried++
	}
}

// checkResult checks what a create returned.
func (p *modelProcess) checkResult(out *CreatedCase, err error) {
	c := p.create
	p.count(c, out, err)
	var named []string
	if out != nil {
		named = append(idsOf(out.Duplicates), out.ID)
	}
	var unknown *UnknownOutcomeError
	if errors.As(err, &unknown) {
		named = append(named, idsOf(unknown.Candidates)...)
	}
	for _, t := range c.tickets {
		if !slices.Contains(named, t.id) {
			p.checkUnnamed(c, t, out)
		}
	}
	if out != nil && !slices.ContainsFunc(c.tickets, func(t *modelTicket) bool { return t.id == out.ID }) {
		p.checkForeign(c, p.find(out.ID), out.Adopted)
	}
}

// checkUnnamed checks that there is a reason why a ticket that a create opened is neither returned nor named (P2): the
// request was processed twice with a usable response, or the last look came after the last attempt and could not see the ticket.
func (p *modelProcess) checkUnnamed(c *modelCreate, t *modelTicket, out *CreatedCase) {
	read := c.read
	blind := read.failed || read.filtered && p.schedule.filter == filterEmpty
	p.tally.unlisted++
	switch {
	case p.schedule.beyondBand():
	case slices.Contains(c.seen, t):
		p.violatef("P2", "%s was listed and is not named", t.id)
	case out != nil && c.posts == 1 && len(c.tickets) == 2 && read.at.Before(c.firstSend):
	case read.at.Before(c.lastSend):
		p.violatef("P2", "%s is not named, and was not looked for after the last attempt", t.id)
	case !blind && !t.listed.After(read.at):
		p.violatef("P2", "%s could be listed and is not named", t.id)
	}
}

// checkForeign checks a ticket that was taken over though the create did not open it (P3).
func (p *modelProcess) checkForeign(c *modelCreate, t *modelTicket, adopted bool) {
	s := &p.schedule
	switch {
	case t == nil:
		p.violatef("P3", "a ticket that does not exist was adopted")
		return
	case t.text != p.in.Body.SimpleDescription:
		p.violatef("P3", "%s was adopted, which has another text", t.id)
	case slices.Contains(p.state, t.id):
		p.violatef("P3", "%s was adopted, which is in the state already", t.id)
	case t.ended:
		p.violatef("P3", "%s was adopted, which has ended", t.id)
	}
	if adopted {
		return
	}
	// What was not listed before the first attempt is new to a create that looked then. A filtered list goes back four hours in
	// every zone.
	age := c.firstSend.Sub(t.at)
	looked := !c.looked.IsZero() && age < 4*time.Hour
	band := dateRounding + time.Second + max(0, s.database-s.gateway) + modelLatency
	switch {
	case looked && !t.listed.Before(c.looked): // at the same moment it may have been listed just after the look
	case looked, s.times.trusted() && age > band, age > 2*widestZone+clockSkew:
		p.violatef("P3", "%s was adopted, which is %s older than the create", t.id, age)
	}
}

// checkEnd checks that with adoption, at a service without lag, exactly the requested tickets are open in the end (P4).
func (m *model) checkEnd(p *modelProcess) {
	s := &m.schedule
	if !s.adopt || s.listLag > 0 || s.detailLag > 0 || s.twice || s.late || s.beyondBand() {
		return
	}
	if s.rival != "" || len(s.others) > 0 || s.pastEnd == pastEndFails {
		return
	}
	open := 0
	for _, t := range m.tickets {
		if t.text == s.text && !t.ended {
			open++
		}
	}
	existing := 0
	for _, o := range s.older {
		if !o.ended {
			existing++
		}
	}
	if existing > 1 {
		return
	}
	m.tally.converged++
	if open != p.creates || !p.done {
		m.violatef("P4", "%d tickets are open in the end, %d were asked for, done %t", open, p.creates, p.done)
	}
}

func (p *modelProcess) count(c *modelCreate, out *CreatedCase, err error) {
	t := p.tally
	t.creates++
	if len(c.tickets) > 1 {
		t.twoTickets++
	}
	var unknown *UnknownOutcomeError
	switch {
	case errors.As(err, &unknown):
		t.errors++
		if len(unknown.Candidates) > 0 {
			t.candidates++
		}
		if unknown.NotFound {
			t.notFound++
		}
	case err != nil:
		t.errors++
	case out.Adopted:
		t.adopted++
	case p.client.WasAdopted(out.ID):
		t.found++
	case c.posts == 1:
		t.first++
	}
	if out != nil && len(out.Duplicates) > 0 {
		t.duplicates++
	}
}
