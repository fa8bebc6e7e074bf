// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/service/servicecase"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const ticket = "osm_servicecase"

// TestFastPath_plan compares plans of new and unchanged tickets, for random arguments, states and private states.
func TestFastPath_plan(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	for i := range 120 {
		config, state := randomTicket(w.typ, w.random)
		req := &tfprotov6.PlanResourceChangeRequest{TypeName: ticket, Config: w.fast.value(w.typ, config)}
		if i%2 == 0 {
			req.PriorState, req.ProposedNewState = w.fast.value(w.typ, nil), req.Config
		} else {
			for name, v := range config {
				if _, isUnknown := v.(unknown); !isUnknown {
					state[name] = v
				}
			}
			delete(state, "verify_code_wo")
			req.PriorState, req.ProposedNewState = w.fast.value(w.typ, state), w.fast.value(w.typ, state)
			req.PriorIdentity = w.identity("TS-1")
		}
		if i%2 == 1 || i%3 == 0 {
			req.PriorPrivate = w.private()
		}
		readable := func(r *tfprotov6.PlanResourceChangeResponse) response {
			out := w.readable(r.PlannedState, r.PlannedIdentity, r.PlannedPrivate, r.Diagnostics)
			for _, at := range r.RequiresReplace {
				out.Replaced = append(out.Replaced, at.String())
			}
			out.Deferred = r.Deferred
			return out
		}
		want, slowErr := w.slow.PlanResourceChange(t.Context(), req)
		got, err := w.fast.PlanResourceChange(t.Context(), req)
		w.compare(fmt.Sprintf("plan %d of %v, %v", i, config, state), readable(want), readable(got), slowErr, err)
	}
}

// TestFastPath_validate compares the validation of random arguments, valid and not.
func TestFastPath_validate(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	single := []map[string]any{{"business_type": "Consulting", "business_type_id": "1"}, {"cc_email": "me@example.com"},
		{"on_destroy": "keep"}, {"verify_code_wo": "123456"}, {"closed": true}, {"remind_mail": unknown{}}, {}}
	valid := 0
	for i := range 200 {
		config, state := randomTicket(w.typ, w.random)
		if i < len(single) {
			config, state = single[i], nil
		}
		for _, name := range []string{"remind_mobile", "on_destroy", "remind_mail", "simple_description", "cc_email"} {
			if v, isSet := state[name]; isSet && w.random.IntN(20) == 0 {
				config[name] = []any{v, "", strings.Repeat("x", 2000)}[w.random.IntN(3)]
			}
		}
		if i%2 == 0 && i >= len(single) { // few arguments, as most tickets have
			for name := range config {
				if w.random.IntN(4) > 0 {
					delete(config, name)
				}
			}
		}
		req := &tfprotov6.ValidateResourceConfigRequest{TypeName: ticket, Config: w.fast.value(w.typ, config)}
		if w.random.IntN(2) == 0 {
			req.ClientCapabilities = &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}
		}
		want, slowErr := w.slow.ValidateResourceConfig(t.Context(), req)
		got, err := w.fast.ValidateResourceConfig(t.Context(), req)
		if len(want.Diagnostics) == 0 {
			valid++
		}
		readable := func(r *tfprotov6.ValidateResourceConfigResponse) []string {
			diags := w.readable(nil, nil, nil, r.Diagnostics).Diags
			slices.Sort(diags) // the framework ranges over a map
			return diags
		}
		w.compare(fmt.Sprintf("validation %d of %v", i, config), readable(want), readable(got), slowErr, err)
	}
	if valid < 20 || valid > 180 {
		t.Errorf("%d of 200 configurations were valid, want some of both", valid)
	}
}

// TestFastPath_create compares opening random tickets, with the same response to the same calls of the service.
func TestFastPath_create(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	for _, env := range []*acctest.Env{w.env, w.other} {
		env.Inject(simulator.Fault{Kind: simulator.RejectUnder200, Operation: "CreateCases", Every: 5, Times: 100})
		env.Inject(simulator.Fault{Kind: simulator.RejectUnder200, Operation: "ShowCaseDetail", Every: 7, Times: 100})
	}
	failures, none := 0, w.fast.value(w.typ, nil)
	for i := range 60 {
		config, _ := randomTicket(w.typ, w.random)
		for name, v := range config {
			if _, isUnknown := v.(unknown); isUnknown {
				delete(config, name)
			}
		}
		if i%4 > 0 { // what a ticket needs
			config["simple_description"], config["business_type_id"] = fmt.Sprint("Node ", i), simulator.ProblemConsulting
			for _, name := range []string{"business_type", "severity", "accessory_ids", "related_case_ids", "label_ids"} {
				delete(config, name)
			}
		}
		plan := &tfprotov6.PlanResourceChangeRequest{TypeName: ticket, PriorState: none,
			ProposedNewState: w.fast.value(w.typ, config), Config: w.fast.value(w.typ, config)}
		planned, err := w.slow.PlanResourceChange(t.Context(), plan)
		w.slow.noErrors(err, nil)
		if slices.ContainsFunc(planned.Diagnostics, isError) {
			continue
		}
		req := &tfprotov6.ApplyResourceChangeRequest{TypeName: ticket, PriorState: none, PlannedState: planned.PlannedState,
			Config: plan.Config, PlannedPrivate: w.private(), PlannedIdentity: planned.PlannedIdentity}
		want, slowErr := w.slow.ApplyResourceChange(t.Context(), req)
		got, err := w.fast.ApplyResourceChange(t.Context(), req)
		if len(want.Diagnostics) > 0 {
			failures++
		}
		readable := func(r *tfprotov6.ApplyResourceChangeResponse) response {
			return w.readable(r.NewState, r.NewIdentity, r.Private, r.Diagnostics)
		}
		w.compare(fmt.Sprintf("create %d of %v", i, config), readable(want), readable(got), slowErr, err)
	}
	created, other := w.env.Count("CreateCases"), w.other.Count("CreateCases")
	if created != other || created < 20 || failures < 5 {
		t.Errorf("%d tickets and %d responses with diagnostics, want at least 20 and 5, and %d tickets", created, failures, other)
	}
}

// TestFastPath_read compares reading tickets, some of which do not exist, and decoding what a state file holds of them.
func TestFastPath_read(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	var ids []string
	for range 4 {
		id := w.env.OpenCase("Node 1")
		if other := w.other.OpenCase("Node 1"); other != id {
			t.Fatalf("the IDs %s and %s differ", id, other)
		}
		ids = append(ids, id)
	}
	for _, env := range []*acctest.Env{w.env, w.other} {
		env.SetStatus(ids[1], int(osm.StatusCompleted))
		env.SetStatus(ids[2], int(osm.StatusDeleted))
	}
	for i := range 120 {
		_, state := randomTicket(w.typ, w.random)
		delete(state, "verify_code_wo")
		state["id"] = append(ids, "TS-none")[w.random.IntN(len(ids)+1)]
		req := &tfprotov6.ReadResourceRequest{TypeName: ticket, CurrentState: w.fast.value(w.typ, state), Private: w.private(),
			CurrentIdentity: w.identity(ids...)}
		readable := func(r *tfprotov6.ReadResourceResponse) response {
			out := w.readable(r.NewState, r.NewIdentity, r.Private, r.Diagnostics)
			out.Deferred = r.Deferred
			return out
		}
		want, slowErr := w.slow.ReadResource(t.Context(), req)
		got, err := w.fast.ReadResource(t.Context(), req)
		w.compare(fmt.Sprintf("read %d of %v", i, state), readable(want), readable(got), slowErr, err)
	}
	for _, raw := range []*tfprotov6.RawState{
		nil, {}, {JSON: []byte("null")}, {JSON: []byte("{")}, {JSON: []byte(`{"id": 1}`)}, {JSON: []byte(`{"id": ["TS-1"]}`)},
		{JSON: []byte(`{"id": "TS-1", "unknown": {"a": [1]}, "closed": true, "label_ids": [1, 2]}`)},
		{Flatmap: map[string]string{"id": "TS-1"}},
		{JSON: []byte(`{"extends_map": {"type": ["object", {"a": "string"}], "value": {"a": "b"}}}`)},
		{JSON: []byte(`{"timeouts": {"create": "1m"}}`)},
	} {
		for version := range int64(2) {
			req := &tfprotov6.UpgradeResourceStateRequest{TypeName: ticket, Version: version, RawState: raw}
			want, slowErr := w.slow.UpgradeResourceState(t.Context(), req)
			got, err := w.fast.UpgradeResourceState(t.Context(), req)
			w.compare(fmt.Sprintf("state %+v of version %d", raw, version),
				w.readable(want.UpgradedState, nil, nil, want.Diagnostics),
				w.readable(got.UpgradedState, nil, nil, got.Diagnostics), slowErr, err)
		}
	}
}

// TestFastPath_schema checks what a fast path requires of a ticket's attributes: no plan modifiers, no defaults but strings, no
// semantic equality, and nothing computed, write-only or with a default inside of an attribute.
func TestFastPath_schema(t *testing.T) {
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
	value := reflect.TypeOf(v.Interface().(schema.Attribute).GetType().ValueType(t.Context()))
	for i := range value.NumMethod() {
		if method := value.Method(i).Name; strings.HasSuffix(method, "SemanticEquals") {
			t.Errorf("%s has semantic equality: %s", name, method)
		}
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
