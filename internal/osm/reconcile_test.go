// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestReconcile checks how a create whose response was lost is reconciled if the look-up itself fails, or finds too much.
func TestReconcile(t *testing.T) {
	t.Parallel()
	lost := simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1}
	never := simulator.Fault{Operation: "CreateCases", Kind: simulator.DropBefore, Times: 1}
	reject := func(operation string, times int) simulator.Fault {
		return simulator.Fault{Operation: operation, Kind: simulator.RejectUnder200, Code: "OSM.01010002", Times: times}
	}
	for name, c := range map[string]struct {
		behaviors simulator.Behaviors
		faults    []simulator.Fault
		// before and meanwhile open equal tickets: an hour before the create, and while it is on its way.
		before, meanwhile bool
		calls             string
		// made is how many tickets the create itself opened; candidates are those of the error, -1 for no error.
		made, candidates int
	}{
		"listed after 3 seconds": {behaviors: simulator.Behaviors{ListedAfter: 3 * time.Second}, faults: []simulator.Fault{lost},
			calls: "CreateCases, 6 ListCases, 2 ShowCaseDetail", made: 1, candidates: -1},
		"listed after 14 seconds": {behaviors: simulator.Behaviors{ListedAfter: 14 * time.Second},
			faults: []simulator.Fault{lost},
			calls:  "CreateCases, 10 ListCases, 2 ShowCaseDetail", made: 1, candidates: -1},
		"an old equal ticket": {faults: []simulator.Fault{lost}, before: true, made: 1, candidates: -1,
			calls: "CreateCases, 2 ListCases, 4 ShowCaseDetail"},
		// Times that don't follow the zone may be local ones: a ticket that seems an hour old may be new.
		"an equal ticket alone, an hour ago": {faults: []simulator.Fault{never}, before: true, made: 0, candidates: 1,
			calls: "CreateCases, " + repeat(7, "2 ListCases, 2 ShowCaseDetail")},
		"the same, times follow the zone": {
			behaviors: simulator.Behaviors{Times: simulator.TimesInZone}, faults: []simulator.Fault{never}, before: true,
			made: 1, candidates: -1, calls: "CreateCases, 2 ListCases, 2 ShowCaseDetail, 14 ListCases, CreateCases, 2 ListCases"},
		"a neighbour's equal ticket": {faults: []simulator.Fault{lost}, meanwhile: true, made: 1, candidates: 2,
			calls: "CreateCases, 2 ListCases, 4 ShowCaseDetail, ListProblemTypes"},
		"the list fails once": {faults: []simulator.Fault{lost, reject("ListCases", 1)}, made: 1, candidates: -1,
			calls: "CreateCases, 3 ListCases, 2 ShowCaseDetail"},
		"the list fails to the end": {faults: []simulator.Fault{lost, reject("ListCases", 0)}, made: 1,
			calls: "CreateCases, 14 ListCases"},
		"the age is unknown at first": {faults: []simulator.Fault{lost, reject("ShowCaseDetail", 1)}, made: 1, candidates: -1,
			calls: "CreateCases, 2 ListCases, ShowCaseDetail, 2 ListCases, 2 ShowCaseDetail"},
		"the age is unknown": {faults: []simulator.Fault{lost, reject("ShowCaseDetail", 0)}, made: 1, candidates: 1,
			calls: "CreateCases, " + repeat(7, "2 ListCases, ShowCaseDetail")},
		"no age at first, then no list": {faults: []simulator.Fault{lost, reject("ShowCaseDetail", 0),
			{Operation: "ListCases", Kind: simulator.RejectUnder200, Code: "OSM.01010002", Skip: 2}}, made: 1, candidates: 1,
			calls: "CreateCases, 2 ListCases, ShowCaseDetail, 12 ListCases"},
		"the look-up meets a page": {
			faults: []simulator.Fault{lost, {Operation: "ListCases", Kind: simulator.HTMLBefore, Times: 1}}, made: 1,
			candidates: -1, calls: "CreateCases, 3 ListCases, 2 ShowCaseDetail"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{Behaviors: c.behaviors}, time.Minute)
			others := 1
			if c.before {
				w.OpenCase(asked)
				w.Advance(time.Hour)
				others++
			}
			if c.meanwhile {
				w.OnRequest(func(r *simulator.Request) {
					if r.Operation == "CreateCases" {
						w.OpenCase(asked)
					}
				})
				others++
			}
			for _, fault := range c.faults {
				w.Inject(fault)
			}
			created, err := w.api.CreateCase(t.Context(), newCase(asked))
			var unknown *osm.UnknownOutcomeError
			switch {
			case c.candidates < 0 && (err != nil || created.ID != w.Cases()[len(w.Cases())-1].ID):
				t.Errorf("got %v, %v", created, err)
			case c.candidates >= 0 && (!errors.As(err, &unknown) || len(unknown.Candidates) != c.candidates):
				t.Errorf("got %v, want %d candidates", err, c.candidates)
			}
			if got := w.calls(); got != c.calls {
				t.Errorf("calls: %s\nwant:  %s", got, c.calls)
			}
			if made := len(w.Cases()) - others; made != c.made {
				t.Errorf("%d tickets were opened, want %d", made, c.made)
			}
		})
	}
}

// repeat writes a part of a log of calls n times.
func repeat(n int, calls string) string { return strings.Repeat(calls+", ", n-1) + calls }
