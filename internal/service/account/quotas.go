// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

type quotasModel struct {
	BusinessTypeID    types.String `tfsdk:"business_type_id"`
	ProductCategoryID types.String `tfsdk:"product_category_id"`
	Total             types.Int64  `tfsdk:"total"`
	UnUsed            types.Int64  `tfsdk:"un_used"`
}

// NewQuotas returns the data source osm_quotas.
func NewQuotas() datasource.DataSource {
	return framework.NewDataSource("quotas", schema.Schema{
		MarkdownDescription: "Number of tickets that the account can open for a problem type.",
		Attributes: map[string]schema.Attribute{
			"business_type_id":    framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"product_category_id": framework.FilterString("ID of the product, from `osm_product_categories`.", maxID),
			"total":               framework.ReadInt64("Total number of tickets. The meaning of -1 is not documented."),
			"un_used":             framework.ReadInt64("Number of tickets left. The meaning of -1 is not documented."),
		},
	}, readQuotas)
}

func readQuotas(ctx context.Context, d *framework.Data, m *quotasModel, diags *diag.Diagnostics) {
	quota, err := d.Client.Quota(ctx, m.BusinessTypeID.ValueString(), m.ProductCategoryID.ValueString())
	if err != nil {
		framework.AddError(diags, "read the ticket quota", err)
		return
	}
	m.Total = framework.Integer(quota.Total)
	m.UnUsed = framework.Integer(quota.UnUsed)
}

type privilegesModel struct {
	Privilege    types.String `tfsdk:"privilege"`
	HasPrivilege types.Int64  `tfsdk:"has_privilege"`
	PolicySwitch types.Bool   `tfsdk:"policy_switch"`
}

// NewPrivileges returns the data source osm_privileges.
func NewPrivileges() datasource.DataSource {
	return framework.NewDataSource("privileges", schema.Schema{
		MarkdownDescription: "Whether the logged-in user has a privilege, such as opening tickets.",
		Attributes: map[string]schema.Attribute{
			"privilege": schema.StringAttribute{
				MarkdownDescription: "Privilege to check: `createCase` (open tickets), `export` or `assumeCaseAll` (tickets of " +
					"agency accounts).",
				Required: true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(osmapi.ListPrivilegesParamsPrivilegeCreateCase),
					string(osmapi.ListPrivilegesParamsPrivilegeExport),
					string(osmapi.ListPrivilegesParamsPrivilegeAssumeCaseAll),
				)},
			},
			"has_privilege": framework.ReadInt64("1 if the user has the privilege, 0 otherwise."),
			"policy_switch": framework.ReadBool("Whether the master account restricts who can open tickets. If `false`, every user can."),
		},
	}, readPrivileges)
}

func readPrivileges(ctx context.Context, d *framework.Data, m *privilegesModel, diags *diag.Diagnostics) {
	has, err := d.Client.HasPrivilege(ctx, m.Privilege.ValueString())
	if err != nil {
		framework.AddError(diags, "read the user's privileges", err)
		return
	}
	policy, err := d.Client.PrivilegePolicy(ctx)
	if err != nil {
		framework.AddError(diags, "read the account's policy for opening tickets", err)
		return
	}
	m.HasPrivilege = framework.Integer(has)
	m.PolicySwitch = types.BoolPointerValue(policy)
}
