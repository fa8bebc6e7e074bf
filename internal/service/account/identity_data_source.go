// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*identityDataSource)(nil)

// NewIdentity makes the data source osm_identity.
func NewIdentity() datasource.DataSource { return &identityDataSource{} }

type identityDataSource struct{ framework.DataSource }

type identityModel struct {
	UserID      types.String `tfsdk:"user_id"`
	UserName    types.String `tfsdk:"user_name"`
	DomainID    types.String `tfsdk:"domain_id"`
	DomainName  types.String `tfsdk:"domain_name"`
	ProjectID   types.String `tfsdk:"project_id"`
	ProjectName types.String `tfsdk:"project_name"`
	Method      types.String `tfsdk:"method"`
	Level       types.String `tfsdk:"level"`
	Roles       []string     `tfsdk:"roles"`
	ExpiresAt   types.String `tfsdk:"expires_at"`
}

func (*identityDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "identity"
}

func (*identityDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Who the provider calls as, and where its login was found. It holds no secret. What neither the settings nor the login " +
			"service tell is null: of keys, for example, the service tells the account but not the user.",
		Attributes: map[string]schema.Attribute{
			"user_id":      framework.ReadString("Id of the IAM user, or of the agency's session."),
			"user_name":    framework.ReadString("Name of the IAM user."),
			"domain_id":    framework.ReadString("Id of the account that calls are made for."),
			"domain_name":  framework.ReadString("Name of that account."),
			"project_id":   framework.ReadString("Id of the project that the login is for."),
			"project_name": framework.ReadString("Name of that project."),
			"method":       framework.ReadString("How the login is made: `keys`, `token`, `password`, `oidc` or `metadata`."),
			"level":        framework.ReadString("Where the login was found: `block`, `environment`, `shared config file` or `metadata`."),
			"roles": schema.ListAttribute{MarkdownDescription: "Agencies that were taken over after the login, in their order.", Computed: true,
				ElementType: types.StringType},
			"expires_at": framework.ReadString("When the present token or keys end (RFC 3339, UTC); they are renewed before that. Null when they don't end or " +
				"it is not known. It is another one in each run, so an output of it changes each time."),
		},
	}
}

func (d *identityDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	who, err := d.Client.Identity(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "tell who calls", err)
		return
	}
	m := identityModel{
		UserID: orNull(who.UserID), UserName: orNull(who.UserName), DomainID: orNull(who.DomainID), DomainName: orNull(who.DomainName),
		ProjectID: orNull(who.ProjectID), ProjectName: orNull(who.ProjectName), Method: orNull(who.Method), Level: orNull(who.Level),
		Roles: append([]string{}, who.Roles...),
	}
	if !who.Expires.IsZero() {
		m.ExpiresAt = types.StringValue(who.Expires.UTC().Format(time.RFC3339))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
