// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var _ datasource.DataSourceWithConfigure = (*agenciesDataSource)(nil)

// NewAgencies makes the data source osm_agencies.
func NewAgencies() datasource.DataSource { return &agenciesDataSource{} }

type agenciesDataSource struct{ tfbase.DataSource }

type agenciesModel struct {
	Agencies []agencyModel `tfsdk:"agency_list"`
}

type agencyModel struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	Duration        types.String `tfsdk:"duration"`
	TrustDomainID   types.String `tfsdk:"trust_domain_id"`
	TrustDomainName types.String `tfsdk:"trust_domain_name"`
	CreateTime      types.String `tfsdk:"create_time"`
	ExpireTime      types.String `tfsdk:"expire_time"`
}

func (*agenciesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = tfbase.TypePrefix + "agencies"
}

func (*agenciesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Agencies by which the account lets others, such as support, act for it.",
		Attributes: map[string]schema.Attribute{
			"agency_list": tfbase.ReadList("The agencies.", map[string]schema.Attribute{
				"id":                tfbase.ReadString("Agency id."),
				"name":              tfbase.ReadString("Name."),
				"duration":          tfbase.ReadString("How long the agency is valid, as the service writes it; the form is not documented."),
				"trust_domain_id":   tfbase.ReadString("Id of the account that is trusted."),
				"trust_domain_name": tfbase.ReadString("Name of the account that is trusted."),
				"create_time":       tfbase.ReadString("Time of creation as the service tells it."),
				"expire_time":       tfbase.ReadString("Time at which it expires, as the service tells it."),
			}),
		},
	}
}

func (d *agenciesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	agencies, err := d.Client.Agencies(ctx)
	if err != nil {
		tfbase.AddError(&resp.Diagnostics, "list agencies", err)
		return
	}
	m := agenciesModel{Agencies: []agencyModel{}}
	for _, a := range agencies {
		m.Agencies = append(m.Agencies, agencyModel{tfbase.String(a.Id), tfbase.String(a.Name), tfbase.String(a.Duration), tfbase.String(a.TrustDomainId),
			tfbase.String(a.TrustDomainName), tfbase.String(a.CreateTime), tfbase.String(a.ExpireTime)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
