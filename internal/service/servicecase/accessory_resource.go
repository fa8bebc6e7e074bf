// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var (
	_ resource.ResourceWithConfigure        = (*accessoryResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*accessoryResource)(nil)
	_ resource.ResourceWithConfigValidators = (*accessoryResource)(nil)
)

// NewAccessory makes the resource osm_accessory.
func NewAccessory() resource.Resource { return &accessoryResource{} }

type accessoryResource struct{ framework.Resource }

type accessoryModel struct {
	Source           types.String `tfsdk:"source"`
	Content          types.String `tfsdk:"content"`
	ContentBase64    types.String `tfsdk:"content_base64"`
	ContentWO        types.String `tfsdk:"content_wo"`
	ContentWOVersion types.Int64  `tfsdk:"content_wo_version"`
	AccessoryName    types.String `tfsdk:"accessory_name"`
	AccessoryFrom    types.String `tfsdk:"accessory_from"`
	UploadType       types.Int64  `tfsdk:"upload_type"`
	ID               types.String `tfsdk:"id"`
	SHA256           types.String `tfsdk:"sha256"`
	Size             types.Int64  `tfsdk:"size"`
}

// Values of accessory_from (API reference: UploadJsonAccessories).
const (
	fromIncident = "incident"
	fromMessage  = "message"
)

// fileName keeps out what has no place in a file's name: path parts, control characters, and characters that turn the reading direction, with
// which a name can be made to look as if it ended otherwise.
var fileName = regexp.MustCompile(`^[^/\\\x00-\x1f\x7f\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+$`)

func (*accessoryResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "accessory"
}

func (*accessoryResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An attachment: a file that is uploaded, to be used by a ticket (`accessory_ids` of `osm_servicecase`) or a message.\n\n" +
			"Other bytes, another name or origin upload a new attachment. The state holds hash, size and name of `source`, never its bytes. The API has no call " +
			"that reports whether an upload still exists, so a refresh makes no call. Destroying deletes the upload; one that a ticket " +
			"holds already is kept by the service, which is a warning.",
		Attributes: map[string]schema.Attribute{
			"source": schema.StringAttribute{
				MarkdownDescription: "Path of a regular file. It must exist at plan; what it holds when it is uploaded counts. Changed " +
					"bytes upload a new attachment. A file that is gone later plans no change.",
				Optional: true, Validators: length(1, 4096)},
			"content": schema.StringAttribute{
				MarkdownDescription: "The content as text (UTF-8). It is in the state.", Optional: true, Sensitive: true, Validators: length(1, 1<<27)},
			"content_base64": schema.StringAttribute{
				MarkdownDescription: "The content as standard Base64, for example of `filebase64`. It is in the state.", Optional: true, Sensitive: true, Validators: length(1, 1<<27)},
			"content_wo": schema.StringAttribute{
				MarkdownDescription: "The content as text, write-only: it is in no plan and no state, and neither are its hash and size (Terraform 1.11 or OpenTofu 1.11 and newer). " +
					"A changed value alone plans nothing: change `content_wo_version`.",
				Optional: true, WriteOnly: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 1<<27), stringvalidator.AlsoRequires(path.MatchRoot("content_wo_version"))}},
			"content_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of `content_wo`. Changing this uploads a new attachment.", Optional: true,
				Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("content_wo"))}},
			"accessory_name": schema.StringAttribute{
				MarkdownDescription: "File name with extension, 1 to 512 characters, without path parts. Default: the base name of `source`; needed with any other content.",
				Optional:            true, Computed: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 512), framework.NotBlank(),
					stringvalidator.RegexMatches(fileName, "must have no path parts, control characters or characters that change the reading direction")}},
			"accessory_from": schema.StringAttribute{
				MarkdownDescription: "What it will be attached to: `incident` (default) for a new ticket, `message` for a message.",
				Optional:            true, Computed: true, Default: stringdefault.StaticString(fromIncident),
				Validators: []validator.String{stringvalidator.OneOf(fromIncident, fromMessage)}},
			"upload_type": schema.Int64Attribute{
				MarkdownDescription: "0 (default) for an ordinary file, 1 for one that a text in markdown shows.",
				Optional:            true, Computed: true, Default: int64default.StaticInt64(0), Validators: []validator.Int64{int64validator.OneOf(0, 1)}},
			"id":     framework.ComputedString("Attachment id (`accessory_id`)."),
			"sha256": framework.ComputedString("SHA-256 of the bytes in hexadecimal, known after the upload. Null for `content_wo`."),
			"size":   framework.ComputedInt64("Number of bytes, known after the upload. Null for `content_wo`."),
		},
	}
}

func (*accessoryResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(
		path.MatchRoot("source"), path.MatchRoot("content"), path.MatchRoot("content_base64"), path.MatchRoot("content_wo"))}
}
