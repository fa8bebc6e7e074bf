// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*accessoryContent)(nil)

// NewAccessoryContent makes the ephemeral resource osm_accessory_content.
func NewAccessoryContent() ephemeral.EphemeralResource { return &accessoryContent{} }

type accessoryContent struct{ framework.Ephemeral }

type accessoryContentModel struct {
	AccessoryID   types.String `tfsdk:"accessory_id"`
	GroupID       types.String `tfsdk:"group_id"`
	Content       types.String `tfsdk:"content"`
	ContentBase64 types.String `tfsdk:"content_base64"`
	SHA256        types.String `tfsdk:"sha256"`
	Size          types.Int64  `tfsdk:"size"`
}

func (*accessoryContent) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "accessory_content"
}

func (*accessoryContent) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Bytes of an attachment, which are in no plan and no state. They are fetched each time that Terraform opens the resource, " +
			"100 MB at the most.",
		Attributes: map[string]schema.Attribute{
			"accessory_id": schema.StringAttribute{MarkdownDescription: "Attachment id.", Required: true, Validators: length(1, maxTicketLength)},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "IAM user group; needed when the attachment's ticket belongs to another member of that group.",
				Optional:            true, Validators: length(1, maxTicketLength)},
			"content":        schema.StringAttribute{MarkdownDescription: "The bytes as text; null when they are no valid UTF-8.", Computed: true, Sensitive: true},
			"content_base64": schema.StringAttribute{MarkdownDescription: "The bytes in standard Base64.", Computed: true, Sensitive: true},
			"sha256":         schema.StringAttribute{MarkdownDescription: "SHA-256 of the bytes in lower-case hex.", Computed: true},
			"size":           schema.Int64Attribute{MarkdownDescription: "Number of bytes.", Computed: true},
		},
	}
}

// Open fetches the bytes.
func (e *accessoryContent) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m accessoryContentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	data, err := e.Client.DownloadAccessory(ctx, m.AccessoryID.ValueString(), m.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "fetch attachment "+m.AccessoryID.ValueString(), err)
		return
	}
	sum := sha256.Sum256(data)
	m.ContentBase64, m.SHA256 = types.StringValue(base64.StdEncoding.EncodeToString(data)), types.StringValue(hex.EncodeToString(sum[:]))
	m.Size, m.Content = types.Int64Value(int64(len(data))), types.StringNull()
	if utf8.Valid(data) {
		m.Content = types.StringValue(string(data))
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}
