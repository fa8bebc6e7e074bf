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
