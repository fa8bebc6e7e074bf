// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// openInGroup opens a ticket of another member of the user group "group".
func openInGroup(t *testing.T, env *acctest.Env) string {
	t.Helper()
	id := env.OpenCase("The node of Ann does not answer")
	env.Must(env.SetOwner(id, "someone", "Ann", "group"))
	env.SetStatus(id, simulator.StatusInProcess)
	return id
}

// TestActions_group checks that each action works on a ticket of another member of the group. The call for the status alone can't
// contain the group, so it is not made.
func TestActions_group(t *testing.T) {
	t.Parallel()
	for action, c := range map[string]struct {
		status    int
		config    map[string]any
		operation string
	}{
		"osm_case_press":   {simulator.StatusInProcess, nil, "UpdateCases"},
		"osm_case_message": {simulator.StatusInProcess, map[string]any{"content": "Any news?"}, "CreateMessages"},
		"osm_case_close":   {simulator.StatusInProcess, nil, "UpdateCases"},
		"osm_case_cancel":  {simulator.StatusToBeHandled, nil, "UpdateCases"},
		"osm_case_read":    {simulator.StatusInProcess, nil, "UpdateNewInstantMessagesRead"},
		"osm_case_score":   {simulator.StatusCompleted, rating, "CreateScores"},
	} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			s := start(t, env, nil)
			id := openInGroup(t, env)
			env.SetStatus(id, c.status)
			_, diags := s.invoke(action, with(c.config, map[string]any{"case_id": id, "group_id": "group"}))
			s.noErrors(nil, diags)
			sent := env.RequestsFor(c.operation)
			if len(sent) != 1 || !strings.Contains(string(sent[0].Body), `"group_id":"group"`) {
				t.Errorf("%d calls of %s, want one with the group", len(sent), c.operation)
			}
			env.ExpectCounts(map[string]int{"ShowCaseStatus": 0})
		})
	}
}

// TestAccessoryContent_group checks that the download contains the group.
func TestAccessoryContent_group(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	state, _ := s.create("osm_accessory", map[string]any{"accessory_name": "note.txt", "accessory_from": "incident",
		"upload_type": 0, "content": "text"})
	s.open("osm_accessory_content", map[string]any{"accessory_id": state["id"], "group_id": "group"})
	if asked := env.RequestsFor("DownloadAccessories"); len(asked) != 1 || asked[0].Query.Get("group_id") != "group" {
		t.Errorf("%d downloads, want one with the group", len(asked))
	}
}

// TestList_filters checks that each filter of tickets is sent and works.
func TestList_filters(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	mine := env.OpenCase("The disk is full")
	theirs := openInGroup(t, env)
	env.Must(env.SetCaseLabels(mine, env.AddLabel("night", "#112233")))
	day := func(days int) string { return env.Now().AddDate(0, 0, days).UTC().Format(time.DateTime) }
	for name, c := range map[string]struct {
		config map[string]any
		want   string
	}{
		"all":          {nil, mine},
		"id":           {map[string]any{"incident_id": mine}, mine},
		"keyword":      {map[string]any{"search_key": []any{"disk"}}, mine},
		"app key":      {map[string]any{"app_key": "full"}, mine},
		"other word":   {map[string]any{"search_key": []any{"network"}}, ""},
		"label":        {map[string]any{"label_ids": []any{env.Labels()[0].ID}}, mine},
		"status":       {map[string]any{"statuses": []any{"to_be_handled"}}, mine},
		"other status": {map[string]any{"statuses": []any{"completed"}}, ""},
		"since":        {map[string]any{"query_start_time": day(-1)}, mine},
		"since later":  {map[string]any{"query_start_time": day(1)}, ""},
		"until":        {map[string]any{"query_end_time": day(1)}, mine},
		"until before": {map[string]any{"query_end_time": day(-1)}, ""},
		"user id":      {map[string]any{"x_customer_id": "someone", "group_id": "group"}, theirs},
		"user name":    {map[string]any{"x_customer_name": "Ann", "group_id": "group"}, theirs},
		"no group":     {map[string]any{"x_customer_name": "Ann"}, ""},
	} {
		results, errors := s.list("osm_servicecase", query{config: c.config})
		got := ""
		if len(results) > 0 {
			got, _ = results[0].identity["id"].(string)
		}
		if len(results) > 1 || len(errors) > 0 || got != c.want {
			t.Errorf("%s: %d tickets, the first %q, errors %q; want %q alone", name, len(results), got, errors, c.want)
		}
	}
}
