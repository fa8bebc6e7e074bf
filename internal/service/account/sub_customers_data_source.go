// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*subCustomersDataSource)(nil)

// NewSubCustomers makes the data source osm_sub_customers.
func NewSubCustomers() datasource.DataSource { return &subCustomersDataSource{} }

type subCustomersDataSource struct{ framework.DataSource }

type subCustomersModel struct {
	SubCustomerName types.String       `tfsdk:"sub_customer_name"`
	SubCustomerID   types.String       `tfsdk:"sub_customer_id"`
	SubCustomers    []subCustomerModel `tfsdk:"sub_customer_infos"`
}

type subCustomerModel struct {
	CustomerID   types.String `tfsdk:"customer_id"`
	CustomerName types.String `tfsdk:"customer_name"`
	DomainID     types.String `tfsdk:"domain_id"`
	Mobile       types.String `tfsdk:"mobile"`
	Email        types.String `tfsdk:"email"`
	AreaCode     types.String `tfsdk:"area_code"`
}

func (*subCustomersDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "sub_customers"
}

func (*subCustomersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "IAM users of the account.",
		Attributes: map[string]schema.Attribute{
			"sub_customer_name": framework.FilterString("Only users that the service finds by this name.", maxID),
			"sub_customer_id":   framework.FilterString("Only the user with this id.", maxID),
			"sub_customer_infos": framework.ReadList("The users.", map[string]schema.Attribute{
				"customer_id":   framework.ReadString("Id of the user."),
				"customer_name": framework.ReadString("Name of the user."),
				"domain_id":     framework.ReadString("Id of the master account."),
				"mobile":        framework.PersonalString("Phone number; the service masks it."),
				"email":         framework.PersonalString("Mailbox; the service masks it."),
				"area_code":     framework.ReadString("Dialling code of the phone number's country."),
			}),
		},
	}
}

func (d *subCustomersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m subCustomersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	users, err := d.Client.SubCustomers(ctx, m.SubCustomerName.ValueString(), m.SubCustomerID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list the account's users", err)
		return
	}
	m.SubCustomers = []subCustomerModel{}
	for _, u := range users {
		m.SubCustomers = append(m.SubCustomers, subCustomerModel{framework.String(u.CustomerId), framework.String(u.CustomerName), framework.String(u.DomainId),
			framework.String(u.Mobile), framework.String(u.Email), framework.String(u.AreaCode)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
