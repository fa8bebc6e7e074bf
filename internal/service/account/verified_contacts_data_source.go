// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var _ datasource.DataSourceWithConfigure = (*verifiedContactsDataSource)(nil)

// NewVerifiedContacts makes the data source osm_verified_contacts.
func NewVerifiedContacts() datasource.DataSource { return &verifiedContactsDataSource{} }

type verifiedContactsDataSource struct{ framework.DataSource }

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

func (*verifiedContactsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "verified_contacts"
}

func (*verifiedContactsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Contacts that a person has verified, read to the last page. Their `verified_id` is what a ticket takes as " +
			"`phone_verified_id` or `email_verified_id`, when its contact is not registered with the account.",
		Attributes: map[string]schema.Attribute{
			"contact_way": schema.Int64Attribute{MarkdownDescription: "Only phones (0) or only mailboxes (1).", Optional: true,
				Validators: []validator.Int64{int64validator.Between(0, 1)}},
			"customer_id":     framework.FilterString("Only contacts of this account.", maxID),
			"sub_customer_id": framework.FilterString("Only contacts of this IAM user, from osm_sub_customers.", maxID),
			"expired_time":    framework.FilterString("Filter by the time of expiry. The reference gives neither form nor direction.", 32),
			"verified_id":     framework.FilterString("Only the verification with this id.", maxID),
			"contact_value": schema.StringAttribute{MarkdownDescription: "Only this phone number or mailbox.", Optional: true, Sensitive: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 256)}},
			"area_code": framework.FilterString("Only phones of the country with this dialling code, such as `86`.", 16),
			"contact_list": framework.ReadList("The contacts.", map[string]schema.Attribute{
				"contact_way":   framework.ReadInt64("0 for a phone, 1 for a mailbox."),
				"contact_value": framework.PersonalString("Phone number or mailbox."),
				"area_code":     framework.ReadString("Dialling code of the phone's country."),
				"verified_id":   framework.ReadString("Id of the verification."),
			}),
		},
	}
}

func (d *verifiedContactsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m verifiedContactsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	filter := osm.ContactFilter{
		CustomerID: m.CustomerID.ValueString(), SubCustomerID: m.SubCustomerID.ValueString(), ExpiredTime: m.ExpiredTime.ValueString(),
		VerifiedID: m.VerifiedID.ValueString(), ContactValue: m.ContactValue.ValueString(), AreaCode: m.AreaCode.ValueString(),
	}
	if !m.ContactWay.IsNull() {
		way := int32(0)
		if m.ContactWay.ValueInt64() == 1 {
			way = 1
		}
		filter.ContactWay = &way
	}
	contacts, err := d.Client.VerifiedContacts(ctx, filter)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list verified contacts", err)
		return
	}
	m.Contacts = []contactModel{}
	for _, c := range contacts {
		m.Contacts = append(m.Contacts, contactModel{framework.Integer(c.ContactWay), framework.String(c.ContactValue),
			framework.String(c.AreaCode), framework.String(c.VerifiedId)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
