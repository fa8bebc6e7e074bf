// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
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
	return framework.NewLookup("agencies", "list agencies", schema.Schema{
		MarkdownDescription: "Agencies through which the account lets others, such as support, act on its behalf.",
		Attributes: map[string]schema.Attribute{
			"agency_list": framework.ReadList("Agencies.", map[string]schema.Attribute{
				"id":                framework.ReadString("ID of the agency."),
				"name":              framework.ReadString("Name of the agency."),
				"duration":          framework.ReadString("Period of validity, as reported by the service."),
				"trust_domain_id":   framework.ReadString("ID of the trusted account."),
				"trust_domain_name": framework.ReadString("Name of the trusted account."),
				"create_time":       framework.ReadString("Time at which the agency was created."),
				"expire_time":       framework.ReadString("Time at which the agency expires."),
			}),
		},
	}, func(ctx context.Context, c *osm.Client, m *agenciesModel) error {
		agencies, err := c.Agencies(ctx)
		m.Agencies = framework.Map(agencies, agencyFromAPI)
		return err
	})
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
	return framework.NewLookup("customer_regions", "list the account's regions", schema.Schema{
		MarkdownDescription: "Regions of the account. For regions that a ticket can be about, use `osm_regions`.",
		Attributes: map[string]schema.Attribute{
			"region_infos": framework.ReadList("Regions.", map[string]schema.Attribute{
				"region_id":   framework.ReadString("ID of the region."),
				"region_name": framework.ReadString("Name of the region."),
			}),
		},
	}, func(ctx context.Context, c *osm.Client, m *customerRegionsModel) error {
		regions, err := c.CustomerRegions(ctx)
		m.Regions = framework.Map(regions, customerRegionFromAPI)
		return err
	})
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
	return framework.NewLookup("sub_customers", "list the account's users", schema.Schema{
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
	}, func(ctx context.Context, c *osm.Client, m *subCustomersModel) error {
		users, err := c.SubCustomers(ctx, m.SubCustomerName.ValueString(), m.SubCustomerID.ValueString())
		m.SubCustomers = framework.Map(users, subCustomerFromAPI)
		return err
	})
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
	return framework.NewLookup("quotas", "read the ticket quota", schema.Schema{
		MarkdownDescription: "Number of tickets that the account can open for a problem type.",
		Attributes: map[string]schema.Attribute{
			"business_type_id":    framework.NeededString("ID of the problem type, from `osm_problem_types`.", maxID),
			"product_category_id": framework.FilterString("ID of the product, from `osm_product_categories`.", maxID),
			"total":               framework.ReadInt64("Total number of tickets."),
			"un_used":             framework.ReadInt64("Number of tickets left."),
		},
	}, func(ctx context.Context, c *osm.Client, m *quotasModel) error {
		quota, err := c.Quota(ctx, m.BusinessTypeID.ValueString(), m.ProductCategoryID.ValueString())
		m.Total = framework.Integer(quota.Total)
		m.UnUsed = framework.Integer(quota.UnUsed)
		return err
	})
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
				MarkdownDescription: "Privilege to check: " + privilegeValues, Required: true,
				Validators: []validator.String{framework.OneOf(osm.Privileges()...)}},
			"has_privilege": framework.ReadInt64("1 if the user has the privilege, 0 otherwise."),
			"policy_switch": framework.ReadBool("Whether the master account restricts who has the privilege. If `false`, every " +
				"user has it."),
		},
	}, func(ctx context.Context, d *framework.Data, m *privilegesModel, diags *diag.Diagnostics) {
		has, err := d.Client.HasPrivilege(ctx, m.Privilege.ValueString())
		if framework.FailedTo(diags, "read the user's privileges", err) {
			return
		}
		policy, err := d.Client.PrivilegePolicy(ctx, m.Privilege.ValueString())
		framework.FailedTo(diags, "read the account's policy on the privilege", err)
		m.HasPrivilege = framework.Integer(has)
		m.PolicySwitch = types.BoolPointerValue(policy)
	})
}

type ccEmailsModel struct {
	CcEmailInfo  []ccEmailModel `tfsdk:"cc_email_info"`
	McEmailInfos []types.String `tfsdk:"mc_email_infos"`
}

type ccEmailModel struct {
	UserID     types.String `tfsdk:"user_id"`
	CustomerID types.String `tfsdk:"customer_id"`
	CcEmail    types.String `tfsdk:"cc_email"`
}

// NewCcEmails returns the data source osm_cc_emails.
func NewCcEmails() datasource.DataSource {
	return framework.NewLookup("cc_emails", "list CC email addresses", schema.Schema{
		MarkdownDescription: "Email addresses that can receive copies of ticket notifications.",
		Attributes: map[string]schema.Attribute{
			"cc_email_info": framework.ReadList("Email addresses that were already used for copies.", map[string]schema.Attribute{
				"user_id":     framework.ReadString("ID of the user who used them."),
				"customer_id": framework.ReadString("ID of the account."),
				"cc_email":    framework.PersonalString("Email addresses as a single string, in the service's format."),
			}),
			"mc_email_infos": schema.ListAttribute{
				MarkdownDescription: "Email addresses known to the account's message center.", Computed: true, Sensitive: true,
				ElementType: types.StringType},
		},
	}, func(ctx context.Context, c *osm.Client, m *ccEmailsModel) error {
		emails, err := c.CcEmails(ctx)
		m.CcEmailInfo = framework.Map(framework.Value(emails.CcEmailInfo), ccEmailFromAPI)
		m.McEmailInfos = framework.Map(framework.Value(emails.McEmailInfos), types.StringValue)
		return err
	})
}

func ccEmailFromAPI(c osmapi.IncidentOrderCcEmailInfoV2) ccEmailModel {
	return ccEmailModel{
		UserID:     framework.String(c.UserId),
		CustomerID: framework.String(c.CustomerId),
		CcEmail:    framework.String(c.CcEmail),
	}
}

type verifiedContactsModel struct {
	ContactWay    types.Int64    `tfsdk:"contact_way"`
	CustomerID    types.String   `tfsdk:"customer_id"`
	SubCustomerID types.String   `tfsdk:"sub_customer_id"`
	ExpiredTime   types.String   `tfsdk:"expired_time"`
	VerifiedID    types.String   `tfsdk:"verified_id"`
	ContactValue  types.String   `tfsdk:"contact_value"`
	AreaCode      types.String   `tfsdk:"area_code"`
	Contacts      []contactModel `tfsdk:"contact_list"`
}

type contactModel struct {
	ContactWay   types.Int64  `tfsdk:"contact_way"`
	ContactValue types.String `tfsdk:"contact_value"`
	AreaCode     types.String `tfsdk:"area_code"`
	VerifiedID   types.String `tfsdk:"verified_id"`
}

// NewVerifiedContacts returns the data source osm_verified_contacts.
func NewVerifiedContacts() datasource.DataSource {
	return framework.NewLookup("verified_contacts", "list verified contacts", schema.Schema{
		MarkdownDescription: "Verified contacts. For a ticket with a contact that is not registered with the account, set " +
			"`phone_verified_id` or `email_verified_id` to the `verified_id` of the contact.",
		Attributes: map[string]schema.Attribute{
			"contact_way": schema.Int64Attribute{
				MarkdownDescription: "Filters by type of contact: 0 for phone numbers, 1 for email addresses.", Optional: true,
				Validators: []validator.Int64{framework.Between(0, 1)}},
			"customer_id":     framework.FilterString("Filters by account ID.", maxID),
			"sub_customer_id": framework.FilterString("Filters by user ID, from `osm_sub_customers`.", maxID),
			"expired_time": schema.StringAttribute{
				MarkdownDescription: "Filters by expiry time, as the service compares it." + framework.TimeFormat, Optional: true,
				Validators: []validator.String{framework.IsTime}},
			"verified_id": framework.FilterString("Filters by verification ID.", maxID),
			"contact_value": schema.StringAttribute{
				MarkdownDescription: "Filters by phone number or email address.", Optional: true, Sensitive: true,
				Validators: framework.Length(1, 256)},
			"area_code": framework.FilterString("Filters by country calling code of the phone number, such as `86`.", 16),
			"contact_list": framework.ReadList("Verified contacts.", map[string]schema.Attribute{
				"contact_way":   framework.ReadInt64("0 for a phone number, 1 for an email address."),
				"contact_value": framework.PersonalString("Phone number or email address."),
				"area_code":     framework.ReadString("Country calling code of the phone number."),
				"verified_id":   framework.ReadString("ID of the verification."),
			}),
		},
	}, func(ctx context.Context, c *osm.Client, m *verifiedContactsModel) error {
		contacts, err := c.VerifiedContacts(ctx, m.filter())
		m.Contacts = framework.Map(contacts, contactFromAPI)
		return err
	})
}

func (m *verifiedContactsModel) filter() osm.ContactFilter {
	return osm.ContactFilter{
		ContactWay:    framework.Int32Pointer(m.ContactWay),
		CustomerID:    m.CustomerID.ValueString(),
		SubCustomerID: m.SubCustomerID.ValueString(),
		ExpiredTime:   m.ExpiredTime.ValueString(),
		VerifiedID:    m.VerifiedID.ValueString(),
		ContactValue:  m.ContactValue.ValueString(),
		AreaCode:      m.AreaCode.ValueString(),
	}
}

func contactFromAPI(c osmapi.ContactV2) contactModel {
	return contactModel{
		ContactWay:   framework.Integer(c.ContactWay),
		ContactValue: framework.String(c.ContactValue),
		AreaCode:     framework.String(c.AreaCode),
		VerifiedID:   framework.String(c.VerifiedId),
	}
}
