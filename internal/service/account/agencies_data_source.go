// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*agenciesDataSource)(nil)

// NewAgencies makes the data source osm_agencies.
func NewAgencies() datasource.DataSource { return &agenciesDataSource{} }

type agenciesDataSource struct{ framework.DataSource }

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
	resp.TypeName = framework.TypePrefix + "agencies"
}

func (*agenciesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Agencies by which the account lets others, such as support, act for it.",
		Attributes: map[string]schema.Attribute{
			"agency_list": framework.ReadList("The agencies.", map[string]schema.Attribute{
				"id":                framework.ReadString("Agency id."),
				"name":              framework.ReadString("Name."),
				"duration":          framework.ReadString("How long the agency is valid, as the service writes it; the form is not documented."),
				"trust_domain_id":   framework.ReadString("Id of the account that is trusted."),
				"trust_domain_name": framework.ReadString("Name of the account that is trusted."),
				"create_time":       framework.ReadString("Time of creation as the service tells it."),
				"expire_time":       framework.ReadString("Time at which it expires, as the service tells it."),
			}),
		},
	}
}

func (d *agenciesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	agencies, err := d.Client.Agencies(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list agencies", err)
		return
	}
	m := agenciesModel{Agencies: []agencyModel{}}
	for _, a := range agencies {
		m.Agencies = append(m.Agencies, agencyModel{framework.String(a.Id), framework.String(a.Name), framework.String(a.Duration), framework.String(a.TrustDomainId),
			framework.String(a.TrustDomainName), framework.String(a.CreateTime), framework.String(a.ExpireTime)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
