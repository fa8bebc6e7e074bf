// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"testing"
	"time"

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
		"other_keyword": {`search_key = ["network"]`, nil},
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
