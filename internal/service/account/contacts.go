// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

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
	return framework.NewDataSource("cc_emails", schema.Schema{
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
	}, readCcEmails)
}

func readCcEmails(ctx context.Context, d *framework.Data, m *ccEmailsModel, diags *diag.Diagnostics) {
	emails, err := d.Client.CcEmails(ctx)
	if framework.FailedTo(diags, "list CC email addresses", err) {
		return
	}
	m.CcEmailInfo = framework.Map(framework.Value(emails.CcEmailInfo), ccEmailFromAPI)
	m.McEmailInfos = framework.Map(framework.Value(emails.McEmailInfos), types.StringValue)
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
	return framework.NewDataSource("verified_contacts", schema.Schema{
		MarkdownDescription: "Verified contacts. For a ticket with a contact that is not registered with the account, set " +
			"`phone_verified_id` or `email_verified_id` to the `verified_id` of the contact.",
		Attributes: map[string]schema.Attribute{
			"contact_way": schema.Int64Attribute{
				MarkdownDescription: "Filters by type of contact: 0 for phone numbers, 1 for email addresses.", Optional: true,
				Validators: []validator.Int64{int64validator.Between(0, 1)}},
			"customer_id":     framework.FilterString("Filters by account ID.", maxID),
			"sub_customer_id": framework.FilterString("Filters by user ID, from `osm_sub_customers`.", maxID),
			"expired_time":    framework.FilterString("Filters by expiry time. Its format and comparison are not documented.", 32),
			"verified_id":     framework.FilterString("Filters by verification ID.", maxID),
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
	}, readVerifiedContacts)
}

func readVerifiedContacts(ctx context.Context, d *framework.Data, m *verifiedContactsModel, diags *diag.Diagnostics) {
	contacts, err := d.Client.VerifiedContacts(ctx, m.filter())
	if framework.FailedTo(diags, "list verified contacts", err) {
		return
	}
	m.Contacts = framework.Map(contacts, contactFromAPI)
}

func (m *verifiedContactsModel) filter() osm.ContactFilter {
	f := osm.ContactFilter{
		CustomerID:    m.CustomerID.ValueString(),
		SubCustomerID: m.SubCustomerID.ValueString(),
		ExpiredTime:   m.ExpiredTime.ValueString(),
		VerifiedID:    m.VerifiedID.ValueString(),
		ContactValue:  m.ContactValue.ValueString(),
		AreaCode:      m.AreaCode.ValueString(),
	}
	if !m.ContactWay.IsNull() {
		way := int32(m.ContactWay.ValueInt64())
		f.ContactWay = &way
	}
	return f
}

func contactFromAPI(c osmapi.ContactV2) contactModel {
	return contactModel{
		ContactWay:   framework.Integer(c.ContactWay),
		ContactValue: framework.String(c.ContactValue),
		AreaCode:     framework.String(c.AreaCode),
		VerifiedID:   framework.String(c.VerifiedId),
	}
}
