// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// String returns null for nil: a field that the service omits is not an empty one.
func String(p *string) types.String { return types.StringPointerValue(p) }

// Text returns null for nil and for "".
func Text(p *string) types.String {
	if p == nil || *p == "" {
		return types.StringNull()
	}
	return types.StringValue(*p)
}

// Integer returns null for nil.
func Integer(p *osmapi.Integer) types.Int64 {
	if p == nil {
		return types.Int64Null()
	}
	return types.Int64Value(int64(*p))
}

// Elements is what lists and sets have in common.
type Elements interface {
	attr.Value
	ElementsAs(ctx context.Context, target any, allowUnhandled bool) diag.Diagnostics
}

// Strings returns the known elements of a list or set of strings; nil for null and unknown.
func Strings(ctx context.Context, v Elements, diags *diag.Diagnostics) []string {
	if !IsKnown(v) {
		return nil
	}
	var values []types.String
	diags.Append(v.ElementsAs(ctx, &values, false)...)
	out := make([]string, 0, len(values))
	for _, s := range values {
		if IsKnown(s) {
			out = append(out, s.ValueString())
		}
	}
	return out
}

// Int64s returns the known elements of a list or set of numbers in ascending order; nil for null and unknown.
func Int64s(ctx context.Context, v Elements, diags *diag.Diagnostics) []int64 {
	if !IsKnown(v) {
		return nil
	}
	var values []types.Int64
	diags.Append(v.ElementsAs(ctx, &values, false)...)
	out := make([]int64, 0, len(values))
	for _, n := range values {
		if IsKnown(n) {
			out = append(out, n.ValueInt64())
		}
	}
	slices.Sort(out)
	return out
}

// Pointer returns nil for null and unknown. The framework's own ValueStringPointer returns a pointer to "" for unknown.
func Pointer(v types.String) *string {
	if !IsKnown(v) {
		return nil
	}
	return v.ValueStringPointer()
}

// KeepEqual returns prior if both values are known and equal reports that they mean the same, and planned otherwise.
func KeepEqual(planned, prior types.String, equal func(a, b string) bool) types.String {
	if IsKnown(planned) && IsKnown(prior) && equal(planned.ValueString(), prior.ValueString()) {
		return prior
	}
	return planned
}

// IsKnown reports whether v is neither null nor unknown.
func IsKnown(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// List returns the elements of an array that may be absent or null.
func List[T any](items *[]T) []T { return Value(items) }

// Value returns what p points to, or the zero value for nil.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
