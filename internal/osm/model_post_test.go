// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// ticketID stands for the ID of the new ticket in a body.
const ticketID = "ID"

var (
	// goodReplies carry the ID.
	goodReplies = []modelReply{
		{status: 200, body: `{"incident_id":"ID"}`},
		{status: 200, body: `{"error_code":0,"error_msg":"","incident_id":"ID"}`},
		{status: 200, body: `{"error_code":"OSM.00000000","error_msg":"success","incident_id":"ID"}`},
		{status: 200, body: `{"error_code":"OSM.01010014","error_msg":"internal error","incident_id":"ID"}`},
		{status: 400, body: `{"error_code":"OSM.01010002","error_msg":"no permission","incident_id":"ID"}`},
		{status: 500, body: `{"incident_id":"ID"}`},
	}
	// openReplies leave it open whether the request was processed.
	openReplies = []modelReply{
		{kind: apierror.Interrupted},
		{kind: apierror.TimedOut},
		{status: 500, body: `{"error_code":"OSM.0004","error_msg":"internal error"}`},
		{status: 502, body: `<html><title>Bad Gateway</title></html>`},
		{status: 503},
		{status: 504, body: `{"error_code":"APIGW.0610","error_msg":"back end timed out"}`},
		{status: 408},
		{status: 499},
		{status: 302},
		{status: 200, body: `{"error_code":"OSM.01010014","error_msg":"internal error"}`},
		{status: 200, body: `{"error_code":"OSM.01010017","error_msg":"operation failed"}`},
		{status: 400, body: `{"error_code":"APIG.0610","error_msg":"back end timed out"}`},
		{status: 200, body: `<html><title>Welcome</title></html>`},
		{status: 200},
		{status: 200, body: `{"error_code":0,"error_msg":""}`},
		{status: 200, body: `{}`},
		{status: 200, body: `{"incident_id":"TS`},
	}
	// definiteReplies say that nothing was opened.
	definiteReplies = []modelReply{
		{kind: apierror.Unreachable, unsent: true},
		{status: 429, body: `{"error_code":"APIG.0308","error_msg":"throttled"}`},
		{status: 401, body: `{"error_code":"APIGW.0301","error_msg":"bad token"}`},
		{status: 200, body: `{"error_code":"OSM.01010037","error_msg":"limit exceeded"}`},
		{status: 400, body: `{"error_code":"OSM.0001","error_msg":"invalid parameter"}`},
	}
	// failedReads are responses that a list or a detail can't be read from.
	failedReads = []modelReply{
		{kind: apierror.Interrupted},
		{kind: apierror.Unreachable, unsent: true},
		{status: 502, body: `<html><title>Bad Gateway</title></html>`},
		{status: 200, body: `{"error_code":"OSM.01010014","error_msg":"internal error"}`},
		{status: 200, body: `{"error_code":"OSM.01010002","error_msg":"no permission"}`},
		{status: 200, body: `<html><title>Welcome</title></html>`},
	}
)

// modelOutcome is the outcome of one attempt to open a ticket.
type modelOutcome struct {
	reply modelReply
	// tickets is how often the request is processed, late how long after the response.
	tickets int
	late    time.Duration
}

func (m *model) drawOutcome() modelOutcome {
	s := &m.schedule
	o := modelOutcome{tickets: 1}
	if s.twice && !m.calm && m.chance(0.3) {
		o.tickets = 2
	}
	switch {
	case m.calm || !m.chance(s.postFaults):
		o.reply = among(m.rng, goodReplies...)
	case m.chance(0.1):
		o.reply, o.tickets = among(m.rng, definiteReplies...), 0
	default:
		o.reply = among(m.rng, openReplies...)
		switch {
		case m.chance(0.4):
			o.tickets = 0
		case s.late:
			o.late = m.draw(20 * time.Second)
		}
	}
	return o
}

// post serves one attempt to open a ticket.
func (p *modelProcess) post(ctx context.Context, event modelEvent) modelReply {
	c := p.create
	p.checkSend(c)
	c.posts++
	c.lastSend = p.now
	if c.posts == 1 {
		c.firstSend = p.now
		if !c.read.failed && (!c.read.filtered || p.schedule.filter != filterEmpty) {
			c.looked = c.read.at
		}
	}
	o := p.drawOutcome()
	took := modelLatency
	if o.reply.kind != 0 && !o.reply.unsent {
		took = p.schedule.slow
	}
	p.logf("%s: POST, processed %d times, %s late: %v", p.name, o.tickets, o.late, o.reply)
	p.pass(took / 2)
	for range o.tickets {
		t := modelTicket{
			text:   p.in.Body.SimpleDescription,
			typeID: p.in.Body.BusinessTypeId,
			files:  value(p.in.Body.AccessoryIds),
			at:     p.now.Add(o.late),
			create: c,
		}
		c.tickets = append(c.tickets, p.open(t))
	}
	p.strike(event, killAfter)
	p.pass(took / 2)
	c.answered = p.now
	p.strike(event, cancelAfter)
	if o.reply.body != "" && len(c.tickets) > 0 {
		o.reply.body = strings.ReplaceAll(o.reply.body, ticketID, c.tickets[len(c.tickets)-1].id)
	}
	if ctx.Err() != nil && p.chance(0.5) {
		return modelReply{kind: apierror.Cancelled} // the response did not come within the grace
	}
	return o.reply
}
