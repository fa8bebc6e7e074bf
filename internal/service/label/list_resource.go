// SPDX-License-Identifier: MPL-2.0

package label

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// NewList returns the list resource osm_label.
func NewList() list.ListResource { return &labelList{framework.Resource{Name: "label"}} }

type labelList struct{ framework.Resource }

type labelListModel struct {
	Name types.String `tfsdk:"name"`
}

func (*labelList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Labels of the account, in the service's order. Pages are read until `limit` labels are found.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
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
