// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccCases_filters shows that each argument of the data sources that read tickets acts.
func TestAccCases_filters(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	first := env.OpenCase("The disk is full")
	env.Advance(time.Minute)
	second := env.OpenCase("The login fails")
	theirs := env.OpenCase("The node of Ann does not answer")
	env.Must(env.SetOwner(theirs, "someone", "Ann", "group"))
	env.SetStatus(theirs, simulator.StatusInProcess)
	day := func(days int) string { return env.Now().AddDate(0, 0, days).UTC().Format(time.DateTime) }

	cli := env.Attach(t)
	config := env.Provider()
	var checks []statecheck.StateCheck
	for name, c := range map[string]struct {
		lines string
		want  []string
	}{
		"all":           {"", []string{second, first}},
		"newest":        {`limit = 1`, []string{second}},
		"id":            {fmt.Sprintf("incident_id = %q", first), []string{first}},
		"keyword":       {`search_key = ["disk"]`, []string{first}},
		"keywords":      {`search_key = ["disk is", "full"]`, []string{first}},
		"other_keyword": {`search_key = ["network"]`, nil},
		"part_of_id":    {fmt.Sprintf("app_key = %q", second), []string{second}},
		"word":          {`app_key = "disk"`, []string{first}},
		"status":        {`statuses = ["completed"]`, nil},
		"since":         {fmt.Sprintf("query_start_time = %q", day(-1)), []string{second, first}},
		"since_later":   {fmt.Sprintf("query_start_time = %q", day(1)), nil},
		"until":         {fmt.Sprintf("query_end_time = %q", day(1)), []string{second, first}},
		"until_before":  {fmt.Sprintf("query_end_time = %q", day(-1)), nil},
		"user_id":       {"x_customer_id = \"someone\"\n  group_id = \"group\"", []string{theirs}},
		"user_name":     {"x_customer_name = \"Ann\"\n  group_id = \"group\"", []string{theirs}},
		"no_group":      {`x_customer_name = "Ann"`, nil},
	} {
		config += fmt.Sprintf("data \"osm_cases\" %q {\n  %s\n}\n", name, c.lines)
		ids := []knownvalue.Check{}
		for _, id := range c.want {
			ids = append(ids, knownvalue.StringExact(id))
		}
		checks = append(checks, statecheck.ExpectKnownValue("data.osm_cases."+name, tfjsonpath.New("ids"),
			knownvalue.ListExact(ids)))
	}
	config += "data \"osm_case_counts\" \"waiting\" {\n  status = \"to_be_handled\"\n}\n"
	checks = append(checks, statecheck.ExpectKnownValue("data.osm_case_counts.waiting", tfjsonpath.New("total_count"),
		knownvalue.Int64Exact(2)))
	cli.Write("main.tf", config)
	cli.Apply()
	cli.CheckState(checks...)

	// The group travels with each call that can carry one.
	config = env.Provider()
	for _, typ := range []string{"osm_case", "osm_case_messages", "osm_case_operate_logs"} {
		config += fmt.Sprintf("data %q \"mine\" {\n  case_id  = %q\n  group_id = \"group\"\n}\n", typ, first)
	}
	env.ResetLog()
	cli.Write("main.tf", config)
	cli.Apply()
	for _, operation := range []string{"ShowCaseDetail", "ListMessages", "ListCaseOperateLogs"} {
		if sent := env.RequestsFor(operation); len(sent) != 1 || sent[0].Query.Get("group_id") != "group" {
			t.Errorf("%d calls of %s, want one with the group", len(sent), operation)
		}
	}
}

// TestAccOperateLogs checks the names in a ticket's log, in both languages. The simulator reports messages by an undocumented
// number.
func TestAccOperateLogs(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en-us", "zh-cn"} {
		env := acctest.New(t, simulator.Options{})
		id := env.OpenCase("The disk is full")
		config := env.Provider(fmt.Sprintf("language = %q", language)) + fmt.Sprintf(`
resource "osm_case_press" "this" {
  case_id = %[1]q
}
resource "osm_case_message" "this" {
  case_id = osm_case_press.this.case_id
  content = "Any news?"
}
data "osm_case_operate_logs" "this" {
  case_id    = %[1]q
  depends_on = [osm_case_message.this]
}
output "names" {
  value = data.osm_case_operate_logs.this.incident_operate_log_list[*].operate_type_name
}
`, id)
		env.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("names", knownvalue.ListExact([]knownvalue.Check{
				knownvalue.StringExact("created"), knownvalue.StringExact("expedited"), knownvalue.StringExact("201"),
			})),
		}}, acctest.EmptyPlan(config))
	}
}

// TestAccCases_invalid checks the filters that validation rejects, and that a value which is not known yet is not rejected.
func TestAccCases_invalid(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 65)
	window := func(from, to string) string {
		return fmt.Sprintf("query_start_time = \"%s 00:00:00\"\n  query_end_time = \"%s 00:00:00\"", from, to)
	}
	for name, c := range map[string]struct{ lines, want string }{
		"four words":         {`search_key = ["a", "b", "c", "d"]`, `at most 3 words of at most 64 characters, not 4`},
		"four words in two":  {`search_key = ["a b", "c d"]`, `not 4 words`},
		"no words":           {`search_key = []`, `must not be empty`},
		"blank word":         {`search_key = ["a", " "]`, `Element 1 of`},
		"long word":          {fmt.Sprintf(`search_key = [%q]`, long), `a word of element 0 has 65`},
		"long app key":       {fmt.Sprintf(`app_key = %q`, long), `1 to 64 characters, not 65`},
		"RFC 3339":           {`query_start_time = "2026-01-02T03:04:05Z"`, `as yyyy-MM-dd HH:mm:ss`},
		"end before start":   {window("2026-01-02", "2026-01-01"), `not be earlier than`},
		"six labels":         {`label_ids = [1, 2, 3, 4, 5, 6]`, `1 to 5 elements, not 6`},
		"same moment":        {window("2026-01-02", "2026-01-02"), ""},
		"words in a text":    {`search_key = ["the disk", "full"]`, ""},
		"an unknown element": {`search_key = ["a", "b", terraform_data.word.output]`, ""},
		"unknown, and three": {`search_key = ["a", "b", "c", terraform_data.word.output]`, `not 4 words`},
		"an unknown time":    {`query_end_time = terraform_data.word.output`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+"resource \"terraform_data\" \"word\" {\n  input = \"x\"\n}\n"+
				"data \"osm_cases\" \"this\" {\n  "+c.lines+"\n}\n")
			if c.want == "" {
				cli.Must(0, "validate")
				return
			}
			cli.ExpectError(c.want, "validate")
			env.ExpectCounts(map[string]int{"ListCases": 0})
		})
	}
}

// TestAccFilters_null filters by nothing but null, which would select every ticket: an error before any list or export.
func TestAccFilters_null(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	config := env.Provider() + "variable \"missing\" {\n  type    = string\n  default = null\n}\n"
	wants := []string{}
	for name, typ := range map[string]string{"search_key": "osm_cases", "statuses": "osm_cases", "label_ids": "osm_cases",
		"incident_ids": "osm_cases_export", "tenant_source_id_list": "osm_cases_export", "accessory_ids": "osm_accessory_urls"} {
		config += fmt.Sprintf("data %q %q {\n  %s = [var.missing]\n}\n", typ, name, name)
		wants = append(wants, "`"+name+"` must not contain null.")
	}
	cli.Write("main.tf", config)
	acctest.ExpectTexts(t, cli.Must(1, "plan").Out, wants...)
	env.ExpectCounts(map[string]int{"ListCases": 0, "DownloadCases": 0, "ListAccessoryAccessUrls": 0})
}
