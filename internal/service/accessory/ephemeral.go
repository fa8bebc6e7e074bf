// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewEphemeral returns the ephemeral resource osm_accessory_content.
func NewEphemeral() ephemeral.EphemeralResource {
	return &ephemeralContent{framework.Ephemeral{Name: "accessory_content"}}
}

type ephemeralContent struct{ framework.Ephemeral }

type ephemeralModel struct {
	AccessoryID types.String `tfsdk:"accessory_id"`
	GroupID     types.String `tfsdk:"group_id"`
	Content     types.String `tfsdk:"content"`
	downloadModel
}

func (*ephemeralContent) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Content of an attachment (at most 100 MB). Never stored in a plan or state. Downloaded each time " +
			"Terraform opens the resource.",
		Attributes: map[string]schema.Attribute{
			"accessory_id": schema.StringAttribute{
				MarkdownDescription: "Attachment ID.", Required: true, Validators: framework.Length(1, osm.MaxID)},
			"group_id": schema.StringAttribute{
				MarkdownDescription: framework.GroupDescription, Optional: true, Validators: framework.Length(1, osm.MaxID)},
			"content": schema.StringAttribute{
				MarkdownDescription: "Content as text. Null if it is not valid UTF-8.", Computed: true, Sensitive: true},
			"content_base64": schema.StringAttribute{
				MarkdownDescription: "Content as standard Base64.", Computed: true, Sensitive: true},
			"sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the content in hexadecimal.", Computed: true},
			"size": schema.Int64Attribute{MarkdownDescription: "Size in bytes.", Computed: true},
		},
	}
}

const downloadTimeout = 5 * time.Minute

func (e *ephemeralContent) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m ephemeralModel
	if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &m)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	defer cancel()
	id := m.AccessoryID.ValueString()
	data, err := e.Client.DownloadAccessory(ctx, id, m.GroupID.ValueString())
	if framework.FailedTo(&resp.Diagnostics, "download attachment "+id, err) {
		return
	}
	m.downloadModel = downloadFromAPI(data)
	m.Content = types.StringNull()
	if utf8.Valid(data) {
		m.Content = types.StringValue(string(data))
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}
