// SPDX-License-Identifier: MPL-2.0

package authorization_test

import (
	"fmt"
	"regexp"
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

func anyOf(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }

type object = map[string]knownvalue.Check

func text(s string) knownvalue.Check  { return knownvalue.StringExact(s) }
func number(n int64) knownvalue.Check { return knownvalue.Int64Exact(n) }

func data(typ string, lines ...string) string {
	return fmt.Sprintf("\ndata %q \"this\" {\n  %s\n}\n", typ, strings.Join(lines, "\n  "))
}

// shows returns a step in which the attribute of the data source is a list of these objects.
func shows(config, typ, attribute string, want ...object) resource.TestStep {
	list := make([]knownvalue.Check, 0, len(want))
	for _, w := range want {
		list = append(list, knownvalue.ObjectPartial(w))
	}
	return resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data."+typ+".this", tfjsonpath.New(attribute), knownvalue.ListExact(list)),
	}}
}

// TestAccData_authorizations reads requests with every filter, and one of them.
func TestAccData_authorizations(t *testing.T) {
	t.Parallel()
	for name, behaviors := range map[string]simulator.Behaviors{
		"as documented": {}, "numbers as text": {Numbers: simulator.NumbersAsStrings, Totals: simulator.TotalOfPage},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, simulator.Options{Behaviors: behaviors})
			_, _, err := r.RequestAuthorization(r.OpenCase("another"), "Look", simulator.AuthorizationHost{})
			r.Must(err)
			r.Must(r.SetAuthorizationStatus("Auth-100002", simulator.AuthorizationInApproval))
			item := object{"id": text(r.id), "case_id": text(r.caseID), "status": number(0), "status_name": text("waiting"),
				"auth_describe": text("Restart the database"), "simple_description": text("The node does not answer"),
				"create_time": knownvalue.NotNull(), "content_of_auth_letter": knownvalue.NotNull(),
				"resource_type_name": text("Host"), "xcustomer_name": text(simulator.DefaultUser)}
			filtered := data("osm_authorizations", fmt.Sprintf("case_id = %q", r.caseID), "status = 0", `group_id = "group"`,
				fmt.Sprintf("sub_customer_name = %q", simulator.DefaultUser), `simple_description = "node"`)
			detail := data("osm_authorization", fmt.Sprintf("authorization_id = %q", r.id), `group_id = "group"`)
			second := object{"id": text("Auth-100002"), "status_name": text("in_approval")}
			r.InProcess(
				shows(r.Provider()+data("osm_authorizations"), "osm_authorizations", "incident_auth_list", item, second),
				shows(r.Provider()+filtered, "osm_authorizations", "incident_auth_list", item),
				shows(r.Provider()+detail, "osm_authorization", "incident_auth_detail_list", object{
					"id": number(int64(r.detail)), "type": number(1), "instance_id": text("i-1"), "instance_name": text("db-1"),
					"region_id": text("cn-north-4"), "port": number(22), "account": text("root"),
				}),
				resource.TestStep{Config: r.Provider() + data("osm_authorization_login_type"),
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(
						"data.osm_authorization_login_type.this", tfjsonpath.New("login_type"), text("password"))}},
				resource.TestStep{Config: r.Provider() + data("osm_authorization", `authorization_id = "Auth-1"`),
					ExpectError: anyOf(`Unable to read request Auth-1`)},
			)
		})
	}
}

// TestAccData_history reads what support did, over several pages and in both orders.
func TestAccData_history(t *testing.T) {
	t.Parallel()
	r := ask(t, simulator.Options{})
	var commands []string
	for i := range 120 {
		commands = append(commands, fmt.Sprintf("command %d", i))
	}
	session, err := r.AddAuthorizationSession(r.id, r.detail, simulator.AuthorizationSession{
		Started: r.Now(), Length: time.Hour, Commands: commands,
		Transfers: []simulator.AuthorizationTransfer{{Name: "core", From: "/tmp/core", To: "/support/core", Size: "3K"}},
	})
	r.Must(err)
	of := []string{fmt.Sprintf("authorization_id = %q", r.id), fmt.Sprintf("authorization_detail_id = %d", r.detail),
		`group_id = "group"`}
	with := func(more ...string) []string { return append(append([]string{}, of...), more...) }
	id := fmt.Sprintf("session_id = %d", session)
	const operations = "osm_authorization_operations"
	first := func(line, want string) resource.TestStep {
		step := resource.TestStep{Config: r.Provider() + data(operations, with(id, line)...)}
		step.ConfigStateChecks = []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data."+operations+".this", tfjsonpath.New("ops_list"), knownvalue.ListSizeExact(120)),
			statecheck.ExpectKnownValue("data."+operations+".this", tfjsonpath.New("ops_list").AtSliceIndex(0).AtMapKey("oper"),
				text(want)),
		}
		return step
	}
	r.InProcess(
		shows(r.Provider()+data("osm_authorization_sessions", of...), "osm_authorization_sessions", "session_list", object{
			"session_id": number(int64(session)), "duration": text("01:00:00"), "start_time": knownvalue.NotNull(),
			"end_time": knownvalue.NotNull(),
		}),
		first("", "command 119"), first("sort = 1", "command 0"),
		shows(r.Provider()+data("osm_authorization_transfers", with(id, "sort = 1")...), "osm_authorization_transfers",
			"file_ops_list", object{"file_name": text("core"), "from_path": text("/tmp/core"), "to_path": text("/support/core"),
				"file_size": text("3K"), "oper_result": text("success"), "operate_type": text("upload"),
				"operate_time": knownvalue.NotNull(), "duration": text("00:00:01")}),
		resource.TestStep{Config: r.Provider() + data("osm_authorization_transfers", with("session_id = 9")...),
			ExpectError: anyOf(`Unable to list the file transfers`)},
	)
}

// TestAccData_rejected shows that an API error of each look-up is reported with its code, whatever the HTTP status.
func TestAccData_rejected(t *testing.T) {
	t.Parallel()
	const of = "authorization_id = \"Auth-1\"\n  authorization_detail_id = 1"
	for typ, c := range map[string][2]string{
		"osm_authorizations":           {"ListAuthorizations", ""},
		"osm_authorization":            {"ShowAuthorizationDetail", `authorization_id = "Auth-1"`},
		"osm_authorization_login_type": {"ShowLoginType", ""},
		"osm_authorization_sessions":   {"ListHistorySessions", of},
		"osm_authorization_operations": {"ListHistoryOperateLogs", of + "\n  session_id = 1"},
		"osm_authorization_transfers":  {"ListTransportHistories", of + "\n  session_id = 1"},
	} {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider("max_retries = 0") + data(typ, c[1])
			failing := func(f simulator.Fault, want string) resource.TestStep {
				f.Operation = c[0]
				return acctest.After(func() { env.ClearFaults(); env.Inject(f) },
					resource.TestStep{Config: config, ExpectError: anyOf(`(?s)Unable to.*` + want)})
			}
			env.InProcess(
				failing(simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}, `OSM\.01010002`),
				failing(simulator.Fault{Kind: simulator.RejectBefore, Status: 403, Code: "OSM.01010002"}, `HTTP 403`),
				failing(simulator.Fault{Kind: simulator.NullBody}, "can't be used"),
			)
		})
	}
}
