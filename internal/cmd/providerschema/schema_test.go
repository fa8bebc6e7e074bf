// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// A server serves the schemas that it holds, and nothing else.
type server struct {
	tfprotov6.ProviderServer

	schemas    tfprotov6.GetProviderSchemaResponse
	identities tfprotov6.GetResourceIdentitySchemasResponse
}

func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse,
	error) {
	return &s.schemas, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context,
	*tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &s.identities, nil
}

func TestWrite_everySchemaKind(t *testing.T) {
	t.Parallel()

	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"n": tftypes.Number}}
	attributes := []*tfprotov6.SchemaAttribute{
		{Name: "text", Type: tftypes.String, Required: true, Description: "*t*", DescriptionKind: tfprotov6.StringKindMarkdown},
		{Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true, WriteOnly: true},
		{Name: "lists", Type: tftypes.List{ElementType: tftypes.Set{ElementType: tftypes.Bool}}, Computed: true,
			Deprecated: true},
		{Name: "maps", Type: tftypes.Map{ElementType: object}, Optional: true, Computed: true},
		{Name: "any", Type: tftypes.DynamicPseudoType, Optional: true},
		{Name: "pair", Type: tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, tftypes.Number}}, Computed: true},
		{Name: "nested", Optional: true, NestedType: &tfprotov6.SchemaObject{
			Nesting:    tfprotov6.SchemaObjectNestingModeSet,
			Attributes: []*tfprotov6.SchemaAttribute{{Name: "inner", Type: tftypes.Bool, Optional: true}},
		}},
	}
	full := &tfprotov6.Schema{Version: 3, Block: &tfprotov6.SchemaBlock{
		Attributes: attributes,
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "role", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MinItems: 1, MaxItems: 5,
			Block: &tfprotov6.SchemaBlock{Deprecated: true},
		}},
	}}
	empty := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}
	s := &server{
		schemas: tfprotov6.GetProviderSchemaResponse{
			Provider:                 empty,
			ResourceSchemas:          map[string]*tfprotov6.Schema{"osm_r": full},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"osm_d": empty},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"osm_e": empty},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"osm_l": empty},
			ActionSchemas:            map[string]*tfprotov6.ActionSchema{"osm_a": {Schema: empty}},
			Functions: map[string]*tfprotov6.Function{"f": {
				Summary: "s", Description: "d", DeprecationMessage: "m",
				Return: &tfprotov6.FunctionReturn{Type: tftypes.Bool},
				Parameters: []*tfprotov6.FunctionParameter{{Name: "p", Type: tftypes.Number, AllowNullValue: true,
					Description: "pd"}},
				VariadicParameter: &tfprotov6.FunctionParameter{Name: "v", Type: tftypes.String},
			}},
		},
		identities: tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"osm_r": {
				Version: 1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "i"},
					{Name: "region", Type: tftypes.String, OptionalForImport: true},
				},
			}},
		},
	}
	const want = `{"format_version":"1.0","provider_schemas":{"osm":{
		"provider":{"version":0,"block":{"description_kind":"plain"}},
		"resource_schemas":{"osm_r":{"version":3,"block":{"description_kind":"plain",
			"attributes":{
				"text":{"type":"string","required":true,"description":"*t*","description_kind":"markdown"},
				"secret":{"type":"string","optional":true,"sensitive":true,"write_only":true,"description_kind":"plain"},
				"lists":{"type":["list",["set","bool"]],"computed":true,"deprecated":true,"description_kind":"plain"},
				"maps":{"type":["map",["object",{"n":"number"}]],"optional":true,"computed":true,"description_kind":"plain"},
				"any":{"type":"dynamic","optional":true,"description_kind":"plain"},
				"pair":{"type":["tuple",["string","number"]],"computed":true,"description_kind":"plain"},
				"nested":{"optional":true,"description_kind":"plain","nested_type":{"nesting_mode":"set",
					"attributes":{"inner":{"type":"bool","optional":true,"description_kind":"plain"}}}}
			},
			"block_types":{"role":{"nesting_mode":"list","min_items":1,"max_items":5,
				"block":{"description_kind":"plain","deprecated":true}}}
		}}},
		"data_source_schemas":{"osm_d":{"version":0,"block":{"description_kind":"plain"}}},
		"ephemeral_resource_schemas":{"osm_e":{"version":0,"block":{"description_kind":"plain"}}},
		"list_resource_schemas":{"osm_l":{"version":0,"block":{"description_kind":"plain"}}},
		"action_schemas":{"osm_a":{"block":{"description_kind":"plain"}}},
		"functions":{"f":{"summary":"s","description":"d","deprecation_message":"m","return_type":"bool",
			"parameters":[{"name":"p","type":"number","is_nullable":true,"description":"pd"}],
			"variadic_parameter":{"name":"v","type":"string"}}},
		"resource_identity_schemas":{"osm_r":{"version":1,"attributes":{
			"id":{"type":"string","required_for_import":true,"description":"i"},
			"region":{"type":"string","optional_for_import":true}}}}
	}}}`

	var got bytes.Buffer
	if err := write(t.Context(), &got, s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decode(t, []byte(want)), decode(t, got.Bytes())); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
}

func TestRead_errors(t *testing.T) {
	t.Parallel()

	attribute := func(a tfprotov6.SchemaAttribute) tfprotov6.GetProviderSchemaResponse {
		a.Name = "a"
		return tfprotov6.GetProviderSchemaResponse{
			Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{&a}}},
		}
	}
	block := func(b tfprotov6.SchemaNestedBlock) tfprotov6.GetProviderSchemaResponse {
		b.TypeName, b.Block = "b", &tfprotov6.SchemaBlock{}
		return tfprotov6.GetProviderSchemaResponse{
			Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{BlockTypes: []*tfprotov6.SchemaNestedBlock{&b}}},
		}
	}
	tests := map[string]struct {
		schemas tfprotov6.GetProviderSchemaResponse
		want    string
	}{
		"no type":          {attribute(tfprotov6.SchemaAttribute{}), "type"},
		"nested attribute": {attribute(tfprotov6.SchemaAttribute{NestedType: &tfprotov6.SchemaObject{}}), "nesting mode"},
		"nested block":     {block(tfprotov6.SchemaNestedBlock{}), "nesting mode"},
		"negative count": {block(tfprotov6.SchemaNestedBlock{Nesting: tfprotov6.SchemaNestedBlockNestingModeSet, MinItems: -1}),
			"negative"},
		"error of provider": {tfprotov6.GetProviderSchemaResponse{Diagnostics: []*tfprotov6.Diagnostic{
			{Severity: tfprotov6.DiagnosticSeverityError, Summary: "no schema"},
		}}, "no schema"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := read(t.Context(), &server{schemas: tt.schemas})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestWrite_provider(t *testing.T) {
	t.Parallel()

	var out bytes.Buffer
	if err := write(t.Context(), &out, providerserver.NewProtocol6(provider.New("test")())()); err != nil {
		t.Fatal(err)
	}
	var schemas tfjson.ProviderSchemas
	if err := json.Unmarshal(out.Bytes(), &schemas); err != nil {
		t.Fatal(err)
	}
	got := schemas.Schemas[name]
	if got == nil || got.ResourceSchemas["osm_servicecase"] == nil ||
		got.ResourceSchemas["osm_servicecase"].Block.Attributes["simple_description"] == nil {
		t.Errorf("osm_servicecase.simple_description is not in the schema")
	}
}

// decode decodes JSON, for comparing two texts regardless of order and white space.
func decode(t *testing.T, data []byte) any {
	t.Helper()
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
