// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// NewDataSource returns the data source osm_<name>. read receives the configuration decoded into an M and sets the computed
// fields. The M is stored unless read reports an error.
func NewDataSource[M any](
	name string, content schema.Schema, read func(ctx context.Context, d *Data, m *M, diags *diag.Diagnostics),
) datasource.DataSource {
	return &dataSource[M]{name: name, schema: content, read: read}
}

type dataSource[M any] struct {
	DataSource
	name   string
	schema schema.Schema
	read   func(ctx context.Context, d *Data, m *M, diags *diag.Diagnostics)
}

func (d *dataSource[M]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = TypePrefix + d.name
}

func (d *dataSource[M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema
}

func (d *dataSource[M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m M
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	d.read(ctx, d.Data, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Map returns f of each item. The result is never nil, so that the state holds an empty list rather than null.
func Map[T, M any](items []T, f func(T) M) []M {
	out := make([]M, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}
