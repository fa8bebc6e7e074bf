// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
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

// updates is a step whose plan changes osm_servicecase.this in place.
func updates(config string) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction("osm_servicecase.this", plancheck.ResourceActionUpdate)}}}
}

// contactSets are what may become of a contact argument that a change leaves out.
var contactSets = map[string]simulator.AbsentContact{"kept": simulator.AbsentContactKept,
	"cleared": simulator.AbsentContactCleared}

// TestAccChange_contact changes a phone number, under each way in which contacts are returned and each behavior of omitted
// fields.
func TestAccChange_contact(t *testing.T) {
	t.Parallel()
	for echo, contacts := range contactEchoes {
		for fate, absent := range contactSets {
			t.Run(echo+", left out ones are "+fate, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Contacts: contacts,
					AbsentContact: absent}})
				before := env.Provider() + acctest.Ticket("this", `remind_mobile = "13800000000"`,
					`remind_mail = "oncall@example.com"`,
					`area_code = "86"`)
				after := env.Provider() + acctest.Ticket("this", `remind_mobile = "13900000000"`,
					`remind_mail = "oncall@example.com"`,
					`area_code = "86"`, `remind_time = "09:00-18:00"`)
				env.Drive(resource.TestStep{Config: before}, acctest.EmptyPlan(before), updates(after), acctest.EmptyPlan(after))
				acctest.ExpectWrites(t, env, "CreateCases", "UpdateCaseContactInfo")
				want := map[string]any{"area_code": "86", "remind_mobile": "13900000000", "remind_mail": "oncall@example.com",
					"remind_time": "09:00-18:00"}
				if got := acctest.Bodies(t, env, "UpdateCaseContactInfo")[0]; !reflect.DeepEqual(got, want) {
					t.Errorf("the change sends %v, want the full set %v", got, want)
				}
				if c := acctest.OnlyCase(t, env); c.RemindMobile != "13900000000" || c.RemindMail != "oncall@example.com" {
					t.Errorf("the service holds %q and %q", c.RemindMobile, c.RemindMail)
				}
			})
		}
	}
}

// TestAccChange_contactDrift shows that a contact that was changed elsewhere is restored, and that a masked or an empty echo is
// not drift.
func TestAccChange_contactDrift(t *testing.T) {
	t.Parallel()
	for echo, contacts := range contactEchoes {
		t.Run(echo, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Contacts: contacts}})
			config := env.Provider() + acctest.Ticket("this", `remind_mobile = "13800000000"`)
			drift := func() {
				if err := env.SetContact(acctest.OnlyCase(t, env).ID, "15500009999", ""); err != nil {
					t.Fatal(err)
				}
			}
			env.Drive(
				resource.TestStep{Config: config},
				acctest.After(drift, updates(config)),
				acctest.EmptyPlan(config),
				acctest.After(func() { env.SetStatus(acctest.OnlyCase(t, env).ID, 3) }, acctest.EmptyPlan(config)),
			)
			if c := acctest.OnlyCase(t, env); c.RemindMobile != "13800000000" {
				t.Errorf("the service holds %q", c.RemindMobile)
			}
		})
	}
}

const twoLabels = `
resource "osm_label" "a" {
  name  = "a"
  color = "#00aa00"
}

resource "osm_label" "b" {
  name  = "b"
  color = "#0000bb"
}

resource "osm_servicecase" "other" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "other"
}
`

// TestAccChange_linksDrift shows that labels and relations that were changed elsewhere are restored, using only the calls for the
// difference.
func TestAccChange_linksDrift(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + twoLabels + acctest.Ticket("this", `label_ids = [osm_label.a.id, osm_label.b.id]`,
		`related_case_ids = [osm_servicecase.other.id]`)
	var id, other string
	var labels []int
	drift := func() {
		for _, c := range env.Cases() {
			if c.Description == "other" {
				other = c.ID
			} else {
				id, labels = c.ID, c.LabelIDs
			}
		}
		env.Must(env.SetCaseLabels(id, labels[0], env.AddLabel("by hand", "#000000")))
		env.Must(env.SetRelations(id))
		env.ResetLog()
	}
	mended := func() {
		c, _ := env.Case(id)
		slices.Sort(c.LabelIDs)
		if !slices.Equal(c.LabelIDs, labels) || !slices.Equal(c.RelatedIDs, []string{other}) {
			t.Errorf("labels %v, relations %v", c.LabelIDs, c.RelatedIDs)
		}
		env.ExpectCounts(map[string]int{"CreateCases": 0, "CreateCaseLabels": 1, "DeleteCaseLabels": 1, "CreateRelations": 1})
	}
	env.Drive(resource.TestStep{Config: config}, acctest.EmptyPlan(config), acctest.After(drift, updates(config)),
		acctest.After(mended, acctest.EmptyPlan(config)))
}

// TestAccChange_newVersionOfAnAttachment shows that a changed file goes to the same ticket, as one follow-up message, whether or
// not the service accepts an upload made for a new ticket, and whatever happens to the old file.
func TestAccChange_newVersionOfAnAttachment(t *testing.T) {
	t.Parallel()
	for name, deletion := range map[string]simulator.AttachedDeletion{"rejected": simulator.AttachedDeletionRejected,
		"ignored": simulator.AttachedDeletionIgnored} {
		t.Run("deletion "+name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{AttachedDeletion: deletion}})
			config := func(content string) string {
				return env.Provider() + acctest.Attachment(fmt.Sprintf("content = %q", content), `accessory_name = "app.log"`) +
					acctest.Ticket("this", "accessory_ids = [osm_accessory.this.id]")
			}
			env.Drive(
				resource.TestStep{Config: config("one")}, acctest.EmptyPlan(config("one")),
				updates(config("two")), acctest.EmptyPlan(config("two")),
			)
			env.ExpectCounts(map[string]int{"CreateCases": 1, "CreateMessages": 1, "UpdateCases": 0})
			messages := acctest.OnlyCase(t, env).Messages
			if len(messages) != 2 || len(messages[1].AccessoryIDs) != 1 {
				t.Fatalf("messages %v", messages)
			}
			if a, _ := env.Accessory(messages[1].AccessoryIDs[0]); string(a.Bytes) != "two" {
				t.Errorf("the message carries %q", a.Bytes)
			}
		})
	}
	t.Run("an upload for new tickets is refused with a message", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(
			t,
			simulator.Options{Behaviors: simulator.Behaviors{IncidentUploads: simulator.IncidentUploadRejected}},
		)
		with := func(lines ...string) string {
			return env.Provider() + acctest.Attachment(append(lines, `content = "log"`, `accessory_name = "app.log"`)...) +
				acctest.Ticket("this", "accessory_ids = [osm_accessory.this.id]")
		}
		env.Drive(
			resource.TestStep{Config: env.Provider() + acctest.Ticket("this")},
			resource.TestStep{Config: with(), ExpectError: regexp.MustCompile(`(?s)accessory_from\s+=\s+"message"`)},
			resource.TestStep{Config: with(`accessory_from = "message"`)},
			acctest.EmptyPlan(with(`accessory_from = "message"`)),
		)
		env.ExpectCounts(map[string]int{"CreateCases": 1})
	})
}

// TestAccChange_moreFilesThanAResponseShows loses the responses to the messages that carry seven added files. According to the
// API reference a response shows five files of a message: that must suffice to see which files are on the ticket, so that none is
// sent twice.
func TestAccChange_moreFilesThanAResponseShows(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.SetLimits(10, 10)
	files := `
resource "osm_accessory" "this" {
  count          = 7
  content        = "part ${count.index}"
  accessory_name = "${count.index}.log"
  accessory_from = "message"
}
`
	env.Inject(simulator.Fault{Operation: "CreateMessages", Kind: simulator.DropAfter})
	env.Drive(
		resource.TestStep{Config: env.Provider() + acctest.Ticket("this")},
		updates(env.Provider()+files+acctest.Ticket("this", "accessory_ids = osm_accessory.this[*].id")),
	)
	seen := map[string]bool{}
	for _, m := range acctest.OnlyCase(t, env).Messages {
		for _, id := range m.AccessoryIDs {
			if seen[id] {
				t.Errorf("%s was sent twice", id)
			}
			seen[id] = true
		}
	}
	if len(seen) != 7 {
		t.Errorf("the ticket carries %d files, want 7", len(seen))
	}
}

// TestAccChange_partialFailure shows that what was done before a rejection is in the state, and only the rest is retried.
func TestAccChange_partialFailure(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	before := env.Provider() + twoLabels + acctest.Ticket("this")
	after := env.Provider() + twoLabels + acctest.Ticket("this", `remind_mobile = "13800000000"`, `label_ids = [osm_label.a.id]`,
		`related_case_ids = [osm_servicecase.other.id]`)
	env.Drive(
		resource.TestStep{Config: before},
		acctest.After(func() {
			env.Inject(simulator.Fault{Operation: "CreateCaseLabels", Kind: simulator.RejectUnder200, Times: 1,
				Code: "OSM.01010017"})
		}, resource.TestStep{Config: after, ExpectError: regexp.MustCompile(`(?s)Unable to change the labels.*OSM\.01010017`)}),
		updates(after), acctest.EmptyPlan(after),
	)
	env.ExpectCounts(map[string]int{"UpdateCaseContactInfo": 1, "CreateCaseLabels": 2, "CreateRelations": 1, "CreateCases": 2})
}

func TestAccChange_closedAndScore(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	open := env.Provider() + acctest.Ticket("this", `closed = false`)
	closed := env.Provider() + acctest.Ticket("this", `closed = true`)
	score := `score = {
    judgement = "quick and exact"
    incident_satisfaction_list = [{ satisfaction_id = 1, satisfaction_value = 5 }]
  }`
	scored := env.Provider() + acctest.Ticket("this", `closed = true`, score)
	env.Drive(
		resource.TestStep{Config: open},
		acctest.After(func() { env.SetStatus(acctest.OnlyCase(t, env).ID, 2) }, updates(closed)),
		resource.TestStep{Config: closed, ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("is_open"), knownvalue.Bool(false))}},
		acctest.EmptyPlan(closed),
		updates(scored), acctest.EmptyPlan(scored),
		// Nothing reopens a ticket, and a rating is sent once.
		updates(open), acctest.EmptyPlan(open),
	)
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases close", "CreateScores")
	if c := acctest.OnlyCase(t, env); c.Judgement != "quick and exact" || len(c.Ratings) != 1 {
		t.Errorf("the rating is %q, %v", c.Judgement, c.Ratings)
	}
}

// TestAccChange_scoreWaitsForTheEnd shows that a rating which is configured from the start is sent when the ticket is completed.
func TestAccChange_scoreWaitsForTheEnd(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + acctest.Ticket("this", `score = {
    judgement = "quick"
    incident_satisfaction_list = [{ satisfaction_id = 1, satisfaction_value = 4 }]
  }`)
	env.Drive(
		resource.TestStep{Config: config}, acctest.EmptyPlan(config),
		acctest.After(func() { env.SetStatus(acctest.OnlyCase(t, env).ID, 3) }, updates(config)),
		acctest.EmptyPlan(config),
	)
	acctest.ExpectWrites(t, env, "CreateCases", "CreateScores")
}

// TestAccChange_closedFromTheStart shows a ticket that is ended in the apply that opens it.
func TestAccChange_closedFromTheStart(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + acctest.Ticket("this", `closed = true`)
	env.Drive(resource.TestStep{Config: config}, acctest.EmptyPlan(config))
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCases cancel")
	env.Advance(time.Hour)
}
