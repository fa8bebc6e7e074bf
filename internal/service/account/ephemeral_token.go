// SPDX-License-Identifier: MPL-2.0

// Package account holds what is about the account and its login rather than about one ticket.
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

// NewToken makes the ephemeral resource osm_token.
func NewToken() ephemeral.EphemeralResource { return &token{} }

type token struct{ framework.Ephemeral }

type tokenModel struct {
	Token     types.String `tfsdk:"token"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

// tokenNote is what Renew has to know of the token that Open gave.
type tokenNote struct {
	ExpiresAt time.Time `json:"expires_at"`
}

const tokenNoteKey = "osm_token"

func (*token) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "token"
}

func (*token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The login token that the provider itself uses, for calls that it does not make. It is in no plan and no state. " +
			"No login is made if the provider has a token already, and one that is about to end is renewed before it is handed out. " +
			"Terraform can't replace a value that it has handed out: when the end comes near during a run, the provider warns. " +
			"A provider that logs in by access key has no token, which is an error.",
		Attributes: map[string]schema.Attribute{
			"token": schema.StringAttribute{MarkdownDescription: "The token, for the header `X-Auth-Token`.", Computed: true, Sensitive: true},
			"expires_at": schema.StringAttribute{
				MarkdownDescription: "When it ends, as RFC 3339 in UTC by this machine's clock. Null for a token that was issued elsewhere.", Computed: true},
		},
	}
}

// Open hands the token out, and has Terraform come back when it is due for renewal.
func (e *token) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	current, err := e.Client.Token(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "get a token", err)
		return
	}
	m := tokenModel{Token: types.StringValue(current.Value.Reveal()), ExpiresAt: types.StringNull()}
	if !current.ExpiresAt.IsZero() {
		m.ExpiresAt = types.StringValue(current.ExpiresAt.UTC().Format(time.RFC3339))
		resp.RenewAt = current.RenewAt
		note, err := json.Marshal(tokenNote{current.ExpiresAt})
		if err != nil {
			resp.Diagnostics.AddError("Could not remember when the token ends", err.Error())
			return
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, tokenNoteKey, note)...)
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}

// Renew makes no call: a token's life can't be prolonged, and the protocol gives no way to hand out another one. It says when the end comes.
func (*token) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	data, diags := req.Private.GetKey(ctx, tokenNoteKey)
	resp.Diagnostics.Append(diags...)
	var note tokenNote
	if json.Unmarshal(data, &note) != nil || note.ExpiresAt.IsZero() {
		return
	}
	resp.Diagnostics.AddWarning("The token that was handed out is about to end",
		fmt.Sprintf("It ends at %s and can't be prolonged. What uses it after that fails; the next run gets another one.",
			note.ExpiresAt.UTC().Format(time.RFC3339)))
}
