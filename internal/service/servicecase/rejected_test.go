// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccWrites_rejected shows that a write that the service rejects with HTTP 200 and a code is an error with that code, is
// not sent again and leaves nothing in the state.
func TestAccWrites_rejected(t *testing.T) {
	t.Parallel()
	file := `
resource "osm_accessory" "this" {
  content        = "x"
  accessory_name = "x.txt"
}
`
	for name, c := range map[string]struct {
		operation, config, summary string
	}{
		"create": {"CreateCases", acctest.Ticket("this"), "open the ticket"},
		"upload": {"UploadJsonAccessories", file, "upload attachment"},
		"message": {"CreateMessages", acctest.Ticket("this") + "resource \"osm_case_message\" \"this\" {\n  case_id = " +
			"osm_servicecase.this.id\n  content = \"hello\"\n}\n", "send the message"},
		"label": {"CreateLabels", "resource \"osm_label\" \"this\" {\n  name = \"n\"\n  color = " +
			"\"#000000\"\n}\n", "create label"},
	} {
		for form, behavior := range acctest.ErrorForms {
			t.Run(name+", "+form, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: behavior}})
				fault := simulator.Fault{Operation: c.operation, Kind: simulator.RejectUnder200, Code: "OSM.01010007",
					Message: "no luck"}
				if behavior == simulator.BusinessErrorsUnder4xx {
					fault.Kind, fault.Status = simulator.RejectBefore, 400
				}
				env.Inject(fault)
				cli := env.Attach(t)
				cli.Write("main.tf", env.Provider()+c.config)
				out := cli.Must(1, "apply", "-auto-approve").Out
				acctest.ExpectTexts(t, out, "Unable to "+c.summary, "code OSM.01010007", "no luck")
				env.ExpectCounts(map[string]int{c.operation: 1})
				for _, address := range cli.Resources() {
					if address != "osm_servicecase.this" || name == "create" {
						t.Errorf("%s is in the state", address)
					}
				}
			})
		}
	}
}

// TestAccCase_limitOfCreations shows a rejection by the service itself, without a fault.
func TestAccCase_limitOfCreations(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{CreateLimit: 1})
	env.Drive(
		resource.TestStep{Config: env.Provider() + acctest.Ticket("one")},
		resource.TestStep{Config: env.Provider() + acctest.Ticket("one") + acctest.Ticket("two"),
			ExpectError: regexp.MustCompile(`(?s)its\s+current\s+limit\s+of\s+tickets.*OSM\.01010037`)},
		acctest.EmptyPlan(env.Provider()+acctest.Ticket("one")),
	)
	env.ExpectCounts(map[string]int{"CreateCases": 2})
}

// TestAccPlanTimeErrors shows that invalid input is an error at plan, without a writing call.
func TestAccPlanTimeErrors(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("票", n) }
	for name, c := range map[string]struct{ line, want string }{
		"description too long": {`simple_description = "` + long(1201) + `"`, `simple_description.*1 to\s+1200`},
		"description empty":    {`simple_description = ""`, `simple_description`},
		"description missing":  {``, "`simple_description` is required"},
		"severity too long":    {`severity_id = "` + long(65) + `"`, `severity_id`},
		"phone too long":       {`remind_mobile = "` + long(33) + `"`, `remind_mobile`},
		"mail too long":        {`remind_mail = "` + long(129) + `"`, `remind_mail`},
		"window":               {`remind_time = "nine"`, `must be 0 or a window`},
		"on_destroy":           {`on_destroy = "forget"`, `"close".*"delete".*"abandon"`},
		"four relations":       {`related_case_ids = ["a", "b", "c", "d"]`, `related_case_ids`},
		"label id":             {`label_ids = [-1]`, "Each element of `label_ids` must be between 0 and 2147483647, not -1"},
		"extends as text":      {`extends_map = "{\"a\":1}"`, `must be an object.*Write the object itself`},
		"extension as list":    {`extension_map = ["a"]`, `must be an object`},
		"the same file twice":  {`accessory_ids = ["a", "a"]`, `must not contain duplicates`},
		"rating without words": {"score = { incident_satisfaction_list = [] }", `judgement`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			lines := fmt.Sprintf("business_type_id = %q\n  %s\n", simulator.ProblemConsulting, c.line)
			if !regexp.MustCompile("description").MatchString(name) {
				lines += "  simple_description = \"x\"\n"
			}
			config := env.Provider() + "resource \"osm_servicecase\" \"this\" {\n  " + lines + "}\n"
			env.InProcess(resource.TestStep{Config: config, PlanOnly: true, ExpectError: regexp.MustCompile(c.want)})
			acctest.ExpectWrites(t, env)
		})
	}
}
