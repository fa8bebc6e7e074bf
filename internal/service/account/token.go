// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure = (*token)(nil)
	_ ephemeral.EphemeralResourceWithRenew     = (*token)(nil)
)

// NewToken returns the ephemeral resource osm_token.
func NewToken() ephemeral.EphemeralResource { return &token{framework.Ephemeral{Name: "token"}} }

type token struct{ framework.Ephemeral }

type tokenModel struct {
	Token     types.String `tfsdk:"token"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

// expiryKey is the key under which Open stores the expiry for Renew.
const expiryKey = "osm_token"

func (*token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The provider's own login token, for API calls outside the provider. Never stored in a plan or state. " +
			"An existing token is reused, and renewed first if it is about to expire. Terraform can't replace a value during a run, so " +
			"the provider warns before the token expires. A login with access keys has no token, which is an error.",
		Attributes: map[string]schema.Attribute{
			"token": schema.StringAttribute{
				MarkdownDescription: "Token for the header `X-Auth-Token`.", Computed: true, Sensitive: true},
			"expires_at": schema.StringAttribute{
				MarkdownDescription: "Time at which the token expires (RFC 3339, UTC, by this machine's clock). Null for a token issued " +
					"elsewhere.", Computed: true},
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
		fmt.Sprintf("The token of osm_token expires at %s and can't be extended. Calls that use it after that fail. The next run "+
			"gets a new token.", expiry.UTC().Format(time.RFC3339)))
}
