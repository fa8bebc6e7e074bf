// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccContact_filledInFromTheTicket changes the time for notices of a ticket whose phone and mailbox are not configured but
// set in the console. The change sends them along, unless the service reports them only masked; if it then clears them, a warning
// names the arguments.
func TestAccContact_filledInFromTheTicket(t *testing.T) {
	t.Parallel()
	full := map[string]any{"area_code": "86", "remind_mobile": "13900000001", "remind_mail": "ops@example.com",
		"remind_time": "09:00-18:00"}
	part := map[string]any{"area_code": "86", "remind_time": "09:00-18:00"}
	for echo, want := range map[simulator.ContactEcho]map[string]any{simulator.ContactsPlain: full,
		simulator.ContactsMasked: part} {
		for fate, absent := range contactSets {
			t.Run(fmt.Sprintf("%v, left out ones are %s", echo, fate), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Contacts: echo, AbsentContact: absent}})
				cli := env.Attach(t)
				cli.Write("main.tf", env.Provider()+acctest.Ticket("this", `area_code = "86"`))
				cli.Apply()
				env.Must(env.SetContact(acctest.OnlyCase(t, env).ID, "13900000001", "ops@example.com"))
				cli.Write("main.tf", env.Provider()+acctest.Ticket("this", `area_code = "86"`, `remind_time = "09:00-18:00"`))
				out := cli.Apply().Out
				cli.ExpectEmptyPlan()
				if got := acctest.Bodies(t, env, "UpdateCaseContactInfo"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
					t.Errorf("the change sends %v, want %v", got, want)
				}
				cleared := len(want) == len(part) && fate == "cleared"
				if c := acctest.OnlyCase(t, env); (c.RemindMobile == "") != cleared || (c.RemindMail == "") != cleared {
					t.Errorf("the service holds %q and %q", c.RemindMobile, c.RemindMail)
				}
				const names = "Set `remind_mobile` and `remind_mail` to restore it."
				if got := strings.Contains(acctest.Result{Out: out}.Text(), names); got != cleared {
					t.Errorf("a warning names what was cleared: %v, want %v:\n%s", got, cleared, out)
				}
			})
		}
	}
}

// TestAccContact_maskedOnImport changes the time for notices of an imported ticket: the plan names the arguments whose values the
// service reports only masked, and once they are set the change sends all.
func TestAccContact_maskedOnImport(t *testing.T) {
	t.Parallel()
	for fate, absent := range contactSets {
		t.Run("left out ones are "+fate, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Contacts: simulator.ContactsMasked,
				AbsentContact: absent}})
			id := env.OpenCase("opened in the console")
			env.Must(env.SetContact(id, "13900000001", "ops@example.com"))
			env.Advance(time.Hour)
			cli := env.Attach(t)
			config := func(lines ...string) string {
				return env.Provider() + fmt.Sprintf("import {\n  to = osm_servicecase.this\n  id = %q\n}\n\n"+
					"resource \"osm_servicecase\" \"this\" {\n  %s\n}\n", id,
					strings.Join(append(lines, `simple_description = "opened in the console"`), "\n  "))
			}
			const warning = "The change may clear part of the contact"
			cli.Write("main.tf", config())
			if out := cli.Apply().Out; strings.Contains(out, warning) {
				t.Errorf("an import warns of a change:\n%s", out)
			}
			cli.Write("main.tf", config(`remind_time = "09:00-18:00"`))
			acctest.ExpectTexts(t, cli.Must(2, "plan", "-detailed-exitcode").Out, warning,
				"To keep the value, set `remind_mobile` and `remind_mail`.")
			cli.Write("main.tf", config(`remind_time = "09:00-18:00"`, `remind_mobile = "13900000001"`,
				`remind_mail = "ops@example.com"`))
			if out := cli.Apply().Out; strings.Contains(out, warning) || strings.Contains(out, "was cleared") {
				t.Errorf("the full set is configured:\n%s", out)
			}
			cli.ExpectEmptyPlan()
			if c := acctest.OnlyCase(t, env); c.RemindMobile != "13900000001" || c.RemindMail != "ops@example.com" ||
				c.RemindTime != "09:00-18:00" {
				t.Errorf("the service holds %q, %q and %q", c.RemindMobile, c.RemindMail, c.RemindTime)
			}
			acctest.ExpectWrites(t, env, "UpdateCaseContactInfo")
		})
	}
}
