// SPDX-License-Identifier: MPL-2.0

// Package account holds the login of the provider and data sources of the account: users, agencies, contacts, quotas and
// privileges. It must not know tickets.
package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// maxID is the maximum length of an ID or name in characters that the API reference documents.
const maxID = 64

type identityModel struct {
	UserID      types.String   `tfsdk:"user_id"`
	UserName    types.String   `tfsdk:"user_name"`
	DomainID    types.String   `tfsdk:"domain_id"`
	DomainName  types.String   `tfsdk:"domain_name"`
	ProjectID   types.String   `tfsdk:"project_id"`
	ProjectName types.String   `tfsdk:"project_name"`
	Method      types.String   `tfsdk:"method"`
	Level       types.String   `tfsdk:"level"`
	Roles       []types.String `tfsdk:"roles"`
	ExpiresAt   types.String   `tfsdk:"expires_at"`
}

// NewIdentity returns the data source osm_identity.
func NewIdentity() datasource.DataSource {
	return framework.NewLookup("identity", "read the provider's identity", schema.Schema{
		MarkdownDescription: "Identity that the provider uses to call the service, and the source of its login. Contains no " +
			"secrets. Values that are known neither from the configuration nor from the login service are null. With access " +
			"keys, the service reports the account but not the user.",
		Attributes: map[string]schema.Attribute{
			"user_id":      framework.ReadString("ID of the IAM user, or of the agency's session."),
			"user_name":    framework.ReadString("Name of the IAM user."),
			"domain_id":    framework.ReadString("ID of the account that calls are made for."),
			"domain_name":  framework.ReadString("Name of the account that calls are made for."),
			"project_id":   framework.ReadString("ID of the project that the login is scoped to."),
			"project_name": framework.ReadString("Name of the project that the login is scoped to."),
			"method":       framework.ReadString("Login method: `keys`, `token`, `password`, `oidc` or `metadata`."),
			"level": framework.ReadString("Source of the login: `block`, `environment`, `shared config file` or " +
				"`metadata`."),
			"roles": framework.ReadStrings("Agencies assumed after the login, in order."),
			"expires_at": framework.ReadString("Time at which the current token or keys expire (RFC 3339, UTC); they are " +
				"renewed before that. Null if they do not expire or the time is unknown. Differs in every run, as do outputs " +
				"that use it."),
		},
	}, func(ctx context.Context, c *osm.Client, m *identityModel) error {
		identity, err := c.Identity(ctx)
		if err == nil {
			*m = identityFromAPI(identity)
		}
		return err
	})
}

func identityFromAPI(i *iam.Identity) identityModel {
	m := identityModel{
		UserID:      framework.Text(&i.UserID),
		UserName:    framework.Text(&i.UserName),
		DomainID:    framework.Text(&i.DomainID),
		DomainName:  framework.Text(&i.DomainName),
		ProjectID:   framework.Text(&i.ProjectID),
		ProjectName: framework.Text(&i.ProjectName),
		Method:      framework.Text(&i.Method),
		Level:       framework.Text(&i.Level),
		Roles:       framework.Map(i.Roles, types.StringValue),
	}
	if !i.Expires.IsZero() {
		m.ExpiresAt = types.StringValue(i.Expires.UTC().Format(time.RFC3339))
	}
	return m
}

// NewToken returns the ephemeral resource osm_token.
func NewToken() ephemeral.EphemeralResource { return &token{framework.Ephemeral{Name: "token"}} }

var _ ephemeral.EphemeralResourceWithRenew = (*token)(nil)

type token struct{ framework.Ephemeral }

type tokenModel struct {
	Token     types.String `tfsdk:"token"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

// expiryKey is the key under which Open stores the expiry for Renew.
const expiryKey = "osm_token"

func (*token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{
		MarkdownDescription: "The provider's own login token, for API calls outside the provider. Never stored in a plan or " +
			"state. An existing token is reused, and renewed first if it is about to expire. Terraform can't replace a value " +
			"during a run, so the provider warns before the token expires. A login with access keys has no token, which is an " +
			"error.",
		Attributes: map[string]ephemeralschema.Attribute{
			"token": ephemeralschema.StringAttribute{
				MarkdownDescription: "Token for the header `X-Auth-Token`.", Computed: true, Sensitive: true},
			"expires_at": ephemeralschema.StringAttribute{
				MarkdownDescription: "Time at which the token expires (RFC 3339, UTC, by this machine's clock). Null for a " +
					"token issued elsewhere.", Computed: true},
		},
	}
}

// Open returns the token and schedules Renew for when the provider would renew it.
func (e *token) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	current, err := e.Client.Token(ctx)
	if framework.FailedTo(&resp.Diagnostics, "get a token", err) {
		return
	}
	m := tokenModel{Token: types.StringValue(current.Value.Reveal()), ExpiresAt: types.StringNull()}
	if !current.ExpiresAt.IsZero() {
		m.ExpiresAt = types.StringValue(current.ExpiresAt.UTC().Format(time.RFC3339))
		resp.RenewAt = current.RenewAt
		expiry, err := json.Marshal(current.ExpiresAt)
		if err != nil {
			resp.Diagnostics.AddError("Unable to store the token's expiry time", err.Error())
			return
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, expiryKey, expiry)...)
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}

// Renew only warns: a token can't be extended, and the protocol does not allow another value.
func (*token) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	data, diags := req.Private.GetKey(ctx, expiryKey)
	resp.Diagnostics.Append(diags...)
	var expiry time.Time
	if json.Unmarshal(data, &expiry) != nil || expiry.IsZero() {
		return
	}
	resp.Diagnostics.AddWarning("Token about to expire",
		fmt.Sprintf("The token of osm_token expires at %s and can't be extended. Calls that use it after that fail. The next "+
			"run gets a new token.", expiry.UTC().Format(time.RFC3339)))
}
