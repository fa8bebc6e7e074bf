// SPDX-License-Identifier: MPL-2.0

package label

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type labelsModel struct {
	Name   types.String     `tfsdk:"name"`
	ID     types.Int64      `tfsdk:"id"`
	Labels []labelItemModel `tfsdk:"label_list"`
}

type labelItemModel struct {
	LabelID types.Int64  `tfsdk:"label_id"`
	Name    types.String `tfsdk:"name"`
	Color   types.String `tfsdk:"color"`
}

// NewLabels returns the data source osm_labels.
func NewLabels() datasource.DataSource {
	return framework.NewDataSource("labels", schema.Schema{
		MarkdownDescription: "Labels of the account, and the ID of one label by its name.",
		Attributes: map[string]schema.Attribute{
			"name": framework.NameArgument("a label"),
			"id":   framework.ReadInt64("ID of the label with this `name`, for `label_ids` of a ticket. Null without `name`."),
			"label_list": framework.ReadList("Labels.", map[string]schema.Attribute{
				"label_id": framework.ReadInt64("ID of the label."),
				"name":     framework.ReadString("Name of the label."),
				"color":    framework.ReadString("Color as `#rrggbb`."),
			}),
		},
	}, func(ctx context.Context, d *framework.Data, m *labelsModel, diags *diag.Diagnostics) {
		labels, err := d.Client.Labels(ctx, "")
		if framework.FailedTo(diags, "list labels", err) {
			return
		}
		m.Labels = framework.Map(labels, labelItemFromAPI)
		id := d.IDByName(diags, "label", m.Name, framework.Map(labels, osm.NameOfLabel))
		if n, err := strconv.ParseInt(id.ValueString(), 10, 64); err == nil {
			m.ID = types.Int64Value(n)
		}
	})
}

func labelItemFromAPI(l osmapi.CaseLabelInfo) labelItemModel {
	return labelItemModel{
		LabelID: framework.Integer(l.LabelId),
		Name:    framework.String(l.Name),
		Color:   framework.String(l.Color),
	}
}
