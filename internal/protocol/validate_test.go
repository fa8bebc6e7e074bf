// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// validate returns the errors of a resource's configuration, each with its attribute.
func (s *server) validate(resource string, config map[string]any) []string {
	s.t.Helper()
	resp, err := s.ValidateResourceConfig(s.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: resource, Config: s.value(s.schemas.ResourceSchemas[resource].ValueType(), config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, d := range resp.Diagnostics {
		out = append(out, d.Attribute.String()+": "+d.Summary+": "+d.Detail)
	}
	return out
}

// TestValidate checks which values of arguments are invalid. The errors contain the argument and never the value.
func TestValidate(t *testing.T) {
	t.Parallel()
	s := serve(t, acctest.New(t, simulator.Options{}).Server())
	needed := map[string]map[string]any{
		"osm_servicecase":  {},
		"osm_case_message": {"case_id": "TS-1"},
		"osm_label":        {"name": "a", "color": "#00aa00"},
		"osm_accessory":    {"content": "text", "accessory_name": "a.txt"},
		"osm_case_wait":    {"case_id": "TS-1", "statuses": []any{"ended"}},
	}
	for _, c := range []struct {
		resource, argument string
		want               string
		noErrors, bad      []any
	}{
		{"osm_servicecase", "simple_description", "visible character", []any{"x", " x\n", "不通", "❤️", "?"},
			[]any{" ", "\n\t", "\u200b", "\ufeff\u2060", "\u3164", "\u2800 ", "\u0301"}},
		{"osm_servicecase", "remind_mail", "one email address", []any{"name@example.com", "a.b+c@x-y.example", "用户@例子.公司"},
			[]any{"no mailbox", "a@b", "a@example.com,b@example.com", "a b@example.com", "@example.com", "a@@example.com",
				"a\u200b@example.com"}},
		{"osm_servicecase", "remind_mobile", "phone number without the country code",
			[]any{"13800000000", "138 0000 0000", "010-1234567", "110"},
			[]any{"call me", "+8613800000000", "138****0000", "138  0000", "-138", "12", "138 "}},
		{"osm_servicecase", "remind_time", "between 00:00 and 24:00",
			[]any{"0", "00:00-24:00", "09:00-18:00", "22:30-06:15", "23:59-24:00"},
			[]any{"24:59-24:30", "24:01-24:00", "9:00-18:00", "09:00", "1", "09:60-10:00", "25:00-26:00", "09:00-18:00 "}},
		{"osm_servicecase", "area_code", "1 to 4 digits", []any{"86", "1", "0086", "1684"},
			[]any{"+86", "86 ", "China", "00861", ""}},
		{"osm_servicecase", "verify_code_wo", "exactly six", []any{"123456", "a1B2c3"},
			[]any{"1", "12345", "1234567", "12 456", "12345\u200b"}},
		{"osm_servicecase", "timeouts", "greater than 0", []any{map[string]any{"create": "1s", "delete": "2h45m"}},
			[]any{map[string]any{"create": "-5m"}, map[string]any{"read": "0s"}, map[string]any{"update": "-1ns"},
				map[string]any{"delete": "0"}}},
		{"osm_case_wait", "timeouts", "greater than 0", []any{map[string]any{"create": "1h"}},
			[]any{map[string]any{"create": "-1h"}}},
		{"osm_case_message", "content", "visible character", []any{"x"}, []any{" ", "\u200b\u200b"}},
		{"osm_case_message", "content_wo", "visible character", []any{"x"}, []any{" \n", "\ufeff"}},
		{"osm_label", "name", "whitespace", []any{"a", "a b", "夜班"}, []any{" a", "a ", "a\t", "\u3000a", "\u200ba", "a\ufeff"}},
		{"osm_label", "name", "visible character", []any{"a"}, []any{" ", "\u200b"}},
		{"osm_accessory", "accessory_name", "visible character", []any{"a.txt"}, []any{"  "}},
		{"osm_servicecase", "label_ids", "at most 5", []any{[]any{}, []any{1, 2, 3, 4, 5}}, []any{[]any{1, 2, 3, 4, 5, 6}}},
		{"osm_servicecase", "related_case_ids", "at most 3", []any{[]any{"TS-1", "TS-2", "TS-3"}},
			[]any{[]any{"TS-1", "TS-2", "TS-3", "TS-4"}}},
	} {
		for i, values := range [][]any{c.noErrors, c.bad} {
			for _, v := range values {
				config := with(needed[c.resource], map[string]any{c.argument: v})
				if c.argument == "content_wo" {
					config["content_wo_version"] = 1
				}
				errors := strings.Join(s.validate(c.resource, config), "\n")
				got := strings.Contains(errors, c.want) && strings.Contains(errors, c.argument)
				if got != (i == 1) || i == 0 && errors != "" {
					t.Errorf("%s.%s = %#v: errors %q; want one about %q: %v", c.resource, c.argument, v, errors, c.want, i == 1)
				}
				if i == 1 && strings.Contains(errors, "got: ") {
					t.Errorf("%s.%s: the error shows the value: %s", c.resource, c.argument, errors)
				}
			}
		}
	}
}

// TestLabelColor checks that the case of a color is not a change: neither if the service returns it in lower case nor if the
// configuration changes the case.
func TestLabelColor(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	id := int64(env.AddLabel("night", "#00ff00"))
	state, _ := s.read("osm_label", map[string]any{"id": id, "name": "night", "color": "#00FF00"}, nil, nil)
	expect(t, "a lower-case echo", state, map[string]any{"id": id, "name": "night", "color": "#00FF00"})
	state, _ = s.read("osm_label", map[string]any{"id": id, "name": "night", "color": "#00FF01"}, nil, nil)
	expect(t, "another color", state, map[string]any{"id": id, "name": "night", "color": "#00ff00"})
	typ := s.schemas.ResourceSchemas["osm_label"].ValueType()
	for color, want := range map[string]string{"#00FF00": "#00ff00", "#00fF00": "#00ff00", "#00FF01": "#00FF01"} {
		config := map[string]any{"name": "night", "color": color}
		plan, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "osm_label", PriorState: s.value(typ, state), Config: s.value(typ, config),
			ProposedNewState: s.value(typ, with(config, map[string]any{"id": id})),
		})
		s.noErrors(err, plan.Diagnostics)
		expect(t, color, s.plain(typ, plan.PlannedState), map[string]any{"id": id, "name": "night", "color": want})
	}
}
