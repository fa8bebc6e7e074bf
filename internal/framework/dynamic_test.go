// SPDX-License-Identifier: MPL-2.0

package framework_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

func num(t *testing.T, s string) types.Number {
	t.Helper()
	f, _, err := big.ParseFloat(s, 10, 512, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	return types.NumberValue(f)
}

func TestObjectsAreSentWithAllTheirDigits(t *testing.T) {
	t.Parallel()
	object := func(a map[string]attr.Value) types.Dynamic {
		kinds := map[string]attr.Type{}
		for k, v := range a {
			kinds[k] = v.Type(t.Context())
		}
		return types.DynamicValue(types.ObjectValueMust(kinds, a))
	}
	for want, in := range map[string]types.Dynamic{
		`{}`:                         object(nil),
		`{"a":"x"}`:                  object(map[string]attr.Value{"a": types.StringValue("x")}),
		`{"n":12345678901234567890}`: object(map[string]attr.Value{"n": num(t, "12345678901234567890")}),
		`{"n":0.1}`:                  object(map[string]attr.Value{"n": num(t, "0.1")}),
		`{"n":-3}`:                   object(map[string]attr.Value{"n": num(t, "-3")}),
		`{"b":true,"z":null}`:        object(map[string]attr.Value{"b": types.BoolValue(true), "z": types.StringNull()}),
		`{"l":["a",1]}`: object(map[string]attr.Value{"l": types.TupleValueMust([]attr.Type{types.StringType, types.NumberType},
			[]attr.Value{types.StringValue("a"), num(t, "1")})}),
		`null`: types.DynamicNull(),
	} {
		got, err := framework.JSONObject(in)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		text, err := json.Marshal(got)
		if err != nil || string(text) != want {
			t.Errorf("got %s (%v), want %s", text, err, want)
		}
	}
	if _, err := framework.JSONObject(types.DynamicValue(types.StringValue("{}"))); err == nil {
		t.Error("a text is taken for an object")
	}
	if _, err := framework.JSONObject(object(map[string]attr.Value{"a": types.StringUnknown()})); err == nil {
		t.Error("an unknown value is sent")
	}
}

// TestFromJSON checks that JSON becomes the value of the same literal, and nothing if there is no such value.
func TestFromJSON(t *testing.T) {
	t.Parallel()
	decode := func(text string) (v any) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, text := range []string{`{}`, `{"a":{"b":[true,"x",[]]},"n":12345678901234567890,"p":0.1}`} {
		got, err := framework.JSONObject(types.DynamicValue(framework.FromJSON(t.Context(), decode(text))))
		back, _ := json.Marshal(got)
		if err != nil || string(back) != text {
			t.Errorf("%s becomes %s, %v", text, back, err)
		}
	}
	if got := framework.FromJSON(t.Context(), decode("0.1")); !got.Equal(num(t, "0.1")) {
		t.Errorf("0.1 becomes %v", got)
	}
	for _, text := range []string{`null`, `{"a":null}`, `{"a":[1,null]}`, `1e99999`, `{"a":1e-99999}`} {
		if got := framework.FromJSON(t.Context(), decode(text)); got != nil {
			t.Errorf("%s becomes %v", text, got)
		}
	}
}

func TestOnlyObjectsAreTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in types.Dynamic
		ok bool
	}{
		"null":    {types.DynamicNull(), true},
		"unknown": {types.DynamicUnknown(), true},
		"text":    {types.DynamicValue(types.StringValue("{}")), false},
		"number":  {types.DynamicValue(types.NumberValue(big.NewFloat(1))), false},
		"map":     {types.DynamicValue(types.MapValueMust(types.StringType, nil)), true},
		"object":  {types.DynamicValue(types.ObjectValueMust(nil, nil)), true},
		"list":    {types.DynamicValue(types.ListValueMust(types.StringType, nil)), false},
	} {
		var resp validator.DynamicResponse
		framework.IsObject().ValidateDynamic(t.Context(),
			validator.DynamicRequest{Path: path.Root("extends_map"), ConfigValue: c.in},
			&resp)
		if resp.Diagnostics.HasError() == c.ok {
			t.Errorf("%s: %v", name, resp.Diagnostics)
		}
	}
}
