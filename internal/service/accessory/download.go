// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
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
	SHA256        types.String `tfsdk:"sha256"`
	Size          types.Int64  `tfsdk:"size"`
}

func downloadFromAPI(data []byte) downloadModel {
	return downloadModel{
		ContentBase64: types.StringValue(base64.StdEncoding.EncodeToString(data)),
		SHA256:        types.StringValue(fmt.Sprintf("%x", sha256.Sum256(data))),
		Size:          types.Int64Value(int64(len(data))),
	}
}

// NewDataSource returns the data source osm_accessory.
func NewDataSource() datasource.DataSource {
	return framework.NewDataSource("accessory", schema.Schema{
		MarkdownDescription: "Download URL of an attachment, and optionally its content. Both are stored in the state: anyone who " +
			"can read the state can download the file.",
		Attributes: map[string]schema.Attribute{
			"accessory_id": framework.NeededString("Attachment ID.", osm.MaxID),
			"case_id": framework.FilterString("ID of the ticket that the attachment belongs to. Omit for an upload that belongs to no "+
				"ticket.", osm.MaxID),
			"group_id": framework.FilterString(framework.GroupDescription, osm.MaxID),
			"download": schema.BoolAttribute{
				MarkdownDescription: "Whether to download the content (at most 100 MB). Defaults to `false`.", Optional: true},
			"accessory_url": framework.PersonalString("URL from which the attachment can be downloaded without a login. Its lifetime is " +
				"not documented."),
			"content_base64": framework.PersonalString("Content as Base64. Null unless `download` is `true`."),
			"sha256":         framework.ReadString("SHA-256 of the content in hexadecimal. Null unless `download` is `true`."),
			"size":           framework.ReadInt64("Size in bytes. Null unless `download` is `true`."),
		},
	}, func(ctx context.Context, d *framework.Data, m *dataModel, diags *diag.Diagnostics) {
		id := m.AccessoryID.ValueString()
		address, err := d.Client.AccessoryURL(ctx, id, m.CaseID.ValueString())
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
	resp.Schema = ephemeralschema.Schema{
		MarkdownDescription: "Content of an attachment (at most 100 MB). Never stored in a plan or state. Downloaded each time " +
			"Terraform opens the resource.",
		Attributes: map[string]ephemeralschema.Attribute{
			"accessory_id": ephemeralschema.StringAttribute{
				MarkdownDescription: "Attachment ID.", Required: true, Validators: framework.Length(1, osm.MaxID)},
			"group_id": ephemeralschema.StringAttribute{
				MarkdownDescription: framework.GroupDescription, Optional: true, Validators: framework.Length(1, osm.MaxID)},
			"content": ephemeralschema.StringAttribute{
				MarkdownDescription: "Content as text. Null if it is not valid UTF-8.", Computed: true, Sensitive: true},
			"content_base64": ephemeralschema.StringAttribute{
				MarkdownDescription: "Content as standard Base64.", Computed: true, Sensitive: true},
			"sha256": ephemeralschema.StringAttribute{
				MarkdownDescription: "SHA-256 of the content in hexadecimal.", Computed: true},
			"size": ephemeralschema.Int64Attribute{MarkdownDescription: "Size in bytes.", Computed: true},
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
