// SPDX-License-Identifier: MPL-2.0

package caseaction_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func press(run string) string {
	return "\nresource \"osm_case_press\" \"this\" {\n  case_id  = osm_servicecase.this.id\n  triggers = { run = " +
		"\"" + run + "\" }\n}\n"
}

// TestAccPress_oncePerTrigger expedites once and again for another trigger. A rejection because the last call was too recent is
// a success. Destroying makes no call.
func TestAccPress_oncePerTrigger(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := func(run string) string {
		return env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) + press(run)
	}
	replaced := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction("osm_case_press.this", plancheck.ResourceActionReplace),
		plancheck.ExpectResourceAction("osm_servicecase.this", plancheck.ResourceActionNoop),
	}}
	env.Drive(
		resource.TestStep{Config: config("1")},
		acctest.EmptyPlan(config("1")),
		resource.TestStep{Config: config("2"), ConfigPlanChecks: replaced},
		acctest.EmptyPlan(config("2")),
		resource.TestStep{PreConfig: func() { env.SetStatus(acctest.OnlyCase(t, env).ID, 3) }, Config: config("3"),
			ConfigPlanChecks: replaced},
		acctest.EmptyPlan(config("3")),
		acctest.Destroy(),
	)
	// The second was rejected as too early; the third was not sent, since the ticket had ended.
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases press", "UpdateCases press")
}

// TestAccPress_tooNew fails the run without a change of the ticket; the next apply expedites it.
func TestAccPress_tooNew(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{PressAfter: time.Hour})
	config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) + press("1")
	env.Drive(
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`OSM\.01010023`)},
		resource.TestStep{PreConfig: func() { env.Advance(2 * time.Hour) }, Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("osm_servicecase.this",
					plancheck.ResourceActionNoop)}}},
		acctest.EmptyPlan(config),
	)
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases press", "UpdateCases press")
}

// TestAccPress_status checks the text for a ticket that support does not work on: it names the status and what to do instead.
func TestAccPress_status(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		code   string
		want   string
		misses string
	}{
		"to be confirmed": {simulator.StatusToBeConfirmed, "OSM.01010014", `status to_be_confirmed.*only while it is ` +
			`to_be_handled or in_process.*Close the ticket if the result is right.*OSM\.01010014`, ""},
		"waiting": {simulator.StatusWaitingForFeedback, "OSM.01010002", `status waiting_for_feedback.*Reply to support with ` +
			`osm_case_message`, ""},
		"suspended": {simulator.StatusSuspended, "OSM.01010001", `status suspended.*Send a message with osm_case_message, ` +
			`or wait`, ""},
		"another cause": {simulator.StatusInProcess, "OSM.01010002", `Check the role`, "The ticket has the status"},
		"too new":       {simulator.StatusSuspended, "OSM.01010023", `too new to be expedited`, "The ticket has the status"},
		"gateway":       {simulator.StatusSuspended, "APIGW.0302", `Ticket Administrator`, "The ticket has the status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			id := env.OpenCase("The node does not answer")
			env.SetStatus(id, c.status)
			env.Inject(simulator.Fault{Operation: "UpdateCases", Kind: simulator.RejectUnder200, Code: c.code})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+fmt.Sprintf("resource \"osm_case_press\" \"this\" {\n  case_id = %q\n}\n", id))
			out := cli.Must(1, "apply", "-auto-approve", "-input=false").Text()
			if !regexp.MustCompile("Unable to expedite ticket "+id+".*"+c.want).MatchString(out) ||
				c.misses != "" && strings.Contains(out, c.misses) {
				t.Errorf("the error does not match %q, or contains %q:\n%s", c.want, c.misses, out)
			}
			env.ExpectCounts(map[string]int{"UpdateCases": 1})
		})
	}
}
