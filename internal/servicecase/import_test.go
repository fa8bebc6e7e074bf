// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// contactReadings are the ways in which contacts may come back.
var contactReadings = map[string]simulator.ContactEcho{
	"plain contacts":   simulator.ContactsPlain,
	"masked contacts":  simulator.ContactsMasked,
	"cleared contacts": simulator.ContactsClearedWhenHandled,
}

// existing opens a ticket with everything set, with Terraform and in another folder, as another team would have done it.
func existing(t *testing.T, env *acctest.Env) string {
	t.Helper()
	cli := env.NewCLI(t)
	cli.Write("main.tf", env.Provider()+full("there", ""))
	cli.Apply()
	for _, c := range env.Cases() {
		if c.Description == "Everything is set: there" {
			return c.ID
		}
	}
	t.Fatal("the ticket was not opened")
	return ""
}

// full is a ticket with every argument that an import takes over, beside a label and a related ticket.
func full(name, more string) string {
	return fmt.Sprintf(`
resource "osm_label" %[1]q {
  name  = "label of %[1]s"
  color = "#00ff00"
}

resource "osm_servicecase" "related_%[1]s" {
  business_type_id   = %[2]q
  simple_description = "related"
}

resource "osm_servicecase" %[1]q {
  business_type_id   = %[2]q
  simple_description = "Everything is set: %[1]s"
  region_id          = %[3]q
  severity_id        = %[4]q
  area_code          = "86"
  remind_mobile      = "13800000000"
  remind_mail        = "oncall@example.com"
  remind_time        = "08:00-20:00"
  label_ids          = [osm_label.%[1]s.id]
  related_case_ids   = [osm_servicecase.related_%[1]s.id]
  %[5]s
}
`, name, simulator.ProblemConsulting, simulator.RegionBeijing4, simulator.SeverityHigh, more)
}

// TestAccImport_generatedConfigurationPlansNothing shows that what Terraform writes for an imported ticket, whatever its status and however its
// contacts come back, is applied with no change and no call.
func TestAccImport_generatedConfigurationPlansNothing(t *testing.T) {
	t.Parallel()
	for name, contacts := range contactReadings {
		for _, status := range []int{0, 2, 3} {
			t.Run(fmt.Sprintf("%s, status %d", name, status), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Readings: simulator.Readings{Contacts: contacts}})
				id := existing(t, env)
				env.SetStatus(id, status)
				env.Reply(id, "Which node is it?")
				env.Advance(time.Hour)
				env.ResetLog()
				cli := env.NewCLI(t)
				cli.Write("main.tf", env.Provider()+fmt.Sprintf("import {\n  to = osm_servicecase.this\n  id = %q\n}\n", id))
				cli.Must(0, "plan", "-generate-config-out=generated.tf")
				out := cli.Apply().Out
				if !strings.Contains(out, "1 imported, 0 added, 0 changed, 0 destroyed") {
					t.Errorf("%s\n%s", out, cli.Read("generated.tf"))
				}
				cli.PlanIsEmpty()
				expectWrites(t, env)
			})
		}
	}
}

// TestAccImport_handWrittenConfigurationChangesTheStateOnly shows that arguments which the API never tells are recorded and nothing is sent.
func TestAccImport_handWrittenConfigurationChangesTheStateOnly(t *testing.T) {
	t.Parallel()
	for name, contacts := range contactReadings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Readings: simulator.Readings{Contacts: contacts}})
			id := existing(t, env)
			env.Advance(time.Hour)
			env.ResetLog()
			cli := env.NewCLI(t)
			cli.Write("main.tf", env.Provider()+fmt.Sprintf(`
import {
  to = osm_servicecase.this
  id = %q
}

resource "osm_servicecase" "this" {
  business_type_id     = %q
  product_category_id  = %q
  incident_sub_type_id = "1"
  region_id            = %q
  severity_id          = %q
  simple_description   = "Everything is set: there"
  remind_mobile        = "13800000000"
  remind_mail          = "oncall@example.com"
  extends_map          = { resource_type = "vCPU" }
  extension_map        = { contactType = "0" }
}
`, id, simulator.ProblemConsulting, simulator.ProductServer, simulator.RegionBeijing4, simulator.SeverityHigh))
			out := cli.Apply().Out
			if !strings.Contains(out, "1 imported, 0 added, 1 changed, 0 destroyed") {
				t.Error(out)
			}
			cli.PlanIsEmpty()
			expectWrites(t, env)

			// From now on a changed argument replaces, like that of a ticket which was opened here.
			cli.Write("main.tf", strings.Replace(cli.Read("main.tf"), simulator.RegionBeijing4, simulator.RegionGuangzhou, 1))
			expectTexts(t, cli.Must(2, "plan", "-detailed-exitcode").Out, "region_id of ticket "+id)
		})
	}
}

// TestAccImport_byCommand shows that the command takes over a ticket, a label and a message, and says which ids it takes.
func TestAccImport_byCommand(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	env.Advance(time.Hour)
	label := env.AddLabel("night", "#112233")
	message, err := env.AddMessage(id, "hello")
	if err != nil {
		t.Fatal(err)
	}
	cli := env.NewCLI(t)
	cli.Write("main.tf", env.Provider()+fmt.Sprintf(`
resource "osm_servicecase" "this" {
  business_type_id   = %q
  simple_description = "opened in the console"
}

resource "osm_label" "this" {
  name  = "night"
  color = "#112233"
}

resource "osm_case_message" "this" {
  case_id = %q
  content = "hello"
}
`, simulator.ProblemConsulting, id))
	expectTexts(t, cli.Must(1, "import", "osm_label.this", "night").Out, `"night" is no whole number`)
	expectTexts(t, cli.Must(1, "import", "osm_case_message.this", "hello").Out, "case_id/message_id")
	expectTexts(t, cli.Must(1, "import", "osm_servicecase.this", "TS-404").Out, "TS-404")
	cli.Must(0, "import", "osm_servicecase.this", id)
	cli.Must(0, "import", "osm_label.this", fmt.Sprint(label))
	cli.Must(0, "import", "osm_case_message.this", id+"/"+message)
	cli.Apply()
	cli.PlanIsEmpty()
	expectWrites(t, env)
}
