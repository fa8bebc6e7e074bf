// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccText_lineEndingsPlanNothing writes the texts of a ticket and of a message with other line endings and other white
// space at both ends, as git and editors do: nothing at all is planned, for what was created here and for what was imported.
// Another text plans a replacement.
func TestAccText_lineEndingsPlanNothing(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	id := env.OpenCase("first line\nsecond line")
	message, err := env.AddMessage(id, "first line\nsecond line")
	env.Must(err)
	env.Advance(time.Hour)
	config := func(text string) string {
		return env.Provider() + fmt.Sprintf(`
import {
  to = osm_servicecase.imported
  id = %[1]q
}

import {
  to = osm_case_message.imported
  id = "%[1]s/%[2]s"
}

resource "osm_servicecase" "imported" {
  simple_description = %[3]q
}

resource "osm_servicecase" "created" {
  business_type_id   = %[4]q
  simple_description = %[3]q
}

resource "osm_case_message" "imported" {
  case_id = %[1]q
  content = %[3]q
}

resource "osm_case_message" "created" {
  case_id = %[1]q
  content = %[3]q
}
`, id, message, text, simulator.ProblemConsulting)
	}
	cli.Write("main.tf", config("first line\nsecond line"))
	cli.Apply()
	for _, text := range []string{
		"first line\r\nsecond line", "first line\nsecond line\n", "first line\r\nsecond line\r\n",
		"\n first line\nsecond line \n", "first line\rsecond line",
	} {
		cli.Write("main.tf", config(text))
		if r := cli.Run("plan", "-detailed-exitcode", "-input=false"); r.Code != 0 {
			t.Errorf("%q plans a change:\n%s", text, r.Out)
		}
	}
	cli.Write("main.tf", config("first line\nanother line"))
	acctest.ExpectTexts(t, cli.Must(1, "plan", "-input=false").Out, "The problem type is required to open a ticket")
	cli.Write("main.tf", config("first line\nsecond line"))
	cli.Must(2, "plan", "-input=false", "-detailed-exitcode", "-replace=osm_case_message.created")
	env.ExpectCounts(map[string]int{"CreateCases": 1, "CreateMessages": 1})
}

// TestAccMaps_typedNull sets extends_map and extension_map by variables that are null and then leaves them out, in
// either order: nothing is planned. A map that is set and then null is an update, once.
func TestAccMaps_typedNull(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	variable := "variable \"m\" {\n  type    = object({ resource_type = optional(string) })\n  default = null\n}\n"
	left := env.Provider() + variable + acctest.Ticket("this")
	null := env.Provider() + variable + acctest.Ticket("this", "extends_map = var.m", "extension_map = var.m")
	cli.Write("main.tf", null)
	cli.Apply()
	for _, config := range []string{null, left, null} {
		cli.Write("main.tf", config)
		cli.ExpectEmptyPlan()
	}
	cli.Write("main.tf", env.Provider()+variable+acctest.Ticket("this", `extends_map = { resource_type = "vCPU" }`,
		`extension_map = { contactType = "0" }`))
	cli.Apply()
	cli.ExpectEmptyPlan()
	for _, config := range []string{null, left} {
		cli.Write("main.tf", config)
		cli.Apply()
		cli.ExpectEmptyPlan()
	}
	acctest.ExpectWrites(t, env, "CreateCases", "UpdateCaseContactInfo", "CreateCaseExtendsParam")
}
