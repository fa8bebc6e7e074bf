// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccScale_fiftyTickets counts the calls of fifty tickets: one login in each process of the provider, a create and a
// read-back for each ticket that is opened, one read for each that is refreshed.
func TestAccScale_fiftyTickets(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.NewCLI(t)
	cli.Write("main.tf", env.Provider()+fmt.Sprintf(`
resource "osm_servicecase" "this" {
  count              = 50
  business_type_id   = %q
  simple_description = "Node ${count.index} does not answer"
  remind_mobile      = "13900001111"
  remind_mail        = "oncall@example.com"
}
`, simulator.ProblemConsulting))
	calls := func() int { return len(env.Requests()) - env.Count(simulator.OperationToken) }

	cli.Must(0, "plan", "-out=plan.bin")
	// Look-ups at plan are made once, however many tickets are planned.
	env.ExpectCounts(map[string]int{simulator.OperationToken: 1, "ListProblemTypes": 1, "ListExtendsParams": 1,
		"ListCaseQuotas": 1, "ShowCustomerPrivilegePolicy": 1, "ShowAccessoryLimits": 0,
		"ShowSignedLatestPublishedAgreement": 1, "CheckNeedVerify": 2, "CreateCases": 0})
	if n := calls(); n != 7 {
		t.Errorf("%d calls at plan, want 7", n)
	}
	env.ResetLog()
	cli.Apply("plan.bin")
	env.ExpectCounts(map[string]int{simulator.OperationToken: 1, "CreateCases": 50, "ShowCaseDetail": 50})
	if n := calls(); n > 107 {
		t.Errorf("%d calls at apply, want 100 and the look-ups at plan", n)
	}
	env.ResetLog()
	cli.ExpectEmptyPlan()
	env.ExpectCounts(map[string]int{simulator.OperationToken: 1, "ShowCaseDetail": 50})
	if n := calls(); n != 50 {
		t.Errorf("%d calls at refresh, want 50", n)
	}
	if n := len(env.Cases()); n != 50 {
		t.Errorf("the service holds %d tickets", n)
	}
}
