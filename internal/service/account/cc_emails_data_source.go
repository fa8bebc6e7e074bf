// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*ccEmailsDataSource)(nil)

// NewCcEmails makes the data source osm_cc_emails.
func NewCcEmails() datasource.DataSource { return &ccEmailsDataSource{} }

type ccEmailsDataSource struct{ framework.DataSource }

type ccEmailsModel struct {
	CcEmailInfo  []ccEmailModel `tfsdk:"cc_email_info"`
	McEmailInfos []types.String `tfsdk:"mc_email_infos"`
}

type ccEmailModel struct {
	UserID     types.String `tfsdk:"user_id"`
	CustomerID types.String `tfsdk:"customer_id"`
	CcEmail    types.String `tfsdk:"cc_email"`
}

func (*ccEmailsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "cc_emails"
}

func (*ccEmailsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Mailboxes that can get copies of a ticket's notices.",
		Attributes: map[string]schema.Attribute{
			"cc_email_info": framework.ReadList("Mailboxes that were used for copies, one entry or several.", map[string]schema.Attribute{
				"user_id":     framework.ReadString("Id of the user who used them."),
				"customer_id": framework.ReadString("Id of the account."),
				"cc_email":    framework.PersonalString("The mailboxes, as the service writes them."),
			}),
			"mc_email_infos": schema.ListAttribute{MarkdownDescription: "Mailboxes that the account's message centre knows.", Computed: true, Sensitive: true,
				ElementType: types.StringType},
		},
	}
}

func (d *ccEmailsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	answer, err := d.Client.CcEmails(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list mailboxes for copies", err)
		return
	}
	m := ccEmailsModel{CcEmailInfo: []ccEmailModel{}, McEmailInfos: []types.String{}}
	for _, c := range framework.Value(answer.CcEmailInfo) {
		m.CcEmailInfo = append(m.CcEmailInfo, ccEmailModel{framework.String(c.UserId), framework.String(c.CustomerId), framework.String(c.CcEmail)})
	}
	for _, mailbox := range framework.List(answer.McEmailInfos) {
		m.McEmailInfos = append(m.McEmailInfos, types.StringValue(mailbox))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
