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

// NewAgencies returns the data source osm_agencies.
func NewAgencies() datasource.DataSource {
	return framework.NewDataSource("agencies", schema.Schema{
		MarkdownDescription: "Agencies through which the account lets others, such as support, act on its behalf.",
		Attributes: map[string]schema.Attribute{
			"agency_list": framework.ReadList("Agencies.", map[string]schema.Attribute{
				"id":                framework.ReadString("ID of the agency."),
				"name":              framework.ReadString("Name of the agency."),
				"duration":          framework.ReadString("Period of validity (format not documented)."),
				"trust_domain_id":   framework.ReadString("ID of the trusted account."),
				"trust_domain_name": framework.ReadString("Name of the trusted account."),
				"create_time":       framework.ReadString("Time at which the agency was created."),
				"expire_time":       framework.ReadString("Time at which the agency expires."),
			}),
		},
	}, readAgencies)
}

func readAgencies(ctx context.Context, d *framework.Data, m *agenciesModel, diags *diag.Diagnostics) {
	agencies, err := d.Client.Agencies(ctx)
	if framework.FailedTo(diags, "list agencies", err) {
		return
	}
	m.Agencies = framework.Map(agencies, agencyFromAPI)
}

func agencyFromAPI(a osmapi.AgencyV2) agencyModel {
	return agencyModel{
		ID:              framework.String(a.Id),
		Name:            framework.String(a.Name),
		Duration:        framework.String(a.Duration),
		TrustDomainID:   framework.String(a.TrustDomainId),
		TrustDomainName: framework.String(a.TrustDomainName),
		CreateTime:      framework.String(a.CreateTime),
		ExpireTime:      framework.String(a.ExpireTime),
	}
}

type customerRegionsModel struct {
	Regions []customerRegionModel `tfsdk:"region_infos"`
}

type customerRegionModel struct {
	RegionID   types.String `tfsdk:"region_id"`
	RegionName types.String `tfsdk:"region_name"`
}

// NewCustomerRegions returns the data source osm_customer_regions.
func NewCustomerRegions() datasource.DataSource {
	return framework.NewDataSource("customer_regions", schema.Schema{
		MarkdownDescription: "Regions of the account. For regions that a ticket can be about, use `osm_regions`.",
		Attributes: map[string]schema.Attribute{
			"region_infos": framework.ReadList("Regions.", map[string]schema.Attribute{
				"region_id":   framework.ReadString("ID of the region."),
				"region_name": framework.ReadString("Name of the region."),
			}),
		},
	}, readCustomerRegions)
}

func readCustomerRegions(ctx context.Context, d *framework.Data, m *customerRegionsModel, diags *diag.Diagnostics) {
	regions, err := d.Client.CustomerRegions(ctx)
	if framework.FailedTo(diags, "list the account's regions", err) {
		return
	}
	m.Regions = framework.Map(regions, customerRegionFromAPI)
}

func customerRegionFromAPI(r osmapi.Region) customerRegionModel {
	return customerRegionModel{
		RegionID:   framework.String(r.RegionId),
		RegionName: framework.String(r.RegionName),
	}
}

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

// NewSubCustomers returns the data source osm_sub_customers.
func NewSubCustomers() datasource.DataSource {
	return framework.NewDataSource("sub_customers", schema.Schema{
		MarkdownDescription: "IAM users of the account.",
		Attributes: map[string]schema.Attribute{
			"sub_customer_name": framework.FilterString("Filters by user name, as matched by the service.", maxID),
			"sub_customer_id":   framework.FilterString("Filters by user ID.", maxID),
			"sub_customer_infos": framework.ReadList("IAM users.", map[string]schema.Attribute{
				"customer_id":   framework.ReadString("ID of the user."),
				"customer_name": framework.ReadString("Name of the user."),
				"domain_id":     framework.ReadString("ID of the master account."),
				"mobile":        framework.PersonalString("Phone number, masked by the service."),
				"email":         framework.PersonalString("Email address, masked by the service."),
				"area_code":     framework.ReadString("Country calling code of the phone number."),
			}),
		},
	}, readSubCustomers)
}

func readSubCustomers(ctx context.Context, d *framework.Data, m *subCustomersModel, diags *diag.Diagnostics) {
	users, err := d.Client.SubCustomers(ctx, m.SubCustomerName.ValueString(), m.SubCustomerID.ValueString())
	if framework.FailedTo(diags, "list the account's users", err) {
		return
	}
	m.SubCustomers = framework.Map(users, subCustomerFromAPI)
}

func subCustomerFromAPI(u osmapi.SubCutomerInfoV2) subCustomerModel {
	return subCustomerModel{
		CustomerID:   framework.String(u.CustomerId),
		CustomerName: framework.String(u.CustomerName),
		DomainID:     framework.String(u.DomainId),
		Mobile:       framework.String(u.Mobile),
		Email:        framework.String(u.Email),
		AreaCode:     framework.String(u.AreaCode),
	}
}

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
	if framework.FailedTo(diags, "read the ticket quota", err) {
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
	if framework.FailedTo(diags, "read the user's privileges", err) {
		return
	}
	policy, err := d.Client.PrivilegePolicy(ctx)
	if framework.FailedTo(diags, "read the account's policy for opening tickets", err) {
		return
	}
	m.HasPrivilege = framework.Integer(has)
	m.PolicySwitch = types.BoolPointerValue(policy)
}
