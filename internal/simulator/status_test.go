// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// statuses are the documented statuses and an undocumented one.
var statuses = []int{0, 1, 2, 3, 4, 5, 12, 13, 17, 20}

// permissions are the statuses in which an action is accepted, and the resulting status; -1 means no change.
var permissions = map[string]struct {
	from []int
	to   int
	path string
	body string
}{
	"press":  {[]int{0, 1}, -1, "/action?action_id=press", `{}`},
	"cancel": {[]int{0}, 4, "/action?action_id=cancel", `{"operate_desc":"not needed"}`},
	"close":  {[]int{1, 2, 5, 17}, 3, "/action?action_id=close", `{"judgement":"fine"}`},
	"delete": {[]int{3, 4, 12}, 13, "/action?action_id=delete", `{}`},
	"score": {[]int{3}, -1, "/score",
		`{"judgement":"fine","incident_satisfaction_list":[{"satisfaction_id":1,"satisfaction_value":5}]}`},
	"message": {[]int{0, 1, 2, 5, 17}, -1, "/message", `{"message":{"content":"more"}}`},
	"extends": {[]int{0, 1, 2, 5, 17}, -1, "/extends-param", `{"extends_map":{"a":"b"}}`},
	"labels":  {statuses, -1, "/labels?label_ids=1001", ""},
}

func TestStatusesPermitActions(t *testing.T) {
	t.Parallel()
	for action, rule := range permissions {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{Behaviors: simulator.Behaviors{Deleted: simulator.DeletedStatus13}})
			c.sim.AddLabel("a", "#000000")
			for _, from := range statuses {
				id := c.caseIn(from)
				before, _ := c.sim.Case(id)
				got := c.call("POST", "/cases/"+id+rule.path, rule.body)
				after, _ := c.sim.Case(id)
				what := fmt.Sprintf("%s in %d", action, from)
				if !slices.Contains(rule.from, from) {
					got.expectError(what, http.StatusOK, "OSM.01010014")
					if after.Status != before.Status || len(after.Messages) != len(before.Messages) || after.Judgement != "" {
						t.Errorf("%s changed the ticket: %+v", what, after)
					}
					continue
				}
				if got.code() != "" {
					t.Errorf("%s: %s", what, got.body)
				}
				if want := rule.to; want >= 0 && after.Status != want {
					t.Errorf("%s leads to %d, want %d", what, after.Status, want)
				}
			}
		})
	}
}

// caseIn opens a ticket in a status, as the console does.
func (c *client) caseIn(status int) string {
	c.t.Helper()
	id := c.sim.OpenCase("question")
	c.must(c.sim.SetStatus(id, status))
	return id
}

func (c *client) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func TestContactChangesInOpenStatusesAlone(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Behaviors: simulator.Behaviors{Deleted: simulator.DeletedStatus13}})
	for _, status := range statuses {
		got := c.call("PUT", "/cases/"+c.caseIn(status)+"/contact-info", `{"remind_time":"0"}`)
		want := "OSM.01010014"
		if slices.Contains([]int{0, 1, 2, 5, 17}, status) {
			want = ""
		}
		got.expectError(fmt.Sprint("status ", status), http.StatusOK, want)
	}
}

func TestCreateMessages_status(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	for from, want := range map[int]int{0: 0, 1: 1, 2: 2, 5: 5, 17: 1} {
		id := c.caseIn(from)
		c.call("POST", "/cases/"+id+"/message", `{"message":{"content":"more"}}`).ok()
		if view, _ := c.sim.Case(id); view.Status != want || len(view.Messages) != 2 {
			t.Errorf("status %d leads to %d with %d messages", from, view.Status, len(view.Messages))
		}
	}
}

func TestWrongStatusCode(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{WrongStatusCode: "OSM.01010002"})
	c.call("POST", "/cases/"+c.caseIn(1)+"/action?action_id=cancel", `{}`).expectError("cancel", http.StatusOK, "OSM.01010002")
}

func TestPress_limits(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{PressAfter: time.Hour, PressInterval: time.Minute})
	press := "/cases/" + c.sim.OpenCase("question") + "/action?action_id=press"
	c.call("POST", press, `{}`).expectError("at once", http.StatusOK, "OSM.01010023")
	c.sim.Advance(time.Hour)
	c.call("POST", press, `{}`).ok()
	c.sim.Advance(59 * time.Second)
	c.call("POST", press, `{}`).expectError("again", http.StatusOK, "OSM.01010004")
	c.sim.Advance(time.Second)
	c.call("POST", press, `{}`).ok()
}

func TestClosingKeepsRatingAndTimes(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.caseIn(2)
	path := "/cases/" + id + "/action?action_id=close"
	for what, ratings := range map[string]string{
		"dimension": `{"satisfaction_id":9999,"satisfaction_value":1}`, "value 0": `{"satisfaction_id":1,"satisfaction_value":0}`,
		"value 99": `{"satisfaction_id":1,"satisfaction_value":99}`,
	} {
		c.call("POST", path, `{"incident_satisfaction_list":[`+ratings+`]}`).expectError(what, http.StatusOK, outOfRange)
	}
	c.call("POST", path, `{"judgement":"fine","incident_satisfaction_list":[{"satisfaction_id":1,"satisfaction_value":5}]}`).ok()
	detail := c.call("GET", "/cases/"+id, "").ok().object("incident_detail_info")
	ratings, _ := detail["incident_satisfaction"].([]any)
	if detail["judgement"] != "fine" || len(ratings) != 1 || detail["resolve_time"] == 0.0 {
		t.Errorf("detail %v", detail)
	}
	item := c.call("GET", "/cases", "").ok().list("incident_info_list")[0].(map[string]any)
	if item["confirmed_time"] == nil {
		t.Errorf("item %v", item)
	}
}

func TestAutoProgress(t *testing.T) {
	t.Parallel()
	byReads := newClient(t, simulator.Options{AutoProgress: simulator.AutoProgress{Reads: 1}})
	byTime := newClient(t, simulator.Options{AutoProgress: simulator.AutoProgress{After: time.Hour}})
	id := byReads.sim.OpenCase("question")
	byTime.sim.OpenCase("question")
	for _, want := range []float64{0, 1, 2, 2} {
		if got := byReads.call("GET", "/cases/"+id+"/status", "").ok().fields()["status"]; got != want {
			t.Errorf("by reads: %v, want %v", got, want)
		}
		if got := byTime.call("GET", "/cases/"+id+"/status", "").ok().fields()["status"]; got != want {
			t.Errorf("by time: %v, want %v", got, want)
		}
		byTime.sim.Advance(time.Hour)
	}
	if messages := byTime.sim.Messages(id); len(messages) != 2 || !messages[1].Engineer {
		t.Errorf("messages %+v", messages)
	}
	if got := len(byReads.call("GET", "/cases/"+id+"/operate-logs", "").ok().list("incident_operate_log_list")); got != 3 {
		t.Errorf("%d log lines", got)
	}
}
