// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// fastPath serves the calls that Terraform makes for each ticket: to validate, decode, read, plan and open it. The plugin
// framework copies the whole object several times for each attribute, which takes longer than everything else that the provider
// does. For a resource without blocks, plan modifiers and semantic equality, little of that has an effect. Other requests, and
// those whose response needs an explanation, are left to the framework, always before anything is written. The tests
// TestFastPath_* compare all responses with those of the framework.
type fastPath struct {
	newResource func() resource.Resource
	name        string
	schema      schema.Schema
	typ         tftypes.Type
	required    []string
	// defaults and unknown hold what is planned for attributes that are null in the configuration: the default, or unknown for
	// a computed attribute without one.
	defaults, unknown map[string]tftypes.Value
	// writeOnly holds the nulls of the attributes that no plan and no state contains.
	writeOnly      map[string]tftypes.Value
	identitySchema identityschema.Schema
	identityType   tftypes.Type
}

// newFastPath returns the fast path of a resource with an identity. The key of its private state is its name.
func newFastPath(name string, newResource func() resource.Resource) *fastPath {
	ctx, res := context.Background(), newResource()
	var described resource.SchemaResponse
	res.Schema(ctx, resource.SchemaRequest{}, &described)
	s := &fastPath{
		newResource: newResource,
		name:        name,
		schema:      described.Schema,
		typ:         described.Schema.Type().TerraformType(ctx),
		defaults:    map[string]tftypes.Value{},
		unknown:     map[string]tftypes.Value{},
		writeOnly:   map[string]tftypes.Value{},
	}
	for name, a := range s.schema.Attributes {
		typ := a.GetType().TerraformType(ctx)
		text, _ := a.(schema.StringAttribute)
		switch {
		case text.Default != nil:
			var resp defaults.StringResponse
			text.Default.DefaultString(ctx, defaults.StringRequest{Path: path.Root(name)}, &resp)
			s.defaults[name] = tftypes.NewValue(typ, resp.PlanValue.ValueString())
		case a.IsComputed():
			s.unknown[name] = tftypes.NewValue(typ, tftypes.UnknownValue)
		case a.IsWriteOnly():
			s.writeOnly[name] = tftypes.NewValue(typ, nil)
		case a.IsRequired():
			s.required = append(s.required, name)
		}
	}
	if identified, ok := res.(resource.ResourceWithIdentity); ok {
		var resp resource.IdentitySchemaResponse
		identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &resp)
		s.identitySchema, s.identityType = resp.IdentitySchema, resp.IdentitySchema.Type().TerraformType(ctx)
	}
	return s
}

// resource returns the resource. data is what the provider passes to its resources.
func (s *fastPath) resource(ctx context.Context, data any) resource.Resource {
	res := s.newResource()
	if r, ok := res.(resource.ResourceWithConfigure); ok {
		r.Configure(ctx, resource.ConfigureRequest{ProviderData: data}, &resource.ConfigureResponse{})
	}
	return res
}

// object decodes an object, and reports whether it can.
func (s *fastPath) object(v *tfprotov6.DynamicValue) (tftypes.Value, bool) {
	if v == nil {
		return tftypes.Value{}, false
	}
	object, err := v.Unmarshal(s.typ)
	return object, err == nil
}

// identity decodes an identity, which is null if there is none, and reports whether it can.
func (s *fastPath) identity(v *tfprotov6.ResourceIdentityData) (tfsdk.ResourceIdentity, bool) {
	identity := tfsdk.ResourceIdentity{Schema: s.identitySchema, Raw: tftypes.NewValue(s.identityType, nil)}
	if v == nil || v.IdentityData == nil {
		return identity, v == nil
	}
	raw, err := v.IdentityData.Unmarshal(s.identityType)
	identity.Raw = raw
	return identity, err == nil
}

// result is what a resource has done.
type result struct {
	state       tftypes.Value
	identity    *tfsdk.ResourceIdentity
	private     framework.PrivateState
	diagnostics diag.Diagnostics
}

// encodedResult is a result in the form of the protocol.
type encodedResult struct {
	state       *tfprotov6.DynamicValue
	identity    *tfprotov6.ResourceIdentityData
	private     []byte
	diagnostics []*tfprotov6.Diagnostic
}

// encode encodes a result without write-only values. prior is the private state of the request.
func (s *fastPath) encode(ctx context.Context, r result, prior []byte) (out encodedResult) {
	failed := func(what string, err error) {
		r.diagnostics.AddError("Unable to encode the "+what+" of the ticket",
			"This is a bug in the provider: please report it ("+err.Error()+").")
	}
	var attributes map[string]tftypes.Value
	if !r.state.IsNull() && r.state.As(&attributes) == nil {
		attributes = maps.Clone(attributes)
		maps.Copy(attributes, s.writeOnly)
		r.state = tftypes.NewValue(s.typ, attributes)
	}
	if state, err := tfprotov6.NewDynamicValue(s.typ, r.state); err != nil {
		failed("state", err)
	} else {
		out.state = &state
	}
	if identity, err := tfprotov6.NewDynamicValue(s.identityType, r.identity.Raw); err != nil {
		failed("identity", err)
	} else {
		out.identity = &tfprotov6.ResourceIdentityData{IdentityData: &identity}
	}
	private, err := s.encodePrivate(ctx, r.private, prior)
	if err != nil {
		failed("private state", err)
	}
	out.private = private
	out.diagnostics = protocolDiagnostics(ctx, r.diagnostics)
	return out
}

// newLike returns a new T.
func newLike[T any](*T) *T { return new(T) }

// loadPrivate sets the keys of an encoded private state, and reports whether it can: keys of the framework itself can't be set.
func loadPrivate(ctx context.Context, encoded []byte, to framework.PrivateState) bool {
	var keys map[string][]byte
	if len(encoded) > 0 && json.Unmarshal(encoded, &keys) != nil {
		return false
	}
	for key, value := range keys {
		if to.SetKey(ctx, key, value).HasError() {
			return false
		}
	}
	return true
}

// encodePrivate encodes the keys that prior has, and that of the resource.
func (s *fastPath) encodePrivate(ctx context.Context, from framework.PrivateState, prior []byte) ([]byte, error) {
	keys := map[string][]byte{}
	if len(prior) > 0 {
		if err := json.Unmarshal(prior, &keys); err != nil {
			return nil, err
		}
	}
	keys[s.name] = nil
	for key := range keys {
		if keys[key], _ = from.GetKey(ctx, key); keys[key] == nil {
			delete(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return json.Marshal(keys)
}

func protocolDiagnostics(ctx context.Context, diags diag.Diagnostics) (out []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		sent := &tfprotov6.Diagnostic{
			Severity: tfprotov6.DiagnosticSeverityWarning,
			Summary:  d.Summary(),
			Detail:   d.Detail(),
		}
		if d.Severity() == diag.SeverityError {
			sent.Severity = tfprotov6.DiagnosticSeverityError
		}
		if located, ok := d.(diag.DiagnosticWithPath); ok {
			sent.Attribute = protocolPath(ctx, located.Path())
		}
		out = append(out, sent)
	}
	return out
}

func protocolPath(ctx context.Context, at path.Path) *tftypes.AttributePath {
	var steps []tftypes.AttributePathStep
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			steps = append(steps, tftypes.AttributeName(step))
		case path.PathStepElementKeyInt:
			steps = append(steps, tftypes.ElementKeyInt(step))
		case path.PathStepElementKeyString:
			steps = append(steps, tftypes.ElementKeyString(step))
		case path.PathStepElementKeyValue:
			if value, err := step.ToTerraformValue(ctx); err == nil {
				steps = append(steps, tftypes.ElementKeyValue(value))
			}
		}
	}
	return tftypes.NewAttributePathWithSteps(steps)
}
