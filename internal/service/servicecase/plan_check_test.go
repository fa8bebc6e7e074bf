// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func problem(id string, lines string) string {
	return fmt.Sprintf("\nresource \"osm_servicecase\" \"this\" {\n  business_type_id    = %q\n  product_category_id = %q\n  "+
		"simple_description  = \"x\"\n  %s\n}\n",
		id, simulator.ProductServer, lines)
}

// TestAccPlanCheck shows the errors at plan for what the service would reject at apply, each looked up once however many tickets
// are planned, and that plan_checks = false makes no look-ups.
func TestAccPlanCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ config, want string }{
		"region of a fault report": {problem(simulator.ProblemFault, ""), "(?s)requires\\s+a\\s+region.*`region`.*`region_id`"},
		"required parameters": {problem(simulator.ProblemQuota, `extends_map = { resource_type = "vCPU" }`),
			`(?s)extends_map.*target_quota`},
		"required parameters, no map": {problem(simulator.ProblemQuota, ""), `(?s)extends_map.*resource_type.*target_quota`},
		"more attachments than allowed": {problem(simulator.ProblemConsulting, `accessory_ids = ["a", "b", "c"]`),
			`(?s)3\s+entries.*at\s+most\s+2`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.SetLimits(2, 10)
			env.InProcess(resource.TestStep{Config: env.Provider() + c.config, PlanOnly: true,
				ExpectError: regexp.MustCompile(c.want)})
			acctest.ExpectWrites(t, env)
			env.ResetLog()
			env.InProcess(resource.TestStep{Config: env.Provider("plan_checks = false") + c.config, PlanOnly: true})
			if n := len(env.Requests()); n != 0 {
				t.Errorf("%d calls were made with plan_checks = false", n)
			}
		})
	}
}

func TestAccPlanCheck_quotaIsAWarning(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.SetQuota(simulator.ProblemConsulting, 3, 0)
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+problem(simulator.ProblemConsulting, ""))
	acctest.ExpectTexts(t, cli.Must(0, "plan").Out, "Warning: The ticket quota is used up", simulator.ProblemConsulting)
	env.SetQuota(simulator.ProblemConsulting, -1, 0)
	if out := cli.Must(0, "plan").Out; strings.Contains(out, "quota") {
		t.Errorf("a warning about a quota without a limit:\n%s", out)
	}
}

// TestAccPlanCheck_noLimits shows that a service without a policy and without limits for attachments is available: nothing warns.
func TestAccPlanCheck_noLimits(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.Inject(simulator.Fault{Kind: simulator.RejectUnder200, Body: "{}", Operation: "ShowCustomerPrivilegePolicy"})
	env.Inject(simulator.Fault{Kind: simulator.RejectUnder200, Body: "{}", Operation: "ShowAccessoryLimits"})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+problem(simulator.ProblemConsulting, ""))
	if out := cli.Must(0, "plan").Out; strings.Contains(out, "Warning: ") {
		t.Errorf("a warning without a cause:\n%s", out)
	}
}

// TestAccPlanCheck_neverBlocks shows that planning succeeds whatever the look-ups return, and that each is tried once.
func TestAccPlanCheck_neverBlocks(t *testing.T) {
	t.Parallel()
	lookups := []string{"ListProblemTypes", "ListExtendsParams", "ListCaseQuotas", "ShowAccessoryLimits",
		"ShowCustomerPrivilegePolicy"}
	for name, fault := range map[string]simulator.Fault{
		"refused":   {Kind: simulator.RejectUnder200, Code: "OSM.01010002"},
		"503":       {Kind: simulator.RejectBefore, Status: 503},
		"HTML page": {Kind: simulator.HTMLBefore},
		"throttled": {Kind: simulator.Throttle, RetryAfter: 30 * time.Second},
		"hangs":     {Kind: simulator.DelayBefore, Delay: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			for _, operation := range lookups {
				fault.Operation = operation
				env.Inject(fault)
			}
			config := env.Provider() + fmt.Sprintf("resource \"osm_servicecase\" \"this\" {\n  count = 5\n  business_type_id = "+
				"%q\n  simple_description = \"x\"\n  accessory_ids = [\"a\"]\n}\n",
				simulator.ProblemFault)
			env.Drive(resource.TestStep{Config: config, PlanOnly: true, ExpectNonEmptyPlan: true})
			for _, operation := range lookups {
				// The test framework plans twice, each time in a provider of its own.
				if n := env.Count(operation); n > 2 {
					t.Errorf("%d calls of %s", n, operation)
				}
			}
		})
	}
}
