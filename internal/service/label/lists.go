// SPDX-License-Identifier: MPL-2.0

package label

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
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

// NewList returns the list resource osm_label.
func NewList() list.ListResource { return &labelList{framework.Resource{Name: "label"}} }

type labelList struct{ framework.Resource }

type labelListModel struct {
	Name types.String `tfsdk:"name"`
}

func (*labelList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = listschema.Schema{
		MarkdownDescription: "Labels of the account, in the service's order. Pages are read until `limit` labels are found.",
		Attributes: map[string]listschema.Attribute{
			"name": listschema.StringAttribute{
				MarkdownDescription: "Filters by exact name.", Optional: true, Validators: framework.Length(1, maxName)},
		},
	}
}

// List streams the labels and reads each page only when it is needed.
func (l *labelList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var m labelListModel
	if diags := req.Config.Get(ctx, &m); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	name, limit := m.Name.ValueString(), int(req.Limit)
	if name != "" {
		// The service matches names fuzzily, so any number of labels may have to be read to find limit exact matches.
		limit = 0
	}
	stream.Results = func(push func(list.ListResult) bool) {
		pushed := int64(0)
		_, err := l.Client.EachLabel(ctx, name, limit, func(item osmapi.CaseLabelInfo) bool {
			if item.LabelId == nil || name != "" && framework.Value(item.Name) != name {
				return true
			}
			pushed++
			return push(newListResult(ctx, req, item)) && (req.Limit <= 0 || pushed < req.Limit)
		})
		if err != nil {
			var diags diag.Diagnostics
			framework.AddError(&diags, "list labels", err)
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// newListResult returns the result for a label, displayed as "id · name", with its arguments if they are requested.
func newListResult(ctx context.Context, req list.ListRequest, item osmapi.CaseLabelInfo) list.ListResult {
	result := req.NewListResult(ctx)
	label := labelFromAPI(item)
	result.DisplayName = fmt.Sprintf("%d · %s", label.ID.ValueInt64(), label.Name.ValueString())
	result.Diagnostics.Append(result.Identity.Set(ctx, labelIdentity{label.ID})...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, &label)...)
	}
	return result
}
