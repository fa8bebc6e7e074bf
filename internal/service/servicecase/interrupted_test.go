// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// changes are the calls of one update that changes every part of a ticket, in their order.
var changes = []string{"UpdateCaseContactInfo", "CreateCaseExtendsParam", "DeleteCaseLabels", "CreateCaseLabels",
	"CreateCaseLabels", "DeleteRelation",
	"CreateRelations", "CreateMessages", "UpdateCases", "CreateScores"}

// changed is a configuration of one ticket for each of the changes, named after it, so that each can be hit by a fault at another
// call.
type changed struct {
	env    *acctest.Env
	names  []string
	before string
	after  string
}

func newChanged(env *acctest.Env, providerLines ...string) changed {
	c := changed{env: env}
	for i, operation := range changes {
		c.names = append(c.names, fmt.Sprintf("%d %s", i, operation))
	}
	var labels []any
	for _, name := range []string{"a", "b", "c"} {
		labels = append(labels, env.AddLabel(name, "#000000"))
	}
	// The files are there before the update: a client that is killed may forget what it created just before.
	files := fmt.Sprintf(`
resource "osm_accessory" "this" {
  for_each       = toset(["%s"])
  content        = each.key
  accessory_name = "app.log"
  accessory_from = "message"
}
`, strings.Join(c.names, `", "`))
	config := func(ticket string) string { return env.Provider(providerLines...) + files + many(c.names, ticket) }
	first, second := env.OpenCase("first"), env.OpenCase("second")
	c.before = config(fmt.Sprintf("remind_mobile = \"13800000000\"\n  label_ids = [%d]\n  related_case_ids = "+
		"[%q]", labels[0], first))
	c.after = config(fmt.Sprintf(`remind_mobile      = "13900000000"
  extends_map        = { resource_type = "vCPU" }
  label_ids          = [%d, %d]
  related_case_ids   = [%q]
  accessory_ids      = [osm_accessory.this[each.key].id]
  closed             = true
  score = {
    judgement                  = "quick"
    incident_satisfaction_list = [{ satisfaction_id = 1, satisfaction_value = 5 }]
  }`, labels[1], labels[2], second))
	return c
}

// open applies the first configuration and lets support take the tickets up, so that they are closed and not cancelled.
func (c changed) open(t *testing.T, cli *acctest.CLI) {
	t.Helper()
	cli.Write("main.tf", c.before)
	cli.Apply("-parallelism=20")
	for _, name := range c.names {
		c.env.SetStatus(described(t, c.env, name).ID, simulator.StatusInProcess)
	}
	c.env.ResetLog()
	cli.Write("main.tf", c.after)
}

// inject lets each ticket meet the fault at the call that it is named after.
func (c changed) inject(kind simulator.Kind) {
	for i, operation := range changes {
		skip := 0
		if i > 0 && changes[i-1] == operation {
			skip = 1
		}
		c.env.Inject(simulator.Fault{Operation: operation, Kind: kind, Times: 1, Skip: skip, Match: about(c.env, c.names[i])})
	}
}

// expect compares the calls that changed a ticket, and then what the service holds of it.
func (c changed) expect(t *testing.T, second func(i int) []string) {
	t.Helper()
	for i, name := range c.names {
		held := described(t, c.env, name)
		var got []string
		for _, call := range writesAbout(c.env, name) {
			got = append(got, strings.Fields(call)[0])
		}
		if want := slices.Concat(changes[:i+1], second(i)); !slices.Equal(got, want) {
			t.Errorf("%s: calls that change the ticket:\n got %q\nwant %q", name, got, want)
		}
		if held.Status != simulator.StatusCompleted || held.RemindMobile != "13900000000" ||
			string(held.Extends["resource_type"]) != `"vCPU"` ||
			len(held.LabelIDs) != 2 || len(held.RelatedIDs) != 1 || len(held.Messages) != 2 ||
			len(held.Messages[1].AccessoryIDs) != 1 ||
			len(held.Ratings) != 1 {
			t.Errorf("the service holds %v", held)
		}
	}
	c.env.ExpectCounts(map[string]int{"CreateCases": 0})
}

// TestAccChange_lostResponses loses the response to each call of an update, with one ticket each and no retries. What was done
// before is in the state, and the next apply makes the rest. A message and an ending whose responses are lost are settled in the
// same apply.
func TestAccChange_lostResponses(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	c := newChanged(env, "max_retries = 0")
	cli := env.Attach(t)
	c.open(t, cli)
	c.inject(simulator.DropAfter)
	cli.Must(1, "apply", "-auto-approve", "-input=false", "-parallelism=20")
	cli.Apply("-parallelism=20")
	cli.ExpectEmptyPlan()
	c.expect(t, func(i int) []string {
		var again []string
		if changes[i] == "CreateCaseExtendsParam" {
			again = append(again, changes[i])
		}
		return append(again, changes[i+1:]...)
	})
}
