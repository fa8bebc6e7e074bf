// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAdopt_plannedFirst plans a ticket that would adopt that of another resource, before and after that resource is read and
// planned: Terraform keeps no order. One of the two plans fails.
func TestAdopt_plannedFirst(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := map[string]any{"simple_description": "The node does not answer", "business_type_id": simulator.ProblemConsulting,
		"on_destroy": "close", "adopt_existing": true}
	held, _ := start(t, env, nil).create(ticket, config)
	for name, newFirst := range map[string]bool{"the new one first": true, "the new one last": false} {
		s := start(t, env, nil)
		typ := s.schemas.ResourceSchemas[ticket].ValueType()
		var failed []string
		plan := func(prior any) {
			resp, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: ticket,
				PriorState: s.value(typ, prior), ProposedNewState: s.value(typ, held), Config: s.value(typ, config)})
			s.noErrors(err, nil)
			for _, d := range resp.Diagnostics {
				if d.Severity == tfprotov6.DiagnosticSeverityError {
					failed = append(failed, d.Summary)
				}
			}
		}
		existing := func() {
			state, _ := s.read(ticket, held, nil, nil)
			plan(state)
		}
		if newFirst {
			plan(nil)
			existing()
		} else {
			existing()
			plan(nil)
		}
		existing() // reports it only once
		if len(failed) != 1 || failed[0] != "Description is not unique" {
			t.Errorf("%s: the errors are %q, want one", name, failed)
		}
	}
}
