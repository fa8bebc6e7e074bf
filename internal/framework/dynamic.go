// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// JSONObject returns the object in a dynamic value for a request, nil for null and unknown. Numbers keep all their digits.
func JSONObject(v types.Dynamic) (map[string]any, error) {
	if !IsKnown(v) || v.IsUnderlyingValueNull() || v.IsUnderlyingValueUnknown() {
		return nil, nil
	}
	out, err := plain(v.UnderlyingValue())
	if err != nil {
		return nil, err
	}
	object, ok := out.(map[string]any)
	if !ok {
		return nil, errors.New("the value is not an object")
	}
	return object, nil
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

func plainMap(in map[string]attr.Value) (any, error) {
	out := make(map[string]any, len(in))
	for k, v := range in {
		p, err := plain(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		out[k] = p
	}
	return out, nil
}

func plainList(in []attr.Value) (any, error) {
	out := make([]any, 0, len(in))
	for i, v := range in {
		p, err := plain(v)
		if err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
		out = append(out, p)
	}
	return out, nil
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
