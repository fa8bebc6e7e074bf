// SPDX-License-Identifier: MPL-2.0

// Package protocol_test calls the provider through the plugin protocol, as Terraform does, so that features of the newest
// clients are tested with any Terraform.
package protocol_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
)

// server is a configured provider in process.
type server struct {
	t *testing.T
	tfprotov6.ProviderServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// serve returns an unconfigured provider.
func serve(t *testing.T, unconfigured tfprotov6.ProviderServer) *server {
	t.Helper()
	s := &server{t: t, ProviderServer: unconfigured}
	var err error
	s.schemas, err = s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	s.noErrors(err, s.schemas.Diagnostics)
	ids, err := s.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	s.noErrors(err, ids.Diagnostics)
	s.identities = ids.IdentitySchemas
	return s
}

// start returns a provider of the environment, configured with its password login or, unless nil, the given arguments.
func start(t *testing.T, env *acctest.Env, login map[string]any) *server {
	t.Helper()
	return configure(t, env, env.Server(), login)
}

// configure returns a provider, configured as by start.
func configure(t *testing.T, env *acctest.Env, unconfigured tfprotov6.ProviderServer, login map[string]any) *server {
	t.Helper()
	s := serve(t, unconfigured)
	o := env.Options()
	if login == nil {
		login = map[string]any{"user_name": o.User, "password": o.Password, "domain_name": o.Domain, "project_id": o.ProjectID}
	}
	login["auth_url"], login["endpoints"] = env.URL+"/v3", map[string]any{"osm": env.URL, "iam": env.URL}
	resp, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0", Config: s.value(s.schemas.Provider.ValueType(), login),
	})
	s.noErrors(err, resp.Diagnostics)
	return s
}

// noErrors ends the test on an error.
func (s *server) noErrors(err error, diags []*tfprotov6.Diagnostic) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			s.t.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}

// value encodes plain Go values as a value of a type; missing attributes of objects are null.
func (s *server) value(typ tftypes.Type, v any) *tfprotov6.DynamicValue {
	s.t.Helper()
	out, err := tfprotov6.NewDynamicValue(typ, convert(typ, v))
	if err != nil {
		s.t.Fatal(err)
	}
	return &out
}

// unknown is a value that is known after apply.
type unknown struct{}

func convert(typ tftypes.Type, v any) tftypes.Value {
	if v == nil {
		return tftypes.NewValue(typ, nil)
	}
	if _, ok := v.(unknown); ok {
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	}
	if ready, ok := v.(tftypes.Value); ok {
		return ready
	}
	switch typ := typ.(type) {
	case tftypes.Object:
		given := v.(map[string]any)
		values := map[string]tftypes.Value{}
		for name, t := range typ.AttributeTypes {
			values[name] = convert(t, given[name])
		}
		return tftypes.NewValue(typ, values)
	case tftypes.Map:
		values := map[string]tftypes.Value{}
		for key, e := range v.(map[string]any) {
			values[key] = convert(typ.ElementType, e)
		}
		return tftypes.NewValue(typ, values)
	case tftypes.Set:
		var values []tftypes.Value
		for _, e := range v.([]any) {
			values = append(values, convert(typ.ElementType, e))
		}
		return tftypes.NewValue(typ, values)
	case tftypes.List:
		var values []tftypes.Value
		for _, e := range v.([]any) {
			values = append(values, convert(typ.ElementType, e))
		}
		return tftypes.NewValue(typ, values)
	}
	return tftypes.NewValue(typ, v)
}

// plain decodes a value to plain Go values, without null attributes of objects.
func (s *server) plain(typ tftypes.Type, v *tfprotov6.DynamicValue) map[string]any {
	s.t.Helper()
	value, err := v.Unmarshal(typ)
	if err != nil {
		s.t.Fatal(err)
	}
	out, ok := unwrap(value).(map[string]any)
	if !ok {
		s.t.Fatalf("%s is not an object", value)
	}
	return out
}

func unwrap(v tftypes.Value) any {
	if v.IsNull() {
		return nil
	}
	if !v.IsKnown() {
		return unknown{}
	}
	var fields map[string]tftypes.Value
	var items []tftypes.Value
	var text string
	var flag bool
	number := new(big.Float)
	switch {
	case v.As(&fields) == nil:
		out := map[string]any{}
		for name, f := range fields {
			if !f.IsNull() {
				out[name] = unwrap(f)
			}
		}
		return out
	case v.As(&items) == nil:
		out := []any{}
		for _, i := range items {
			out = append(out, unwrap(i))
		}
		return out
	case v.As(&text) == nil:
		return text
	case v.As(&flag) == nil:
		return flag
	case v.As(&number) == nil:
		n, _ := number.Int64()
		return n
	}
	return fmt.Sprint(v)
}

// calls returns the called operations of the ticket API in order, with the name of an action, without logins.
func calls(env *acctest.Env) []string {
	var out []string
	for _, r := range env.Requests() {
		name := r.Operation
		if name == "CreateToken" {
			continue
		}
		if action := r.Query.Get("action_id"); action != "" {
			name += " " + action
		}
		out = append(out, name)
	}
	return out
}
