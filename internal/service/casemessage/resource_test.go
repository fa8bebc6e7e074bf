// SPDX-License-Identifier: MPL-2.0

package casemessage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestAccMessage_life(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := func(lines string) string {
		return env.Provider() + acctest.Attachment(`content = "x"`, `accessory_name = "x.txt"`, `accessory_from = "message"`) +
			acctest.Ticket("this", `on_destroy = "abandon"`) +
			"\nresource \"osm_case_message\" \"this\" {\n  case_id = osm_servicecase.this.id\n  " + lines + "\n}\n"
	}
	this := "osm_case_message.this"
	full := "content = \"line one\\r\\n线路\"\n  accessory_ids = [osm_accessory.this.id]\n  group_id = \"g\""
	env.Drive(
		resource.TestStep{Config: config(`content = "hello"`), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(this, tfjsonpath.New("id"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("create_time"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("replier_name"), knownvalue.NotNull()),
		}},
		acctest.EmptyPlan(config(`content = "hello"`)),
		resource.TestStep{Config: config(full), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(this, plancheck.ResourceActionReplace)}}},
		acctest.EmptyPlan(config(full)),
		resource.TestStep{Config: config(`content = "hello"`)},
		acctest.EmptyPlan(config(`content = "hello"`)),
		acctest.Destroy(),
	)
	// Destroying withdraws nothing.
	if n := len(acctest.OnlyCase(t, env).Messages); n != 4 {
		t.Errorf("the ticket has %d messages, want the first one and three more", n)
	}
	env.ExpectCounts(map[string]int{"CreateMessages": 3, "RevokeMessage": 0})
}

// TestAccMessage_missingIsNotSentAgain shows that neither a vanished ticket nor a withdrawn message has a message sent again.
func TestAccMessage_missingIsNotSentAgain(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	config := env.Provider() + fmt.Sprintf("resource \"osm_case_message\" \"this\" {\n  case_id = %q\n  content = "+
		"\"hello\"\n}\n", id)
	env.Drive(
		resource.TestStep{Config: config}, acctest.EmptyPlan(config),
		acctest.After(func() { env.Advance(time.Hour); env.RemoveCase(id) }, acctest.EmptyPlan(config)),
		acctest.Destroy(),
	)
	env.ExpectCounts(map[string]int{"CreateMessages": 1})
}

// TestAccMessage_twelveAtOnce sends twelve messages to one ticket at once, half of them equal, while responses are lost: each is
// sent once, and each resource holds the id of a message of its own with its own text.
func TestAccMessage_twelveAtOnce(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.Inject(simulator.Fault{Operation: "CreateMessages", Kind: simulator.DropAfter, Every: 3})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this")+`
resource "osm_case_message" "this" {
  count   = 12
  case_id = osm_servicecase.this.id
  content = count.index < 6 ? "ping" : "message ${count.index}"
}
`)
	cli.Apply("-parallelism=12")
	texts := map[string]string{}
	for _, m := range acctest.OnlyCase(t, env).Messages {
		texts[m.ID] = m.Content
	}
	if len(texts) != 13 {
		t.Errorf("the ticket has %d messages, want the first one and twelve more", len(texts))
	}
	for _, r := range cli.State().Values.RootModule.Resources {
		if r.Type != "osm_case_message" {
			continue
		}
		id := fmt.Sprint(r.AttributeValues["id"])
		if texts[id] != r.AttributeValues["content"] {
			t.Errorf("%s holds message %s, which is another's or none: %q", r.Address, id, texts[id])
		}
		delete(texts, id)
	}
	if len(texts) != 1 {
		t.Errorf("%d messages are in no resource", len(texts)-1)
	}
	cli.ExpectEmptyPlan()
	env.ExpectCounts(map[string]int{"CreateMessages": 12})
}
