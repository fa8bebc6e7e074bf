// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// many returns a configuration with one ticket per name, which is also its description.
func many(names []string, lines ...string) string {
	return fmt.Sprintf("resource \"osm_servicecase\" \"this\" {\n  for_each = toset(split(\",\", %q))\n  business_type_id = "+
		"%q\n  simple_description = each.key\n  %s\n}\n",
		strings.Join(names, ","), simulator.ProblemConsulting, strings.Join(lines, "\n  "))
}

// described returns the only ticket with that description.
func described(t *testing.T, env *acctest.Env, description string) simulator.Case {
	t.Helper()
	found := slices.DeleteFunc(env.Cases(), func(c simulator.Case) bool { return c.Description != description })
	if len(found) != 1 {
		t.Fatalf("the service holds %d tickets %q, want 1", len(found), description)
	}
	return found[0]
}

// about matches the requests for the ticket with that description.
func about(env *acctest.Env, description string) func(simulator.Request) bool {
	return func(r simulator.Request) bool {
		return slices.ContainsFunc(env.Cases(), func(c simulator.Case) bool {
			return c.Description == description && slices.Contains(strings.Split(r.Path, "/"), c.ID)
		})
	}
}

// writesAbout is writes of one ticket.
func writesAbout(env *acctest.Env, description string) []string {
	var out []string
	for _, r := range env.Writes() {
		if about(env, description)(r) {
			out = append(out, strings.TrimSpace(r.Operation+" "+r.Query.Get("action_id")))
		}
	}
	return out
}

// TestAccCase_statusPlansNothing moves tickets to every status but deleted and lets support reply: nothing is planned, and a
// refresh stores the status. An undocumented status is handled like any other.
func TestAccCase_statusPlansNothing(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	var names []string
	for status := range 31 {
		if status != simulator.StatusDeleted {
			names = append(names, strconv.Itoa(status))
		}
	}
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+many(names))
	cli.Apply()
	for _, name := range names {
		status, err := strconv.Atoi(name)
		env.Must(err)
		env.Reply(described(t, env, name).ID, "We are looking into it")
		env.SetStatus(described(t, env, name).ID, status)
	}
	cli.ExpectEmptyPlan()
	cli.Must(0, "apply", "-refresh-only", "-auto-approve")
	for _, r := range cli.State().Values.RootModule.Resources {
		if r.AttributeValues["id"] != described(t, env, fmt.Sprint(r.Index)).ID ||
			fmt.Sprint(r.AttributeValues["status"]) != r.Index {
			t.Errorf("%s has id %v and status %v", r.Address, r.AttributeValues["id"], r.AttributeValues["status"])
		}
	}
	cli.ExpectEmptyPlan()
	env.ExpectCounts(map[string]int{"CreateCases": len(names), "UpdateCases": 0})
}

// TestAccCase_destroyByStatus destroys a ticket for each on_destroy in each status, and tickets that others removed, under each
// way in which rejections and deleted tickets are reported.
func TestAccCase_destroyByStatus(t *testing.T) {
	t.Parallel()
	ends := map[int]string{0: "cancel", 1: "close", 2: "close", 3: "", 4: "", 5: "close", 12: "", 13: "", 17: "close",
		vanished: ""}
	for name, readings := range map[string]simulator.Behaviors{
		"errors under 200, deleted tickets are gone": {},
		"errors under 4xx, deleted tickets are readable": {BusinessErrors: simulator.BusinessErrorsUnder4xx,
			Deleted: simulator.DeletedStatus13},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: readings})
			var names []string
			want := map[string][]string{}
			for status, end := range ends {
				for _, onDestroy := range []string{"close", "delete", "abandon"} {
					name := fmt.Sprintf("%s %d", onDestroy, status)
					names = append(names, name)
					if onDestroy != "abandon" && end != "" {
						want[name] = append(want[name], "UpdateCases "+end)
					}
					if onDestroy == "delete" && status != vanished && status != simulator.StatusDeleted {
						want[name] = append(want[name], "UpdateCases delete")
					}
				}
			}
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+many(names, `on_destroy = split(" ", each.key)[0]`))
			cli.Apply()
			env.Advance(freshFor)
			for _, name := range names {
				id := described(t, env, name).ID
				status, err := strconv.Atoi(strings.Fields(name)[1])
				env.Must(err)
				if status == vanished {
					env.RemoveCase(id)
				} else {
					env.SetStatus(id, status)
				}
			}
			// Without a refresh the destroy finds out by itself what has become of each.
			cli.Must(0, "destroy", "-auto-approve", "-refresh=false")
			if got := cli.Resources(); len(got) != 0 {
				t.Errorf("the state holds %q", got)
			}
			for _, name := range names {
				if got := writesAbout(env, name); !slices.Equal(got, want[name]) {
					t.Errorf("%s: calls %q, want %q", name, got, want[name])
				}
			}
		})
	}
}

// vanished stands for a ticket that others removed, in place of a status.
const vanished = -1

func TestAccCase_destroyRejected(t *testing.T) {
	t.Parallel()
	for name, form := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form}})
			config := env.Provider() + acctest.Ticket("this")
			refuse := func() {
				env.Inject(simulator.Fault{Operation: "UpdateCases", Kind: simulator.RejectUnder200, Times: 1,
					Code: "OSM.01010002"})
			}
			env.Drive(
				resource.TestStep{Config: config},
				acctest.After(refuse, resource.TestStep{Config: config, Destroy: true,
					ExpectError: regexp.MustCompile(`(?s)Unable to end ticket.*OSM\.01010002`)}),
				acctest.EmptyPlan(config),
				acctest.Destroy(),
			)
			acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases cancel", "UpdateCases cancel")
		})
	}
}

func TestAccCase_statusChangesDuringDestroy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + acctest.Ticket("this")
	moved := false
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == "UpdateCases" && !moved {
			moved = true
			env.SetStatus(acctest.OnlyCase(t, env).ID, 1)
		}
	})
	env.Drive(resource.TestStep{Config: config}, acctest.Destroy())
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases cancel", "UpdateCases close")
}

func TestAccCase_replacementWarns(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this"))
	cli.Apply()
	id := acctest.OnlyCase(t, env).ID
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this", fmt.Sprintf("region_id = %q", simulator.RegionBeijing4)))
	out := cli.Must(2, "plan", "-detailed-exitcode").Out
	acctest.ExpectTexts(t, out, "A new ticket will be opened", "`region_id` of ticket "+id,
		"the ticket will be cancelled, since support has not started to work on it",
		"forces replacement", "ignore_changes = [region_id]")
	env.ExpectCounts(map[string]int{"CreateCases": 1})
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this", fmt.Sprintf("region_id = %q", simulator.RegionBeijing4),
		"lifecycle {\n prevent_destroy = true\n}"))
	acctest.ExpectTexts(t, cli.Must(1, "plan").Out, "nstance cannot be destroyed")
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this", fmt.Sprintf("region_id = %q", simulator.RegionBeijing4),
		"lifecycle {\n create_before_destroy = true\n}"))
	cli.Apply()
	cli.ExpectEmptyPlan()
	acctest.ExpectWrites(t, env, "CreateCases", "CreateCases", "UpdateCases cancel")
}

// TestAccCase_destroyPlanHasNoWarning shows that Terraform does not take an empty list of recipients for a value that is about to
// be shown.
func TestAccCase_destroyPlanHasNoWarning(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this"))
	cli.Apply()
	if out := cli.Must(0, "plan", "-destroy", "-input=false").Out; strings.Contains(out, "Warning") {
		t.Error(out)
	}
	cli.Destroy()
}
