// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestImport_group imports a ticket and a message of another member of a group, by ID and by identity, and lists the ticket:
// state and identity contain the group, and a later change of group_id does not change the identity.
func TestImport_group(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	id := openInGroup(t, env)
	message, err := env.AddMessage(id, "Any news?")
	env.Must(err)
	env.Advance(time.Hour)
	for resource, c := range map[string]struct {
		importID string
		identity map[string]any
	}{
		"osm_servicecase":  {id + "@group", map[string]any{"id": id, "group_id": "group"}},
		"osm_case_message": {id + "/" + message + "@group", map[string]any{"case_id": id, "id": message, "group_id": "group"}},
	} {
		byID, identity := s.imported(resource, c.importID, nil)
		expect(t, resource+", identity of an import by ID", identity, c.identity)
		byIdentity, identity := s.imported(resource, "", c.identity)
		expect(t, resource+", identity of an import by identity", identity, c.identity)
		expect(t, resource+", states of both imports", byIdentity, byID)
		if byID["group_id"] != "group" {
			t.Errorf("%s: the state holds group_id %v", resource, byID["group_id"])
		}
		// A state from before identities had a group, and one whose group_id changes.
		old := map[string]any{"id": id}
		if resource == "osm_case_message" {
			old = map[string]any{"case_id": id, "id": message}
		}
		_, identity = s.read(resource, byID, old, nil)
		expect(t, resource+", identity without a group after a read", identity, old)
		_, identity = s.read(resource, byID, nil, nil)
		expect(t, resource+", identity of a state without one", identity, c.identity)
		_, identity = s.apply(resource, byID, nil, with(arguments(byID), map[string]any{"group_id": "other"}), c.identity)
		expect(t, resource+", identity after group_id changed", identity, c.identity)
	}
	results, errors := s.list("osm_servicecase", query{config: map[string]any{"group_id": "group"}, include: true})
	if len(results) != 1 || len(errors) > 0 {
		t.Fatalf("%d results, errors %q", len(results), errors)
	}
	expect(t, "identity of a listed ticket", results[0].identity, map[string]any{"id": id, "group_id": "group"})
	byIdentity, _ := s.imported("osm_servicecase", "", results[0].identity)
	expect(t, "a listed ticket", results[0].resource, byIdentity)
}

// arguments returns the attributes of a state that a configuration would set.
func arguments(state map[string]any) map[string]any {
	out := map[string]any{}
	for _, name := range []string{"case_id", "content", "simple_description", "group_id", "on_destroy", "source_id"} {
		if v, ok := state[name]; ok {
			out[name] = v
		}
	}
	return out
}

// TestImport_invalidIDs checks invalid import IDs: the error describes the valid format.
func TestImport_invalidIDs(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	for id, resource := range map[string]string{
		"@group":     "osm_servicecase",
		"TS-1@":      "osm_servicecase",
		"TS-1/m1@":   "osm_case_message",
		"TS-1@group": "osm_case_message",
		"/m@group":   "osm_case_message",
	} {
		resp, err := s.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id})
		if err != nil || len(resp.Diagnostics) != 1 || !strings.HasPrefix(resp.Diagnostics[0].Detail, fmt.Sprintf("%q ", id)) ||
			!strings.Contains(resp.Diagnostics[0].Detail, "append @<group ID>") {
			t.Errorf("%s %q: %v, %+v", resource, id, err, resp.Diagnostics)
		}
	}
}

// TestAccGroup_import imports a ticket and a message of another member of a group with a real Terraform. Without the group,
// the error describes the format with a group; a configuration without the group leads to a warning.
func TestAccGroup_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := openInGroup(t, env)
	message, err := env.AddMessage(id, "Any news?")
	env.Must(err)
	env.Advance(time.Hour)
	cli := env.Attach(t)
	config := func(from, group string) string {
		return env.Provider() + fmt.Sprintf(`
import {
  to = osm_servicecase.this
  id = %q
}

import {
  to = osm_case_message.this
  id = "%s/%s@group"
}

resource "osm_servicecase" "this" {
  simple_description = "The node of Ann does not answer"
  %s
}

resource "osm_case_message" "this" {
  case_id  = %[2]q
  content  = "Any news?"
  group_id = "group"
}
`, from, id, message, group)
	}
	cli.Write("main.tf", config(id, `group_id = "group"`))
	cli.ExpectError("import it as "+id+"@<group ID>", "plan")
	cli.Write("main.tf", config(id+"@group", `group_id = "group"`))
	if r := cli.Apply(); !strings.Contains(r.Out, "2 imported, 0 added, 0 changed, 0 destroyed") {
		t.Error(r.Out)
	}
	cli.ExpectEmptyPlan()
	// OpenTofu requires every attribute of a stored identity.
	isOpenTofu := strings.Contains(cli.Must(0, "version").Out, "OpenTofu")
	if state := cli.Read("terraform.tfstate"); strings.Contains(state, `"identity":`) && !isOpenTofu {
		// As written before identities had a group.
		cli.Write("terraform.tfstate", withoutGroup(t, state))
		cli.ExpectEmptyPlan()
		cli.Must(0, "apply", "-refresh-only", "-auto-approve")
	}
	cli.Write("main.tf", config(id+"@group", ""))
	if text := cli.Must(2, "plan", "-detailed-exitcode").Text(); !strings.Contains(text, "Keep `group_id`.") {
		t.Errorf("no warning about the missing group:\n%s", text)
	}
	if writes := env.Writes(); len(writes) > 0 {
		t.Errorf("the service was changed: %+v", writes)
	}
}

// TestAccGroup_end ends tickets of another member of a group: the status that decides how is read with the group.
func TestAccGroup_end(t *testing.T) {
	t.Parallel()
	for onDestroy, c := range map[string]struct {
		writes []string
		status int
	}{
		"close":  {[]string{"UpdateCases close"}, simulator.StatusCompleted},
		"delete": {[]string{"UpdateCases close", "UpdateCases delete"}, simulator.StatusDeleted},
	} {
		env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Deleted: simulator.DeletedStatus13}})
		id := openInGroup(t, env)
		env.Advance(time.Hour)
		cli := env.Attach(t)
		cli.Write("main.tf", env.Provider()+fmt.Sprintf(`
import {
  to = osm_servicecase.this
  id = "%s@group"
}

resource "osm_servicecase" "this" {
  simple_description = "The node of Ann does not answer"
  group_id           = "group"
  on_destroy         = %q
}
`, id, onDestroy))
		cli.Apply()
		// The first response is lost: what became of the call is also read with the group.
		env.Inject(simulator.Fault{Operation: "UpdateCases", Kind: simulator.DropAfter, Times: 1})
		cli.Destroy()
		acctest.ExpectWrites(t, env, c.writes...)
		if got := acctest.OnlyCase(t, env).Status; got != c.status {
			t.Errorf("on_destroy = %q: status %d, want %d", onDestroy, got, c.status)
		}
	}
}

// TestAccGroup_query generates the configuration of tickets of other members of a group: it contains the group, and applying
// it imports them unchanged.
func TestAccGroup_query(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	c := env.NewCLI(t)
	needs(t, c, "-generate-config-out", "query", "-help")
	openInGroup(t, env)
	env.Advance(time.Hour)
	c.Write("main.tf", env.Provider())
	c.Write("group.tfquery.hcl", `
list "osm_servicecase" "theirs" {
  provider = osm
  config {
    group_id = "group"
  }
}
`)
	c.Must(0, "query", "-generate-config-out=found.tf")
	if r := c.Apply(); !strings.Contains(r.Out, "1 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("%s\n%s", r.Out, c.Read("found.tf"))
	}
	c.ExpectEmptyPlan()
	if writes := env.Writes(); len(writes) > 0 {
		t.Errorf("the service was changed: %+v", writes)
	}
}

// withoutGroup removes the group from the identities in a state.
func withoutGroup(t *testing.T, text string) string {
	t.Helper()
	var state map[string]any
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state["resources"].([]any) {
		for _, i := range r.(map[string]any)["instances"].([]any) {
			delete(i.(map[string]any)["identity"].(map[string]any), "group_id")
		}
	}
	out, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
