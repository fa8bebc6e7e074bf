// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// source is a Go file of package main that is generated from schemas.
type source struct {
	imports map[string]string // name by path
	init    strings.Builder
}

// floorSource returns the schemas of the ticket and the attachment for the program floor, without descriptions.
func floorSource(ctx context.Context) (string, error) {
	served, err := provider.NewServer("bench")().GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return "", err
	}
	s := &source{imports: map[string]string{}}
	fmt.Fprintf(&s.init, "\tproviderSchema = %s\n", s.literal(ctx, reflect.ValueOf(served.Provider)))
	for _, name := range []string{"osm_accessory", "osm_servicecase"} {
		fmt.Fprintf(&s.init, "\tresources[%q] = %s\n", name, s.literal(ctx, reflect.ValueOf(served.ResourceSchemas[name])))
	}
	return s.text(), nil
}

// smallestSource returns all schemas of the provider for the program smallest.
func smallestSource(ctx context.Context) (string, error) {
	s, p := &source{imports: map[string]string{}}, provider.New("bench")()
	var config frameworkprovider.SchemaResponse
	p.Schema(ctx, frameworkprovider.SchemaRequest{}, &config)
	fmt.Fprintf(&s.init, "\tconfiguration = %s\n", s.literal(ctx, reflect.ValueOf(config.Schema)))
	for _, create := range p.Resources(ctx) {
		r, name, schema := create(), resource.MetadataResponse{}, resource.SchemaResponse{}
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "osm"}, &name)
		r.Schema(ctx, resource.SchemaRequest{}, &schema)
		s.function(ctx, "resources", name.TypeName, reflect.ValueOf(schema.Schema))
	}
	for _, create := range p.DataSources(ctx) {
		d, name, schema := create(), datasource.MetadataResponse{}, datasource.SchemaResponse{}
		d.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "osm"}, &name)
		d.Schema(ctx, datasource.SchemaRequest{}, &schema)
		s.function(ctx, "dataSources", name.TypeName, reflect.ValueOf(schema.Schema))
	}
	if err := s.newer(ctx, p); err != nil {
		return "", err
	}
	return s.text(), nil
}

// newer adds the schemas of what newer clients know.
func (s *source) newer(ctx context.Context, p frameworkprovider.Provider) error {
	served, ok := p.(interface {
		frameworkprovider.ProviderWithEphemeralResources
		frameworkprovider.ProviderWithListResources
		frameworkprovider.ProviderWithActions
		frameworkprovider.ProviderWithFunctions
	})
	if !ok {
		return errors.New("the provider lacks a feature that the smallest one has")
	}
	for _, create := range served.EphemeralResources(ctx) {
		e, name, schema := create(), ephemeral.MetadataResponse{}, ephemeral.SchemaResponse{}
		e.Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: "osm"}, &name)
		e.Schema(ctx, ephemeral.SchemaRequest{}, &schema)
		s.function(ctx, "ephemerals", name.TypeName, reflect.ValueOf(schema.Schema))
	}
	for _, create := range served.ListResources(ctx) {
		l, name, schema := create(), resource.MetadataResponse{}, list.ListResourceSchemaResponse{}
		l.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "osm"}, &name)
		l.ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &schema)
		s.function(ctx, "lists", name.TypeName, reflect.ValueOf(schema.Schema))
	}
	for _, create := range served.Actions(ctx) {
		a, name, schema := create(), action.MetadataResponse{}, action.SchemaResponse{}
		a.Metadata(ctx, action.MetadataRequest{ProviderTypeName: "osm"}, &name)
		a.Schema(ctx, action.SchemaRequest{}, &schema)
		s.function(ctx, "actions", name.TypeName, reflect.ValueOf(schema.Schema))
	}
	for _, create := range served.Functions(ctx) {
		f, name, definition := create(), function.MetadataResponse{}, function.DefinitionResponse{}
		f.Metadata(ctx, function.MetadataRequest{}, &name)
		f.Definition(ctx, function.DefinitionRequest{}, &definition)
		s.function(ctx, "functions", name.Name, reflect.ValueOf(definition.Definition))
	}
	return nil
}

func (s *source) function(ctx context.Context, variable, name string, schema reflect.Value) {
	fmt.Fprintf(&s.init, "\t%s[%q] = func() %s {\n\t\treturn %s\n\t}\n", variable, name, s.typeName(schema.Type()),
		s.literal(ctx, schema))
}

func (s *source) text() string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	for _, imported := range slices.Sorted(maps.Keys(s.imports)) {
		fmt.Fprintf(&b, "\t%s %q\n", s.imports[imported], imported)
	}
	return b.String() + ")\n\nfunc init() {\n" + s.init.String() + "}\n"
}

// name imports the package and returns its name in the file: several packages are called schema.
func (s *source) name(imported string) string {
	name := path.Base(imported)
	if name == "schema" {
		name = path.Base(path.Dir(imported)) + name
	}
	s.imports[imported] = name
	return name
}

// typeName returns the name of a type, of which the elements of maps and slices are imported as well.
func (s *source) typeName(t reflect.Type) string {
	switch {
	case t.Name() != "" && t.PkgPath() != "":
		return s.name(t.PkgPath()) + "." + t.Name()
	case t.Kind() == reflect.Pointer:
		return "*" + s.typeName(t.Elem())
	case t.Kind() == reflect.Slice:
		return "[]" + s.typeName(t.Elem())
	case t.Kind() == reflect.Map:
		return "map[" + s.typeName(t.Key()) + "]" + s.typeName(t.Elem())
	default:
		return t.String()
	}
}

// logic are the fields of schemas that hold code.
var logic = []string{"Validators", "PlanModifiers", "CustomType"}

// literal returns the Go source of a value. Schemas of the protocol lose their descriptions.
func (s *source) literal(ctx context.Context, v reflect.Value) string {
	if typ, ok := v.Interface().(tftypes.Type); ok {
		if text := s.primitive(typ); text != "" {
			return text
		}
	}
	if text := s.defaultValue(ctx, v.Interface()); text != "" {
		return text
	}
	switch v.Kind() {
	case reflect.Interface:
		return s.literal(ctx, v.Elem())
	case reflect.Pointer:
		return "&" + s.literal(ctx, v.Elem())
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = s.literal(ctx, v.Index(i)) + ",\n"
		}
		return s.typeName(v.Type()) + "{\n" + strings.Join(items, "") + "}"
	case reflect.Map:
		var items []string
		for _, key := range v.MapKeys() {
			items = append(items, s.literal(ctx, key)+": "+s.literal(ctx, v.MapIndex(key))+",\n")
		}
		slices.Sort(items)
		return s.typeName(v.Type()) + "{\n" + strings.Join(items, "") + "}"
	case reflect.Struct:
		var fields []string
		for i := range v.NumField() {
			field := v.Type().Field(i)
			isText := strings.Contains(field.Name, "Description") &&
				v.Type().PkgPath() == reflect.TypeFor[tfprotov6.Schema]().PkgPath()
			if field.IsExported() && !v.Field(i).IsZero() && !isText && !slices.Contains(logic, field.Name) {
				fields = append(fields, field.Name+": "+s.literal(ctx, v.Field(i)))
			}
		}
		return s.typeName(v.Type()) + "{" + strings.Join(fields, ", ") + "}"
	default:
		return fmt.Sprintf("%#v", v.Interface())
	}
}

// primitive returns the source of a type of the protocol that is a variable of package tftypes.
func (s *source) primitive(t tftypes.Type) string {
	for name, typ := range map[string]tftypes.Type{"String": tftypes.String, "Number": tftypes.Number, "Bool": tftypes.Bool,
		"DynamicPseudoType": tftypes.DynamicPseudoType} {
		if t.Equal(typ) {
			return s.name(reflect.TypeFor[tftypes.Object]().PkgPath()) + "." + name
		}
	}
	return ""
}

// defaultValue returns the source of a static default.
func (s *source) defaultValue(ctx context.Context, v any) string {
	const parent = "github.com/hashicorp/terraform-plugin-framework/resource/schema/"
	switch d := v.(type) {
	case defaults.String:
		var resp defaults.StringResponse
		d.DefaultString(ctx, defaults.StringRequest{}, &resp)
		return fmt.Sprintf("%s.StaticString(%q)", s.name(parent+"stringdefault"), resp.PlanValue.ValueString())
	case defaults.Int64:
		var resp defaults.Int64Response
		d.DefaultInt64(ctx, defaults.Int64Request{}, &resp)
		return fmt.Sprintf("%s.StaticInt64(%d)", s.name(parent+"int64default"), resp.PlanValue.ValueInt64())
	case defaults.Bool:
		var resp defaults.BoolResponse
		d.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
		return fmt.Sprintf("%s.StaticBool(%t)", s.name(parent+"booldefault"), resp.PlanValue.ValueBool())
	}
	return ""
}
