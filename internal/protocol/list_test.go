// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// query is a list block.
type query struct {
	config  map[string]any
	include bool
	limit   int64
	// stop is the number of results after which the client stops; 0 means never.
	stop int
}

// found is a result.
type found struct {
	name     string
	identity map[string]any
	resource map[string]any
}

// list runs a list block. It returns the results and the errors.
func (s *server) list(resource string, q query) (results []found, errors []string) {
	s.t.Helper()
	lists, ok := s.ProviderServer.(tfprotov6.ProviderServerWithListResource)
	if !ok {
		s.t.Fatal("the server has no list resources")
	}
	schema, ok := s.schemas.ListResourceSchemas[resource]
	if !ok {
		s.t.Fatalf("no list resource %s", resource)
	}
	if q.config == nil {
		q.config = map[string]any{}
	}
	config := s.value(schema.ValueType(), q.config)
	valid, err := lists.ValidateListResourceConfig(s.t.Context(),
		&tfprotov6.ValidateListResourceConfigRequest{TypeName: resource, Config: config})
	s.noErrors(err, valid.Diagnostics)
	stream, err := lists.ListResource(s.t.Context(),
		&tfprotov6.ListResourceRequest{TypeName: resource, Config: config, IncludeResource: q.include, Limit: q.limit})
	if err != nil {
		s.t.Fatal(err)
	}
	for r := range stream.Results {
		for _, d := range r.Diagnostics {
			errors = append(errors, d.Summary+": "+d.Detail)
		}
		if r.Identity == nil {
			continue
		}
		one := found{name: r.DisplayName, identity: s.identityOf(resource, r.Identity)}
		if q.include {
			one.resource = s.plain(s.schemas.ResourceSchemas[resource].ValueType(), r.Resource)
		}
		if results = append(results, one); len(results) == q.stop {
			break
		}
	}
	return results, errors
}

// pages returns offset and limit of each requested page.
func pages(env *acctest.Env, operation string) []string {
	var out []string
	for _, r := range env.RequestsFor(operation) {
		out = append(out, r.Query.Get("offset")+"+"+r.Query.Get("limit"))
	}
	return out
}

// TestList_pages lists 230 tickets and checks that only the needed pages are requested, and nothing else.
func TestList_pages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query
		results int
		pages   []string
	}{
		"50":              {query{limit: 50}, 50, []string{"0+50"}},
		"100":             {query{limit: 100}, 100, []string{"0+100"}},
		"150":             {query{limit: 150}, 150, []string{"0+100", "100+50"}},
		"230":             {query{limit: 230}, 230, []string{"0+100", "100+100", "200+30"}},
		"1000":            {query{limit: 1000}, 230, []string{"0+100", "100+100", "200+100"}},
		"no limit":        {query{}, 230, []string{"0+100", "100+100", "200+100"}},
		"client hangs up": {query{stop: 7}, 7, []string{"0+100"}},
		"one status":      {query{limit: 20, config: map[string]any{"statuses": []any{"completed"}}}, 20, []string{"0+20"}},
		"two statuses": {query{limit: 50, config: map[string]any{"statuses": []any{"completed", "1"}}}, 50,
			[]string{"0+100", "100+100"}},
		"two statuses, first page": {query{limit: 40, config: map[string]any{"statuses": []any{"completed", "1"}}}, 40,
			[]string{"0+100"}},
		"keyword": {query{limit: 50, config: map[string]any{"search_key": []any{"disk", "(101)"}}}, 1,
			[]string{"0+50"}},
		"nothing": {query{limit: 50, config: map[string]any{"incident_id": "TS-0"}}, 0, []string{"0+50"}},
	} {
		for _, key := range []simulator.TotalKey{simulator.TotalCount, simulator.TotalAsCount} {
			t.Run(fmt.Sprint(name, "/", key), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{SeedCases: 230, Behaviors: simulator.Behaviors{TotalKey: key}})
				s := start(t, env, nil)
				results, errors := s.list("osm_servicecase", c.query)
				ids := map[any]bool{}
				for _, r := range results {
					ids[r.identity["id"]] = true
				}
				if len(results) != c.results || len(ids) != c.results || len(errors) > 0 {
					t.Errorf("%d results of %d tickets, want %d; errors %q", len(results), len(ids), c.results, errors)
				}
				if got := pages(env, "ListCases"); !slices.Equal(got, c.pages) || len(calls(env)) != len(c.pages) {
					t.Errorf("pages %q, want %q; calls %q", got, c.pages, calls(env))
				}
			})
		}
	}
}

// TestList_displayName checks the display name of a ticket: ID, status and first words on one line.
func TestList_displayName(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	for description, c := range map[string]struct {
		status int
		want   string
	}{
		"Disk full":                 {simulator.StatusInProcess, "in_process · Disk full"},
		" Disk\r\n\tfull  of logs ": {simulator.StatusToBeHandled, "to_be_handled · Disk full of logs"},
		"unknown":                   {21, "21 · unknown"},
		"The node in the second zone does not answer since the change of the network": {simulator.StatusCompleted,
			"completed · The node in the second zone does not answer since the change…"},
		strings.Repeat("安全组规则不生效", 10): {simulator.StatusCancelled, "cancelled · " + strings.Repeat("安全组规则不生效", 7) + "安全组规…"},
	} {
		id := env.OpenCase(description)
		env.SetStatus(id, c.status)
		results, _ := s.list("osm_servicecase", query{config: map[string]any{"incident_id": id}})
		if len(results) != 1 || results[0].name != id+" · "+c.want {
			t.Errorf("%q has the display name %+v, want %q", description, results, c.want)
		}
	}
}

// TestList_resource checks that a listed ticket equals an imported one, so that its generated configuration plans no change.
func TestList_resource(t *testing.T) {
	t.Parallel()
	for reading, contacts := range map[string]simulator.ContactEcho{
		"plain": simulator.ContactsPlain, "masked": simulator.ContactsMasked, "cleared": simulator.ContactsClearedWhenHandled,
	} {
		t.Run(reading, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{SeedCases: 19, Behaviors: simulator.Behaviors{Contacts: contacts}})
			s := start(t, env, nil)
			tickets := env.Cases()
			first, second := tickets[0].ID, tickets[1].ID
			for _, err := range []error{
				env.SetContact(first, "13800000000", "on-call@example.com"), env.SetCaseLabels(first,
					env.AddLabel("network", "#00aa00")),
				env.SetRelations(first, second),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			results, errors := s.list("osm_servicecase", query{include: true})
			if len(results) != 19 || len(errors) > 0 {
				t.Fatalf("%d results, want 19; errors %q", len(results), errors)
			}
			env.ExpectCounts(map[string]int{"ListCases": 1, "ShowCaseDetail": 19, "ListCaseLabels": 19, "ListRelation": 19})
			for i, r := range results {
				if want := tickets[len(tickets)-1-i].ID; r.identity["id"] != want {
					t.Errorf("result %d is ticket %v, want %s: the service's order", i, r.identity["id"], want)
				}
				byIdentity, _ := s.imported("osm_servicecase", "", r.identity)
				if diff := cmp.Diff(byIdentity, r.resource); diff != "" {
					t.Errorf("%v: listed and imported differ (-imported +listed):\n%s", r.identity, diff)
				}
			}
			if labels := results[18].resource["label_ids"]; labels == nil {
				t.Error("the labels are missing")
			}
		})
	}
}

// TestList_deleted checks that deleted tickets are not listed, nor one that is removed while it is listed.
func TestList_deleted(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{SeedCases: 5, Behaviors: simulator.Behaviors{Deleted: simulator.DeletedStatus13}})
	s := start(t, env, nil)
	tickets := env.Cases()
	env.SetStatus(tickets[1].ID, simulator.StatusDeleted)
	env.Inject(simulator.Fault{Operation: "ShowCaseDetail", Kind: simulator.RejectUnder200, Code: "OSM.01010015", Times: 1})
	results, errors := s.list("osm_servicecase", query{include: true})
	if len(results) != 3 || len(errors) > 0 {
		t.Errorf("%d results, want 3 of 5 tickets; errors %q", len(results), errors)
	}
}

// TestList_errors checks that a failure is reported once, after the results before it, and ends the list.
func TestList_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		operation string
		skip      int
		results   int
		want      string
	}{
		"first page":  {"ListCases", 0, 0, "list tickets"},
		"second page": {"ListCases", 1, 100, "list tickets"},
		"a ticket":    {"ShowCaseDetail", 0, 0, "read ticket"},
		"labels":      {"ListCaseLabels", 0, 0, "read the labels of ticket"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{SeedCases: 150})
			s := start(t, env, nil)
			env.Inject(simulator.Fault{Operation: c.operation, Kind: simulator.RejectUnder200, Code: "OSM.01010002",
				Skip: c.skip})
			results, errors := s.list("osm_servicecase", query{include: c.operation != "ListCases"})
			if len(results) != c.results || len(errors) != 1 || !strings.Contains(errors[0], c.want) ||
				!strings.Contains(errors[0], "OSM.01010002") {
				t.Errorf("%d results and the errors %q, want %d and one about %q", len(results), errors, c.results, c.want)
			}
			if n := env.Count("ShowCaseDetail"); n > 8 {
				t.Errorf("%d tickets were read although the first failed", n)
			}
		})
	}
}

// TestList_labels lists labels.
func TestList_labels(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query
		results int
		pages   []string
	}{
		"50":       {query{limit: 50, include: true}, 50, []string{"0+50"}},
		"150":      {query{limit: 150}, 150, []string{"0+100", "100+50"}},
		"no limit": {query{}, 230, []string{"0+100", "100+100", "200+100"}},
		"name":     {query{limit: 50, include: true, config: map[string]any{"name": "label 2"}}, 1, []string{"0+100"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			s := start(t, env, nil)
			for i := range 230 {
				env.AddLabel(fmt.Sprintf("label %d", i), "#00aa00")
			}
			results, errors := s.list("osm_label", c.query)
			if len(results) != c.results || len(errors) > 0 {
				t.Errorf("%d results, want %d; errors %q", len(results), c.results, errors)
			}
			if got := pages(env, "ListLabels"); !slices.Equal(got, c.pages) {
				t.Errorf("pages %q, want %q", got, c.pages)
			}
			if !c.include {
				return
			}
			r := results[0]
			byIdentity, _ := s.imported("osm_label", "", r.identity)
			if diff := cmp.Diff(byIdentity, r.resource); diff != "" {
				t.Errorf("listed and imported differ (-imported +listed):\n%s", diff)
			}
			if want := fmt.Sprint(r.identity["id"], " · ", byIdentity["name"]); r.name != want {
				t.Errorf("shown as %q, want %q", r.name, want)
			}
		})
	}
}

// TestList_messages lists the messages of a ticket: the customer's own with a text, as an import returns them, by one call.
func TestList_messages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query
		want []string
	}{
		"all":              {query{include: true}, []string{"Any news?", "It happens  again\nin zone 2"}},
		"without resource": {query{}, []string{"Any news?", "It happens  again\nin zone 2"}},
		"one":              {query{limit: 1, include: true}, []string{"Any news?"}},
		"two":              {query{limit: 2}, []string{"Any news?", "It happens  again\nin zone 2"}},
		"client hangs up":  {query{stop: 1}, []string{"Any news?"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			s := start(t, env, nil)
			id := env.OpenCase("The node does not answer")
			s.create(
				"osm_case_message",
				map[string]any{"case_id": id, "content": "Any news?", "accessory_ids": []any{s.upload()}},
			)
			env.Reply(id, "We are working on it.")
			for _, text := range []string{" \n", "It happens  again\nin zone 2"} {
				_, err := env.AddMessage(id, text)
				env.Must(err)
			}
			env.ResetLog()
			c.config = map[string]any{"case_id": id}
			results, errors := s.list("osm_case_message", c.query)
			if len(results) != len(c.want) || len(errors) > 0 {
				t.Fatalf("%d results, want %d; errors %q", len(results), len(c.want), errors)
			}
			env.ExpectCounts(map[string]int{"ShowCaseDetail": 1, "ListMessages": 0})
			for i, r := range results {
				byIdentity, identity := s.imported("osm_case_message", "", r.identity)
				expect(t, "identity", identity, r.identity)
				expect(t, "text", map[string]any{"content": byIdentity["content"]}, map[string]any{"content": c.want[i]})
				if c.include {
					expect(t, "listed like imported", r.resource, byIdentity)
				}
				words := strings.Join(strings.Fields(c.want[i]), " ")
				if want := fmt.Sprint(r.identity["id"], " · ", byIdentity["create_time"], " · ", words); r.name != want {
					t.Errorf("shown as %q, want %q", r.name, want)
				}
			}
		})
	}
}

// TestList_messagesErrors checks that a ticket that can't be read is one error.
func TestList_messagesErrors(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	results, errors := s.list("osm_case_message", query{config: map[string]any{"case_id": "TS-0"}, include: true})
	if len(results) != 0 || len(errors) != 1 || !strings.Contains(errors[0], "list the messages of ticket TS-0") ||
		!strings.Contains(errors[0], "OSM.01010015") {
		t.Errorf("%d results and the errors %q", len(results), errors)
	}
}
