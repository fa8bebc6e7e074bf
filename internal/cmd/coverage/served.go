// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	osmprovider "github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// kinds are the kinds of types in the order of the page, and folders those of their pages.
var (
	kinds   = []string{"resource", "data source", "action", "list resource", "ephemeral resource"}
	folders = map[string]string{
		"resource":           "resources",
		"data source":        "data-sources",
		"action":             "actions",
		"list resource":      "list-resources",
		"ephemeral resource": "ephemeral-resources",
	}
)

// servedType is a type of the provider. Resources, data sources and so on may share names.
type servedType struct{ kind, name string }

func (t servedType) String() string { return t.kind + " " + t.name }

// served returns the types of the provider with the full names of their constructors.
func served(ctx context.Context) map[servedType]string {
	all := map[servedType]string{}
	p := osmprovider.New("dev")()
	collect(all, "resource", p.Resources(ctx), func(r resource.Resource) string {
		var resp resource.MetadataResponse
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "osm"}, &resp)
		return resp.TypeName
	})
	collect(all, "data source", p.DataSources(ctx), func(d datasource.DataSource) string {
		var resp datasource.MetadataResponse
		d.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "osm"}, &resp)
		return resp.TypeName
	})
	if p, ok := p.(provider.ProviderWithActions); ok {
		collect(all, "action", p.Actions(ctx), func(a action.Action) string {
			var resp action.MetadataResponse
			a.Metadata(ctx, action.MetadataRequest{ProviderTypeName: "osm"}, &resp)
			return resp.TypeName
		})
	}
	if p, ok := p.(provider.ProviderWithListResources); ok {
		collect(all, "list resource", p.ListResources(ctx), func(l list.ListResource) string {
			var resp resource.MetadataResponse
			l.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "osm"}, &resp)
			return resp.TypeName
		})
	}
	if p, ok := p.(provider.ProviderWithEphemeralResources); ok {
		collect(all, "ephemeral resource", p.EphemeralResources(ctx), func(e ephemeral.EphemeralResource) string {
			var resp ephemeral.MetadataResponse
			e.Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: "osm"}, &resp)
			return resp.TypeName
		})
	}
	return all
}

// closure matches what the runtime appends to the name of a function for a function literal in it.
var closure = regexp.MustCompile(`(\.func\d+)+(\.\d+)*$`)

func collect[T any](all map[servedType]string, kind string, constructors []func() T, name func(T) string) {
	for _, c := range constructors {
		function := runtime.FuncForPC(reflect.ValueOf(c).Pointer()).Name()
		all[servedType{kind, name(c())}] = closure.ReplaceAllString(function, "")
	}
}

// use is a type that calls an operation, perhaps only at plan.
type use struct {
	servedType
	atPlan bool
}

// uses returns the types that call each operation, in the order of the page.
func uses(g *graph, types map[servedType]string) map[string][]use {
	out := map[string][]use{}
	for t, constructor := range types {
		always, atPlan := g.reach(constructor)
		if t.kind == "list resource" {
			atPlan = nil // what it embeds for resources never runs
		}
		for operation := range always {
			out[operation] = append(out[operation], use{t, false})
		}
		for operation := range atPlan {
			out[operation] = append(out[operation], use{t, true})
		}
	}
	for _, users := range out {
		slices.SortFunc(users, func(a, b use) int {
			return cmp.Or(slices.Index(kinds, a.kind)-slices.Index(kinds, b.kind), strings.Compare(a.name, b.name))
		})
	}
	return out
}
