// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*caseLimitsDataSource)(nil)

// NewCaseLimits makes the data source osm_case_limits.
func NewCaseLimits() datasource.DataSource { return &caseLimitsDataSource{} }

type caseLimitsDataSource struct{ framework.DataSource }

type caseLimitsModel struct {
	CreateCaseCcemailMaxCount types.Int64 `tfsdk:"create_case_ccemail_max_count"`
}

func (*caseLimitsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_limits"
}

func (*caseLimitsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Limits of tickets.",
		Attributes: map[string]schema.Attribute{
			"create_case_ccemail_max_count": framework.ReadInt64("Largest number of mailboxes that get copies of a ticket's notices."),
		},
	}
}

func (d *caseLimitsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	limits, err := d.Client.CaseLimits(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the limits of tickets", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &caseLimitsModel{framework.Integer(limits.CreateCaseCcemailMaxCount)})...)
}
