// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// agreementTypes describes the values of agreement_type.
const agreementTypes = "`0` (new tickets of ordinary users), `1` (new tickets of a software vendor's users) or `2` " +
	"(authorization for support)."

type agreementModel struct {
	AgreementType     types.String `tfsdk:"agreement_type"`
	ID                types.String `tfsdk:"id"`
	AgreementName     types.String `tfsdk:"agreement_name"`
	AgreementTypeName types.String `tfsdk:"agreement_type_name"`
	Content           types.String `tfsdk:"content"`
	Version           types.String `tfsdk:"version"`
	IsSignedLatest    types.Bool   `tfsdk:"is_signed_latest"`
}

// NewAgreement returns the data source osm_agreement.
func NewAgreement() datasource.DataSource {
	return framework.NewDataSource("agreement", schema.Schema{
		MarkdownDescription: "The latest published version of a service agreement, and whether the logged-in user has signed it.",
		Attributes: map[string]schema.Attribute{
			"agreement_type": schema.StringAttribute{
				MarkdownDescription: "Type of the agreement: " + agreementTypes, Required: true,
				Validators: []validator.String{framework.OneOf(osm.AgreementTypes()...)}},
			"id":                  framework.ReadString("ID of the agreement."),
			"agreement_name":      framework.ReadString("Name of the agreement."),
			"agreement_type_name": framework.ReadString("Name of the type."),
			"content":             framework.ReadString("Text of the agreement."),
			"version":             framework.ReadString("Version, for `version` of `osm_agreement_signature`."),
			"is_signed_latest":    framework.ReadBool("Whether this version is signed."),
		},
	}, func(ctx context.Context, d *framework.Data, m *agreementModel, diags *diag.Diagnostics) {
		kind := m.AgreementType.ValueString()
		latest, err := d.Client.LatestAgreement(ctx, kind)
		if framework.FailedTo(diags, "read the latest agreement of type "+kind, err) {
			return
		}
		signed, err := d.Client.IsAgreementSigned(ctx, kind)
		framework.FailedTo(diags, "read whether the agreement of type "+kind+" is signed", err)
		m.set(latest)
		m.IsSignedLatest = types.BoolValue(signed)
	})
}

func (m *agreementModel) set(a *osmapi.AgreementVo) {
	m.ID = framework.String((*string)(a.Id))
	m.AgreementName = framework.String(a.AgreementName)
	m.AgreementTypeName = framework.String(a.AgreementTypeName)
	m.Content = framework.String(a.Content)
	m.Version = framework.String((*string)(a.Version))
}

// signModel holds the arguments that the action and the resource share.
type signModel struct {
	AgreementType types.String `tfsdk:"agreement_type"`
	Version       types.String `tfsdk:"version"`
	RelationID    types.String `tfsdk:"relation_id"`
}

// Bounds and descriptions that they share.
const (
	maxVersion         = 32
	maxRelation        = 32
	versionDescription = "Version that you agree to, such as `3`; see the data source `osm_agreement`. Only the latest " +
		"published version can be signed."
	relationDescription = "ID of the object that the agreement is related to (up to 32 characters)."
)

func (m *signModel) toAPI() osm.SignAgreementInput {
	return osm.SignAgreementInput{
		Type:       m.AgreementType.ValueString(),
		Version:    strings.TrimSpace(m.Version.ValueString()),
		RelationID: m.RelationID.ValueString(),
	}
}

// NewAgreementSign returns the action osm_agreement_sign.
func NewAgreementSign() action.Action {
	return framework.NewAction("agreement_sign", actionschema.Schema{
		MarkdownDescription: "Signs a version of a service agreement for the logged-in user, like the creation of " +
			"`osm_agreement_signature`. A signature can't be withdrawn. Safe to repeat: if the latest version is already " +
			"signed, nothing is sent, and the action succeeds.",
		Attributes: map[string]actionschema.Attribute{
			"agreement_type": actionschema.StringAttribute{
				MarkdownDescription: "Type of the agreement: " + agreementTypes, Required: true,
				Validators: []validator.String{framework.OneOf(osm.AgreementTypes()...)}},
			"version": actionschema.StringAttribute{
				MarkdownDescription: versionDescription, Required: true, Validators: framework.Length(1, maxVersion)},
			"relation_id": actionschema.StringAttribute{
				MarkdownDescription: relationDescription, Optional: true, Validators: framework.Length(1, maxRelation)},
		},
	}, func(ctx context.Context, d *framework.Data, m *signModel, resp *action.InvokeResponse) {
		signed, err := d.Client.SignAgreement(ctx, m.toAPI())
		switch kind := m.AgreementType.ValueString(); {
		case m.failedToSign(&resp.Diagnostics, err):
		case signed.Sent:
			framework.Report(resp, "Version %s of agreement %s was signed.", signed.Version, kind)
		default:
			framework.Report(resp, "Version %s of agreement %s, the latest one, is already signed.", signed.Version, kind)
		}
	})
}

// failedToSign reports why a version was not signed.
func (m *signModel) failedToSign(diags *diag.Diagnostics, err error) bool {
	if other, ok := errors.AsType[*osm.AgreementVersionError](err); ok {
		diags.AddAttributeError(path.Root("version"), "Unable to sign the agreement",
			fmt.Sprintf("The latest published version of agreement %s is %s, not %s, and only the latest one can be signed. "+
				"Nothing was signed. Read it with the data source osm_agreement; if you agree, set `version = %[2]q`.",
				other.Type, other.Latest, other.Version))
		return true
	}
	return framework.FailedTo(diags, "sign agreement "+m.AgreementType.ValueString(), err)
}
