// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestAccCase_supportMovesItAndNothingIsPlanned(t *testing.T) {
	t.Parallel()
	for _, status := range []int{1, 2, 3, 4, 5, 12, 17, 21, 30} {
		t.Run(fmt.Sprintf("status %d", status), func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider() + ticket("this")
			move := func() {
				id := onlyCase(t, env).ID
				env.Reply(id, "We are looking into it")
				env.SetStatus(id, status)
			}
			same := statecheck.CompareValue(compare.ValuesSame())
			env.Test(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue("osm_servicecase.this", tfjsonpath.New("id"))}},
				during(move, quiet(config)),
				resource.TestStep{RefreshState: true},
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					same.AddStateValue("osm_servicecase.this", tfjsonpath.New("id")),
					statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("status"), knownvalue.Int64Exact(int64(status))),
				}, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
				// No call ends a ticket in a status that the reference does not know; support ends it.
				during(func() { env.SetStatus(onlyCase(t, env).ID, 3) }, quiet(config)),
			)
			expectWrites(t, env, "CreateCases")
		})
	}
}

func TestAccCase_destroyMakesTheOneCallThatTheStatusPermits(t *testing.T) {
	t.Parallel()
	ended := map[int]bool{3: true, 4: true, 12: true, 13: true}
	for _, status := range []int{0, 1, 2, 3, 4, 5, 12, 13, 17} {
		for _, onDestroy := range []string{"close", "delete", "abandon"} {
			t.Run(fmt.Sprintf("%s in status %d", onDestroy, status), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{})
				want := []string{"CreateCases"}
				if onDestroy != "abandon" && status != 13 {
					if status == 0 {
						want = append(want, "UpdateCases cancel")
					} else if !ended[status] {
						want = append(want, "UpdateCases close")
					}
					if onDestroy == "delete" {
						want = append(want, "UpdateCases delete")
					}
				}
				cli := env.Attach(t)
				cli.Write("main.tf", env.Provider()+ticket("this", fmt.Sprintf("on_destroy = %q", onDestroy)))
				cli.Apply()
				env.Advance(freshFor)
				env.SetStatus(onlyCase(t, env).ID, status)
				cli.Destroy()
				if got := cli.Resources(); len(got) != 0 {
					t.Errorf("the state holds %q", got)
				}
				expectWrites(t, env, want...)
			})
		}
	}
}

func TestAccCase_destroyOfATicketThatOthersRemoved(t *testing.T) {
	t.Parallel()
	for name, travel := range refusalTravels {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Readings: simulator.Readings{Refusals: travel}})
			config := env.Provider() + ticket("this")
			env.Test(
				resource.TestStep{Config: config},
				during(func() {
					env.Advance(freshFor)
					env.VanishCase(onlyCase(t, env).ID)
				}, resource.TestStep{Config: config, Destroy: true}),
			)
			expectWrites(t, env, "CreateCases")
		})
	}
}

func TestAccCase_destroyRefusedKeepsTheTicketInState(t *testing.T) {
	t.Parallel()
	for name, travel := range refusalTravels {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Readings: simulator.Readings{Refusals: travel}})
			config := env.Provider() + ticket("this")
			refuse := func() {
				env.Inject(simulator.Fault{Operation: "UpdateCases", Kind: simulator.RefuseUnder200, Times: 1, Code: "OSM.01010002"})
			}
			env.Test(
				resource.TestStep{Config: config},
				during(refuse, resource.TestStep{Config: config, Destroy: true, ExpectError: regexp.MustCompile(`(?s)Could not end ticket.*OSM\.01010002`)}),
				quiet(config),
			)
			// The refused cancel, and the one of the final clean-up.
			expectWrites(t, env, "CreateCases", "UpdateCases cancel", "UpdateCases cancel")
		})
	}
}

func TestAccCase_statusMovesWhileItIsDestroyed(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + ticket("this")
	moved := false
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == "UpdateCases" && !moved {
			moved = true
			env.SetStatus(onlyCase(t, env).ID, 1)
		}
	})
	env.Test(resource.TestStep{Config: config}, resource.TestStep{Config: config, Destroy: true})
	expectWrites(t, env, "CreateCases", "UpdateCases cancel", "UpdateCases close")
}

func TestAccCase_whatReplacesWarnsAndNamesTheTicket(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.NewCLI(t)
	cli.Write("main.tf", env.Provider()+ticket("this"))
	cli.Apply()
	id := onlyCase(t, env).ID
	cli.Write("main.tf", env.Provider()+ticket("this", fmt.Sprintf("region_id = %q", simulator.RegionBeijing4)))
	out := cli.Must(2, "plan", "-detailed-exitcode").Out
	expectTexts(t, out, "A new ticket will be opened", "region_id of ticket "+id, "it will be closed", "forces replacement", "ignore_changes = [region_id]")
	env.ExpectCounts(map[string]int{"CreateCases": 1})
	cli.Write("main.tf", env.Provider()+ticket("this", fmt.Sprintf("region_id = %q", simulator.RegionBeijing4), "lifecycle {\n prevent_destroy = true\n}"))
	expectTexts(t, cli.Must(1, "plan").Out, "Instance cannot be destroyed")
	cli.Write("main.tf", env.Provider()+ticket("this", fmt.Sprintf("region_id = %q", simulator.RegionBeijing4), "lifecycle {\n create_before_destroy = true\n}"))
	cli.Apply()
	cli.PlanIsEmpty()
	expectWrites(t, env, "CreateCases", "CreateCases", "UpdateCases cancel")
}
