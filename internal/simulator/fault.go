// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"math/rand"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind is what a fault does. "Processed" means that the store changed as without the fault.
type Kind string

// The kinds of faults.
const (
	RejectBefore   Kind = "reject before"    // not processed: an HTTP status with a code (default 503)
	FailAfter      Kind = "fail after"       // processed: then an HTTP status (default 500) with a code
	RejectUnder200 Kind = "reject under 200" // not processed: HTTP 200 with a code (default OSM.01010014)
	DropBefore     Kind = "drop before"      // not processed: the connection ends without a response
	DropAfter      Kind = "drop after"       // processed: the connection ends without a response
	DelayBefore    Kind = "delay before"     // held, then processed; not processed if the client left
	DelayAfter     Kind = "delay after"      // processed, held, then sent
	Truncate       Kind = "truncate"         // processed: half of the response under its full Content-Length
	HTMLBefore     Kind = "html before"      // not processed: an HTML page (default status 200)
	HTMLAfter      Kind = "html after"       // processed: an HTML page
	EmptyBefore    Kind = "empty before"     // not processed: 200 without a body
	EmptyAfter     Kind = "empty after"      // processed: 200 without a body
	Throttle       Kind = "throttle"         // not processed: 429 with Retry-After when RetryAfter is set
	Redirect       Kind = "redirect"         // not processed: 302 to Location
	NullBody       Kind = "null body"        // processed: the JSON value null
	GarbageJSON    Kind = "garbage json"     // processed: invalid JSON
	WrongTypes     Kind = "wrong types"      // processed: the response with every value of another JSON type
	Oversized      Kind = "oversized"        // processed: a body that goes on for Size bytes
	Duplicate      Kind = "duplicate"        // processed twice, as by a gateway that retries: the second response
)

// The kinds of faults below HTTP. Over HTTP/2 they end the stream.
const (
	AlertBefore   Kind = "alert before"   // not processed: the TLS alert internal_error; without TLS as DropBefore
	AlertAfter    Kind = "alert after"    // processed: the same; without TLS as DropAfter
	GarbageBefore Kind = "garbage before" // not processed: bytes on the TCP connection that are neither TLS nor HTTP
	GarbageAfter  Kind = "garbage after"  // processed: the same
	ResetBefore   Kind = "reset before"   // not processed: a TCP reset
	ResetAfter    Kind = "reset after"    // processed: a TCP reset
	ResetMidway   Kind = "reset midway"   // processed: a TCP reset after half of the response
)

// Kinds returns every kind of fault.
func Kinds() []Kind {
	return []Kind{
		RejectBefore, RejectUnder200, Throttle, FailAfter, DropBefore, DropAfter, DelayBefore, DelayAfter, Truncate,
		HTMLBefore, HTMLAfter, EmptyBefore, EmptyAfter, Redirect, NullBody, GarbageJSON, WrongTypes, Oversized, Duplicate,
		AlertBefore, AlertAfter, GarbageBefore, GarbageAfter, ResetBefore, ResetAfter, ResetMidway,
	}
}

// AnyOperation as a fault's operation matches every request, including those of the login service.
const AnyOperation = "*"

// Fault is a fault to inject. It skips the first Skip matching requests, then hits every Every-th until it has hit Times.
type Fault struct {
	// Operation is an operation ID, one of the Operation constants, or AnyOperation.
	Operation string
	// Match narrows the requests further; nil matches all.
	Match func(Request) bool
	Kind  Kind
	// Times is the maximum number of hits; 0 means no limit.
	Times int
	Skip  int
	// Every hits only every Every-th match; 0 and 1 mean each.
	Every int

	// Status is the HTTP status of the kinds that send one; 0 means the kind's default.
	Status int
	// Code and Message are those of the body; "" means those that fit the status.
	Code    string
	Message string
	// Body replaces the body of kinds that send an error or a page, and the bytes of the garbage kinds.
	Body string
	// WithID makes FailAfter keep the members of the response, such as incident_id, next to the code.
	WithID bool
	// RetryAfter is sent as Retry-After with any error status: in whole seconds, or as a date when RetryAfterDate is set.
	RetryAfter     time.Duration
	RetryAfterDate bool
	// Delay is how long the delay kinds hold the request, by the real clock; 0 holds it until the client goes away.
	Delay time.Duration
	// Location is the target of Redirect.
	Location string
	// Size is the length of an oversized body in bytes; 0 means 256 MiB.
	Size int64
}

// Injection is an injected fault.
type Injection struct {
	fault Fault
	owner *faultSource

	seen, fired int
}

// Fault returns the fault as injected.
func (i *Injection) Fault() Fault { return i.fault }

// Fired returns how often the fault has hit a request.
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

// Inject adds a fault. If several are due for a request, the one injected first hits it.
func (s *Simulator) Inject(f Fault) *Injection {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	injection := &Injection{fault: f, owner: &s.faults}
	s.faults.injections = append(s.faults.injections, injection)
	s.watch.notify()
	return injection
}

// Injections returns the injected faults in order, without the random ones.
func (s *Simulator) Injections() []*Injection {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return slices.Clone(s.faults.injections)
}

// ClearFaults removes every fault, including the random ones.
func (s *Simulator) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.injections = nil
	s.faults.random = nil
	s.watch.notify()
}

// draw returns the fault for a request, or nil.
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

// isUnprocessed reports whether the kind keeps the request from being processed.
func (k Kind) isUnprocessed() bool {
	return slices.Contains([]Kind{
		RejectBefore,
		RejectUnder200,
		DropBefore,
		HTMLBefore,
		EmptyBefore,
		Throttle,
		Redirect,
		AlertBefore,
		GarbageBefore,
		ResetBefore,
	}, k)
}

// RandomKinds returns the default kinds of InjectRandom: those that a network and a gateway produce, without the ones that
// only a client's timeout ends.
func RandomKinds() []Kind {
	return []Kind{
		RejectBefore, FailAfter, RejectUnder200, DropBefore, DropAfter, Truncate,
		HTMLBefore, HTMLAfter, EmptyBefore, EmptyAfter, Throttle,
	}
}

// randomFaults draws faults from a seed, in the order of requests.
type randomFaults struct {
	rng    *rand.Rand
	rate   float64
	kinds  []Kind
	exempt []string
}

// InjectRandom hits each request with the given probability by a fault of one of the kinds, by default RandomKinds. The
// same seed leads to the same faults for the same order of requests. Faults of Inject take precedence. Request.Fault
// holds the fault that hit.
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

// ExemptFromRandom exempts operations from the random faults until ClearFaults.
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
		kind = RejectBefore // the login service sends no error under 200
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
