// SPDX-License-Identifier: MPL-2.0

package framework_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

type codecModel struct {
	Text     types.String   `tfsdk:"text"`
	List     types.List     `tfsdk:"list"`
	Dynamic  types.Dynamic  `tfsdk:"dynamic"`
	Object   types.Object   `tfsdk:"object"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
	codecCounts
}

type codecCounts struct {
	Number types.Int64 `tfsdk:"number"`
	Flag   types.Bool  `tfsdk:"flag"`
}

// TestCodec checks that a codec decodes and encodes as the plugin framework does.
func TestCodec(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s := schema.Schema{Attributes: map[string]schema.Attribute{
		"text":     schema.StringAttribute{Optional: true},
		"list":     schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"dynamic":  schema.DynamicAttribute{Optional: true},
		"number":   schema.Int64Attribute{Optional: true},
		"flag":     schema.BoolAttribute{Optional: true},
		"timeouts": timeouts.AttributesAll(ctx),
		"object": schema.SingleNestedAttribute{Optional: true,
			Attributes: map[string]schema.Attribute{"inner": schema.Int64Attribute{Optional: true}}},
	}}
	typ, ok := s.Type().TerraformType(ctx).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is not an object")
	}
	of := func(name string, v any) tftypes.Value { return tftypes.NewValue(typ.AttributeTypes[name], v) }
	text := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.String, v) }
	object, _ := typ.AttributeTypes["object"].(tftypes.Object)
	inner := tftypes.NewValue(object, map[string]tftypes.Value{"inner": tftypes.NewValue(tftypes.Number, 7)})
	codec := framework.NewCodec[codecModel](ctx, s)
	whole := func(given map[string]tftypes.Value) tftypes.Value {
		attributes := map[string]tftypes.Value{}
		for attribute := range typ.AttributeTypes {
			attributes[attribute] = of(attribute, nil)
		}
		maps.Copy(attributes, given)
		return tftypes.NewValue(typ, attributes)
	}
	for name, given := range map[string]map[string]tftypes.Value{
		"null": {},
		"known": {"text": text("a"), "list": of("list", []tftypes.Value{text("b"), text(tftypes.UnknownValue)}),
			"dynamic": inner, "object": inner, "number": of("number", 5), "flag": of("flag", true)},
		"unknown": {"text": of("text", tftypes.UnknownValue), "list": of("list", tftypes.UnknownValue),
			"dynamic": of("dynamic", tftypes.UnknownValue), "object": of("object", tftypes.UnknownValue),
			"timeouts": of("timeouts", tftypes.UnknownValue)},
		"empty": {"text": text(""), "list": of("list", []tftypes.Value{}), "dynamic": tftypes.NewValue(object, nil)},
	} {
		state := tfsdk.State{Raw: whole(given), Schema: s}
		var got, want codecModel
		if diags := state.Get(ctx, &want); diags.HasError() {
			t.Fatalf("%s: %v", name, diags)
		}
		if diags := codec.Decode(ctx, state.Raw, &got); diags.HasError() || !codec.Equal(&got, &want) {
			t.Errorf("%s: decoded %v, %v, want %v", name, got, diags, want)
		}
		var encoded tftypes.Value
		if diags := codec.Encode(ctx, &got, &encoded); diags.HasError() || !encoded.Equal(state.Raw) {
			t.Errorf("%s: encoded %v\n%s", name, diags, cmp.Diff(state.Raw.String(), encoded.String()))
		}
		want.Flag = types.BoolUnknown()
		if codec.Equal(&got, &want) {
			t.Errorf("%s: a changed model is equal", name)
		}
	}
	var model codecModel
	if diags := codec.Decode(ctx, tftypes.NewValue(typ, nil), &model); !diags.HasError() {
		t.Error("null was decoded")
	}
	var encoded tftypes.Value
	if diags := codec.Encode(ctx, &model, &encoded); diags.HasError() || !encoded.Equal(whole(nil)) {
		t.Errorf("the zero model was encoded as %v, %v", encoded, diags)
	}
}

// TestNewCodec_mismatch checks that a model which does not fit its schema is found when the codec is built.
func TestNewCodec_mismatch(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]schema.Schema{
		"missing field": {Attributes: map[string]schema.Attribute{
			"text": schema.StringAttribute{}, "more": schema.BoolAttribute{}}},
		"missing attribute": {},
		"another type":      {Attributes: map[string]schema.Attribute{"text": schema.BoolAttribute{}}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			framework.NewCodec[struct {
				Text types.String `tfsdk:"text"`
			}](t.Context(), s)
		}()
	}
}
