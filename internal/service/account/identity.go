// SPDX-License-Identifier: MPL-2.0

// Package account holds the login of the provider and data sources of the account: users, agencies, contacts, quotas and
// privileges. It must not know tickets.
package account

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
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
	return framework.NewDataSource("identity", schema.Schema{
		MarkdownDescription: "Identity that the provider uses to call the service, and the source of its login. Contains no secrets. " +
			"Values that are known neither from the configuration nor from the login service are null. With access keys, the service " +
			"reports the account but not the user.",
		Attributes: map[string]schema.Attribute{
			"user_id":      framework.ReadString("ID of the IAM user, or of the agency's session."),
			"user_name":    framework.ReadString("Name of the IAM user."),
			"domain_id":    framework.ReadString("ID of the account that calls are made for."),
			"domain_name":  framework.ReadString("Name of the account that calls are made for."),
			"project_id":   framework.ReadString("ID of the project that the login is scoped to."),
			"project_name": framework.ReadString("Name of the project that the login is scoped to."),
			"method":       framework.ReadString("Login method: `keys`, `token`, `password`, `oidc` or `metadata`."),
			"level":        framework.ReadString("Source of the login: `block`, `environment`, `shared config file` or `metadata`."),
			"roles":        framework.ReadStrings("Agencies assumed after the login, in order."),
			"expires_at": framework.ReadString("Time at which the current token or keys expire (RFC 3339, UTC); they are renewed before " +
				"that. Null if they do not expire or the time is unknown. Differs in every run, as do outputs that use it."),
		},
	}, readIdentity)
}

func readIdentity(ctx context.Context, d *framework.Data, m *identityModel, diags *diag.Diagnostics) {
	identity, err := d.Client.Identity(ctx)
	if framework.FailedTo(diags, "read the provider's identity", err) {
		return
	}
	*m = identityFromAPI(identity)
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
