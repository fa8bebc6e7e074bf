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

func (smallest) DataSources(context.Context) (all []func() datasource.DataSource) {
	for name := range dataSources {
		all = append(all, func() datasource.DataSource { return dataSource(name) })
	}
	return all
}

func (smallest) EphemeralResources(context.Context) (all []func() ephemeral.EphemeralResource) {
	for name := range ephemerals {
		all = append(all, func() ephemeral.EphemeralResource { return ephemeralResource(name) })
	}
	return all
}

func (smallest) ListResources(context.Context) (all []func() list.ListResource) {
	for name := range lists {
		all = append(all, func() list.ListResource { return listResource(name) })
	}
	return all
}

func (smallest) Actions(context.Context) (all []func() action.Action) {
	for name := range actions {
		all = append(all, func() action.Action { return providerAction(name) })
	}
	return all
}

func (smallest) Functions(context.Context) (all []func() function.Function) {
	for name := range functions {
		all = append(all, func() function.Function { return providerFunction(name) })
	}
	return all
}

func (d dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = string(d)
}

func (d dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSources[string(d)]()
}

func (dataSource) Read(context.Context, datasource.ReadRequest, *datasource.ReadResponse) {}

func (t ephemeralResource) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = string(t)
}

func (t ephemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemerals[string(t)]()
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
