// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const adopts = `adopt_existing = true`

// openTickets returns the IDs of the tickets that have not ended.
func openTickets(env *acctest.Env) []string {
	var ids []string
	for _, c := range env.Cases() {
		if !slices.Contains([]int{simulator.StatusCompleted, simulator.StatusCancelled, simulator.StatusInvalid,
			simulator.StatusDeleted}, c.Status) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// TestAccAdopt_existing shows that an open ticket with the same description is taken over after the state was lost, with what is
// configured.
func TestAccAdopt_existing(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase(" The node this\r\ndoes not answer")
	env.OpenCase("The node that does not answer")
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+`
resource "osm_accessory" "log" {
  content        = "log"
  accessory_name = "app.log"
  accessory_from = "message"
}
`+acctest.Ticket("this", adopts, `accessory_ids = [osm_accessory.log.id]`, `remind_mail = "oncall@example.com"`))
	if out := cli.Apply().Text(); !strings.Contains(out, "Existing ticket adopted") ||
		!strings.Contains(out, "Ticket "+id+" is open") {
		t.Errorf("no warning names the ticket:\n%s", out)
	}
	cli.CheckState(statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("id"), knownvalue.StringExact(id)))
	cli.ExpectEmptyPlan()
	view, _ := env.Case(id)
	if len(view.Messages) != 2 || view.RemindMail != "oncall@example.com" {
		t.Errorf("the ticket has %d messages and the mailbox %q", len(view.Messages), view.RemindMail)
	}
	cli.Destroy()
	env.ExpectCounts(map[string]int{"CreateCases": 0, "UpdateCases": 1})
}

// TestAccAdopt_others shows which tickets are not adopted: those that have ended, and those that another resource of the run
// holds.
func TestAccAdopt_others(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.SetStatus(env.OpenCase("The node this does not answer"), simulator.StatusCompleted)
	id := env.OpenCase("The node this does not answer")
	cli := env.Attach(t)
	equal := func(n string) string { return env.Provider() + acctest.Ticket("this", adopts, `count = `+n) }
	cli.Write("main.tf", equal("2"))
	cli.Apply()
	cli.ExpectEmptyPlan()
	if open := openTickets(env); len(open) != 2 || !slices.Contains(open, id) {
		t.Errorf("open tickets: %v", open)
	}
	env.ExpectCounts(map[string]int{"CreateCases": 1})
	// One more can't be distinguished from those in the state.
	cli.Write("main.tf", equal("3"))
	cli.ExpectError(`Description is not unique.*`, "plan", "-input=false")
	cli.Write("main.tf", equal("2"))
	cli.Destroy()
	env.ExpectCounts(map[string]int{"CreateCases": 1, "UpdateCases": 2})
}

// TestAccAdopt_ambiguous shows that no ticket is opened where several match, and where the list can't be read.
func TestAccAdopt_ambiguous(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	first, second := env.OpenCase("The node this does not answer"), env.OpenCase("The node this does not answer")
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider(`plan_checks = false`)+acctest.Ticket("this", adopts))
	cli.ExpectError(`Several open tickets match.*(`+first+`.*`+second+`|`+second+`.*`+first+`).*terraform import`,
		"apply", "-auto-approve", "-input=false")
	env.SetStatus(second, simulator.StatusCancelled)
	env.Inject(simulator.Fault{Operation: "ListCases", Kind: simulator.RejectUnder200, Code: "OSM.01010002", Times: 1})
	cli.ExpectError(`OSM\.01010002`, "apply", "-auto-approve", "-input=false")
	env.ExpectCounts(map[string]int{"CreateCases": 0})
	cli.Apply()
	cli.ExpectEmptyPlan()
	cli.Destroy()
	env.ExpectCounts(map[string]int{"CreateCases": 0, "UpdateCases": 1})
}

// TestAccReplace_createBeforeDestroy shows that a ticket which is about to be destroyed is not taken for the new one, though both
// are equal: where their ages don't settle it, the error names the candidates.
func TestAccReplace_createBeforeDestroy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind  simulator.Kind
		age   time.Duration
		fails bool
	}{
		"lost, an old one":               {simulator.DropAfter, 10 * time.Minute, false},
		"lost, one of five seconds ago":  {simulator.DropAfter, 5 * time.Second, true},
		"never, one of five seconds ago": {simulator.RejectBefore, 5 * time.Second, true},
		"never, an old one":              {simulator.RejectBefore, 24 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+acctest.Ticket("this", `lifecycle { create_before_destroy = true }`))
			cli.Apply()
			env.Advance(c.age)
			env.Inject(simulator.Fault{Operation: "CreateCases", Kind: c.kind, Times: 1})
			replace := []string{"apply", "-auto-approve", "-input=false", "-replace=osm_servicecase.this"}
			if c.fails {
				cli.ExpectError(`TS-100001.*terraform import`, replace...)
				if open := openTickets(env); !slices.Contains(open, "TS-100001") {
					t.Errorf("the ticket was ended all the same; open: %v", open)
				}
				return
			}
			cli.Must(0, replace...)
			if open := openTickets(env); !slices.Equal(open, []string{"TS-100002"}) {
				t.Fatalf("open: %v", open)
			}
			cli.CheckState(statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("id"),
				knownvalue.StringExact("TS-100002")))
			cli.ExpectEmptyPlan()
			cli.Destroy()
		})
	}
}

// TestAccReplace_adoptExisting shows what adopt_existing does with a ticket that is replaced by an equal one: ended first, it is
// not adopted; adopted, it is not ended.
func TestAccReplace_adoptExisting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lifecycle, open string }{
		"destroyed first": {"", "TS-100002"},
		"created first":   {`lifecycle { create_before_destroy = true }`, "TS-100001"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+acctest.Ticket("this", adopts, c.lifecycle))
			cli.Apply()
			env.Advance(10 * time.Minute)
			cli.Apply("-replace=osm_servicecase.this")
			if open := openTickets(env); !slices.Equal(open, []string{c.open}) {
				t.Fatalf("open: %v", open)
			}
			cli.CheckState(statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("id"),
				knownvalue.StringExact(c.open)))
			cli.ExpectEmptyPlan()
			cli.Destroy()
		})
	}
}
