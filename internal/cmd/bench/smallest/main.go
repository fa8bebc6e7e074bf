// SPDX-License-Identifier: MPL-2.0

// Command smallest is the smallest provider on the plugin framework. It has all schemas of the measured provider with their
// defaults, but no logic, and sleeps as long as the calls of that provider take.
package main

import (
	"context"
	"log"
	"os"
	"time"

	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The benchmark adds a file to the build that sets them.
var (
	configuration providerschema.Schema
	resources     = map[string]func() resourceschema.Schema{}
	dataSources   = map[string]func() dataschema.Schema{}
	ephemerals    = map[string]func() ephemeralschema.Schema{}
	lists         = map[string]func() listschema.Schema{}
	actions       = map[string]func() actionschema.Schema{}
	functions     = map[string]func() function.Definition{}
)

func main() {
	latency, err := time.ParseDuration(os.Getenv("OSM_BENCH_LATENCY"))
	if err != nil {
		log.Fatal(err)
	}
	err = providerserver.Serve(context.Background(), func() provider.Provider { return smallest{latency} },
		providerserver.ServeOpts{Address: "registry.terraform.io/servicetickets/osm", ProtocolVersion: 6})
	if err != nil {
		log.Fatal(err)
	}
}

type smallest struct{ latency time.Duration }

func (smallest) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "osm"
}

func (smallest) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = configuration
}

func (smallest) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (s smallest) Resources(context.Context) (all []func() resource.Resource) {
	for name := range resources {
		r := &sleeper{name: name, latency: s.latency, create: 1, destroy: 1}
		if name == "osm_servicecase" {
			r.create, r.read, r.destroy = 2, 1, 2
		}
		all = append(all, func() resource.Resource { return r })
	}
	return all
}

// sleeper is a resource that sleeps instead of calling: so many times the latency for each operation.
type sleeper struct {
	name                  string
	latency               time.Duration
	create, read, destroy int
}

func (s *sleeper) sleep(calls int) { <-time.After(time.Duration(calls) * s.latency) }

func (s *sleeper) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = s.name
}

func (s *sleeper) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resources[s.name]()
}

func (s *sleeper) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	s.sleep(s.create)
	raw, err := tftypes.Transform(req.Plan.Raw, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch {
		case v.IsKnown():
			return v, nil
		case v.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, "known"), nil
		default:
			return tftypes.NewValue(v.Type(), nil), nil
		}
	})
	if err != nil {
		resp.Diagnostics.AddError("Unable to create", err.Error())
		return
	}
	resp.State.Raw = raw
}

func (s *sleeper) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {
	s.sleep(s.read)
}

func (*sleeper) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (s *sleeper) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
	s.sleep(s.destroy)
}
