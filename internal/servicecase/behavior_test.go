// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// readings are all answers to the questions that the reference leaves open, one at a time.
var readings = map[string]simulator.Readings{
	"first reading of each":         {},
	"refusals under 4xx":            {Refusals: simulator.RefusalsUnder4xx},
	"deleted tickets are readable":  {Deleted: simulator.DeletedStatus13},
	"masked contacts":               {Contacts: simulator.ContactsMasked},
	"contacts cleared when handled": {Contacts: simulator.ContactsClearedWhenHandled},
	"absent contacts are cleared":   {AbsentContact: simulator.AbsentContactCleared},
	"lists in queries by commas":    {QueryLists: simulator.QueryListsComma},
	"lists in queries repeated":     {QueryLists: simulator.QueryListsRepeated},
	"numbers as strings":            {Numbers: simulator.NumbersAsStrings},
	"numbers as numbers":            {Numbers: simulator.NumbersAsNumbers},
	"total as count":                {TotalKey: simulator.TotalAsCount},
	"nothing is null":               {Nothing: simulator.NothingIsNull},
	"nothing is no body":            {Nothing: simulator.NothingIsNoBody},
	"nothing is an empty code":      {Nothing: simulator.NothingIsEmptyCode},
	"nothing is a null code":        {Nothing: simulator.NothingIsNullCode},
	"times in the zone":             {Times: simulator.TimesInZone},
	"times with an offset":          {Times: simulator.TimesWithOffset},
	"copies as an array":            {CcEmails: simulator.CcEmailArray},
	"is_authorized present":         {Authorized: simulator.AuthorizedPresent},
	"label names exact":             {LabelNames: simulator.LabelNamesExact},
	"attached files stay quietly":   {AttachedDeletion: simulator.AttachedDeletionIgnored},
	"text is trimmed":               {Description: simulator.DescriptionTrimmed},
	"text has line feeds":           {Description: simulator.DescriptionLineFeeds},
	"gone labels are refused":       {GoneLabels: simulator.GoneLabelDeletionRefused},
	"second ratings are refused":    {RepeatedScore: simulator.RepeatedScoreRefused},
	"visible after two look-ups":    {VisibleAfterLookups: 2},
}

// wholeLife is a configuration with every resource and every data source about tickets.
func wholeLife(phone, color string) string {
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

resource "osm_servicecase" "other" {
  business_type_id   = "` + simulator.ProblemConsulting + `"
  simple_description = "other"
}
` + ticket("this", `accessory_ids = [osm_accessory.log.id]`, `label_ids = [osm_label.night.id]`, `related_case_ids = [osm_servicecase.other.id]`,
		`remind_mobile = "`+phone+`"`, `remind_mail = "oncall@example.com"`, `on_destroy = "delete"`) + `
resource "osm_case_message" "hello" {
  case_id       = osm_servicecase.this.id
  content       = "hello"
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

data "osm_case_counts" "all" {
  depends_on = [osm_servicecase.this, osm_servicecase.other]
}
`
}

// TestAccReadings runs the whole life under each reading: the same result, and nothing planned after it.
func TestAccReadings(t *testing.T) {
	t.Parallel()
	for name, reading := range readings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Readings: reading})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+wholeLife("13800000000", "#112233"))
			cli.Apply()
			cli.Check(
				statecheck.ExpectKnownValue("data.osm_cases.all", tfjsonpath.New("ids"), knownvalue.ListSizeExact(2)),
				statecheck.ExpectKnownValue("data.osm_cases.all", tfjsonpath.New("total_count"), knownvalue.Int64Exact(2)),
				statecheck.ExpectKnownValue("data.osm_cases.labelled", tfjsonpath.New("ids"), knownvalue.ListSizeExact(1)),
				statecheck.ExpectKnownValue("data.osm_labels.night", tfjsonpath.New("label_list"), knownvalue.ListSizeExact(1)),
				statecheck.ExpectKnownValue("data.osm_case.this", tfjsonpath.New("message_list"), knownvalue.ListSizeExact(2)),
				statecheck.ExpectKnownValue("data.osm_case_counts.all", tfjsonpath.New("open_count"), knownvalue.Int64Exact(2)),
			)
			cli.PlanIsEmpty()
			cli.Write("main.tf", env.Provider()+wholeLife("13900000000", "#445566"))
			if out := cli.Apply().Text(); !strings.Contains(out, "0 added, 2 changed, 0 destroyed") {
				t.Error(out)
			}
			cli.PlanIsEmpty()
			cli.Destroy()
			env.ExpectCounts(map[string]int{"CreateCases": 2, "CreateMessages": 1, "CreateLabels": 1, "UploadJsonAccessories": 2})
		})
	}
}
