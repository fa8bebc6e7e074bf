// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// invoke validates, plans and runs an action as Terraform does. It returns the progress messages and the final diagnostics.
func (s *server) invoke(action string, config map[string]any) ([]string, []*tfprotov6.Diagnostic) {
	s.t.Helper()
	actions, ok := s.ProviderServer.(tfprotov6.ProviderServerWithActions)
	if !ok {
		s.t.Fatal("the server has no actions")
	}
	schema, ok := s.schemas.ActionSchemas[action]
	if !ok {
		s.t.Fatalf("no action %s", action)
	}
	value := s.value(schema.Schema.ValueType(), config)
	valid, err := actions.ValidateActionConfig(s.t.Context(),
		&tfprotov6.ValidateActionConfigRequest{ActionType: action, Config: value})
	s.noErrors(err, valid.Diagnostics)
	plan, err := actions.PlanAction(s.t.Context(), &tfprotov6.PlanActionRequest{ActionType: action, Config: value})
	s.noErrors(err, plan.Diagnostics)
	return s.invokePlanned(actions, action, value)
}

// invokePlanned runs an action whose configuration was validated while a part of it was unknown.
func (s *server) invokePlanned(
	actions tfprotov6.ActionServer, action string, value *tfprotov6.DynamicValue,
) ([]string, []*tfprotov6.Diagnostic) {
	s.t.Helper()
	stream, err := actions.InvokeAction(s.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: action, Config: value})
	if err != nil {
		s.t.Fatal(err)
	}
	var lines []string
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			lines = append(lines, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			return lines, e.Diagnostics
		}
	}
	s.t.Fatalf("%s did not complete", action)
	return nil, nil
}

var rating = map[string]any{"judgement": "fast",
	"incident_satisfaction_list": []any{map[string]any{"satisfaction_id": 1, "satisfaction_value": 5}}}

// with returns arguments with further ones.
func with(base map[string]any, more map[string]any) map[string]any {
	out := map[string]any{}
	for _, m := range []map[string]any{base, more} {
		maps.Copy(out, m)
	}
	return out
}

// TestActions_twice runs each action twice in a row: both runs succeed, the service changes once, and no unneeded call is
// made.
func TestActions_twice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action  string
		status  int
		config  map[string]any
		first   []string // calls of the first run
		message string
		second  []string // calls of the second run
		again   string
		effect  string // the one operation that changed the service
	}{
		"press": {
			action: "osm_case_press", status: simulator.StatusInProcess,
			first: []string{"ShowCaseStatus", "UpdateCases press"}, message: "was expedited.",
			second: []string{"ShowCaseStatus", "UpdateCases press"}, again: "was expedited a short while " +
				"ago", effect: "UpdateCases",
		},
		"message": {
			action: "osm_case_message", status: simulator.StatusInProcess, config: map[string]any{"content": "Any news?"},
			first: []string{"ShowCaseDetail", "ShowCaseDetail", "CreateMessages",
				"ShowCaseDetail"}, message: "The message was sent",
			second: []string{"ShowCaseDetail", "ShowCaseDetail"}, again: "nothing was sent", effect: "CreateMessages",
		},
		"message with a secret": {
			action: "osm_case_message", status: simulator.StatusInProcess, config: map[string]any{"content_wo": "Any news?"},
			first: []string{"ShowCaseDetail", "ShowCaseDetail", "CreateMessages",
				"ShowCaseDetail"}, message: "The message was sent",
			second: []string{"ShowCaseDetail", "ShowCaseDetail"}, again: "nothing was sent", effect: "CreateMessages",
		},
		"close": {
			action: "osm_case_close", status: simulator.StatusToBeConfirmed, config: map[string]any{"operate_desc": "solved"},
			first: []string{"ShowCaseStatus", "UpdateCases close"}, message: "was closed.",
			second: []string{"ShowCaseStatus"}, again: "has already ended (completed)", effect: "UpdateCases",
		},
		"close what nobody handles": {
			action: "osm_case_close", status: simulator.StatusToBeHandled,
			first: []string{"ShowCaseStatus", "UpdateCases cancel"}, message: "was cancelled.",
			second: []string{"ShowCaseStatus"}, again: "has already ended (cancelled)", effect: "UpdateCases",
		},
		"cancel": {
			action: "osm_case_cancel", status: simulator.StatusToBeHandled,
			first: []string{"ShowCaseStatus", "UpdateCases cancel"}, message: "was cancelled.",
			second: []string{"ShowCaseStatus"}, again: "has already ended (cancelled)", effect: "UpdateCases",
		},
		"read": {
			action: "osm_case_read", status: simulator.StatusInProcess,
			first: []string{"UpdateNewInstantMessagesRead"}, message: "were marked as read.",
			second: []string{"UpdateNewInstantMessagesRead"}, again: "were marked as read.",
			effect: "UpdateNewInstantMessagesRead",
		},
		"score": {
			action: "osm_case_score", status: simulator.StatusCompleted, config: rating,
			first: []string{"ShowCaseDetail", "CreateScores"}, message: "was rated.",
			second: []string{"ShowCaseDetail"}, again: "already has this rating", effect: "CreateScores",
		},
	} {
		for travel, options := range map[string]simulator.Options{"200": {}, "4xx": {HTTPErrors: true}} {
			t.Run(name+"/"+travel, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, options)
				s := start(t, env, nil)
				id := env.OpenCase("The node does not answer")
				env.SetStatus(id, c.status)
				if c.action == "osm_case_read" {
					env.Reply(id, "The node answers again")
				}
				config := with(c.config, map[string]any{"case_id": id})
				for run, want := range []struct {
					calls   []string
					message string
				}{{c.first, c.message}, {c.second, c.again}} {
					env.ResetLog()
					lines, diags := s.invoke(c.action, config)
					s.noErrors(nil, diags)
					if len(lines) != 1 || !strings.Contains(lines[0], want.message) || !strings.Contains(lines[0], id) {
						t.Errorf("run %d printed %q, want one line with the ID and %q", run+1, lines, want.message)
					}
					if got := calls(env); !slices.Equal(got, want.calls) {
						t.Errorf("run %d made the calls\n     %q\nwant %q", run+1, got, want.calls)
					}
					expectEffect(t, env, c.effect, run == 0)
				}
			})
		}
	}
}

// expectEffect checks the calls that changed the service since the log was reset.
func expectEffect(t *testing.T, env *acctest.Env, operation string, once bool) {
	t.Helper()
	var want, got []string
	if once {
		want = []string{operation}
	}
	for _, r := range env.Writes() {
		if r.Applied {
			got = append(got, r.Operation)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the service was changed by %q, want %q", got, want)
	}
}

// TestMessageAction_repeated checks when an equal message is sent again: on request, after an hour, and after another
// message of the account, for every format of times.
func TestMessageAction_repeated(t *testing.T) {
	t.Parallel()
	const text = "Any news?\nRegards"
	for reading, times := range map[string]simulator.TimeForm{
		"UTC": simulator.TimesUTC, "in the zone": simulator.TimesInZone, "with offset": simulator.TimesWithOffset,
	} {
		for name, c := range map[string]struct {
			config map[string]any
			before func(env *acctest.Env, id string)
			sent   bool
		}{
			"at once":               {sent: false, before: func(*acctest.Env, string) {}},
			"after 59 minutes":      {sent: false, before: func(env *acctest.Env, _ string) { env.Advance(59 * time.Minute) }},
			"after an hour":         {sent: true, before: func(env *acctest.Env, _ string) { env.Advance(61 * time.Minute) }},
			"after an answer":       {sent: false, before: func(env *acctest.Env, id string) { env.Reply(id, text) }},
			"after another own one": {sent: true, before: another},
			"on request":            {sent: true, before: func(*acctest.Env, string) {}, config: map[string]any{"repeat": true}},
			"with other line ends": {sent: false, before: func(*acctest.Env, string) {},
				config: map[string]any{"content": "Any news?\r\nRegards\r\n"}},
			"with a file": {sent: true, before: func(*acctest.Env, string) {},
				config: map[string]any{"accessory_ids": []any{"file"}}},
		} {
			t.Run(reading+"/"+name, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Times: times}})
				s := start(t, env, nil)
				id := env.OpenCase("The node does not answer")
				base := map[string]any{"case_id": id, "content": text}
				_, diags := s.invoke("osm_case_message", base)
				s.noErrors(nil, diags)
				c.before(env, id)
				config := with(base, c.config)
				if config["accessory_ids"] != nil {
					config["accessory_ids"] = []any{s.upload()}
				}
				env.ResetLog()
				_, diags = s.invoke("osm_case_message", config)
				s.noErrors(nil, diags)
				if sent := env.Count("CreateMessages") == 1; sent != c.sent {
					t.Errorf("sent again: %v, want %v; calls %q", sent, c.sent, calls(env))
				}
			})
		}
	}
}

// TestActions_textNullAtLast runs an action whose text was unknown at plan time and turned out to be null: nothing is sent.
func TestActions_textNullAtLast(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	config := map[string]any{"case_id": env.OpenCase("The node does not answer"), "accessory_ids": []any{s.upload()}}
	actions, ok := s.ProviderServer.(tfprotov6.ProviderServerWithActions)
	if !ok {
		t.Fatal("the server has no actions")
	}
	_, diags := s.invokePlanned(actions, "osm_case_message",
		s.value(s.schemas.ActionSchemas["osm_case_message"].Schema.ValueType(), config))
	if len(diags) != 1 || diags[0].Summary != "Missing argument" {
		t.Errorf("got %+v", diags)
	}
	env.ExpectCounts(map[string]int{"CreateMessages": 0})
}

// another adds a message of the account, a second later than the one before, since times are in whole seconds.
func another(env *acctest.Env, id string) {
	env.Advance(2 * time.Second)
	if _, err := env.AddMessage(id, "Something else"); err != nil {
		panic(err)
	}
}

// upload creates an attachment for a message with the resource osm_accessory and returns its ID.
func (s *server) upload() string {
	s.t.Helper()
	state, _ := s.create("osm_accessory", map[string]any{"accessory_name": "note.txt", "accessory_from": "message",
		"content": "text of the file", "upload_type": 0})
	return state["id"].(string)
}

// TestActions_concurrent sends one message with eight concurrent invocations: only one sends it.
func TestActions_concurrent(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	id := env.OpenCase("The node does not answer")
	done := make(chan []*tfprotov6.Diagnostic)
	for range 8 {
		go func() {
			_, diags := s.invoke("osm_case_message", map[string]any{"case_id": id, "content": "Any news?"})
			done <- diags
		}()
	}
	for range 8 {
		s.noErrors(nil, <-done)
	}
	env.ExpectCounts(map[string]int{"CreateMessages": 1})
}

// TestActions_errors checks the failures: the error contains the ticket and the service's code, and nothing changes.
func TestActions_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action  string
		status  int
		config  map[string]any
		options simulator.Options
		want    string
	}{
		"press a new ticket": {action: "osm_case_press", options: simulator.Options{PressAfter: time.Hour},
			want: "OSM.01010023"},
		"cancel what is handled": {action: "osm_case_cancel", status: simulator.StatusInProcess, want: "OSM.01010014"},
		"rate what is not completed": {action: "osm_case_score", status: simulator.StatusInProcess, config: rating,
			want: "in_process"},
		"message to a ticket that has ended": {action: "osm_case_message", status: simulator.StatusCompleted,
			config: map[string]any{"content": "text"}, want: "OSM.01010014"},
		"close an unknown ticket": {action: "osm_case_close", config: map[string]any{"case_id": "TS-0"},
			want: "OSM.01010015"},
		"mark an unknown ticket as read": {action: "osm_case_read", config: map[string]any{"case_id": "TS-0"},
			want: "OSM.01010015"},
		"press an unknown ticket": {action: "osm_case_press", config: map[string]any{"case_id": "TS-0"},
			want: "OSM.01010015"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, c.options)
			s := start(t, env, nil)
			id := env.OpenCase("The node does not answer")
			env.SetStatus(id, c.status)
			config := with(map[string]any{"case_id": id}, c.config)
			lines, diags := s.invoke(c.action, config)
			if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityError || len(lines) != 0 {
				t.Fatalf("printed %q and returned %v, want one error", lines, diags)
			}
			if text := diags[0].Summary + diags[0].Detail; !strings.Contains(text, c.want) ||
				!strings.Contains(text, config["case_id"].(string)) {
				t.Errorf("the error %q does not contain %q and the ticket", text, c.want)
			}
			expectEffect(t, env, "", false)
		})
	}
}

// TestActions_validation checks that an invalid argument is rejected without a call, and an unknown one is not.
func TestActions_validation(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	actions := s.ProviderServer.(tfprotov6.ProviderServerWithActions)
	for name, c := range map[string]struct {
		action string
		config map[string]any
		bad    bool
	}{
		"empty ticket id": {"osm_case_close", map[string]any{"case_id": ""}, true},
		"empty message":   {"osm_case_message", map[string]any{"case_id": "TS-1", "content": ""}, true},
		"long message":    {"osm_case_message", map[string]any{"case_id": "TS-1", "content": strings.Repeat("x", 10001)}, true},
		"no message":      {"osm_case_message", map[string]any{"case_id": "TS-1"}, true},
		"two messages":    {"osm_case_message", map[string]any{"case_id": "TS-1", "content": "a", "content_wo": "b"}, true},
		"empty secret":    {"osm_case_message", map[string]any{"case_id": "TS-1", "content_wo": ""}, true},
		"unknown secret":  {"osm_case_message", map[string]any{"case_id": "TS-1", "content_wo": unknown{}}, false},
		"secret":          {"osm_case_message", map[string]any{"case_id": "TS-1", "content_wo": "a"}, false},
		"long reason":     {"osm_case_cancel", map[string]any{"case_id": "TS-1", "operate_desc": strings.Repeat("x", 401)}, true},
		"no ratings": {"osm_case_score", map[string]any{"case_id": "TS-1", "judgement": "",
			"incident_satisfaction_list": []any{}}, true},
		"unknown ticket id": {"osm_case_score", with(rating, map[string]any{"case_id": unknown{}}), false},
	} {
		value := s.value(s.schemas.ActionSchemas[c.action].Schema.ValueType(), c.config)
		resp, err := actions.ValidateActionConfig(t.Context(),
			&tfprotov6.ValidateActionConfigRequest{ActionType: c.action, Config: value})
		if err != nil {
			t.Fatal(err)
		}
		if bad := len(resp.Diagnostics) > 0; bad != c.bad {
			t.Errorf("%s: rejected %v, want %v", name, bad, c.bad)
		}
	}
	if got := calls(env); len(got) > 0 {
		t.Errorf("calls were made: %q", got)
	}
}
