// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// schema is the schema of a provider, a data source or a resource: typ is the type of its values, spec decodes its blocks.
type schema struct {
	typ  cty.Type
	spec hcldec.Spec
}

// schemas returns all schemas of the provider, which it reads once.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server := providerserver.NewProtocol6(provider.New("test")())()
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// described is a provider whose schemas are those that all tests of a package share: each command of Terraform reads them
// all, and they depend on nothing.
type described struct {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
}

// withSchemas returns server with the shared schemas.
func withSchemas(server tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	actions, hasActions := server.(tfprotov6.ActionServer)
	lists, hasLists := server.(tfprotov6.ListResourceServer)
	if !hasActions || !hasLists {
		return server
	}
	return described{server, actions, lists}
}

func (described) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return schemas()
}

// schemaOf returns the schema of a block. It reports false if the provider does not serve it.
func schemaOf(t *testing.T, b *hclsyntax.Block) (schema, bool) {
	t.Helper()
	all, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*tfprotov6.Schema{"provider": all.Provider, "data": all.DataSourceSchemas[b.Labels[0]],
		"resource": all.ResourceSchemas[b.Labels[0]]}[b.Type]
	if found == nil {
		return schema{}, false
	}
	return schema{ctyType(found.ValueType()), blockSpec(found.Block)}, true
}

// blockSpec returns how Terraform decodes a block.
func blockSpec(b *tfprotov6.SchemaBlock) hcldec.ObjectSpec {
	out := hcldec.ObjectSpec{}
	for _, a := range b.Attributes {
		out[a.Name] = &hcldec.AttrSpec{Name: a.Name, Type: attributeType(a), Required: a.Required}
	}
	for _, n := range b.BlockTypes {
		if n.Nesting == tfprotov6.SchemaNestedBlockNestingModeList {
			out[n.TypeName] = &hcldec.BlockListSpec{TypeName: n.TypeName, Nested: blockSpec(n.Block)}
		} else {
			out[n.TypeName] = &hcldec.BlockSpec{TypeName: n.TypeName, Nested: blockSpec(n.Block)}
		}
	}
	return out
}

// attributeType returns the type of an attribute. Nested attributes that are not required may be omitted.
func attributeType(a *tfprotov6.SchemaAttribute) cty.Type {
	if a.NestedType == nil {
		return ctyType(a.Type)
	}
	attributes, optional := map[string]cty.Type{}, []string(nil)
	for _, nested := range a.NestedType.Attributes {
		attributes[nested.Name] = attributeType(nested)
		if !nested.Required {
			optional = append(optional, nested.Name)
		}
	}
	object := cty.ObjectWithOptionalAttrs(attributes, optional)
	switch a.NestedType.Nesting {
	case tfprotov6.SchemaObjectNestingModeList:
		return cty.List(object)
	case tfprotov6.SchemaObjectNestingModeSet:
		return cty.Set(object)
	case tfprotov6.SchemaObjectNestingModeMap:
		return cty.Map(object)
	case tfprotov6.SchemaObjectNestingModeSingle, tfprotov6.SchemaObjectNestingModeInvalid:
	}
	return object
}

// ctyType converts typ to a type of cty.
func ctyType(typ tftypes.Type) cty.Type {
	text, err := typ.MarshalJSON() //nolint:staticcheck // the only way between both libraries
	if err != nil {
		panic(err)
	}
	out, err := ctyjson.UnmarshalType(text)
	if err != nil {
		panic(err)
	}
	return out
}

// dynamic encodes a value for the protocol.
func (s schema) dynamic(t *testing.T, value cty.Value) *tfprotov6.DynamicValue {
	t.Helper()
	data, err := msgpack.Marshal(value, s.typ)
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.DynamicValue{MsgPack: data}
}

// null returns the state of an object that does not exist.
func (s schema) null(t *testing.T) *tfprotov6.DynamicValue {
	t.Helper()
	return s.dynamic(t, cty.NullVal(s.typ))
}

// plain decodes a value to the form of `terraform show -json`.
func (s schema) plain(t *testing.T, sent *tfprotov6.DynamicValue) map[string]any {
	t.Helper()
	value, err := msgpack.Unmarshal(sent.MsgPack, s.typ)
	if err != nil {
		t.Fatal(err)
	}
	text, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// attributePath formats the path of a diagnostic, "" for the whole block.
func attributePath(path *tftypes.AttributePath) string {
	var out strings.Builder
	for _, step := range path.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			fmt.Fprintf(&out, ".%s", string(step))
		case tftypes.ElementKeyString:
			fmt.Fprintf(&out, "[%q]", string(step))
		default:
			fmt.Fprintf(&out, "[%v]", step)
		}
	}
	return out.String()
}
