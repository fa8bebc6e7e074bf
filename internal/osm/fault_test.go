// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// fate is the effect of a fault on the call that it hits.
type fate int

const (
	before      fate = iota // not processed, and not known to be so
	after                   // processed, and not known to be so
	emptyBefore             // not processed, 200 without a body
	emptyAfter              // processed, 200 without a body
	throttled               // surely not processed
	rejected                // rejected by the service
)

// faults are the ways in which a call goes wrong.
var faults = map[string]struct {
	fault simulator.Fault
	fate  fate
}{
	"dropped before":        {simulator.Fault{Kind: simulator.DropBefore}, before},
	"dropped after":         {simulator.Fault{Kind: simulator.DropAfter}, after},
	"500 after":             {simulator.Fault{Kind: simulator.FailAfter, Status: 500}, after},
	"502 after":             {simulator.Fault{Kind: simulator.FailAfter, Status: 502}, after},
	"504 after":             {simulator.Fault{Kind: simulator.FailAfter, Status: 504}, after},
	"503 before":            {simulator.Fault{Kind: simulator.RejectBefore}, before},
	"truncated response":    {simulator.Fault{Kind: simulator.Truncate}, after},
	"no JSON":               {simulator.Fault{Kind: simulator.GarbageJSON}, after},
	"HTML page before":      {simulator.Fault{Kind: simulator.HTMLBefore}, before},
	"HTML page after":       {simulator.Fault{Kind: simulator.HTMLAfter}, after},
	"empty body before":     {simulator.Fault{Kind: simulator.EmptyBefore}, emptyBefore},
	"empty body after":      {simulator.Fault{Kind: simulator.EmptyAfter}, emptyAfter},
	"429":                   {simulator.Fault{Kind: simulator.Throttle, RetryAfter: time.Second}, throttled},
	"rejected under 200":    {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}, rejected},
	"past the time, before": {simulator.Fault{Kind: simulator.DelayBefore, Delay: time.Minute}, before},
	"past the time, after":  {simulator.Fault{Kind: simulator.DelayAfter, Delay: time.Minute}, after},
}

// operation is a write with the calls that each fate leads to and what it leaves behind.
type operation struct {
	// name is the operation that is hit.
	name  string
	do    func(context.Context, *world) error
	calls map[fate]string
	// failing are the fates that end in an error, besides a rejection.
	failing []fate
	// effect counts what the service keeps of it.
	effect func(*world) int
	// lost are the fates that end well although nothing was done; twice those that leave two.
	lost, twice []fate
	// doIdempotent is set for what is sent a second time after a response without a body, since its effect is unknown.
	doIdempotent bool
}

// TestFaults lets every kind of fault hit the first attempt of every write, and checks the calls that follow, in their order,
// and what the service has in the end: the effect once, or an error and no effect.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, o := range operations {
		for kind, f := range faults {
			if f.fault.Delay == 0 {
				t.Run(name+"/"+kind, func(t *testing.T) {
					t.Parallel()
					o.survive(t, f.fault, f.fate, time.Minute)
				})
			}
		}
	}
}

// TestFaults_timeOut is TestFaults for a service that does not respond in time. The rows wait for real, all at once.
func TestFaults_timeOut(t *testing.T) {
	t.Parallel()
	var rows sync.WaitGroup
	defer rows.Wait()
	for name, o := range operations { //nolint:paralleltest // they run side by side already, more of them than -parallel permits
		for kind, f := range faults {
			if f.fault.Delay > 0 {
				rows.Go(func() {
					t.Run(name+"/"+kind, func(t *testing.T) { o.survive(t, f.fault, f.fate, 2*time.Second) })
				})
			}
		}
	}
}

// survive does the operation once, with a fault at its first try.
func (o operation) survive(t *testing.T, fault simulator.Fault, meant fate, timeout time.Duration) {
	t.Helper()
	w := newWorld(t, simulator.Options{}, timeout)
	fault.Operation, fault.Times = o.name, 1
	hit := w.Inject(fault)
	err := o.do(t.Context(), w)
	fails := meant == rejected || slices.Contains(o.failing, meant)
	if (err != nil) != fails {
		t.Errorf("error %v, want one: %v", err, fails)
	}
	if e := apierror.As(err); meant == rejected && (e == nil || e.Code != "OSM.01010002") {
		t.Errorf("the error is %v, not the rejection", err)
	}
	if got := w.calls(); got != o.calls[meant] {
		t.Errorf("calls: %s\nwant:  %s", got, o.calls[meant])
	}
	want := 1
	switch {
	case slices.Contains(o.twice, meant):
		want = 2
	case meant == rejected, slices.Contains(o.lost, meant), fails && meant == before:
		want = 0
	}
	if got := o.effect(w); got != want {
		t.Errorf("it was done %d times, want %d", got, want)
	}
	if hit.Fired() != 1 {
		t.Errorf("the fault was played %d times", hit.Fired())
	}
}

// TestFaults_noBody checks that a service whose successes have no body does nothing twice, except for what can't
// be looked for and has the same effect however often it is sent.
func TestFaults_noBody(t *testing.T) {
	t.Parallel()
	for name, o := range operations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{EmptyResponses: simulator.EmptyResponseNoBody}},
				time.Minute)
			if err := o.do(t.Context(), w); err != nil {
				t.Fatal(err)
			}
			if n, done := w.Count(o.name), o.effect(w); n != 1+count(o.doIdempotent) || done != 1 {
				t.Errorf("it was sent %d times and done %d times: %s", n, done, w.calls())
			}
		})
	}
}

// TestFaults_noResponse checks the error when every attempt is lost.
func TestFaults_noResponse(t *testing.T) {
	t.Parallel()
	for name, sends := range map[string]int{"create": 3, "message": 3, "upload": 3, "label": 3, "attachment": 3,
		"close": 3, "delete": 3, "press": 1, "contact": 4, "attach label": 4, "change label": 4} {
		o := operations[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			w.Inject(simulator.Fault{Operation: o.name, Kind: simulator.DropBefore})
			err := o.do(t.Context(), w)
			var unknown *osm.UnknownOutcomeError
			looked := name == "create" || name == "message" || name == "label" || name == "attachment"
			if errors.As(err, &unknown) != looked || looked && !unknown.NotFound || err == nil {
				t.Errorf("got %v", err)
			}
			if n, done := w.Count(o.name), o.effect(w); n != sends || done != 0 {
				t.Errorf("it was sent %d times and done %d times, want %d and none", n, done, sends)
			}
		})
	}
}
