// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*accessoryLimitsDataSource)(nil)

// NewAccessoryLimits makes the data source osm_accessory_limits.
func NewAccessoryLimits() datasource.DataSource { return &accessoryLimitsDataSource{} }

type accessoryLimitsDataSource struct{ framework.DataSource }

type accessoryLimitsModel struct {
	LimitCount     types.Int64    `tfsdk:"limit_count"`
	LimitSize      types.Int64    `tfsdk:"limit_size"`
	LimitSizeBytes types.Int64    `tfsdk:"limit_size_bytes"`
	LimitFileType  types.String   `tfsdk:"limit_file_type"`
	FileTypes      []types.String `tfsdk:"file_types"`
}

func (*accessoryLimitsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "accessory_limits"
}

func (*accessoryLimitsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Limits of attachments. What the service does not tell is null.",
		Attributes: map[string]schema.Attribute{
			"limit_count":      framework.ReadInt64("Largest number of attachments of a ticket."),
			"limit_size":       framework.ReadInt64("Largest size of an attachment in MB, before Base64."),
			"limit_size_bytes": framework.ReadInt64("Largest size of an attachment in bytes: `limit_size` with 1024 × 1024 bytes to the MB."),
			"limit_file_type":  framework.ReadString("Extensions that are allowed, in lower case without dots, joined by commas."),
			"file_types": schema.ListAttribute{MarkdownDescription: "Extensions that are allowed, as a list; empty when the service names none.", Computed: true,
				ElementType: types.StringType},
		},
	}
}

func (d *accessoryLimitsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	limits, err := d.Client.AccessoryLimits(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the limits of attachments", err)
		return
	}
	m := accessoryLimitsModel{FileTypes: []types.String{}}
	if limits.Count > 0 {
		m.LimitCount = types.Int64Value(limits.Count)
	}
	if limits.Size > 0 {
		m.LimitSize, m.LimitSizeBytes = types.Int64Value(limits.Size>>20), types.Int64Value(limits.Size)
	}
	for _, kind := range limits.FileTypes {
		m.FileTypes = append(m.FileTypes, types.StringValue(kind))
	}
	if len(limits.FileTypes) > 0 {
		m.LimitFileType = types.StringValue(strings.Join(limits.FileTypes, ","))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
