// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewLookup is NewDataSource for one look-up. what describes it in the error "Unable to …".
func NewLookup[M any](
	name, what string, s schema.Schema, read func(ctx context.Context, c *osm.Client, m *M) error,
) datasource.DataSource {
	return NewDataSource(name, s, func(ctx context.Context, d *Data, m *M, diags *diag.Diagnostics) {
		FailedTo(diags, what, read(ctx, d.Client, m))
	})
}

// Entries returns items as entries for IDByName.
func Entries[T any](items []T, entry func(T) (name, id types.String)) []Named {
	return Map(items, func(item T) Named {
		name, id := entry(item)
		return Named{Name: name.ValueString(), ID: id.ValueString()}
	})
}
