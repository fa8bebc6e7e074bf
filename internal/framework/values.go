// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// String returns null for nil: a field that the service omits is not an empty one.
func String(p *string) types.String { return types.StringPointerValue(p) }

// Text returns null for nil and for "".
func Text(p *string) types.String {
	if Value(p) == "" {
		return types.StringNull()
	}
	return types.StringValue(*p)
}

// maxTitle is how many characters FirstWords returns at most, apart from the ellipsis.
const maxTitle = 60

// FirstWords returns the beginning of a text on one line, for display names, cut between words if possible.
func FirstWords(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= maxTitle {
		return string(runes)
	}
	cut := string(runes[:maxTitle])
	if at := strings.LastIndex(cut, " "); at > len(cut)/2 && runes[maxTitle] != ' ' {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ") + "…"
}

// Integer returns null for nil.
func Integer(p *osmapi.Integer) types.Int64 { return types.Int64PointerValue((*int64)(p)) }

// Elements is what lists and sets have in common.
type Elements interface {
	attr.Value
	Elements() []attr.Value
}

// Strings returns the known elements of a list or set of strings; nil for null and unknown.
func Strings(v Elements) []string { return known(v, types.String.ValueString) }

// Int64s returns the known elements of a list or set of numbers in ascending order; nil for null and unknown.
func Int64s(v Elements) []int64 {
	out := known(v, types.Int64.ValueInt64)
	slices.Sort(out)
	return out
}

func known[E attr.Value, T any](v Elements, value func(E) T) []T {
	if !IsKnown(v) {
		return nil
	}
	out := make([]T, 0, len(v.Elements()))
	for _, element := range v.Elements() {
		if e, ok := element.(E); ok && IsKnown(e) {
			out = append(out, value(e))
		}
	}
	return out
}

// Pointer returns nil for null and unknown. The framework's own ValueStringPointer returns a pointer to "" for unknown.
func Pointer(v types.String) *string {
	if !IsKnown(v) {
		return nil
	}
	return v.ValueStringPointer()
}

// Int32Pointer returns nil for null and unknown. The schema bounds the value.
func Int32Pointer(v types.Int64) *int32 {
	if !IsKnown(v) {
		return nil
	}
	return new(int32(v.ValueInt64()))
}

// KeepEqual returns prior if both values are known and equal reports that they mean the same, and planned otherwise.
func KeepEqual(planned, prior types.String, equal func(a, b string) bool) types.String {
	if IsKnown(planned) && IsKnown(prior) && equal(planned.ValueString(), prior.ValueString()) {
		return prior
	}
	return planned
}

// AddChanged adds the argument to paths if its planned value differs from the prior one.
func AddChanged(paths *path.Paths, argument string, planned, prior attr.Value) {
	if !planned.Equal(prior) {
		paths.Append(path.Root(argument))
	}
}

// IsKnown reports whether v is neither null nor unknown.
func IsKnown(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// Value returns what p points to, or the zero value for nil.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// Map returns f of each item. The result is never nil, so that the state holds an empty list rather than null.
func Map[T, M any](items []T, f func(T) M) []M {
	out := make([]M, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

// CutGroup splits an import ID at its last @ into the ID and a group. Without an @ the group is null.
func CutGroup(importID string) (id string, group types.String) {
	if at := strings.LastIndex(importID, "@"); at >= 0 {
		return importID[:at], types.StringValue(importID[at+1:])
	}
	return importID, types.StringNull()
}

// KeepIdentity sets an identity unless there is one: group_id may change, but Terraform rejects a changed identity.
func KeepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, value any) diag.Diagnostics {
	if !identity.Raw.IsFullyNull() {
		return nil
	}
	return identity.Set(ctx, value)
}

// JSONObject returns the object in a dynamic value for a request, nil for null and unknown. Numbers keep all their digits.
func JSONObject(v types.Dynamic) (map[string]any, error) {
	if !IsKnown(v) || v.IsUnderlyingValueNull() || v.IsUnderlyingValueUnknown() {
		return nil, nil
	}
	out, err := plain(v.UnderlyingValue())
	object, ok := out.(map[string]any)
	if err == nil && !ok {
		err = errors.New("the value is not an object")
	}
	return object, err
}

func plain(v attr.Value) (any, error) {
	if v == nil || v.IsNull() {
		return nil, nil
	}
	if v.IsUnknown() {
		return nil, errors.New("a value is not known yet")
	}
	switch v := v.(type) {
	case basetypes.StringValue:
		return v.ValueString(), nil
	case basetypes.BoolValue:
		return v.ValueBool(), nil
	case basetypes.NumberValue:
		return number(v.ValueBigFloat()), nil
	case basetypes.DynamicValue:
		return plain(v.UnderlyingValue())
	case basetypes.ObjectValue:
		return plainMap(v.Attributes())
	case basetypes.MapValue:
		return plainMap(v.Elements())
	case Elements: // a list, set or tuple
		return plainList(v.Elements())
	}
	return nil, errors.New("a value has an unsupported type")
}

func number(f *big.Float) json.Number {
	if f.IsInt() {
		return json.Number(f.Text('f', 0))
	}
	return json.Number(f.Text('g', -1))
}

func plainMap(in map[string]attr.Value) (_ any, err error) {
	out := make(map[string]any, len(in))
	for k, v := range in {
		if out[k], err = plain(v); err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
	}
	return out, nil
}

func plainList(in []attr.Value) (_ any, err error) {
	out := make([]any, len(in))
	for i, v := range in {
		if out[i], err = plain(v); err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
	}
	return out, nil
}

// maxExponent bounds the numbers that FromJSON accepts: a number of a few bytes may have millions of digits.
const maxExponent = 4096

// FromJSON returns decoded JSON as the value that the same literal in a configuration has. Numbers are a json.Number. It returns
// nil if the JSON contains what can't be compared with a literal: null, or a number with a huge exponent.
func FromJSON(ctx context.Context, v any) attr.Value {
	switch v := v.(type) {
	case string:
		return types.StringValue(v)
	case bool:
		return types.BoolValue(v)
	case json.Number:
		f, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil || f.MantExp(nil) > maxExponent || f.MantExp(nil) < -maxExponent {
			return nil
		}
		return types.NumberValue(f)
	case map[string]any:
		return objectFromJSON(ctx, v)
	case []any:
		return tupleFromJSON(ctx, v)
	}
	return nil
}

func objectFromJSON(ctx context.Context, in map[string]any) attr.Value {
	kinds, values := map[string]attr.Type{}, map[string]attr.Value{}
	for name, v := range in {
		value := FromJSON(ctx, v)
		if value == nil {
			return nil
		}
		kinds[name], values[name] = value.Type(ctx), value
	}
	return types.ObjectValueMust(kinds, values)
}

func tupleFromJSON(ctx context.Context, in []any) attr.Value {
	kinds, values := make([]attr.Type, len(in)), make([]attr.Value, len(in))
	for i, v := range in {
		if values[i] = FromJSON(ctx, v); values[i] == nil {
			return nil
		}
		kinds[i] = values[i].Type(ctx)
	}
	return types.TupleValueMust(kinds, values)
}

// IsObject returns a validator that rejects a dynamic value other than an object, such as the string that jsonencode returns.
func IsObject() validator.Dynamic { return isObject{"must be an object"} }

type isObject struct{ description }

func (isObject) ValidateDynamic(_ context.Context, req validator.DynamicRequest, resp *validator.DynamicResponse) {
	v := req.ConfigValue
	if !IsKnown(v) || v.IsUnderlyingValueNull() || v.IsUnderlyingValueUnknown() {
		return
	}
	switch v.UnderlyingValue().(type) {
	case basetypes.ObjectValue, basetypes.MapValue:
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Not an object",
		fmt.Sprintf("%#q must be an object such as { key = \"value\" }. Write the object itself, without jsonencode.",
			req.Path.String()))
}

// Arguments returns the names of arguments for a text: `a`, `b` and `c`. Empty names are left out.
func Arguments(names []string) string {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
	return apierror.Join(names, "and", func(name string) string { return "`" + name + "`" })
}
