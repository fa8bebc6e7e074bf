// SPDX-License-Identifier: MPL-2.0

// Command floor is the cheapest provider possible: no plugin framework and no HTTP. It has the attributes of the measured
// provider's resources, and sleeps as long as the calls of that provider take.
package main

import (
	"context"
	"log"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The benchmark adds a file to the build that sets both.
var (
	providerSchema *tfprotov6.Schema
	resources      = map[string]*tfprotov6.Schema{}
)

func main() {
	latency, err := time.ParseDuration(os.Getenv("OSM_BENCH_LATENCY"))
	if err != nil {
		log.Fatal(err)
	}
	s := &server{latency: latency, types: map[string]tftypes.Type{}}
	for name, schema := range resources {
		s.types[name] = schema.ValueType()
	}
	err = tf6server.Serve("registry.terraform.io/servicetickets/osm", func() tfprotov6.ProviderServer { return s })
	if err != nil {
		log.Fatal(err)
	}
}

// server serves what the benchmark calls.
type server struct {
	tfprotov6.ProviderServer
	latency time.Duration
	types   map[string]tftypes.Type
}

// calls is how many calls the measured provider makes.
type calls struct{ create, read, destroy int }

func callsOf(typeName string) calls {
	if typeName == "osm_servicecase" {
		return calls{create: 2, read: 1, destroy: 2}
	}
	return calls{create: 1, destroy: 1}
}

func (s *server) sleep(calls int) { <-time.After(time.Duration(calls) * s.latency) }

func (*server) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider: providerSchema, ResourceSchemas: resources,
		ServerCapabilities: &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true},
	}, nil
}

func (*server) GetResourceIdentitySchemas(
	context.Context, *tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (*server) ValidateProviderConfig(
	_ context.Context, req *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: req.Config}, nil
}

func (*server) ConfigureProvider(
	context.Context, *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (*server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (*server) ValidateResourceConfig(
	context.Context, *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (*server) UpgradeResourceState(
	_ context.Context, req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
}

func (s *server) ReadResource(
	_ context.Context, req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	s.sleep(callsOf(req.TypeName).read)
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private}, nil
}

// PlanResourceChange marks what the configuration of a new resource leaves out, and the provider computes, as unknown.
func (s *server) PlanResourceChange(
	_ context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	plan := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate}
	if isNull, err := req.PriorState.IsNull(); err != nil || !isNull {
		return plan, err
	}
	computed := map[string]tftypes.Type{}
	for _, a := range resources[req.TypeName].Block.Attributes {
		if a.Computed {
			computed[a.Name] = a.ValueType()
		}
	}
	var err error
	plan.PlannedState, err = s.change(req.TypeName, req.ProposedNewState, func(name string, v tftypes.Value) tftypes.Value {
		if typ, ok := computed[name]; ok && v.IsNull() {
			return tftypes.NewValue(typ, tftypes.UnknownValue)
		}
		return v
	})
	return plan, err
}

// ApplyResourceChange stores the plan, with values for what is unknown.
func (s *server) ApplyResourceChange(
	_ context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	isNull, err := req.PlannedState.IsNull()
	if err != nil {
		return nil, err
	}
	if isNull {
		s.sleep(callsOf(req.TypeName).destroy)
		return &tfprotov6.ApplyResourceChangeResponse{NewState: req.PlannedState}, nil
	}
	s.sleep(callsOf(req.TypeName).create)
	state, err := s.change(req.TypeName, req.PlannedState, func(_ string, v tftypes.Value) tftypes.Value {
		switch {
		case v.IsKnown():
			return v
		case v.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, "known")
		default:
			return tftypes.NewValue(v.Type(), nil)
		}
	})
	return &tfprotov6.ApplyResourceChangeResponse{NewState: state}, err
}

// change replaces the attributes of a resource.
func (s *server) change(
	typeName string, value *tfprotov6.DynamicValue, replace func(name string, v tftypes.Value) tftypes.Value,
) (*tfprotov6.DynamicValue, error) {
	decoded, err := value.Unmarshal(s.types[typeName])
	if err != nil {
		return nil, err
	}
	var attributes map[string]tftypes.Value
	if err := decoded.As(&attributes); err != nil {
		return nil, err
	}
	for name, v := range attributes {
		attributes[name] = replace(name, v)
	}
	changed, err := tfprotov6.NewDynamicValue(s.types[typeName], tftypes.NewValue(s.types[typeName], attributes))
	return &changed, err
}
