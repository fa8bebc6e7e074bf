// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

type dataModel struct {
	AccessoryID  types.String `tfsdk:"accessory_id"`
	CaseID       types.String `tfsdk:"case_id"`
	GroupID      types.String `tfsdk:"group_id"`
	Download     types.Bool   `tfsdk:"download"`
	AccessoryURL types.String `tfsdk:"accessory_url"`
	downloadModel
}

// downloadModel describes downloaded bytes.
type downloadModel struct {
	ContentBase64 types.String `tfsdk:"content_base64"`
	framework.DigestModel
}

func downloadFromAPI(data []byte) downloadModel {
	return downloadModel{framework.Base64(data), framework.Digest(data)}
}

// address returns the URL of the attachment. The call for a single URL has no parameter for a group.
func (m *dataModel) address(ctx context.Context, c *osm.Client) (string, error) {
	if m.GroupID.IsNull() {
		return c.AccessoryURL(ctx, m.AccessoryID.ValueString(), m.CaseID.ValueString())
	}
	urls, err := c.AccessoryURLs(ctx, []string{m.AccessoryID.ValueString()}, m.GroupID.ValueString())
	if err != nil {
		return "", err
	}
	return framework.Value(urls[0].AccessoryUrl), nil
}

// NewDataSource returns the data source osm_accessory.
func NewDataSource() datasource.DataSource {
	return framework.NewDataSource("accessory", schema.Schema{
		MarkdownDescription: "Download URL of an attachment, and optionally its content. Both are stored in the state: anyone " +
			"who can read the state can download the file.",
		Attributes: map[string]schema.Attribute{
			"accessory_id": framework.NeededString("Attachment ID.", osm.MaxID),
			"case_id": framework.FilterString("ID of the ticket that the attachment belongs to. Omit for an upload that "+
				"belongs to no ticket.", osm.MaxID),
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"download": schema.BoolAttribute{
				MarkdownDescription: "Whether to download the content (at most 100 MB). Defaults to `false`.", Optional: true},
			"accessory_url":  framework.PersonalString("URL from which the attachment can be downloaded without a login."),
			"content_base64": framework.PersonalString("Content as Base64. Null unless `download` is `true`."),
			"sha256":         framework.ReadString("SHA-256 of the content in hexadecimal. Null unless `download` is `true`."),
			"size":           framework.ReadInt64("Size in bytes. Null unless `download` is `true`."),
		},
	}, func(ctx context.Context, d *framework.Data, m *dataModel, diags *diag.Diagnostics) {
		id := m.AccessoryID.ValueString()
		address, err := m.address(ctx, d.Client)
		if framework.FailedTo(diags, "get the URL of attachment "+id, err) {
			return
		}
		m.AccessoryURL = types.StringValue(address)
		if !m.Download.ValueBool() {
			return
		}
		data, err := d.Client.DownloadAccessory(ctx, id, m.GroupID.ValueString())
		if !framework.FailedTo(diags, "download attachment "+id, err) {
			m.downloadModel = downloadFromAPI(data)
		}
	})
}
