// SPDX-License-Identifier: MPL-2.0

package casemessage_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const unreadOperation = "ListUnreadNewInstantMessages"

func unread(lines string) string {
	return "\ndata \"osm_unread_messages\" \"this\" {\n  " + lines + "\n}\n"
}

func unreadCases(check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.osm_unread_messages.this", tfjsonpath.New("cases"), check)
}

// TestAccUnread_pages counts the unread messages of 101 tickets with two calls, which mark nothing as read, in either form of the
// query.
func TestAccUnread_pages(t *testing.T) {
	t.Parallel()
	for form, behaviors := range map[string]simulator.Behaviors{
		"repeated": {QueryLists: simulator.QueryListsRepeated},
		"comma":    {QueryLists: simulator.QueryListsComma, BusinessErrors: simulator.BusinessErrorsUnder4xx},
	} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: behaviors})
			var ids []string
			for i := range 101 {
				ids = append(ids, env.OpenCase(fmt.Sprint("question ", i)))
			}
			env.SetStatus(ids[100], 2)
			env.Reply(ids[100], "answer")
			env.Reply(ids[100], "more")
			config := env.Provider() + unread(`case_ids = ["`+strings.Join(ids, `", "`)+`"]`)
			env.Drive(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					unreadCases(knownvalue.ListSizeExact(101)),
					unreadCases(knownvalue.ListPartial(map[int]knownvalue.Check{
						0: knownvalue.ObjectExact(map[string]knownvalue.Check{
							"case_id": knownvalue.StringExact(ids[0]), "status": knownvalue.Int64Exact(0),
							"status_name": knownvalue.StringExact("to_be_handled"), "unread_num": knownvalue.Int64Exact(0)}),
						100: knownvalue.ObjectExact(map[string]knownvalue.Check{
							"case_id": knownvalue.StringExact(ids[100]), "status": knownvalue.Int64Exact(2),
							"status_name": knownvalue.StringExact("to_be_confirmed"), "unread_num": knownvalue.Int64Exact(2)}),
					})),
				}},
				acctest.EmptyPlan(config),
			)
			acctest.ExpectWrites(t, env)
			if calls := env.RequestsFor(unreadOperation); len(calls)%2 == 1 && form == "repeated" {
				t.Errorf("%d calls, want two per read", len(calls))
			}
		})
	}
}

// TestAccUnread_behaviors shows what the data source returns where the reference leaves the response open, and its errors.
func TestAccUnread_behaviors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{UnreadStatus: simulator.UnreadStatusAbsent,
		UnreadList: simulator.UnreadListsNews, Numbers: simulator.NumbersAsStrings}})
	id, quiet, theirs := env.OpenCase("question"), env.OpenCase("another"), env.OpenCase("of Ann")
	env.Reply(id, "answer")
	env.Must(env.SetOwner(theirs, "someone", "Ann", "group"))
	env.Reply(theirs, "answer")
	both := env.Provider() + unread(fmt.Sprintf("case_ids = [%q, %q]", id, quiet))
	group := env.Provider() + unread(fmt.Sprintf("case_ids = [%q]\n  group_id = \"group\"", theirs))
	only := func(id string) statecheck.StateCheck {
		return unreadCases(knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
			"case_id": knownvalue.StringExact(id), "status": knownvalue.Null(), "status_name": knownvalue.Null(),
			"unread_num": knownvalue.Int64Exact(1)})}))
	}
	fails := func(lines, want string) resource.TestStep {
		return resource.TestStep{Config: env.Provider() + unread(lines), ExpectError: regexp.MustCompile(want)}
	}
	env.Drive(
		resource.TestStep{Config: both, ConfigStateChecks: []statecheck.StateCheck{only(id)}}, acctest.EmptyPlan(both),
		resource.TestStep{Config: group, ConfigStateChecks: []statecheck.StateCheck{only(theirs)}}, acctest.EmptyPlan(group),
		fails(fmt.Sprintf("case_ids = [%q]", theirs), `OSM\.01010002`),
		fails(`case_ids = ["TS-1"]`, `OSM\.01010015`),
		fails(`case_ids = []`, `must not be empty`),
		fails(`case_ids = [""]`, `must not be empty`),
	)
	env.ExpectCounts(map[string]int{"UpdateNewInstantMessagesRead": 0})
}
