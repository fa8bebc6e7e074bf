// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestCreate_outage opens 100 tickets, ten at a time, while for 10 seconds no create gets a response; each request takes 100
// ms. Every ticket is opened once, and every caller has one of its own.
func TestCreate_outage(t *testing.T) {
	t.Parallel()
	const tickets, outage, latency = 100, 10 * time.Second, 100 * time.Millisecond
	different := func(i int) string { return fmt.Sprintf("Node %d of the rack does not answer", i) }
	for name, c := range map[string]struct {
		text   func(int) string
		listed time.Duration
	}{
		"different texts, listed later": {different, 3 * time.Second},
		"equal texts, listed at once":   {func(int) string { return asked }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{ListedAfter: c.listed}}, time.Minute)
			end := w.Now().Add(outage)
			during := func(simulator.Request) bool { return w.Now().Before(end) }
			w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Match: during})
			w.OnRequest(func(*simulator.Request) { w.Advance(latency) })
			owners := w.openMany(tickets, c.text)
			if opened := len(w.Cases()) - 1; opened != tickets || len(owners) != tickets {
				t.Errorf("%d tickets were opened and %d returned, %d were asked for", opened, len(owners), tickets)
			}
			for id, n := range owners {
				if n != 1 || id == w.id {
					t.Errorf("ticket %s was returned %d times", id, n)
				}
			}
			lost := 0
			for _, r := range w.RequestsFor("CreateCases") {
				if r.Fault != "" {
					lost++
				}
			}
			if lost == 0 || w.Now().Before(end) {
				t.Errorf("%d responses were lost until %s, want some until %s", lost, w.Now(), end)
			}
			t.Logf("%d responses were lost", lost)
		})
	}
}

// openMany opens n tickets, ten at a time as Terraform does, and counts how often each ID is returned.
func (w *world) openMany(n int, text func(int) string) map[string]int {
	w.t.Helper()
	var (
		mu      sync.Mutex
		callers sync.WaitGroup
		owners  = map[string]int{}
		next    = make(chan int)
	)
	for range 10 {
		callers.Go(func() {
			for i := range next {
				created, err := w.api.CreateCase(w.t.Context(), newCase(text(i)))
				if err != nil {
					w.t.Errorf("ticket %d: %v", i, err)
					continue
				}
				mu.Lock()
				owners[created.ID]++
				mu.Unlock()
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	callers.Wait()
	return owners
}

// TestCreate_largeAccount counts the pages that a create without a response reads on an account with 10,000 older tickets. A
// ticket that was opened is found in the window around its create. Before absence is declared, all tickets are read without a
// filter, to an empty page.
func TestCreate_largeAccount(t *testing.T) {
	t.Parallel()
	const tickets, pageSize, most = 10_000, 100, 4
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.SeedCases(tickets)
	w.Advance(48 * time.Hour)
	if _, err := w.api.CaseStatus(t.Context(), w.id); err != nil { // the clock of the service has moved
		t.Fatal(err)
	}
	w.ResetLog()
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
	if err := w.open(t.Context(), "The create that is carried out"); err != nil {
		t.Fatal(err)
	}
	w.ExpectCounts(map[string]int{"CreateCases": 1})
	if n := w.Count("ListCases"); n == 0 || n > most {
		t.Errorf("%d pages were read until the ticket was adopted, want at most %d", n, most)
	}
	w.ResetLog()
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropBefore, Times: 1})
	if err := w.open(t.Context(), "The create that is not"); err != nil {
		t.Fatal(err)
	}
	pages, last := 0, ""
	for _, r := range w.RequestsFor("CreateCases", "ListCases") {
		switch {
		case r.Operation == "CreateCases" && !r.Applied:
		case r.Operation == "CreateCases" && pages == 0:
			t.Error("the create was retried before all tickets were read")
		case r.Operation == "ListCases" && !r.Query.Has("query_start_time"):
			pages, last = pages+1, r.Query.Get("offset")
		}
	}
	w.ExpectCounts(map[string]int{"CreateCases": 2})
	if all := len(w.Cases()) - 1; pages != (all+pageSize-1)/pageSize+1 || last != fmt.Sprint(all) {
		t.Errorf("%d pages were read before absence was declared, the last from %s on, of %d tickets", pages, last, all)
	}
	t.Logf("%d pages were read before absence was declared", pages)
}
