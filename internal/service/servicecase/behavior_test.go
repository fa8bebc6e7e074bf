// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// lifeText is a description with everything that a service may change in a text that it stores.
const lifeText = `The node <b>this</b> does not answer:\r\n  5 > 3 & \"x\", since the update of last night `

// wholeLife is a configuration with every resource and every data source about tickets.
func wholeLife(remindTime, color string) string {
	return `
resource "osm_label" "night" {
  name  = "night"
  color = "` + color + `"
}

resource "osm_accessory" "log" {
  content        = "log"
  accessory_name = "app.log"
}

resource "osm_accessory" "answer" {
  content        = "answer"
  accessory_name = "answer.txt"
  accessory_from = "message"
}

resource "osm_accessory" "dump" {
  source = "${path.cwd}/dump.log"
}

resource "osm_servicecase" "other" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "other"
}

resource "osm_servicecase" "this" {
  business_type      = "Usage question"
  product_category   = "ECS"
  region             = "CN North-Beijing4"
  severity           = "High"
  simple_description = "` + lifeText + `"
  accessory_ids      = [osm_accessory.log.id]
  label_ids          = [osm_label.night.id]
  related_case_ids   = [osm_servicecase.other.id]
  remind_mobile      = "` + simulator.RegisteredMobile + `"
  remind_mail        = "` + simulator.RegisteredMail + `"
  remind_time        = "` + remindTime + `"
  on_destroy         = "delete"
}

resource "osm_case_message" "hello" {
  case_id       = osm_servicecase.this.id
  content       = "Hello & <i>thanks</i>\nfor now"
  accessory_ids = [osm_accessory.answer.id]
}

resource "osm_case_wait" "open" {
  case_id  = osm_servicecase.this.id
  statuses = ["to_be_handled", "in_process"]
}

data "osm_case" "this" {
  case_id    = osm_servicecase.this.id
  depends_on = [osm_case_message.hello]
}

data "osm_cases" "all" {
  depends_on = [osm_servicecase.this, osm_servicecase.other]
}

data "osm_cases" "labelled" {
  label_ids  = [osm_label.night.id]
  depends_on = [osm_servicecase.this, osm_servicecase.other]
}

data "osm_labels" "night" {
  name       = "night"
  depends_on = [osm_label.night]
}

data "osm_case_messages" "this" {
  case_id    = osm_servicecase.this.id
  depends_on = [osm_case_message.hello]
}

data "osm_case_operate_logs" "this" {
  case_id = osm_servicecase.this.id
}

data "osm_accessory_urls" "all" {
  accessory_ids = [osm_accessory.log.id, osm_accessory.answer.id, osm_accessory.dump.id]
}

data "osm_cases_export" "all" {
  depends_on = [osm_servicecase.this, osm_servicecase.other]
}

data "osm_case_counts" "all" {
  depends_on = [osm_servicecase.this, osm_servicecase.other]
}
`
}

// TestAccBehaviors runs the whole life under a covering array of every pair of behaviors, and loses the response to the create:
// one ticket, which is in the state or named by the error, and nothing planned afterwards.
func TestAccBehaviors(t *testing.T) {
	t.Parallel()
	behaviors := simulator.AllBehaviors()
	for n, row := range pairwise() {
		var played simulator.Behaviors
		var chosen []string
		for i, value := range row {
			behaviors[i].Set(&played, value)
			if value > 0 {
				chosen = append(chosen, behaviors[i].Name+"="+behaviors[i].Values[value])
			}
		}
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			defer func() {
				if t.Failed() {
					t.Log(strings.Join(chosen, " "))
				}
			}()
			live(t, acctest.New(t, simulator.Options{Behaviors: played}))
		})
	}
}

var candidate = regexp.MustCompile(`terraform import <address of the resource> (TS-\d+)`)

// live runs the whole life. Where the service's clocks or zones leave the age of the ticket open, it is imported as the error
// says.
func live(t *testing.T, env *acctest.Env) {
	t.Helper()
	env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1,
		Match: func(r simulator.Request) bool {
			return strings.Contains(string(r.Body), "does not answer")
		}})
	cli := env.Attach(t)
	cli.Write("dump.log", strings.Repeat("a", 1<<20+1)) // large enough to be uploaded as a form
	cli.Write("main.tf", env.Provider()+wholeLife("0", "#AABBCC"))
	first := cli.Run("apply", "-auto-approve", "-input=false")
	if first.Code != 0 {
		found := candidate.FindStringSubmatch(first.Text())
		if found == nil {
			t.Fatalf("the error names no ticket:\n%s", first.Out)
		}
		cli.Write("import.tf", fmt.Sprintf("import {\n  to = osm_servicecase.this\n  id = %q\n}\n", found[1]))
		cli.Apply()
	}
	env.Advance(simulator.VisibilityDelay)
	cli.Write("main.tf", env.Provider()+wholeLife("09:00-18:00", "#DDEEFF"))
	if out := cli.Apply().Text(); !strings.Contains(out, "0 added, 2 changed, 0 destroyed") ||
		strings.Contains(out+first.Text(), "Warning: Unknown") {
		t.Error(out)
	}
	cli.CheckState(
		statecheck.ExpectKnownValue("data.osm_cases.all", tfjsonpath.New("ids"), knownvalue.ListSizeExact(2)),
		statecheck.ExpectKnownValue("data.osm_cases.labelled", tfjsonpath.New("ids"), knownvalue.ListSizeExact(1)),
		statecheck.ExpectKnownValue("data.osm_labels.night", tfjsonpath.New("label_list"), knownvalue.ListSizeExact(1)),
		statecheck.ExpectKnownValue("data.osm_case.this", tfjsonpath.New("message_list"), knownvalue.ListSizeExact(2)),
		statecheck.ExpectKnownValue("data.osm_accessory_urls.all", tfjsonpath.New("accessory_urls"),
			knownvalue.ListSizeExact(3)),
		statecheck.ExpectKnownValue("data.osm_cases_export.all", tfjsonpath.New("size"), knownvalue.NotNull()),
	)
	cli.ExpectEmptyPlan()
	cli.Must(0, "destroy", "-auto-approve", "-refresh=false") // the plan has just read everything
	if open := openTickets(env); len(open) > 0 || len(env.Cases()) != 2 || len(env.Labels()) > 0 {
		t.Errorf("%d tickets were opened, of which %v are open; %d labels are left", len(env.Cases()), open, len(env.Labels()))
	}
	uploads := map[string]int{"UploadAccessory": 1, "UploadJsonAccessories": 2}
	if env.Behaviors().FormUploads != simulator.FormUploadAccepted {
		uploads["UploadJsonAccessories"] = 3
	}
	env.ExpectCounts(uploads)
	env.ExpectCounts(map[string]int{"CreateCases": 2, "CreateMessages": 1, "CreateLabels": 1})
}
