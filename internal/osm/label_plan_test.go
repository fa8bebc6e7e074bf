// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestPlanLabel checks that the list of labels is read once for all labels of a run, and again before it counts against one: the
// same run may have deleted a label.
func TestPlanLabel(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	night := env.AddLabel("night", "#000000")
	for i := range 29 {
		env.AddLabel(fmt.Sprint("team ", i), "#000000")
	}
	api := connect(t, env, time.Minute)
	checks := api.PlanChecks()
	foreign := func(name, want string) {
		t.Helper()
		if id, err := checks.ForeignLabel(t.Context(), name); err != nil || id != want {
			t.Errorf("the label %q has the ID %q (%v), want %q", name, id, err, want)
		}
	}
	total := func(name string, want int) {
		t.Helper()
		if n, err := checks.PlanLabel(t.Context(), name); err != nil || n != want {
			t.Errorf("with %q, the account has %d labels (%v), want %d", name, n, err, want)
		}
	}
	foreign("day", "")
	foreign("evening", "")
	env.ExpectCounts(map[string]int{"ListLabels": 1})

	foreign(" night ", fmt.Sprint(night))
	total("day", 31)
	env.ExpectCounts(map[string]int{"ListLabels": 3})
	env.RemoveLabel(night)
	foreign("night", "")
	total("day", 30) // planned once, however often it is planned

	held := env.AddLabel("held", "#000000")
	api.HoldLabel(int64(held), "held")
	foreign("held", "")
}
