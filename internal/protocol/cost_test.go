// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestCost limits the allocations of each call that Terraform makes per ticket. The limits are about a quarter above what the
// calls need; without the fast paths, a plan needs fifteen times as many. Not parallel: allocations are counted in the process.
//
//nolint:paralleltest // it counts the allocations of the process
func TestCost(t *testing.T) {
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	typ := s.schemas.ResourceSchemas[ticket].ValueType()
	config := s.value(typ, map[string]any{"business_type_id": simulator.ProblemConsulting, "simple_description": "Node 1"})
	none := s.value(typ, nil)
	plan := func(prior, proposed *tfprotov6.DynamicValue, private []byte) *tfprotov6.PlanResourceChangeResponse {
		resp, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: ticket,
			PriorState: prior, ProposedNewState: proposed, Config: config, PriorPrivate: private})
		s.noErrors(err, resp.Diagnostics)
		return resp
	}
	planned := plan(none, config, nil)
	open := func() *tfprotov6.ApplyResourceChangeResponse {
		resp, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: ticket, PriorState: none,
			PlannedState: planned.PlannedState, Config: config, PlannedPrivate: planned.PlannedPrivate,
			PlannedIdentity: planned.PlannedIdentity})
		s.noErrors(err, resp.Diagnostics)
		return resp
	}
	created := open()
	for name, c := range map[string]struct {
		limit float64
		call  func()
	}{
		"validate": {500, func() {
			resp, err := s.ValidateResourceConfig(t.Context(),
				&tfprotov6.ValidateResourceConfigRequest{TypeName: ticket, Config: config})
			s.noErrors(err, resp.Diagnostics)
		}},
		"plan a new ticket":        {2400, func() { plan(none, config, nil) }},
		"plan an unchanged ticket": {2400, func() { plan(created.NewState, created.NewState, created.Private) }},
		// The simulator's allocations are part of these.
		"open": {5000, func() { open() }},
		"read": {2500, func() {
			resp, err := s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: ticket,
				CurrentState: created.NewState, Private: created.Private, CurrentIdentity: created.NewIdentity})
			s.noErrors(err, resp.Diagnostics)
		}},
	} {
		if n := testing.AllocsPerRun(20, c.call); n > c.limit {
			t.Errorf("%s: %.0f allocations, want at most %.0f", name, n, c.limit)
		} else {
			t.Logf("%s: %.0f allocations", name, n)
		}
	}
}

// TestMemory_perCall checks that calls leave nothing behind: the plugin framework keeps their contexts until the provider stops.
//
//nolint:paralleltest // it reads the heap of the process
func TestMemory_perCall(t *testing.T) {
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	typ := s.schemas.ResourceSchemas[ticket].ValueType()
	config := s.value(typ, map[string]any{"business_type_id": simulator.ProblemConsulting, "simple_description": "Node 1"})
	const calls, size = 100, 1 << 20
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for range calls {
		type key struct{}
		ctx := context.WithValue(t.Context(), key{}, make([]byte, size))
		resp, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: ticket, Config: config})
		s.noErrors(err, resp.Diagnostics)
	}
	if after := heap(); after > before+calls*size/2 {
		t.Errorf("%d calls with contexts of %d bytes left %d bytes", calls, size, after-before)
	}
}
