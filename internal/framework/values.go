// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

// KeepIdentity sets an identity unless there already is one: Terraform accepts no other identity for the same object, whereas
// group_id may change.
func KeepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, value any) diag.Diagnostics {
	if !identity.Raw.IsFullyNull() {
		return nil
	}
	return identity.Set(ctx, value)
}
