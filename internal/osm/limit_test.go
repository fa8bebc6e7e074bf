// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"errors"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestLimit_lateTicket checks where the window ends: a ticket that is listed later than 60 seconds after its response was lost
// is opened again. The first one is then named as a possible duplicate.
func TestLimit_lateTicket(t *testing.T) {
	t.Parallel()
	for listed, made := range map[time.Duration]int{59 * time.Second: 1, 5 * time.Minute: 2} {
		w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{ListedAfter: listed}}, time.Minute)
		w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
		w.OnRequest(func(r *simulator.Request) {
			if r.Operation == "CreateCases" && w.Count("CreateCases") == 2 {
				w.Advance(5 * time.Minute)
			}
		})
		created, err := w.api.CreateCase(t.Context(), newCase(asked))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(w.Cases()) - 1; got != made {
			t.Errorf("listed after %s: %d tickets were opened, want %d", listed, got, made)
		}
		if n := len(created.Duplicates); n != made-1 || n == 1 && created.Duplicates[0].ID == created.ID {
			t.Errorf("listed after %s: duplicates %v of %s", listed, created.Duplicates, created.ID)
		}
	}
}

// TestLimit_twoProcesses shows that processes don't know of each other: if two open equal tickets, the one whose create never
// arrived adopts the other's.
func TestLimit_twoProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	other := connect(t, w.Env, time.Minute)
	theirs := make(chan string, 1)
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropBefore, Times: 1})
	w.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ListCases" && w.Count("ListCases") == 1 {
			created, err := other.CreateCase(t.Context(), newCase(asked))
			if err != nil {
				t.Error(err)
			}
			theirs <- created.ID
		}
	})
	mine, err := w.api.CreateCase(t.Context(), newCase(asked))
	if err != nil || mine.ID != <-theirs || len(w.Cases()) != 2 {
		t.Errorf("got %v, %v, and %d tickets", mine, err, len(w.Cases())-1)
	}
}

// TestLimit_unknownOutcome checks that a create whose outcome could not be found out is known to nobody: the next process
// opens another ticket.
func TestLimit_unknownOutcome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
	w.Inject(simulator.Fault{Operation: "ListCases", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	_, err := w.api.CreateCase(t.Context(), newCase(asked))
	var unknown *osm.UnknownOutcomeError
	if !errors.As(err, &unknown) || unknown.NotFound {
		t.Errorf("got %v", err)
	}
	w.ExpectCounts(map[string]int{"CreateCases": 1})
	if _, err := connect(t, w.Env, time.Minute).CreateCase(t.Context(), newCase(asked)); err != nil || len(w.Cases()) != 3 {
		t.Errorf("%v, and %d tickets", err, len(w.Cases())-1)
	}
}
