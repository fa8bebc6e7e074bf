// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// names returns a member of each item of a list.
func (a response) names(list, member string) string {
	a.t.Helper()
	var names []string
	for _, item := range a.ok().list(list) {
		fields, _ := item.(map[string]any)
		names = append(names, fmt.Sprint(fields[member]))
	}
	return strings.Join(names, " ")
}

// pages are queries and what they return of the twelve entries a to l.
var pages = map[string]string{
	"":                     "a b c d e f g h i j",
	"?offset=0":            "a b c d e f g h i j",
	"?offset=10":           "k l",
	"?offset=12":           "",
	"?offset=65535":        "",
	"?limit=0":             "",
	"?limit=3":             "a b c",
	"?limit=100":           "a b c d e f g h i j k l",
	"?offset=3&limit=2":    "d e",
	"?offset=11&limit=100": "l",
}

func checkPages(t *testing.T, c *client, path, list, member, total string) {
	t.Helper()
	for query, want := range pages {
		got := c.call("GET", path+query, "")
		if names := got.names(list, member); names != want {
			t.Errorf("%s%s: %q, want %q", path, query, names, want)
		}
		if n := got.fields()[total]; n != 12.0 {
			t.Errorf("%s%s: the total is %v", path, query, n)
		}
	}
	for _, query := range []string{"?offset=-1", "?limit=-1", "?limit=101"} {
		c.call("GET", path+query, "").expectError(path+query, http.StatusOK, outOfRange)
	}
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	letters := strings.Fields(pages["?limit=100"])
	for _, letter := range letters {
		c.sim.AddLabel(letter, "#000000")
	}
	checkPages(t, c, "/labels", "label_list", "name", "total_count")

	for i := range letters {
		c.sim.OpenCase(letters[len(letters)-1-i]) // newest first
	}
	checkPages(t, c, "/cases", "incident_info_list", "simple_description", "total_count")

	id := c.sim.OpenCase("a")
	for _, letter := range letters[1:] {
		if _, err := c.sim.AddMessage(id, letter); err != nil {
			t.Fatal(err)
		}
	}
	checkPages(t, c, "/cases/"+id+"/messages", "message_list", "content", "count")
}

func TestLabelsAreFiltered(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	for _, name := range []string{"blue", "Blueish", "red"} {
		c.sim.AddLabel(name, "#000000")
	}
	for query, want := range map[string]string{
		"name=BLUE": "blue Blueish", "label_id=1003": "red", "name=blue&label_id=1003": "", "name=blue&offset=1": "Blueish",
		"label_id=5": "",
	} {
		if got := c.call("GET", "/labels?"+query, "").names("label_list", "name"); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestTicketsAreFiltered(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon})
	var ids []string
	for i, description := range []string{"Disk full", "disk slow", "login fails"} {
		ids = append(ids, c.sim.OpenCase(description))
		c.must(c.sim.SetStatus(ids[i], i))
		c.sim.Advance(time.Hour)
	}
	blue, red := c.sim.AddLabel("blue", "#0000ff"), c.sim.AddLabel("red", "#ff0000")
	c.must(c.sim.SetCaseLabels(ids[0], blue))
	c.must(c.sim.SetCaseLabels(ids[1], red, blue))
	c.must(c.sim.SetOwner(ids[2], "someone", "Ann", "group"))
	for query, want := range map[string]string{
		"":                                        "2 1",
		"status=3":                                "",
		"search_key=disk":                         "2 1",
		"search_key=DISK+full":                    "1",
		"search_key=disk&search_key=slow":         "2",
		"search_key=nothing":                      "",
		"app_key=full":                            "1",
		"app_key=100001":                          "1",
		"search_key=100001":                       "",
		"label_id_list=1001":                      "2 1",
		"label_id_list=1002&status=1":             "2",
		"incident_status=0,1":                     "2 1",
		"incident_id=TS-100001":                   "1",
		"query_start_time=2026-03-04+21:00:00":    "2",
		"query_end_time=2026-03-04+20:59:59":      "1",
		"x_customer_name=Ann":                     "",
		"x_customer_name=Ann&group_id=group":      "3",
		"x_customer_id=someone&group_id=group":    "3",
		"group_id=group":                          "3 2 1",
		"group_id=group&search_key=fails&limit=1": "3",
	} {
		got := strings.ReplaceAll(c.call("GET", "/cases?"+query, "").names("incident_info_list", "incident_id"), "TS-10000", "")
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"label_id_list=blue", "incident_status=open", "query_start_time=yesterday",
		"query_end_time=2026-03-04T13:00:00Z", "status=31"} {
		c.call("GET", "/cases?"+query, "").expectError(query, http.StatusOK, outOfRange)
	}
}

func TestCountsFollowTickets(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	for _, status := range []int{0, 1, 1, 17} {
		c.caseIn(status)
	}
	if got := c.call("GET", "/cases/count", "").names("incident_status_counts", "count"); got != "1 2 0 0 0 0 0 1" {
		t.Error(got)
	}
	if got := c.call("GET", "/cases/count?status=1", "").names("incident_status_counts", "count"); got != "2" {
		t.Error(got)
	}
}

func TestTicketsOfAGroupNeedItsID(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.sim.OpenCase("question")
	c.must(c.sim.SetOwner(id, "someone", "Ann", "group"))
	c.call("GET", "/cases/"+id, "").expectError("no group", http.StatusOK, "OSM.01010002")
	c.call("GET", "/cases/"+id+"?group_id=other", "").expectError("another group", http.StatusOK, "OSM.01010002")
	c.call("GET", "/cases/"+id+"?group_id=group", "").ok()
	c.call("POST", "/cases/"+id+"/message", `{"message":{"content":"more"}}`).expectError("message", http.StatusOK,
		"OSM.01010002")
	c.call("POST", "/cases/"+id+"/message", `{"message":{"content":"more"},"group_id":"group"}`).ok()
}

func TestSeedCases(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{SeedCases: 10, Now: noon})
	cases := c.sim.Cases()
	seen := map[int]bool{}
	for i, view := range cases {
		seen[view.Status] = true
		if !view.Created.Before(noon()) || (i > 0 && !cases[i-1].Created.Before(view.Created)) {
			t.Errorf("%s was opened at %s", view.ID, view.Created)
		}
	}
	if len(cases) != 10 || len(seen) != 5 {
		t.Errorf("%d tickets in %d statuses", len(cases), len(seen))
	}
}
