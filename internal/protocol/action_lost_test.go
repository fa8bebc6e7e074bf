// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestActions_lostResponse drops the response of each action's write: the action finds out that the write had its effect, or
// it fails and the next run finds out. The service changes once in any case.
func TestActions_lostResponse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action, operation string
		status            int
		config            map[string]any
		finds             bool // in the first run
	}{
		"press": {action: "osm_case_press", operation: "UpdateCases", status: simulator.StatusInProcess},
		"message": {action: "osm_case_message", operation: "CreateMessages", status: simulator.StatusInProcess,
			config: map[string]any{"content": "Any news?"}, finds: true},
		"close":  {action: "osm_case_close", operation: "UpdateCases", status: simulator.StatusInProcess, finds: true},
		"cancel": {action: "osm_case_cancel", operation: "UpdateCases", finds: true},
		"score": {action: "osm_case_score", operation: "CreateScores", status: simulator.StatusCompleted, config: rating,
			finds: true},
	} {
		for _, kind := range []simulator.Kind{simulator.DropAfter, simulator.FailAfter, simulator.HTMLAfter} {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{})
				s := start(t, env, nil)
				id := env.OpenCase("The node does not answer")
				env.SetStatus(id, c.status)
				lost := env.Inject(simulator.Fault{Operation: c.operation, Kind: kind, Times: 1})
				config := with(c.config, map[string]any{"case_id": id})
				_, diags := s.invoke(c.action, config)
				if failed := len(diags) > 0 && diags[0].Severity == tfprotov6.DiagnosticSeverityError; failed == c.finds {
					t.Errorf("the first run failed: %v, want %v", failed, !c.finds)
				}
				_, diags = s.invoke(c.action, config)
				s.noErrors(nil, diags)
				if lost.Fired() != 1 {
					t.Errorf("%d responses were lost, want 1", lost.Fired())
				}
				expectEffect(t, env, c.operation, true)
			})
		}
	}
}

// TestActions_statusChanges changes the status of a ticket between an action's read and its write: the action chooses the
// write again, and a closed ticket is a success.
func TestActions_statusChanges(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action string
		moved  int
		calls  int
		ends   int
	}{
		"close, taken up":      {"osm_case_close", simulator.StatusInProcess, 2, simulator.StatusCompleted},
		"close, ended":         {"osm_case_close", simulator.StatusCompleted, 1, simulator.StatusCompleted},
		"cancel, ended":        {"osm_case_cancel", simulator.StatusCancelled, 1, simulator.StatusCancelled},
		"close, still waiting": {"osm_case_close", simulator.StatusToBeHandled, 1, simulator.StatusCancelled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			s := start(t, env, nil)
			id := env.OpenCase("The node does not answer")
			var move sync.Once
			env.OnRequest(func(r *simulator.Request) {
				if r.Operation != "UpdateCases" {
					return
				}
				move.Do(func() {
					if err := env.Simulator.SetStatus(id, c.moved); err != nil {
						t.Error(err)
					}
				})
			})
			_, diags := s.invoke(c.action, map[string]any{"case_id": id})
			s.noErrors(nil, diags)
			env.ExpectCounts(map[string]int{"UpdateCases": c.calls})
			if status := env.Cases()[0].Status; status != c.ends {
				t.Errorf("the ticket ends with status %d, want %d", status, c.ends)
			}
		})
	}
}
