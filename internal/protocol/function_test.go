// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestFunctions calls each function on a server that is not configured, as Terraform does.
func TestFunctions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := serve(t, env.Server())
	for _, c := range []struct {
		function string
		argument any
		want     any // nil means an error of the argument
	}{
		{"status_name", 0, "to_be_handled"},
		{"status_name", 17, "waiting_for_feedback"},
		{"status_name", 21, "21"},
		{"is_open", "0", true},
		{"is_open", "completed", false},
		{"is_open", "13", false},
		{"is_open", "waiting_for_feedback", true},
		{"is_open", "21", true},
		{"is_open", "31", nil},
		{"is_open", "closed", nil},
		{"is_open", "", nil},
	} {
		f := s.schemas.Functions[c.function]
		if f == nil {
			t.Fatalf("no function %s", c.function)
		}
		resp, err := s.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
			Name: c.function, Arguments: []*tfprotov6.DynamicValue{s.value(f.Parameters[0].Type, c.argument)},
		})
		if err != nil {
			t.Fatal(err)
		}
		if c.want == nil {
			if resp.Error == nil || resp.Error.FunctionArgument == nil || !strings.Contains(resp.Error.Text, "to_be_handled") {
				t.Errorf("%s(%v) returns the error %+v, want one of the argument with the names", c.function, c.argument,
					resp.Error)
			}
			continue
		}
		if resp.Error != nil {
			t.Errorf("%s(%v): %s", c.function, c.argument, resp.Error.Text)
			continue
		}
		value, err := resp.Result.Unmarshal(f.Return.Type)
		s.noErrors(err, nil)
		if want := tftypes.NewValue(f.Return.Type, c.want); !value.Equal(want) {
			t.Errorf("%s(%v) is %s, want %s", c.function, c.argument, value, want)
		}
	}
	if len(env.Requests()) > 0 {
		t.Error("a function made a call")
	}
}

// TestServed checks the list of what newer clients support, and that each has a description.
func TestServed(t *testing.T) {
	t.Parallel()
	s := start(t, acctest.New(t, simulator.Options{}), nil)
	meta, err := s.GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{})
	s.noErrors(err, meta.Diagnostics)
	var got []string
	for _, m := range meta.Actions {
		got = append(got, "action "+m.TypeName)
		described(t, m.TypeName, s.schemas.ActionSchemas[m.TypeName].Schema)
	}
	for _, m := range meta.ListResources {
		got = append(got, "list "+m.TypeName)
		described(t, m.TypeName, s.schemas.ListResourceSchemas[m.TypeName])
		if s.identities[m.TypeName] == nil {
			t.Errorf("%s has a list resource, but no identity", m.TypeName)
		}
	}
	for _, m := range meta.EphemeralResources {
		got = append(got, "ephemeral "+m.TypeName)
		described(t, m.TypeName, s.schemas.EphemeralResourceSchemas[m.TypeName])
	}
	for _, m := range meta.Functions {
		got = append(got, "function "+m.Name)
		if f := s.schemas.Functions[m.Name]; f.Summary == "" || f.Description == "" || f.Parameters[0].Description == "" {
			t.Errorf("function %s lacks a description", m.Name)
		}
	}
	want := []string{
		"action osm_agreement_sign",
		"action osm_authorization_reject",
		"action osm_authorization_withdraw",
		"action osm_case_cancel",
		"action osm_case_close",
		"action osm_case_message",
		"action osm_case_press",
		"action osm_case_read",
		"action osm_case_score",
		"action osm_verification_check",
		"action osm_verification_send",
		"ephemeral osm_accessory_content",
		"ephemeral osm_accessory_urls",
		"ephemeral osm_cases_export",
		"ephemeral osm_token",
		"function is_open",
		"function status_name",
		"list osm_case_message",
		"list osm_label",
		"list osm_servicecase",
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("served:\n     %q\nwant %q", got, want)
	}
}

func described(t *testing.T, name string, schema *tfprotov6.Schema) {
	t.Helper()
	if schema.Block.Description == "" {
		t.Errorf("%s has no description", name)
	}
	for _, a := range schema.Block.Attributes {
		if a.Description == "" {
			t.Errorf("%s.%s has no description", name, a.Name)
		}
	}
}
