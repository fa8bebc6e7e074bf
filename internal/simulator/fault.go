// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"math/rand"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind is what a fault does. "Processed" means that the store changed as if nothing was wrong.
type Kind string

// The kinds of faults.
const (
	RejectBefore   Kind = "reject before"    // not processed: an HTTP status with a code (default 503)
	FailAfter      Kind = "fail after"       // processed: then an HTTP status (default 500) with a code
	RejectUnder200 Kind = "reject under 200" // not processed: HTTP 200 with a code (default OSM.01010014)
	DropBefore     Kind = "drop before"      // not processed: the connection ends without an answer
	DropAfter      Kind = "drop after"       // processed: the connection ends without an answer
	DelayBefore    Kind = "delay before"     // held, then processed and answered; not processed when the client left
	DelayAfter     Kind = "delay after"      // processed, held, then answered
	Truncate       Kind = "truncate"         // processed: half of the answer under its full Content-Length
	HTMLBefore     Kind = "html before"      // not processed: an HTML page (default status 200)
	HTMLAfter      Kind = "html after"       // processed: an HTML page
	EmptyBefore    Kind = "empty before"     // not processed: 200 without a body
	EmptyAfter     Kind = "empty after"      // processed: 200 without a body
	Throttle       Kind = "throttle"         // not processed: 429 with Retry-After when RetryAfter is set
	Redirect       Kind = "redirect"         // not processed: 302 to Location
	NullBody       Kind = "null body"        // processed: the JSON value null
	GarbageJSON    Kind = "garbage json"     // processed: text that is no JSON
	WrongTypes     Kind = "wrong types"      // processed: the answer with every value of another JSON type
	Oversized      Kind = "oversized"        // processed: a body that goes on for Size bytes
	Duplicate      Kind = "duplicate"        // processed twice, as by a gateway that retries: the second answer
)

// The kinds of faults below HTTP. Over HTTP/2 they end the stream.
const (
	AlertBefore   Kind = "alert before"   // not processed: the TLS alert internal_error; without TLS as DropBefore
	AlertAfter    Kind = "alert after"    // processed: the same; without TLS as DropAfter
	GarbageBefore Kind = "garbage before" // not processed: bytes on the TCP connection that are neither TLS nor HTTP
	GarbageAfter  Kind = "garbage after"  // processed: the same
	ResetBefore   Kind = "reset before"   // not processed: a TCP reset
	ResetAfter    Kind = "reset after"    // processed: a TCP reset
	ResetMidway   Kind = "reset midway"   // processed: a TCP reset after half of the answer
)

// AnyOperation as a fault's operation matches every request, those of the login service included.
const AnyOperation = "*"

// Fault is a fault to be played. Of the requests that match, the first Skip are spared, then every Every-th is hit until
// it was played Times times.
type Fault struct {
	// Operation is an operation id, one of the Operation constants, or AnyOperation.
	Operation string
	// Match narrows the requests further; nil takes all.
	Match func(Request) bool
	Kind  Kind
	// Times is how often to play it; 0 means always.
	Times int
	Skip  int
	// Every plays it on each Every-th match only; 0 and 1 mean each.
	Every int

	// Status is the HTTP status of the kinds that answer one; 0 takes the kind's default.
	Status int
	// Code and Message are the body's; "" takes what fits the status.
	Code    string
	Message string
	// Body replaces the answer's body, for kinds that answer with an error or a page, and the bytes of the garbage kinds.
	Body string
	// WithID lets FailAfter keep the members of the answer, such as incident_id, next to the code.
	WithID bool
	// RetryAfter is sent as Retry-After with any error status: in whole seconds, or as a date when RetryAfterDate is set.
	RetryAfter     time.Duration
	RetryAfterDate bool
	// Delay is how long the delay kinds hold the request, by the real clock; 0 holds it until the client goes away.
	Delay time.Duration
	// Location is where Redirect leads.
	Location string
	// Size is the length of an oversized body in bytes; 0 means 256 MiB.
	Size int64
}

// Injection is a fault that was handed over.
type Injection struct {
	fault Fault
	owner *faultSource

	seen, fired int
}

// Fired tells how often the fault was played so far.
func (i *Injection) Fired() int {
	i.owner.mu.Lock()
	defer i.owner.mu.Unlock()
	return i.fired
}

// faultSource decides which request is hit by which fault.
type faultSource struct {
	mu         sync.Mutex
	injections []*Injection
	random     *randomFaults
}

// Inject adds a fault. Where several match a request, the one injected first that is due is played.
func (s *Simulator) Inject(f Fault) *Injection {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	injection := &Injection{fault: f, owner: &s.faults}
	s.faults.injections = append(s.faults.injections, injection)
	return injection
}

// ClearFaults removes every fault, the random ones included.
func (s *Simulator) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.injections = nil
	s.faults.random = nil
}

// draw picks the fault for a request, or nil.
func (f *faultSource) draw(r Request) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, injection := range f.injections {
		if injection.due(r) {
			injection.fired++
			fault := injection.fault
			return &fault
		}
	}
	if f.random != nil {
		return f.random.draw(r)
	}
	return nil
}

func (i *Injection) due(r Request) bool {
	if i.fault.Operation != AnyOperation && i.fault.Operation != r.Operation {
		return false
	}
	if i.fault.Match != nil && !i.fault.Match(r) {
		return false
	}
	i.seen++
	if i.seen <= i.fault.Skip || (i.fault.Times > 0 && i.fired >= i.fault.Times) {
		return false
	}
	return i.fault.Every <= 1 || (i.seen-i.fault.Skip)%i.fault.Every == 0
}

// isUnprocessed tells whether the kind keeps the request from being processed.
func (k Kind) isUnprocessed() bool {
	return slices.Contains([]Kind{
		RejectBefore, RejectUnder200, DropBefore, HTMLBefore, EmptyBefore, Throttle, Redirect, AlertBefore, GarbageBefore, ResetBefore,
	}, k)
}

// RandomKinds are the kinds that InjectRandom draws from when it is given none: those that a network and a gateway
// produce, without the ones that need a client's time-out to end.
func RandomKinds() []Kind {
	return []Kind{
		RejectBefore, FailAfter, RejectUnder200, DropBefore, DropAfter, Truncate,
		HTMLBefore, HTMLAfter, EmptyBefore, EmptyAfter, Throttle,
	}
}

// randomFaults draws faults from a seed, in the order in which requests ask.
type randomFaults struct {
	rng    *rand.Rand
	rate   float64
	kinds  []Kind
	exempt []string
}

// InjectRandom hits each request with the given probability by a fault of one of the kinds (RandomKinds when none is
// given). The same seed gives the same faults for the same order of requests. Faults of Inject come first. What was
// played stands in each Request's Fault.
func (s *Simulator) InjectRandom(seed int64, rate float64, kinds ...Kind) {
	if len(kinds) == 0 {
		kinds = RandomKinds()
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	var exempt []string
	if s.faults.random != nil {
		exempt = s.faults.random.exempt
	}
	s.faults.random = &randomFaults{
		rng:    rand.New(rand.NewSource(seed)),
		rate:   rate,
		kinds:  slices.Clone(kinds),
		exempt: exempt,
	}
}

// ExemptFromRandom spares operations from the random faults. It holds until ClearFaults.
func (s *Simulator) ExemptFromRandom(operations ...string) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	if s.faults.random == nil {
		s.faults.random = &randomFaults{rng: rand.New(rand.NewSource(0))}
	}
	s.faults.random.exempt = append(s.faults.random.exempt, operations...)
}

func (f *randomFaults) draw(r Request) *Fault {
	if slices.Contains(f.exempt, r.Operation) || f.rng.Float64() >= f.rate {
		return nil
	}
	kind := f.kinds[f.rng.Intn(len(f.kinds))]
	status := []int{500, 502, 503, 504}[f.rng.Intn(4)]
	if kind == RejectUnder200 && !strings.HasPrefix(r.Path, apiPrefix) {
		kind = RejectBefore // the login service knows no refusal under 200
	}
	switch kind {
	case RejectBefore, FailAfter:
		return &Fault{Kind: kind, Status: status}
	case Throttle:
		return &Fault{Kind: kind, RetryAfter: time.Second}
	default:
		return &Fault{Kind: kind}
	}
}
