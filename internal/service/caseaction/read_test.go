// SPDX-License-Identifier: MPL-2.0

package caseaction_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func read(run string) string {
	return "\nresource \"osm_case_read\" \"this\" {\n  case_id  = osm_servicecase.this.id\n  triggers = { run = " +
		"\"" + run + "\" }\n}\n"
}

// unread counts the messages that nobody has read.
func unread(t *testing.T, env *acctest.Env) (n int) {
	t.Helper()
	for _, m := range acctest.OnlyCase(t, env).Messages {
		if !m.Read {
			n++
		}
	}
	return n
}

// TestAccRead_oncePerTrigger marks the messages as read once and again for another trigger, with both ways of reporting errors.
// Destroying makes no call.
func TestAccRead_oncePerTrigger(t *testing.T) {
	t.Parallel()
	for name, errors := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: errors}})
			ticket := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`)
			replies := func() { env.Reply(acctest.OnlyCase(t, env).ID, "answer") }
			replaced := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("osm_case_read.this", plancheck.ResourceActionReplace)}}
			env.Drive(
				resource.TestStep{Config: ticket},
				acctest.After(replies, resource.TestStep{Config: ticket + read("1")}),
				acctest.After(func() {
					if n := unread(t, env); n != 0 {
						t.Errorf("%d messages are unread", n)
					}
					replies()
				}, acctest.EmptyPlan(ticket+read("1"))),
				resource.TestStep{Config: ticket + read("2"), ConfigPlanChecks: replaced},
				acctest.EmptyPlan(ticket+read("2")),
				acctest.Destroy(),
			)
			if n := unread(t, env); n != 0 {
				t.Errorf("%d messages are unread", n)
			}
			acctest.ExpectWrites(t, env, "CreateCases", "UpdateNewInstantMessagesRead", "UpdateNewInstantMessagesRead")
		})
	}
}

// TestAccRead_faults shows that a failure that passes is retried, and that a rejection fails the run without harming the ticket.
func TestAccRead_faults(t *testing.T) {
	t.Parallel()
	const operation = "UpdateNewInstantMessagesRead"
	for name, c := range map[string]struct {
		fault simulator.Fault
		calls int
		want  string
	}{
		"503":       {simulator.Fault{Kind: simulator.RejectBefore, Status: 503, Times: 1}, 2, ""},
		"lost":      {simulator.Fault{Kind: simulator.DropAfter, Times: 1}, 2, ""},
		"throttled": {simulator.Fault{Kind: simulator.Throttle, Times: 1}, 2, ""},
		"expired":   {simulator.Fault{Kind: simulator.RejectBefore, Status: 401, Code: "OSM.0002", Times: 1}, 2, ""},
		"rejected":  {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}, 1, `OSM\.01010002`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`)
			step := resource.TestStep{Config: config + read("1")}
			if c.want != "" {
				step.ExpectError = regexp.MustCompile(c.want)
			}
			env.Drive(resource.TestStep{Config: config}, acctest.After(func() {
				env.Advance(time.Hour)
				c.fault.Operation = operation
				env.Inject(c.fault)
			}, step))
			env.ExpectCounts(map[string]int{operation: c.calls, "CreateCases": 1})
		})
	}
}
