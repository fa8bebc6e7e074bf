// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ datasource.DataSourceWithConfigure = (*privilegesDataSource)(nil)

// NewPrivileges makes the data source osm_privileges.
func NewPrivileges() datasource.DataSource { return &privilegesDataSource{} }

type privilegesDataSource struct{ framework.DataSource }

type privilegesModel struct {
	Privilege    types.String `tfsdk:"privilege"`
	HasPrivilege types.Int64  `tfsdk:"has_privilege"`
	PolicySwitch types.Bool   `tfsdk:"policy_switch"`
}

func (*privilegesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "privileges"
}

func (*privilegesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Whether the user that is logged in has a privilege, such as to open tickets.",
		Attributes: map[string]schema.Attribute{
			"privilege": schema.StringAttribute{
				MarkdownDescription: "Privilege to ask for: `createCase` (open tickets), `export` or `assumeCaseAll` (tickets of agency accounts).",
				Required:            true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(osmapi.ListPrivilegesParamsPrivilegeCreateCase),
					string(osmapi.ListPrivilegesParamsPrivilegeExport),
					string(osmapi.ListPrivilegesParamsPrivilegeAssumeCaseAll),
				)},
			},
			"has_privilege": framework.ReadInt64("1 when the user has it, 0 when not."),
			"policy_switch": framework.ReadBool("Whether the master account restricts who may open tickets. While it is `false`, every user may."),
		},
	}
}

func (d *privilegesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m privilegesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	has, err := d.Client.HasPrivilege(ctx, m.Privilege.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the user's privileges", err)
		return
	}
	policy, err := d.Client.PrivilegePolicy(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the account's policy for opening tickets", err)
		return
	}
	m.HasPrivilege, m.PolicySwitch = framework.Integer(has), types.BoolPointerValue(policy)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
