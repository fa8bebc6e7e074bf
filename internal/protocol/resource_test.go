// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// create plans and applies a new resource and returns its state and identity. Computed attributes that config does not set
// are unknown in the proposed state, as in Terraform.
func (s *server) create(resource string, config map[string]any) (state, identity map[string]any) {
	s.t.Helper()
	return s.apply(resource, nil, nil, config, nil)
}

// apply plans and applies a configuration for a state, nil for none.
func (s *server) apply(resource string, before map[string]any, private []byte, config, identity map[string]any) (map[string]any,
	map[string]any) {
	s.t.Helper()
	schema := s.schemas.ResourceSchemas[resource]
	typ := schema.ValueType()
	proposed := maps.Clone(config)
	for _, a := range schema.Block.Attributes {
		if a.Computed && proposed[a.Name] == nil {
			proposed[a.Name] = before[a.Name]
		}
	}
	var prior any
	if before != nil {
		prior = before
	}
	var known *tfprotov6.ResourceIdentityData
	if identity != nil {
		known = &tfprotov6.ResourceIdentityData{IdentityData: s.value(s.identities[resource].ValueType(), identity)}
	}
	plan, err := s.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorState: s.value(typ, prior), ProposedNewState: s.value(typ, proposed), Config: s.value(typ,
			config),
		PriorPrivate: private, PriorIdentity: known,
	})
	s.noErrors(err, plan.Diagnostics)
	done, err := s.ApplyResourceChange(s.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resource, PriorState: s.value(typ, prior), PlannedState: plan.PlannedState, Config: s.value(typ, config),
		PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	s.noErrors(err, done.Diagnostics)
	return s.plain(typ, done.NewState), s.identityOf(resource, done.NewIdentity)
}

// read refreshes a resource and returns its state, nil if it is gone, and identity.
func (s *server) read(resource string, state, identity map[string]any, private []byte) (map[string]any, map[string]any) {
	s.t.Helper()
	typ := s.schemas.ResourceSchemas[resource].ValueType()
	req := &tfprotov6.ReadResourceRequest{TypeName: resource, CurrentState: s.value(typ, state), Private: private}
	if identity != nil {
		req.CurrentIdentity = &tfprotov6.ResourceIdentityData{IdentityData: s.value(s.identities[resource].ValueType(), identity)}
	}
	resp, err := s.ReadResource(s.t.Context(), req)
	s.noErrors(err, resp.Diagnostics)
	value, err := resp.NewState.Unmarshal(typ)
	s.noErrors(err, nil)
	if value.IsNull() {
		return nil, s.identityOf(resource, resp.NewIdentity)
	}
	return s.plain(typ, resp.NewState), s.identityOf(resource, resp.NewIdentity)
}

// imported imports a resource by ID or by identity and refreshes it.
func (s *server) imported(resource, id string, identity map[string]any) (map[string]any, map[string]any) {
	s.t.Helper()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id}
	if identity != nil {
		req.Identity = &tfprotov6.ResourceIdentityData{IdentityData: s.value(s.identities[resource].ValueType(), identity)}
	}
	resp, err := s.ImportResourceState(s.t.Context(), req)
	s.noErrors(err, resp.Diagnostics)
	if len(resp.ImportedResources) != 1 {
		s.t.Fatalf("%d resources were imported, want 1", len(resp.ImportedResources))
	}
	one := resp.ImportedResources[0]
	typ := s.schemas.ResourceSchemas[resource].ValueType()
	return s.read(resource, s.plain(typ, one.State), s.identityOf(resource, one.Identity), one.Private)
}

// identityOf decodes an identity, nil if there is none: an import by ID leaves it to the following read.
func (s *server) identityOf(resource string, data *tfprotov6.ResourceIdentityData) map[string]any {
	s.t.Helper()
	schema := s.identities[resource]
	if data == nil || schema == nil {
		return nil
	}
	value, err := data.IdentityData.Unmarshal(schema.ValueType())
	s.noErrors(err, nil)
	out, _ := unwrap(value).(map[string]any)
	return out
}

// TestIdentity checks that every importable resource has its identity after create, read and update, that an import by
// identity equals one by ID, and that a read which finds nothing keeps it.
func TestIdentity(t *testing.T) {
	t.Parallel()
	for resource, c := range map[string]struct {
		config, change map[string]any
		importID       func(state map[string]any) string
		identity       func(state map[string]any) map[string]any
		vanish         func(env *acctest.Env, state map[string]any)
		goes           bool // a message stays in the state, so that it is not sent again
	}{
		"osm_servicecase": {
			config: map[string]any{"business_type_id": simulator.ProblemConsulting,
				"product_category_id": simulator.ProductServer,
				"simple_description":  "The node does not answer", "on_destroy": "close", "source_id": simulator.SourceID},
			change:   map[string]any{"on_destroy": "abandon"},
			importID: func(s map[string]any) string { return s["id"].(string) },
			identity: func(s map[string]any) map[string]any { return map[string]any{"id": s["id"]} },
			vanish:   func(env *acctest.Env, s map[string]any) { env.RemoveCase(s["id"].(string)) }, goes: true,
		},
		"osm_label": {
			config: map[string]any{"name": "network", "color": "#00aa00"}, change: map[string]any{"color": "#aa0000"},
			importID: func(s map[string]any) string { return fmt.Sprint(s["id"]) },
			identity: func(s map[string]any) map[string]any { return map[string]any{"id": s["id"]} },
			vanish:   func(env *acctest.Env, s map[string]any) { env.RemoveLabel(int(s["id"].(int64))) }, goes: true,
		},
		"osm_case_message": {
			config: map[string]any{"content": "Any news?"}, change: map[string]any{"group_id": "another"},
			importID: func(s map[string]any) string { return s["case_id"].(string) + "/" + s["id"].(string) },
			identity: func(s map[string]any) map[string]any { return map[string]any{"case_id": s["case_id"], "id": s["id"]} },
			vanish:   func(env *acctest.Env, s map[string]any) { env.RemoveCase(s["case_id"].(string)) },
		},
	} {
		t.Run(resource, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			s := start(t, env, nil)
			config := maps.Clone(c.config)
			if resource == "osm_case_message" {
				config["case_id"] = env.OpenCase("The node does not answer")
			}
			state, identity := s.create(resource, config)
			want := c.identity(state)
			expect(t, "create", identity, want)
			_, identity = s.read(resource, state, nil, nil)
			expect(t, "read", identity, want)
			byID, identity := s.imported(resource, c.importID(state), nil)
			expect(t, "import by id", identity, want)
			byIdentity, identity := s.imported(resource, "", want)
			expect(t, "import by identity", identity, want)
			expect(t, "states of both imports", byIdentity, byID)
			_, identity = s.apply(resource, state, nil, with(config, c.change), want)
			expect(t, "update", identity, want)
			c.vanish(env, state)
			gone, identity := s.read(resource, state, want, nil)
			expect(t, "read of what is gone", identity, want)
			if (gone == nil) != c.goes {
				t.Errorf("reading a removed resource returns %v", gone)
			}
		})
	}
}

func expect(t *testing.T, what string, got, want map[string]any) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: nothing to compare", what)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// personal are the names of attributes with phones, mailboxes or keys to files.
var personal = []string{"remind_mobile", "remind_mail", "cc_email", "mc_email_infos", "contact_value", "accessory_url",
	"content_base64", "verify_code_wo", "content_wo", "password_wo", "account"}

// TestPersonalAttributesAreSensitive checks that Terraform does not print them: each is sensitive or write-only.
func TestPersonalAttributesAreSensitive(t *testing.T) {
	t.Parallel()
	s := serve(t, acctest.New(t, simulator.Options{}).Server())
	seen := map[string]bool{}
	var check func(where string, attributes []*tfprotov6.SchemaAttribute)
	check = func(where string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			if slices.Contains(personal, a.Name) {
				seen[a.Name] = true
				if !a.Sensitive && !a.WriteOnly && a.Computed {
					t.Errorf("%s.%s is not sensitive", where, a.Name)
				}
			}
			if a.NestedType != nil {
				check(where+"."+a.Name, a.NestedType.Attributes)
			}
		}
	}
	for name, schema := range s.schemas.ResourceSchemas {
		check(name, schema.Block.Attributes)
	}
	for name, schema := range s.schemas.DataSourceSchemas {
		check("data."+name, schema.Block.Attributes)
	}
	for _, name := range personal {
		if !seen[name] {
			t.Errorf("no attribute is named %s", name)
		}
	}
}
