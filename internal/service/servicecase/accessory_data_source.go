// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*accessoryDataSource)(nil)

// NewAccessoryDataSource makes the data source osm_accessory.
func NewAccessoryDataSource() datasource.DataSource { return &accessoryDataSource{} }

type accessoryDataSource struct{ framework.DataSource }

type accessoryDataModel struct {
	AccessoryID   types.String `tfsdk:"accessory_id"`
	CaseID        types.String `tfsdk:"case_id"`
	GroupID       types.String `tfsdk:"group_id"`
	Download      types.Bool   `tfsdk:"download"`
	AccessoryURL  types.String `tfsdk:"accessory_url"`
	ContentBase64 types.String `tfsdk:"content_base64"`
	SHA256        types.String `tfsdk:"sha256"`
	Size          types.Int64  `tfsdk:"size"`
}

func (*accessoryDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "accessory"
}

func (*accessoryDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Where an attachment can be fetched, and if asked for its bytes. Both are in the state, where whoever can read it can fetch the file.",
		Attributes: map[string]schema.Attribute{
			"accessory_id": schema.StringAttribute{MarkdownDescription: "Attachment id.", Required: true, Validators: length(1, maxTicketLength)},
			"case_id":      schema.StringAttribute{MarkdownDescription: "Ticket that holds the attachment; leave it out for an upload that no ticket holds.", Optional: true, Validators: length(1, maxTicketLength)},
			"group_id":     groupArgument(),
			"download":     schema.BoolAttribute{MarkdownDescription: "`true` fetches the bytes, 100 MB at the most.", Optional: true},
			"accessory_url": schema.StringAttribute{
				MarkdownDescription: "Address from which the attachment can be fetched without a login; how long it lives is not documented.", Computed: true, Sensitive: true},
			"content_base64": schema.StringAttribute{MarkdownDescription: "The bytes as Base64, with `download`.", Computed: true, Sensitive: true},
			"sha256":         framework.ReadString("SHA-256 of the bytes in hexadecimal, with `download`."),
			"size":           framework.ReadInt64("Number of bytes, with `download`."),
		},
	}
}

func (d *accessoryDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m accessoryDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := m.AccessoryID.ValueString()
	address, err := d.Client.AccessoryURL(ctx, id, m.CaseID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "get the address of attachment "+id, err)
		return
	}
	m.AccessoryURL = types.StringValue(address)
	m.ContentBase64, m.SHA256, m.Size = types.StringNull(), types.StringNull(), types.Int64Null()
	if m.Download.ValueBool() {
		data, err := d.Client.DownloadAccessory(ctx, id, m.GroupID.ValueString())
		if err != nil {
			framework.AddError(&resp.Diagnostics, "fetch attachment "+id, err)
			return
		}
		sum := sha256.Sum256(data)
		m.ContentBase64 = types.StringValue(base64.StdEncoding.EncodeToString(data))
		m.SHA256, m.Size = types.StringValue(hex.EncodeToString(sum[:])), types.Int64Value(int64(len(data)))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
