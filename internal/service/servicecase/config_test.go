// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// ticket gives a ticket with the arguments of the vendor's example page and the given further lines.
func ticket(name string, more ...string) string {
	return fmt.Sprintf(`
resource "osm_servicecase" %q {
  business_type_id    = %q
  product_category_id = %q
  simple_description  = "The node %s does not answer"
  %s
}
`, name, simulator.ProblemConsulting, simulator.ProductServer, name, strings.Join(more, "\n  "))
}

// bodies gives the JSON bodies of an operation's requests.
func bodies(t *testing.T, env *acctest.Env, operation string) []map[string]any {
	t.Helper()
	var out []map[string]any
	for _, r := range env.RequestsFor(operation) {
		var body map[string]any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatalf("%s: %v", operation, err)
		}
		out = append(out, body)
	}
	return out
}

// writes gives the operations of all calls that are no GET, in order; actions with their name.
func writes(env *acctest.Env) []string {
	var out []string
	for _, r := range env.Writes() {
		name := r.Operation
		if action := r.Query.Get("action_id"); action != "" {
			name += " " + action
		}
		out = append(out, name)
	}
	return out
}

func expectWrites(t *testing.T, env *acctest.Env, want ...string) {
	t.Helper()
	if got := writes(env); !slices.Equal(got, want) {
		t.Errorf("calls that change something:\n got %q\nwant %q", got, want)
	}
}

// quiet is a step that plans nothing.
func quiet(config string) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}}
}

// onlyCase gives the one ticket that the simulator holds.
func onlyCase(t *testing.T, env *acctest.Env) simulator.Case {
	t.Helper()
	cases := env.Cases()
	if len(cases) != 1 {
		t.Fatalf("the service holds %d tickets, want 1", len(cases))
	}
	return cases[0]
}

// during runs do once before the steps that follow.
func during(do func(), step resource.TestStep) resource.TestStep {
	step.PreConfig = do
	return step
}
