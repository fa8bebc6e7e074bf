// SPDX-License-Identifier: MPL-2.0

package label

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*labelsDataSource)(nil)

// NewLabels makes the data source osm_labels.
func NewLabels() datasource.DataSource { return &labelsDataSource{} }

type labelsDataSource struct{ framework.DataSource }

type labelsModel struct {
	Name   types.String     `tfsdk:"name"`
	Labels []labelItemModel `tfsdk:"label_list"`
}

type labelItemModel struct {
	LabelID types.Int64  `tfsdk:"label_id"`
	Name    types.String `tfsdk:"name"`
	Color   types.String `tfsdk:"color"`
}

func (*labelsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "labels"
}

func (*labelsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Labels of the account, read to the last page.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{MarkdownDescription: "Only labels of exactly this name.", Optional: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, maxName)}},
			"label_list": framework.ReadList("The labels.", map[string]schema.Attribute{
				"label_id": framework.ReadInt64("Label id."),
				"name":     framework.ReadString("Name."),
				"color":    framework.ReadString("Colour as `#rrggbb`."),
			}),
		},
	}
}

func (d *labelsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m labelsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	labels, err := d.Client.Labels(ctx, m.Name.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list labels", err)
		return
	}
	m.Labels = []labelItemModel{}
	for _, l := range labels {
		if m.Name.IsNull() || framework.Value(l.Name) == m.Name.ValueString() {
			m.Labels = append(m.Labels, labelItemModel{framework.Integer(l.LabelId), framework.String(l.Name), framework.String(l.Color)})
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
