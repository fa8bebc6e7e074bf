// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccCases_pagedWhileTicketsAreOpened lists 230 tickets, in either shape of the total, while others open one between the
// pages. Each ticket is listed once, none is missing, and the order is the same in the next run.
func TestAccCases_pagedWhileTicketsAreOpened(t *testing.T) {
	t.Parallel()
	for name, readings := range map[string]simulator.Behaviors{
		"total_count": {},
		"count":       {TotalKey: simulator.TotalAsCount, Numbers: simulator.NumbersAsStrings},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{SeedCases: 230, Behaviors: readings})
			held := func() []string {
				var ids []string
				for _, c := range env.Cases() {
					ids = append(ids, c.ID)
				}
				return ids
			}
			before := held()
			var quiet atomic.Bool
			env.OnRequest(func(r *simulator.Request) {
				// Newest first: a new one moves the last of a page to the next page.
				if r.Operation == "ListCases" && r.Query.Get("offset") != "0" && !quiet.Load() {
					env.OpenCase("opened between two pages")
				}
			})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+"data \"osm_cases\" \"all\" {}\n\noutput \"ids\" {\n  value = "+
				"data.osm_cases.all.ids\n}\n")
			list := func() []string {
				cli.Apply()
				var ids []string
				for _, id := range cli.State().Values.Outputs["ids"].Value.([]any) {
					ids = append(ids, fmt.Sprint(id))
				}
				if unique := slices.Compact(slices.Sorted(slices.Values(ids))); len(unique) != len(ids) {
					t.Errorf("%d of %d ids are listed more than once", len(ids)-len(unique), len(ids))
				}
				return ids
			}
			first := list()
			opened := len(held()) - len(before)
			if opened < 2 {
				t.Fatalf("%d tickets were opened between the pages, want 2 at the least", opened)
			}
			for _, id := range before {
				if !slices.Contains(first, id) {
					t.Errorf("%s is missing", id)
				}
			}
			quiet.Store(true)
			second := list()
			if !isWithin(first, second) {
				t.Error("the order has changed")
			}
			if want := held(); len(second) != len(want) {
				t.Errorf("%d tickets are listed, want %d", len(second), len(want))
			}
			cli.ExpectEmptyPlan()
		})
	}
}

// isWithin reports whether part is a subsequence of whole.
func isWithin(part, whole []string) bool {
	i := 0
	for _, v := range whole {
		if i < len(part) && part[i] == v {
			i++
		}
	}
	return i == len(part)
}
