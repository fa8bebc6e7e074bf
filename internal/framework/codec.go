// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Codec decodes and encodes a model whose fields are all values of the plugin framework. Its results are those of the framework's
// Get and Set, which look up each attribute by its path and each field by its tag on every call.
type Codec[M any] struct {
	typ    tftypes.Type
	fields []codecField
}

// codecField is a field of the model and its attribute.
type codecField struct {
	name      string
	index     []int
	typ       attr.Type
	terraform tftypes.Type
}

// NewCodec returns the codec of a model for a schema. It panics if the fields of the model do not match the attributes.
func NewCodec[M any](ctx context.Context, schema interface{ Type() attr.Type }) *Codec[M] {
	object, ok := schema.Type().(attr.TypeWithAttributeTypes)
	if !ok {
		panic(fmt.Sprintf("%T is not an object", schema.Type()))
	}
	attributes, model := object.AttributeTypes(), reflect.TypeFor[M]()
	c := &Codec[M]{typ: object.TerraformType(ctx)}
	for _, field := range reflect.VisibleFields(model) {
		name, isAttribute := field.Tag.Lookup("tfsdk")
		if !isAttribute {
			continue
		}
		typ, known := attributes[name]
		if !known || !reflect.TypeOf(typ.ValueType(ctx)).AssignableTo(field.Type) {
			panic(fmt.Sprintf("%s.%s does not match the attribute %q", model, field.Name, name))
		}
		c.fields = append(c.fields, codecField{name: name, index: field.Index, typ: typ, terraform: typ.TerraformType(ctx)})
	}
	if len(c.fields) != len(attributes) {
		panic(fmt.Sprintf("%s has %d fields, want %d", model, len(c.fields), len(attributes)))
	}
	return c
}

// Decode sets the fields of m to the attributes of an object.
func (c *Codec[M]) Decode(ctx context.Context, object tftypes.Value, m *M) (diags diag.Diagnostics) {
	var attributes *map[string]tftypes.Value
	if err := object.As(&attributes); err != nil || attributes == nil {
		diags.AddError("Unable to decode object",
			fmt.Sprintf("This is a bug in the provider: please report it (null or %v).", err))
		return diags
	}
	target := reflect.ValueOf(m).Elem()
	for _, f := range c.fields {
		value, err := f.typ.ValueFromTerraform(ctx, (*attributes)[f.name])
		if err != nil {
			diags.AddError("Unable to decode "+f.name, fmt.Sprintf("This is a bug in the provider: please report it (%v).", err))
			continue
		}
		target.FieldByIndex(f.index).Set(reflect.ValueOf(value))
	}
	return diags
}

// Encode sets object to one whose attributes are the fields of m, unless it fails.
func (c *Codec[M]) Encode(ctx context.Context, m *M, object *tftypes.Value) (diags diag.Diagnostics) {
	attributes := make(map[string]tftypes.Value, len(c.fields))
	source := reflect.ValueOf(m).Elem()
	for _, f := range c.fields {
		value, err := f.encode(ctx, source)
		if err != nil {
			diags.AddError("Unable to encode "+f.name, fmt.Sprintf("This is a bug in the provider: please report it (%v).", err))
		}
		attributes[f.name] = value
	}
	if !diags.HasError() {
		*object = tftypes.NewValue(c.typ, attributes)
	}
	return diags
}

// encode returns null of the attribute's type for a field that was never set: the zero value knows no type of elements.
func (f codecField) encode(ctx context.Context, model reflect.Value) (tftypes.Value, error) {
	value, ok := model.FieldByIndex(f.index).Interface().(attr.Value)
	switch {
	case !ok:
		return tftypes.Value{}, fmt.Errorf("%s is not a value of the plugin framework", model.Type())
	case value.IsNull() && !f.terraform.Is(tftypes.DynamicPseudoType):
		return tftypes.NewValue(f.terraform, nil), nil
	}
	out, err := value.ToTerraformValue(ctx)
	if err == nil && !out.Type().UsableAs(f.terraform) {
		err = fmt.Errorf("the type is %s, want %s", out.Type(), f.terraform)
	}
	return out, err
}

// Equal reports whether all fields of two models are equal.
func (c *Codec[M]) Equal(a, b *M) bool {
	left, right := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for _, f := range c.fields {
		x, isValue := left.FieldByIndex(f.index).Interface().(attr.Value)
		y, _ := right.FieldByIndex(f.index).Interface().(attr.Value)
		if !isValue || !x.Equal(y) {
			return false
		}
	}
	return true
}
