// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/service/servicecase"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const ticket = "osm_servicecase"

// TestPlanner compares plans of new and unchanged tickets with those of the plugin framework, for random arguments, states and
// private states.
func TestPlanner(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	fast := start(t, env, nil)
	slow := configure(t, env, provider.NewServer("test", provider.WithClock(env.Now, env.Wait), provider.WithoutPlanner())(), nil)
	typ := fast.schemas.ResourceSchemas[ticket].ValueType().(tftypes.Object)
	random := rand.New(rand.NewPCG(1, 2))
	privates := []string{"", `{"created":"2026-01-02T03:04:05Z"}`, `{"imported":true}`, `{"moved":true}`, "not JSON",
		`{"imported":true,"found_labels":true,"found_relations":true,"scored":true}`}
	identities := []map[string]any{nil, {"id": "TS-1"}, {"id": "TS-1", "group_id": "group-1"}}
	for i := range 120 {
		config, state := randomTicket(typ, random)
		req := &tfprotov6.PlanResourceChangeRequest{TypeName: ticket, Config: fast.value(typ, config)}
		if i%2 == 0 {
			req.PriorState, req.ProposedNewState = fast.value(typ, nil), req.Config
		} else {
			for name, v := range config {
				if _, isUnknown := v.(unknown); !isUnknown {
					state[name] = v
				}
			}
			delete(state, "verify_code_wo")
			req.PriorState, req.ProposedNewState = fast.value(typ, state), fast.value(typ, state)
			if id := identities[random.IntN(len(identities))]; id != nil {
				req.PriorIdentity = &tfprotov6.ResourceIdentityData{
					IdentityData: fast.value(fast.identities[ticket].ValueType(), id)}
			}
		}
		if i%2 == 1 || i%3 == 0 {
			if private := privates[random.IntN(len(privates))]; private != "" {
				req.PriorPrivate, _ = json.Marshal(map[string][]byte{ticket: []byte(private)})
			}
		}
		want, err := slow.PlanResourceChange(t.Context(), req)
		slow.noErrors(err, nil)
		got, err := fast.PlanResourceChange(t.Context(), req)
		fast.noErrors(err, nil)
		if diff := cmp.Diff(fast.readable(ticket, want), fast.readable(ticket, got)); diff != "" {
			t.Fatalf("case %d differs from the framework's plan for %v, %v:\n%s", i, config, state, diff)
		}
	}
}

// readable returns a response for a comparison.
func (s *server) readable(typeName string, resp *tfprotov6.PlanResourceChangeResponse) map[string]any {
	s.t.Helper()
	state := tftypes.Value{}
	if resp.PlannedState != nil {
		var err error
		state, err = resp.PlannedState.Unmarshal(s.schemas.ResourceSchemas[typeName].ValueType())
		s.noErrors(err, nil)
	}
	var diags, replaced []string
	for _, d := range resp.Diagnostics {
		diags = append(diags, fmt.Sprintln(d.Severity, d.Summary, d.Detail, d.Attribute))
	}
	for _, at := range resp.RequiresReplace {
		replaced = append(replaced, at.String())
	}
	return map[string]any{"state": state.String(), "identity": s.identityOf(typeName, resp.PlannedIdentity),
		"has identity": resp.PlannedIdentity != nil, "diags": diags,
		"replaced": replaced, "private": string(resp.PlannedPrivate), "deferred": resp.Deferred}
}

// randomTicket returns arguments, some of them unknown, and a state that has a value for some of the attributes.
func randomTicket(typ tftypes.Object, random *rand.Rand) (config, state map[string]any) {
	config, state = map[string]any{}, map[string]any{}
	object := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"a": tftypes.String}},
		map[string]tftypes.Value{"a": tftypes.NewValue(tftypes.String, "b")})
	arguments := map[string][]any{
		"simple_description":   {"Node 1", "Node 2", " Node\r\n3 "},
		"business_type_id":     {simulator.ProblemConsulting, "none"},
		"business_type":        {"Consulting", "none"},
		"severity":             {"High", "none"},
		"source_id":            {"other"},
		"region_id":            {"cn-north-4"},
		"remind_mobile":        {"13900001111"},
		"remind_time":          {"0", "09:00-18:00"},
		"area_code":            {"86", "999"},
		"extends_map":          {object},
		"accessory_ids":        {[]any{"a", "b"}},
		"label_ids":            {[]any{1}, []any{}},
		"on_destroy":           {"close", "abandon"},
		"adopt_existing":       {true, false},
		"closed":               {true, false},
		"verify_code_wo":       {"123456"},
		"phone_verified_id":    {"1"},
		"group_id":             {"group-1"},
		"related_case_ids":     {[]any{"TS-1"}},
		"score":                {map[string]any{"judgement": "good", "incident_satisfaction_list": []any{}}},
		"timeouts":             {map[string]any{"create": "10m"}},
		"incident_sub_type_id": {"1"},
	}
	for name, values := range arguments {
		switch random.IntN(4) {
		case 0:
			config[name] = unknown{}
		case 1, 2:
			config[name] = values[random.IntN(len(values))]
		}
		if random.IntN(2) == 0 {
			state[name] = values[random.IntN(len(values))]
		}
	}
	for name, t := range typ.AttributeTypes {
		if arguments[name] == nil && random.IntN(4) > 0 {
			switch {
			case t.Is(tftypes.String):
				state[name] = "x"
			case t.Is(tftypes.Number):
				state[name] = random.IntN(4)
			case t.Is(tftypes.Bool):
				state[name] = random.IntN(2) == 0
			}
		}
	}
	return config, state
}

// TestPlanner_schema checks what the planner requires of a ticket's attributes: no plan modifiers, no defaults but strings, and
// nothing computed, write-only or with a default inside of an attribute.
func TestPlanner_schema(t *testing.T) {
	t.Parallel()
	var resp resource.SchemaResponse
	servicecase.NewResource().Schema(t.Context(), resource.SchemaRequest{}, &resp)
	if len(resp.Schema.Blocks) > 0 {
		t.Errorf("%d blocks, want none", len(resp.Schema.Blocks))
	}
	for name, a := range resp.Schema.Attributes {
		checkPlain(t, name, reflect.ValueOf(a), false)
	}
}

func checkPlain(t *testing.T, name string, v reflect.Value, nested bool) {
	t.Helper()
	field := func(name string) reflect.Value {
		if f := v.FieldByName(name); f.IsValid() {
			return f
		}
		return reflect.ValueOf([]any(nil))
	}
	isString := v.Type().Name() == "StringAttribute"
	if field("PlanModifiers").Len() > 0 || !field("Default").IsZero() && (nested || !isString) {
		t.Errorf("%s has plan modifiers or a default", name)
	}
	if nested && (!field("Computed").IsZero() || !field("WriteOnly").IsZero()) {
		t.Errorf("%s is computed or write-only", name)
	}
	for _, holder := range []reflect.Value{v, field("NestedObject")} {
		if holder.Kind() != reflect.Struct {
			continue
		}
		if attributes := holder.FieldByName("Attributes"); attributes.IsValid() {
			for _, key := range attributes.MapKeys() {
				checkPlain(t, name+"."+key.String(), attributes.MapIndex(key).Elem(), true)
			}
		}
	}
}
