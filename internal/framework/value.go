// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// String gives null for nil: a field that the service left out is not an empty one.
func String(p *string) types.String { return types.StringPointerValue(p) }

// Text gives null for nil and for "".
func Text(p *string) types.String {
	if p == nil || *p == "" {
		return types.StringNull()
	}
	return types.StringValue(*p)
}

// Integer gives null for nil.
func Integer(p *osmapi.Integer) types.Int64 {
	if p == nil {
		return types.Int64Null()
	}
	return types.Int64Value(int64(*p))
}

// Strings gives the known elements of a list or set of strings that has been decoded into values; null and unknown ones are left out.
func Strings(values []types.String) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		if IsKnown(v) {
			out = append(out, v.ValueString())
		}
	}
	return out
}

// Pointer gives nil for null and unknown. The framework's own ValueStringPointer gives a pointer to "" for unknown.
func Pointer(v types.String) *string {
	if !IsKnown(v) {
		return nil
	}
	return v.ValueStringPointer()
}

// IsKnown tells whether v is neither null nor unknown.
func IsKnown(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// List gives the elements of an array of an answer that may be absent or null.
func List[T any](items *[]T) []T {
	if items == nil {
		return nil
	}
	return *items
}

// Value gives what p points to, or the zero value.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
