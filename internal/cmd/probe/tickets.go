// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// noTickets is the finding of a question about tickets if there are none.
func noTickets(seen *observations) finding {
	if !seen.list.isUsable() {
		return failed(seen.list)
	}
	return unknown("the list has no tickets", "`ListCases`")
}

// read returns the tickets that were read by their ID, or why there are none.
func (seen *observations) read() ([]object, finding) {
	var tickets []object
	for _, d := range seen.details {
		if t := info(d.trimmed); t != nil {
			tickets = append(tickets, t)
		}
	}
	switch {
	case len(tickets) > 0:
		return tickets, finding{}
	case len(seen.details) > 0 && !seen.details[0].trimmed.isUsable():
		return nil, failed(seen.details[0].trimmed)
	case len(seen.details) > 0:
		return nil, unknown("the response has no `incident_detail_info`", "`ShowCaseDetail`")
	}
	return nil, noTickets(seen)
}

// deletedTicket reports what the service returns for a deleted ticket.
func deletedTicket(seen *observations) finding {
	listed := 0
	for _, t := range seen.tickets {
		if n, ok := t.integer("status"); ok && n == osm.StatusDeleted {
			listed++
		}
	}
	const evidence = "`ShowCaseDetail` of the ticket that you named"
	status, isRead := info(seen.deleted).integer("status")
	switch {
	case seen.deleted != nil && seen.deleted.code == apierror.NotFoundCode:
		return finding{"not found (`OSM.01010015`)", certain, evidence}
	case isRead && status == osm.StatusDeleted:
		return finding{"readable, with status 13", certain, evidence}
	case isRead:
		return unknown(fmt.Sprintf("the ticket that you named has status %d", status), evidence)
	case seen.deleted != nil:
		return failed(seen.deleted)
	case listed > 0:
		return finding{"listed, with status 13", certain, of(listed, len(seen.tickets), "tickets of `ListCases`")}
	}
	return unknown("name a deleted ticket: DELETED=TS-…", "")
}

// endedTicket reports whether a ticket that has ended stays in the list.
func endedTicket(seen *observations) finding {
	listed := 0
	for _, t := range seen.tickets {
		if n, ok := t.integer("status"); ok && osm.HasEnded(int64(n)) {
			listed++
		}
	}
	status, isRead := info(seen.ended).integer("status")
	const evidence = "`ShowCaseDetail`, `ListCases` of the ticket that you named"
	switch {
	case listed > 0:
		return finding{"stays in the list", certain, of(listed, len(seen.tickets), "tickets of `ListCases`")}
	case seen.ended == nil && !seen.list.isUsable():
		return failed(seen.list)
	case seen.ended == nil:
		return unknown("no listed ticket has ended; name one: ENDED=TS-…", of(0, len(seen.tickets), "tickets of `ListCases`"))
	case !isRead:
		return failed(seen.ended)
	case !osm.HasEnded(int64(status)):
		return unknown(fmt.Sprintf("the ticket that you named has status %d", status), evidence)
	case !seen.endedList.isUsable():
		return failed(seen.endedList)
	case len(seen.endedList.fields.list("incident_info_list")) > 0:
		return finding{"stays in the list", certain, evidence}
	}
	return finding{"leaves the list, and can be read by its ID", certain, evidence}
}

// contactEcho reports how phones and mailboxes are returned.
func contactEcho(seen *observations) finding {
	if _, f := seen.read(); f.seen != "" {
		return f
	}
	// By whether the ticket has ended: how many tickets there are, and how many have a contact that is plain or masked.
	var all, plain, masked [2]int
	for _, d := range seen.details {
		ended := 0
		if d.hasEnded {
			ended = 1
		}
		contact := info(d.trimmed).object("ext_info")
		value := contact.text("remind_mobile") + contact.text("remind_mail")
		all[ended]++
		switch {
		case strings.Contains(value, "*"):
			masked[ended]++
		case value != "":
			plain[ended]++
		}
	}
	evidence := fmt.Sprintf("`ShowCaseDetail`: contacts in %d of %d open and %d of %d ended tickets", plain[0]+masked[0], all[0],
		plain[1]+masked[1], all[1])
	switch {
	case masked[0]+masked[1] > 0:
		return finding{"masked", certain, evidence}
	case plain[1] > 0:
		return finding{"plain, also once the ticket has ended", certain, evidence}
	case plain[0] > 0 && all[1] > 0:
		return finding{"plain while the ticket is open, cleared once it has ended", likely, evidence}
	case plain[0] > 0:
		return finding{"plain while the ticket is open", certain, evidence}
	}
	return unknown("no ticket that was read has a contact", evidence)
}

// authorized reports whether tickets have is_authorized.
func authorized(seen *observations) finding {
	tickets, f := seen.read()
	if f.seen != "" {
		return f
	}
	n := 0
	for _, t := range tickets {
		if t.kind("is_authorized") != kindAbsent {
			n++
		}
	}
	evidence := "`ShowCaseDetail`: " + of(n, len(tickets), "tickets")
	switch n {
	case 0:
		return finding{"absent", certain, evidence}
	case len(tickets):
		return finding{"present", certain, evidence}
	}
	return finding{"in some tickets", certain, evidence}
}
