// SPDX-License-Identifier: MPL-2.0

package label

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type labelsModel struct {
	Name   types.String     `tfsdk:"name"`
	Labels []labelItemModel `tfsdk:"label_list"`
}

type labelItemModel struct {
	LabelID types.Int64  `tfsdk:"label_id"`
	Name    types.String `tfsdk:"name"`
	Color   types.String `tfsdk:"color"`
}

// NewLabels returns the data source osm_labels.
func NewLabels() datasource.DataSource {
	return framework.NewLookup("labels", "list labels", schema.Schema{
		MarkdownDescription: "Labels of the account.",
		Attributes: map[string]schema.Attribute{
			"name": framework.FilterString("Filters by exact name.", maxName),
			"label_list": framework.ReadList("Labels.", map[string]schema.Attribute{
				"label_id": framework.ReadInt64("ID of the label."),
				"name":     framework.ReadString("Name of the label."),
				"color":    framework.ReadString("Color as `#rrggbb`."),
			}),
		},
	}, func(ctx context.Context, c *osm.Client, m *labelsModel) error {
		labels, err := c.Labels(ctx, m.Name.ValueString())
		m.Labels = []labelItemModel{}
		for _, l := range labels {
			if m.Name.IsNull() || framework.Value(l.Name) == m.Name.ValueString() {
				m.Labels = append(m.Labels, labelItemFromAPI(l))
			}
		}
		return err
	})
}

func labelItemFromAPI(l osmapi.CaseLabelInfo) labelItemModel {
	return labelItemModel{
		LabelID: framework.Integer(l.LabelId),
		Name:    framework.String(l.Name),
		Color:   framework.String(l.Color),
	}
}
