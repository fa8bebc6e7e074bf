// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// Ticket returns the configuration of a ticket with the arguments of the vendor's example page and the given further lines.
func Ticket(name string, more ...string) string {
	return fmt.Sprintf(`
resource "osm_servicecase" %q {
  business_type_id    = %q
  product_category_id = %q
  simple_description  = "The node %s does not answer"
  %s
}
`, name, simulator.ProblemConsulting, simulator.ProductServer, name, strings.Join(more, "\n  "))
}

// Attachment returns the configuration of an attachment with the given lines.
func Attachment(lines ...string) string {
	return "\nresource \"osm_accessory\" \"this\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// Bodies returns the JSON bodies of the requests of an operation.
func Bodies(t *testing.T, env *Env, operation string) []map[string]any {
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

// WriteOperations returns the operations of all requests other than GET, in order; those of UpdateCases with their action.
func WriteOperations(env *Env) []string {
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

// ExpectWrites compares the operations of all requests other than GET.
func ExpectWrites(t *testing.T, env *Env, want ...string) {
	t.Helper()
	if got := WriteOperations(env); !slices.Equal(got, want) {
		t.Errorf("writing requests:\n got %q\nwant %q", got, want)
	}
}

// EmptyPlan returns a step that must plan nothing.
func EmptyPlan(config string) resource.TestStep {
	return resource.TestStep{
		Config:           config,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	}
}

// Destroy returns a step that destroys everything.
func Destroy() resource.TestStep { return resource.TestStep{Destroy: true} }

// OnlyCase returns the one ticket that the simulator holds.
func OnlyCase(t *testing.T, env *Env) simulator.Case {
	t.Helper()
	cases := env.Cases()
	if len(cases) != 1 {
		t.Fatalf("the service holds %d tickets, want 1", len(cases))
	}
	return cases[0]
}

// After returns the step with something that is done before it.
func After(do func(), step resource.TestStep) resource.TestStep {
	step.PreConfig = do
	return step
}

// ExpectTexts compares an output with texts that it must hold, whatever the line breaks.
func ExpectTexts(t *testing.T, out string, want ...string) {
	t.Helper()
	flat := Result{Out: out}.Text()
	for _, text := range want {
		if !strings.Contains(flat, text) {
			t.Errorf("%q is not in:\n%s", text, out)
		}
	}
}

// ErrorForms are the two ways in which the service may report its own errors.
var ErrorForms = map[string]simulator.BusinessErrorStatus{
	"errors with HTTP 200": simulator.BusinessErrorsUnder200,
	"errors with HTTP 4xx": simulator.BusinessErrorsUnder4xx,
}
