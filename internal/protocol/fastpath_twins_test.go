// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// twins are two providers with a simulator each: one with fast paths, and one whose calls all go through the plugin framework.
type twins struct {
	fast, slow *server
	env, other *acctest.Env
	typ        tftypes.Object
	random     *rand.Rand
}

func newTwins(t *testing.T) *twins {
	t.Helper()
	env, other := acctest.New(t, simulator.Options{}), acctest.New(t, simulator.Options{})
	at := env.Now()
	server := func(env *acctest.Env, options ...provider.Option) *server {
		clock := provider.WithClock(func() time.Time { return at }, env.Wait)
		return configure(t, env, provider.NewServer("test", append(options, clock)...)(), nil)
	}
	w := &twins{env: env, other: other, fast: server(env), slow: server(other, provider.WithoutFastPaths()),
		random: rand.New(rand.NewPCG(1, 2))}
	w.typ = w.fast.schemas.ResourceSchemas[ticket].ValueType().(tftypes.Object)
	return w
}

// private returns an encoded private state, which the framework or a fast path may not be able to read.
func (w *twins) private() []byte {
	states := []string{`{"created":"2026-01-02T03:04:05Z"}`, `{"imported":true}`, `{"moved":true}`, "not JSON",
		`{"imported":true,"fresh":true}`, `{"imported":true,"found_labels":true,"found_relations":true,"scored":true}`}
	keys := map[string][]byte{ticket: []byte(states[w.random.IntN(len(states))])}
	switch w.random.IntN(6) {
	case 0:
		return nil
	case 1:
		keys = map[string][]byte{"other": []byte(`{"a":1}`)}
	case 2:
		keys[".import_before_read"] = []byte("true")
	}
	encoded, _ := json.Marshal(keys)
	return encoded
}

func (w *twins) identity(ids ...string) *tfprotov6.ResourceIdentityData {
	typ := w.fast.identities[ticket].ValueType()
	values := []any{nil, nil, map[string]any{"id": ids[w.random.IntN(len(ids))]},
		map[string]any{"id": ids[0], "group_id": "group-1"}}
	switch i := w.random.IntN(len(values) + 1); {
	case i < len(values):
		return &tfprotov6.ResourceIdentityData{IdentityData: w.fast.value(typ, values[i])}
	default:
		return nil
	}
}

// response is what the protocol's responses have in common, in a form to compare.
type response struct {
	State, Identity, Private any
	Replaced, Diags          []string
	Deferred                 any
}

func (w *twins) readable(
	state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, private []byte, diags []*tfprotov6.Diagnostic,
) (r response) {
	w.fast.t.Helper()
	if state != nil {
		v, err := state.Unmarshal(w.typ)
		w.fast.noErrors(err, nil)
		r.State = w.unify(v.String())
	}
	if identity != nil {
		v, err := identity.IdentityData.Unmarshal(w.fast.identities[ticket].ValueType())
		w.fast.noErrors(err, nil)
		r.Identity = v.String()
	}
	r.Private = string(private)
	for _, d := range diags {
		r.Diags = append(r.Diags, w.unify(fmt.Sprintln(d.Severity, d.Summary, d.Detail, d.Attribute)))
	}
	return r
}

// unify replaces what differs between two simulators and two calls.
func (w *twins) unify(text string) string {
	return volatile.ReplaceAllString(strings.ReplaceAll(text, w.other.URL, w.env.URL), "*")
}

var volatile = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z|[Rr]equest ID:? \S+|127\.0\.0\.1:\d+|\d+(\.\d+)?m?s\b`)

func isError(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError }

// compare fails the test if two responses differ.
func (w *twins) compare(what string, want, got any, err ...error) {
	w.fast.t.Helper()
	w.fast.noErrors(errors.Join(err...), nil)
	if diff := cmp.Diff(want, got); diff != "" {
		w.fast.t.Fatalf("%s differs from the framework's response:\n%s", what, diff)
	}
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
