// SPDX-License-Identifier: MPL-2.0

package framework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// TestValidators checks the whole text of each validator; "" accepts the value.
func TestValidators(t *testing.T) {
	t.Parallel()
	list := func(values ...attr.Value) types.List { return types.ListValueMust(types.StringType, values) }
	a, b := types.StringValue("a"), types.StringValue("b")
	actions := framework.OneOf("close", "delete", "abandon")
	for name, c := range map[string]struct {
		check any
		value attr.Value
		want  string
	}{
		"one of": {actions, types.StringValue("close"), ""},
		"none of": {actions, types.StringValue("Deleted"),
			"`x` must be \"delete\", \"close\" or \"abandon\", not \"Deleted\"."},
		"one of, unknown": {actions, types.StringUnknown(), ""},
		"length":          {framework.LengthBetween(1, 3), types.StringValue("äöü"), ""},
		"length, empty":   {framework.LengthBetween(1, 3), types.StringValue(""), "`x` must not be empty."},
		"length, long": {framework.LengthBetween(1, 3), types.StringValue("secret"),
			"`x` must have 1 to 3 characters, not 6."},
		"length, at most": {framework.LengthBetween(0, 3), types.StringValue("secret"),
			"`x` must have at most 3 characters, not 6."},
		"length, unknown":      {framework.LengthBetween(1, 3), types.StringUnknown(), ""},
		"between":              {framework.Between(0, 1), types.Int64Value(1), ""},
		"between, above":       {framework.Between(0, 1), types.Int64Value(2), "`x` must be between 0 and 1, not 2."},
		"between, null":        {framework.Between(1, 2), types.Int64Null(), ""},
		"at least":             {framework.AtLeast(1), types.Int64Value(0), "`x` must be at least 1, not 0."},
		"size":                 {framework.Size{From: 1, To: 2}, list(a), ""},
		"size, none":           {framework.Size{From: 1}, list(), "`x` must not be empty."},
		"size, more than one":  {framework.Size{To: 1}, list(a, b), "`x` must have at most one element, not 2."},
		"size, more than most": {framework.Size{From: 1, To: 2}, list(a, b, a), "`x` must have 1 to 2 elements, not 3."},
		"size, unknown":        {framework.Size{From: 1}, types.ListUnknown(types.StringType), ""},
		"size of a set": {framework.Size{To: 0, From: 1}, types.SetValueMust(types.StringType, nil),
			"`x` must not be empty."},
		"time":              {framework.IsTime, types.StringValue("2024-02-29 23:59:59"), ""},
		"time, unknown":     {framework.IsTime, types.StringUnknown(), ""},
		"time, RFC 3339":    {framework.IsTime, types.StringValue("2019-05-22T03:30:52Z"), noTime("2019-05-22T03:30:52Z")},
		"time, date alone":  {framework.IsTime, types.StringValue("2019-05-22"), noTime("2019-05-22")},
		"time, no such day": {framework.IsTime, types.StringValue("2023-02-29 00:00:00"), noTime("2023-02-29 00:00:00")},
		"time, fraction":    {framework.IsTime, types.StringValue("2019-05-22 03:30:52.5"), noTime("2019-05-22 03:30:52.5")},
		"time, one digit":   {framework.IsTime, types.StringValue("2019-05-22 3:30:52"), noTime("2019-05-22 3:30:52")},
		"time, hour 24":     {framework.IsTime, types.StringValue("2019-05-22 24:00:00"), noTime("2019-05-22 24:00:00")},
		"time, padded":      {framework.IsTime, types.StringValue(" 2019-05-22 03:30:52"), noTime(" 2019-05-22 03:30:52")},
		"unique":            {framework.Unique{}, list(a, b), ""},
		"not unique": {framework.Unique{}, list(a, b, a),
			"`x` must not contain duplicates: remove element 2, which equals element 0."},
		"no null": {framework.NoNull{}, list(a, types.StringUnknown()), ""},
		"null":    {framework.NoNull{}, list(a, types.StringNull()), noNull},
		"null in a set": {framework.EachString(actions), types.SetValueMust(types.StringType,
			[]attr.Value{types.StringNull()}), noNull},
		"null in a set of numbers": {framework.EachInt64Between(0, 1), types.SetValueMust(types.Int64Type,
			[]attr.Value{types.Int64Null()}), noNull},
		"unique, unknowns": {framework.Unique{}, list(types.StringUnknown(), types.StringUnknown()), ""},
	} {
		if got := detail(t, c.check, c.value); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

const noNull = "`x` must not contain null."

func noTime(text string) string {
	return fmt.Sprintf("`x` must be a time as yyyy-MM-dd HH:mm:ss, such as 2019-05-22 03:30:52, not %q.", text)
}

// detail returns the text of a validator's errors about a value of x.
func detail(t *testing.T, check any, value attr.Value) string {
	t.Helper()
	at, ctx := path.Root("x"), t.Context()
	var diags diag.Diagnostics
	switch v := value.(type) {
	case types.String:
		var resp validator.StringResponse
		check.(validator.String).ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: v}, &resp)
		diags = resp.Diagnostics
	case types.Int64:
		var resp validator.Int64Response
		check.(validator.Int64).ValidateInt64(ctx, validator.Int64Request{Path: at, ConfigValue: v}, &resp)
		diags = resp.Diagnostics
	case types.List:
		var resp validator.ListResponse
		check.(validator.List).ValidateList(ctx, validator.ListRequest{Path: at, ConfigValue: v}, &resp)
		diags = resp.Diagnostics
	case types.Set:
		var resp validator.SetResponse
		check.(validator.Set).ValidateSet(ctx, validator.SetRequest{Path: at, ConfigValue: v}, &resp)
		diags = resp.Diagnostics
	}
	var out []string
	for _, d := range diags {
		out = append(out, d.Detail())
	}
	return strings.Join(out, "\n")
}
