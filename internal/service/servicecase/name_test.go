// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// named returns a ticket whose catalog entries are configured with the given lines.
func named(lines string) string {
	return "\nresource \"osm_servicecase\" \"this\" {\n  simple_description = \"web-1 does not answer\"\n  " + lines + "\n}\n"
}

// inWords is a ticket that names all entries of the catalog, in names, other letter case, an acronym and an ID.
var inWords = named(`
  incident_sub_type  = "technical"
  product_category   = "ecs"
  business_type      = "Server cannot be reached"
  region             = "cn-north-4"
  severity           = "HIGH"`)

var inIDs = named(fmt.Sprintf(`
  incident_sub_type_id = %q
  product_category_id  = %q
  business_type_id     = %q
  region_id            = %q
  severity_id          = %q`, simulator.SubTypeService, simulator.ProductServer, simulator.ProblemFault, simulator.RegionBeijing4,
	simulator.SeverityHigh))

func expectIDs() []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, id := range map[string]string{
		"incident_sub_type_id": simulator.SubTypeService,
		"product_category_id":  simulator.ProductServer,
		"business_type_id":     simulator.ProblemFault,
		"region_id":            simulator.RegionBeijing4,
		"severity_id":          simulator.SeverityHigh,
	} {
		checks = append(checks, statecheck.ExpectKnownValue(ticket, tfjsonpath.New(name), knownvalue.StringExact(id)))
	}
	return checks
}

const ticket = "osm_servicecase.this"

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(ticket, action)}}
}

// TestAccName_words opens a ticket in words. What follows keeps it: other spellings, IDs instead of names, and a catalog that
// renames or moves what the ticket names. Only a name that stands for another ID opens a new ticket.
func TestAccName_words(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + inWords
	spelled := env.Provider() + named(`
  incident_sub_type  = "Technical"
  product_category   = "Elastic Cloud Server"
  business_type      = "server cannot be reached"
  region             = "CN North-Beijing4"
  severity           = "High"`)
	renamed := env.Provider() + named(`
  incident_sub_type  = "Technical"
  product_category   = "Elastic Cloud Server"
  business_type      = "Server is unreachable"
  region             = "Beijing"
  severity           = "High"`)
	update := planned(plancheck.ResourceActionUpdate)
	rename := func() {
		// "CN North-Beijing4" is now the name of another region, and the problem type has a name that no ticket has.
		for id, name := range map[string]string{
			simulator.RegionBeijing4:  "Beijing",
			simulator.RegionGuangzhou: "CN North-Beijing4",
		} {
			if err := env.RenameRegion(id, name); err != nil {
				t.Error(err)
			}
		}
		if err := env.RenameProblem(simulator.ProblemFault, "Server is unreachable"); err != nil {
			t.Error(err)
		}
	}
	beijing := expectIDs()
	env.Drive(
		resource.TestStep{Config: config, ConfigStateChecks: beijing},
		acctest.EmptyPlan(config),
		resource.TestStep{Config: spelled, ConfigPlanChecks: update, ConfigStateChecks: beijing},
		resource.TestStep{Config: env.Provider() + inIDs, ConfigPlanChecks: update, ConfigStateChecks: beijing},
		resource.TestStep{Config: spelled, ConfigPlanChecks: update, ConfigStateChecks: beijing},
		acctest.After(rename, acctest.EmptyPlan(spelled)),
		resource.TestStep{Config: renamed, ConfigPlanChecks: update, ConfigStateChecks: beijing},
		acctest.After(func() { acctest.ExpectWrites(t, env, "CreateCases") }, acctest.EmptyPlan(renamed)),
		resource.TestStep{
			Config:           env.Provider() + named("product_category = \"ECS\"\n  business_type = \"Usage question\""),
			ConfigPlanChecks: planned(plancheck.ResourceActionReplace),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(ticket, tfjsonpath.New("region_id"), knownvalue.Null()),
			},
		},
	)
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases cancel", "CreateCases")
	body := acctest.Bodies(t, env, "CreateCases")[0]
	for name, want := range map[string]string{"business_type_id": simulator.ProblemFault, "region_id": simulator.RegionBeijing4} {
		if body[name] != want {
			t.Errorf("%s was sent as %v, want %s", name, body[name], want)
		}
	}
}

// TestAccName_sameNameInAnotherProduct shows that a problem type is looked up again if the product changes.
func TestAccName_sameNameInAnotherProduct(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	if err := env.RenameProblem(simulator.ProblemStorage, "Usage question"); err != nil {
		t.Fatal(err)
	}
	of := func(product string) string {
		return env.Provider() + named(fmt.Sprintf("product_category = %q\n  business_type = \"Usage question\"", product))
	}
	problem := func(id string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(ticket, tfjsonpath.New("business_type_id"), knownvalue.StringExact(id)),
		}
	}
	env.Drive(
		resource.TestStep{Config: of("Elastic Cloud Server"), ConfigStateChecks: problem(simulator.ProblemConsulting)},
		resource.TestStep{Config: of("Object Storage Service"), ConfigPlanChecks: planned(plancheck.ResourceActionReplace),
			ConfigStateChecks: problem(simulator.ProblemStorage)},
	)
}

// TestAccName_unavailable shows that a plan succeeds while the catalog can't be read, and that the apply looks the names up
// before it opens the ticket. If it can't, no ticket is opened.
func TestAccName_unavailable(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	lists := []string{"ListCaseCategories", "ListProductCategories", "ListProblemTypes", "ListRegions", "ListSeverities"}
	env.Inject(simulator.Fault{Kind: simulator.RejectBefore, Status: 503, Operation: lists[0]})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider("max_retries = 1")+inWords)
	cli.Must(0, "plan", "-out=plan")
	cli.ExpectError(`Unable to look up the ticket sub-type`, "apply", "plan")
	acctest.ExpectWrites(t, env)
	for _, operation := range lists {
		env.Inject(simulator.Fault{Kind: simulator.RejectBefore, Status: 503, Operation: operation})
	}
	cli.Must(0, "plan", "-out=plan")
	env.ClearFaults()
	cli.Must(0, "apply", "plan")
	cli.CheckState(expectIDs()...)
	cli.ExpectEmptyPlan()
	acctest.ExpectWrites(t, env, "CreateCases")
	cli.Destroy()
}

// TestAccName_failingOnce shows that a list which can't be read for a moment during the apply does not make the ID of the plan
// unknown, which Terraform would reject.
func TestAccName_failingOnce(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+inWords)
	cli.Must(0, "plan", "-out=plan")
	for _, operation := range []string{
		"ShowCustomerPrivilegePolicy", "ListProductCategories", "ListProblemTypes", "ListRegions",
	} {
		env.Inject(simulator.Fault{Kind: simulator.RejectBefore, Status: 503, Operation: operation, Times: 1})
	}
	cli.Must(0, "apply", "plan")
	acctest.ExpectWrites(t, env, "CreateCases")
	cli.Destroy()
}

// TestAccName_rejected shows that a list that the service does not permit to read is an error at plan.
func TestAccName_rejected(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"400":         {Kind: simulator.RejectBefore, Status: 400, Code: "OSM.0001"},
		"403":         {Kind: simulator.RejectBefore, Status: 403, Code: "OSM.0003"},
		"gateway":     {Kind: simulator.RejectBefore, Status: 403, Code: "APIGW.0302"},
		"under 200":   {Kind: simulator.RejectUnder200, Code: "OSM.0003"},
		"of a ticket": {Kind: simulator.RejectUnder200, Code: "OSM.01010002"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			fault.Operation = "ListRegions"
			env.Inject(fault)
			env.InProcess(resource.TestStep{Config: env.Provider() + inWords, PlanOnly: true,
				ExpectError: regexp.MustCompile(`Unable to look up the region`)})
			acctest.ExpectWrites(t, env)
		})
	}
}

// TestAccName_rejectedLogin shows that names do not repeat the error of a login that the service rejects.
func TestAccName_rejectedLogin(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Block(`token = "wrong"`)+inWords)
	out := cli.Must(1, "plan").Out
	if n := strings.Count(out, "Error: "); n != 1 {
		t.Errorf("%d errors:\n%s", n, out)
	}
}

// TestAccName_unknownProduct shows that the product of an existing ticket may be unknown at plan: that replaces the ticket and is
// not a failure of the service.
func TestAccName_unknownProduct(t *testing.T) {
	t.Parallel()
	for _, argument := range []string{"product_category", "product_category_id"} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := func(input string) string {
				return env.Provider() + fmt.Sprintf("\nresource \"terraform_data\" \"product\" {\n  input = %q\n}\n", input) +
					named(argument+" = terraform_data.product.output\n  business_type = \"Usage question\"")
			}
			env.Drive(
				resource.TestStep{Config: config(simulator.ProductServer)},
				resource.TestStep{Config: config(simulator.ProductStorage),
					ConfigPlanChecks: planned(plancheck.ResourceActionReplace)},
				acctest.EmptyPlan(config(simulator.ProductStorage)),
			)
			acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases cancel", "CreateCases")
		})
	}
}

// TestAccName_changedWhileUnavailable shows that a ticket is neither changed nor replaced while it is not known whether a new
// name stands for the same entry.
func TestAccName_changedWhileUnavailable(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	other := env.Provider() + named("product_category = \"Elastic Cloud Server\"\n  business_type = \"Usage question\"")
	env.Drive(
		resource.TestStep{Config: env.Provider() + named("product_category = \"ECS\"\n  business_type = \"Usage question\"")},
		acctest.After(func() {
			env.Inject(simulator.Fault{Kind: simulator.RejectBefore, Status: 503, Operation: "ListProductCategories"})
		}, resource.TestStep{Config: other, ExpectError: regexp.MustCompile(`(?s)Unable to look up the product.*TS-`)}),
		acctest.After(env.ClearFaults, resource.TestStep{
			Config: other, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
		}),
	)
	acctest.ExpectWrites(t, env, "CreateCases")
}

// TestAccName_unknown shows names that are known only during the apply.
func TestAccName_unknown(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + "\nresource \"terraform_data\" \"product\" {\n  input = \"ECS\"\n}\n" + named(`
  incident_sub_type = "1"
  product_category  = terraform_data.product.output
  business_type    = "Server cannot be reached"
  region           = "CN North-Beijing4"
  severity         = "High"`)
	env.Drive(
		resource.TestStep{Config: config, ConfigStateChecks: expectIDs()},
		acctest.EmptyPlan(config),
	)
	acctest.ExpectWrites(t, env, "CreateCases")
}

// TestAccName_import shows that an imported ticket takes names without being replaced.
func TestAccName_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("web-1 does not answer")
	imported := env.Provider() + "\nimport {\n  to = osm_servicecase.this\n  id = \"" + id + "\"\n}\n" + inWords
	env.Drive(
		resource.TestStep{Config: imported, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: expectIDs()},
		acctest.EmptyPlan(env.Provider()+inWords),
	)
	acctest.ExpectWrites(t, env)
}

// TestAccName_invalid shows the errors of names at plan, before any write.
func TestAccName_invalid(t *testing.T) {
	t.Parallel()
	const product = "product_category = \"ECS\"\n  "
	for name, c := range map[string]struct{ lines, want string }{
		"unknown":   {"business_type_id = \"x\"\n  region = \"Beijing 4\"", `(?s)Unknown region.*first.*CN North-Beijing4`},
		"both":      {product + "business_type = \"Usage question\"\n  business_type_id = \"x\"", `(?s)Conflicting arguments`},
		"no list":   {"business_type_id = \"x\"\n  severity = \"High\"", `(?s)severity.*can only be looked up for a product`},
		"not there": {"product_category = \"OBS\"\n  business_type = \"Server cannot be reached\"", `(?s)Unknown problem type`},
		"missing":   {product, `(?s)Set\s+.business_type.\s+to\s+its\s+name`},
		"blank":     {product + "business_type = \" \"", `(?s)business_type.*visible character`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.InProcess(resource.TestStep{Config: env.Provider() + named(c.lines), PlanOnly: true,
				ExpectError: regexp.MustCompile(c.want)})
			acctest.ExpectWrites(t, env)
		})
	}
}
