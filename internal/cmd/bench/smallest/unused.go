// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// The benchmark calls none of these: each has a name and a schema.
type (
	dataSource        string
	ephemeralResource string
	listResource      string
	providerAction    string
	providerFunction  string
)

// each returns a constructor for each schema.
func each[N ~string, S, T any](schemas map[string]S, one func(N) T) (all []func() T) {
	for name := range schemas {
		all = append(all, func() T { return one(N(name)) })
	}
	return all
}

func (smallest) DataSources(context.Context) []func() datasource.DataSource {
	return each(dataSources, func(d dataSource) datasource.DataSource { return d })
}

func (smallest) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return each(ephemerals, func(e ephemeralResource) ephemeral.EphemeralResource { return e })
}

func (smallest) ListResources(context.Context) []func() list.ListResource {
	return each(lists, func(l listResource) list.ListResource { return l })
}

func (smallest) Actions(context.Context) []func() action.Action {
	return each(actions, func(a providerAction) action.Action { return a })
}

func (smallest) Functions(context.Context) []func() function.Function {
	return each(functions, func(f providerFunction) function.Function { return f })
}

func (d dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = string(d)
}

func (d dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSources[string(d)]()
}

func (dataSource) Read(context.Context, datasource.ReadRequest, *datasource.ReadResponse) {}

func (e ephemeralResource) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = string(e)
}

func (e ephemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemerals[string(e)]()
}

func (ephemeralResource) Open(context.Context, ephemeral.OpenRequest, *ephemeral.OpenResponse) {}

func (l listResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = string(l)
}

func (l listResource) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = lists[string(l)]()
}

func (listResource) List(context.Context, list.ListRequest, *list.ListResultsStream) {}

func (a providerAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = string(a)
}

func (a providerAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actions[string(a)]()
}

func (providerAction) Invoke(context.Context, action.InvokeRequest, *action.InvokeResponse) {}

func (f providerFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = string(f)
}

func (f providerFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = functions[string(f)]()
}

func (providerFunction) Run(context.Context, function.RunRequest, *function.RunResponse) {}
