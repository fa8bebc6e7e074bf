// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// freshFor is more than the time for which a not-found after a create is taken for lag.
const freshFor = 6 * time.Minute

// inconclusiveReads are responses to a read that don't prove that the ticket is gone, with the error for each.
var inconclusiveReads = map[string]struct {
	fault simulator.Fault
	text  string
}{
	"gateway 404":           {simulator.Fault{Kind: simulator.RejectBefore, Status: 404, Code: "APIGW.0101"}, `endpoints\.osm`},
	"gateway 404 0103":      {simulator.Fault{Kind: simulator.RejectBefore, Status: 404, Code: "APIGW.0103"}, `APIGW\.0103`},
	"404 without a code":    {simulator.Fault{Kind: simulator.HTMLBefore, Status: 404}, `HTTP\s+404`},
	"400":                   {simulator.Fault{Kind: simulator.RejectBefore, Status: 400, Code: "OSM.0001"}, `OSM\.0001`},
	"401":                   {simulator.Fault{Kind: simulator.RejectBefore, Status: 401, Code: "APIGW.0301"}, `HTTP\s+401`},
	"403":                   {simulator.Fault{Kind: simulator.RejectBefore, Status: 403, Code: "OSM.0003"}, `OSM\.0003`},
	"405":                   {simulator.Fault{Kind: simulator.RejectBefore, Status: 405, Code: "APIGW.0501"}, `HTTP\s+405`},
	"429":                   {simulator.Fault{Kind: simulator.Throttle, Code: "APIG.0308"}, `throttles`},
	"500":                   {simulator.Fault{Kind: simulator.RejectBefore, Status: 500, Code: "OSM.0004"}, `HTTP\s+500`},
	"503":                   {simulator.Fault{Kind: simulator.RejectBefore, Status: 503}, `HTTP\s+503`},
	"other code under 200":  {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}, `OSM\.01010002`},
	"HTML page":             {simulator.Fault{Kind: simulator.HTMLAfter}, `HTML\s+page`},
	"empty body":            {simulator.Fault{Kind: simulator.EmptyAfter}, `it\s+is\s+empty`},
	"null":                  {simulator.Fault{Kind: simulator.NullBody}, `can't\s+be\s+used`},
	"cut-off body":          {simulator.Fault{Kind: simulator.Truncate}, `lost`},
	"no JSON":               {simulator.Fault{Kind: simulator.GarbageJSON}, `can't\s+be\s+used`},
	"wrong types":           {simulator.Fault{Kind: simulator.WrongTypes}, `can't\s+be\s+used`},
	"dropped connection":    {simulator.Fault{Kind: simulator.DropBefore}, `lost`},
	"redirect":              {simulator.Fault{Kind: simulator.Redirect, Location: "http://127.0.0.1:1/"}, `redirect`},
	"endless body":          {simulator.Fault{Kind: simulator.Oversized, Size: 32 << 20}, `larger\s+than`},
	"not found just opened": {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010015"}, `is\s+not\s+visible\s+yet`},
}

// TestAccCase_onlyNotFoundRemoves shows that no other response to a read removes a ticket from the state, and that each
// is an error. Each response has a ticket of its own.
func TestAccCase_onlyNotFoundRemoves(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	names := slices.Sorted(maps.Keys(inconclusiveReads))
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider("max_retries = 1")+many(names))
	cli.Apply()
	for name, c := range inconclusiveReads {
		c.fault.Operation, c.fault.Match = "ShowCaseDetail", about(env, name)
		env.Inject(c.fault)
	}
	problems := strings.Split(cli.Must(1, "plan").Text(), "Error: ")
	for name, c := range inconclusiveReads {
		id := described(t, env, name).ID
		reported := slices.ContainsFunc(problems, func(problem string) bool {
			return strings.Contains(problem, id) && regexp.MustCompile(c.text).MatchString(problem)
		})
		if !reported {
			t.Errorf("%s: no error about ticket %s matches %q:\n%s", name, id, c.text, strings.Join(problems, "\n"))
		}
	}
	env.ClearFaults()
	cli.ExpectEmptyPlan()
	if got := cli.Resources(); len(got) != len(names) {
		t.Errorf("the state holds %q", got)
	}
	env.ExpectCounts(map[string]int{"CreateCases": len(names)})
}

func TestAccCase_notFoundPlansACreate(t *testing.T) {
	t.Parallel()
	for name, form := range acctest.ErrorForms {
		for deleted, behavior := range map[string]simulator.DeletedTicket{"gone": simulator.DeletedIsGone,
			"readable with status 13": simulator.DeletedStatus13} {
			t.Run(name+", deleted tickets are "+deleted, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form, Deleted: behavior}})
				config := env.Provider() + acctest.Ticket("this")
				remove := func() {
					id := acctest.OnlyCase(t, env).ID
					env.SetStatus(id, 13)
					env.Advance(freshFor)
				}
				env.Drive(
					resource.TestStep{Config: config},
					acctest.After(remove, resource.TestStep{Config: config,
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
							plancheck.ExpectResourceAction("osm_servicecase.this", plancheck.ResourceActionCreate)}}}),
					acctest.EmptyPlan(config),
				)
				env.ExpectCounts(map[string]int{"CreateCases": 2})
			})
		}
	}
}

func TestAccCase_dataSourceNotFound(t *testing.T) {
	t.Parallel()
	for name, form := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form}})
			env.Drive(resource.TestStep{Config: env.Provider() + `data "osm_case" "this" { case_id = "TS-1" }`,
				ExpectError: regexp.MustCompile(`(?s)Unable to read ticket TS-1.*no such ticket.*OSM\.01010015`)})
		})
	}
}

// TestAccCase_lagAfterCreate shows that a ticket which is not visible at once is neither lost nor opened twice.
func TestAccCase_lagAfterCreate(t *testing.T) {
	t.Parallel()
	for name, readings := range map[string]simulator.Behaviors{
		"for three look-ups":    {VisibleAfterLookups: 3},
		"for four seconds":      {VisibleAfter: 4 * time.Second},
		"in lists for a minute": {ListedAfter: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: readings})
			config := env.Provider() + acctest.Ticket("this")
			env.Drive(
				resource.TestStep{Config: config},
				acctest.After(func() { env.Advance(3 * time.Minute) }, acctest.EmptyPlan(config)),
			)
			env.ExpectCounts(map[string]int{"CreateCases": 1})
		})
	}
}

// TestAccCase_lagAfterFailedRead shows what happens when a new ticket can't be read for longer than its create waits: the create
// succeeds, a refresh is an error for some minutes, and nothing is opened again.
func TestAccCase_lagAfterFailedRead(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{VisibleAfter: 2 * time.Minute}})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this"))
	acctest.ExpectTexts(t, cli.Apply().Out, "Warning: Unable to read ticket "+acctest.OnlyCase(t, env).ID+" back")
	cli.ExpectError("is not visible yet", "plan")
	env.Advance(3 * time.Minute)
	cli.ExpectEmptyPlan()
	cli.Destroy()
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases cancel")
}
