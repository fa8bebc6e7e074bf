// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

const (
	modelLatency = 120 * time.Millisecond
	// modelLives is how many runs of the provider a process has; in the last one nothing fails any more.
	modelLives = 4
)

// errKilled is what a killed process panics with, to leave the code under test.
var errKilled = errors.New("killed")

// modelProcess is a person who applies until the tickets of a configuration are in the state. Each run of the provider is a
// life of its own.
type modelProcess struct {
	*model
	name         string
	in           CreateCaseInput
	creates      int
	patient      bool // whether an error leads to another run
	wake         time.Time
	yield        func(time.Time) bool
	state        []string
	client       *Client
	ctx          context.Context
	cancel       context.CancelFunc
	create       *modelCreate
	killed, done bool
}

// modelCreate is what is known of one call of CreateCase.
type modelCreate struct {
	posts int
	// firstSend and lastSend are when the first and the last attempt began, answered is when the last one ended.
	firstSend, lastSend, answered time.Time
	// looked is when it read the whole list before the first attempt; zero when it did not.
	looked time.Time
	// tickets are those that its requests opened.
	tickets []*modelTicket
	// seen are the tickets that a list showed to this create.
	seen []*modelTicket
	// read is the last reading of the list.
	read modelRead
}

// modelRead is one reading of the list.
type modelRead struct {
	at               time.Time
	filtered, failed bool
}

// run is the process as a coroutine, which yields the time until which it waits.
func (p *modelProcess) run(yield func(time.Time) bool) {
	p.yield = yield
	for life := 1; life <= modelLives && !p.done; life++ {
		p.calm = life == modelLives
		p.logf("%s: run %d begins, %d tickets in the state", p.name, life, len(p.state))
		p.live()
		p.cancel()
		if !p.killed && !p.patient {
			return
		}
		p.pass(time.Minute)
	}
}

// live is one run of the provider.
func (p *modelProcess) live() {
	p.killed = false
	defer func() {
		if r := recover(); r != nil {
			if err, ok := r.(error); !ok || !errors.Is(err, errKilled) {
				panic(r)
			}
			p.killed = true
			p.tally.kills++
			p.logf("%s: killed", p.name)
		}
	}()
	p.connect()
	for len(p.state) < p.creates {
		p.create = &modelCreate{}
		out, err := p.client.CreateCase(p.ctx, p.in)
		p.logf("%s: CreateCase returns %v, %v", p.name, out, err)
		p.checkResult(out, err)
		if err != nil {
			return
		}
		p.state = append(p.state, out.ID)
	}
	p.done = true
}

// connect builds a Client that knows only what is in the state.
func (p *modelProcess) connect() {
	now := func() time.Time { return p.now.Add(p.schedule.machine) }
	c := newClient(Config{
		Endpoint: "https://osm.example", Credential: iam.New(iam.Config{}, nil, nil,
			nil), TimeZone: zoneEight, Now: now, Wait: p.wait,
	})
	c.doer = modelDoer(c.observeClock(p.serve))
	for _, id := range p.state {
		c.Hold(id, p.in.Body.SimpleDescription)
	}
	p.client = c
	p.ctx, p.cancel = context.WithCancel(context.Background())
}

// modelDoer makes each call in one attempt.
type modelDoer transport.RoundTrip

func (d modelDoer) Do(req *http.Request, call transport.Call) (*transport.Response, error) {
	return d(req, call)
}

// pass lets time pass, during which other processes run.
func (p *modelProcess) pass(d time.Duration) {
	if !p.yield(p.now.Add(d)) {
		panic(errKilled)
	}
}

// modelEvent is what hits a process at a call or a pause.
type modelEvent int

const (
	nothingHappens modelEvent = iota
	killBefore
	killAfter
	cancelBefore
	cancelAfter
)

func (p *modelProcess) event() modelEvent {
	s := &p.schedule
	if p.calm || s.kills+s.cancels == 0 || !p.chance(s.eventRate) {
		return nothingHappens
	}
	late := modelEvent(p.rng.IntN(2))
	if s.kills > 0 {
		s.kills--
		return killBefore + late
	}
	s.cancels--
	return cancelBefore + late
}

// strike carries out an event that comes at this point.
func (p *modelProcess) strike(event, here modelEvent) {
	switch {
	case event != here:
	case here == killBefore, here == killAfter:
		panic(errKilled)
	case here == cancelBefore, here == cancelAfter:
		p.logf("%s: cancelled", p.name)
		p.tally.cancels++
		p.cancel()
	}
}

// wait replaces the pause of the client.
func (p *modelProcess) wait(ctx context.Context, d time.Duration) error {
	if d == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	event := p.event()
	if event != nothingHappens {
		p.pass(d / 2)
		p.strike(event, killBefore)
		p.strike(event, killAfter)
		p.strike(event, cancelBefore)
		p.strike(event, cancelAfter)
		return ctx.Err()
	}
	p.pass(d)
	return nil
}

// modelReply is what the service, or a host before it, replies.
type modelReply struct {
	// kind is how the call fails without a response; 0 is with one.
	kind   apierror.Kind
	unsent bool
	status int
	// body is the body, with ID in place of the ticket's.
	body string
}

func (r modelReply) String() string {
	if r.kind != 0 {
		return fmt.Sprintf("no response (kind %d, sent %t)", r.kind, !r.unsent)
	}
	return fmt.Sprintf("%d %q", r.status, cutTo(r.body, 90))
}

// fromProxy reports whether a host before the service replied.
func (r modelReply) fromProxy() bool { return strings.HasPrefix(r.body, "<") }

// serve serves a call.
func (p *modelProcess) serve(req *http.Request, _ transport.Call) (*transport.Response, error) {
	path, zone := req.URL.Path, req.Header.Get("X-Time-Zone")
	if strings.HasSuffix(path, "/config/problems") {
		// Shared look-ups run in a goroutine of their own, which can't yield.
		return p.respond(req, modelReply{status: http.StatusOK, body: `{"incident_business_type_list":[` +
			`{"business_type_id":"Consulting","business_type_name":"Consulting"},` +
			`{"business_type_id":"Fault","business_type_name":"Fault"}]}`})
	}
	event := p.event()
	p.strike(event, killBefore)
	p.strike(event, cancelBefore)
	if req.Context().Err() != nil {
		return p.respond(req, modelReply{kind: apierror.Cancelled, unsent: true})
	}
	if req.Method == http.MethodPost {
		return p.respond(req, p.post(req.Context(), event))
	}
	p.pass(modelLatency / 2)
	var reply modelReply
	var shown []*modelTicket
	if id, found := strings.CutPrefix(path, "/v2/servicerequest/cases/"); found {
		reply = p.detail(id, zone)
		if p.schedule.detailFaults > 0 && !p.calm && p.chance(p.schedule.detailFaults) {
			reply = among(p.rng, failedReads...)
		}
		p.logf("%s: detail of %s: %v", p.name, id, reply)
	} else {
		reply, shown = p.list(req.URL.Query(), zone)
	}
	p.pass(modelLatency / 2)
	p.strike(event, killAfter)
	p.strike(event, cancelAfter)
	if req.Context().Err() != nil {
		p.create.read.failed = p.create.read.failed || !strings.Contains(path, "/cases/")
		return p.respond(req, modelReply{kind: apierror.Cancelled})
	}
	p.create.see(shown)
	return p.respond(req, reply)
}

func (c *modelCreate) see(shown []*modelTicket) {
	for _, t := range shown {
		if !slices.Contains(c.seen, t) {
			c.seen = append(c.seen, t)
		}
	}
}

// list serves a page of the list.
func (p *modelProcess) list(query url.Values, zone string) (modelReply, []*modelTicket) {
	c := p.create
	if query.Get("offset") == "0" {
		c.read = modelRead{at: p.now, filtered: query.Has("query_start_time")}
	}
	reply, shown := p.page(query, zone)
	switch {
	case p.schedule.listFaults > 0 && !p.calm && p.chance(p.schedule.listFaults):
		reply, shown = among(p.rng, failedReads...), nil
		c.read.failed = true
	case reply.status != http.StatusOK:
		c.read.failed = true
	}
	p.logList(query.Get("offset"), reply, shown)
	return reply, shown
}

func (p *modelProcess) logList(offset string, reply modelReply, shown []*modelTicket) {
	if p.trace == nil {
		return
	}
	result := reply.String()
	if !p.create.read.failed {
		texts := []string{}
		for _, t := range shown {
			texts = append(texts, t.id+" "+t.listText)
		}
		result = strings.Join(texts, ", ")
	}
	p.logf("%s: list from %s, filtered %t: [%s]", p.name, offset, p.create.read.filtered, result)
}

func (p *modelProcess) respond(req *http.Request, r modelReply) (*transport.Response, error) {
	if r.kind != 0 {
		cause := errors.New("the model drops it")
		return nil, &apierror.Error{Op: "model", Method: req.Method, Kind: r.kind, Sent: !r.unsent, Err: cause}
	}
	header := http.Header{}
	if !p.schedule.noDate {
		ahead := p.schedule.gateway
		if r.fromProxy() {
			ahead = p.schedule.proxy
		}
		header["Date"] = []string{p.now.Add(ahead).UTC().Format(http.TimeFormat)}
	}
	return &transport.Response{
		Response: &http.Response{StatusCode: r.status, Header: header, Request: req},
		Body:     []byte(r.body),
	}, nil
}
