// SPDX-License-Identifier: MPL-2.0

// Package accessory holds attachments: the upload as a resource, and the content and URL of a ticket's files as data sources.
package accessory

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var (
	_ resource.ResourceWithModifyPlan       = (*accessoryResource)(nil)
	_ resource.ResourceWithConfigValidators = (*accessoryResource)(nil)
	_ resource.ResourceWithImportState      = (*accessoryResource)(nil)
)

// NewResource returns the resource osm_accessory.
func NewResource() resource.Resource {
	return &accessoryResource{framework.Resource{Name: "accessory"}}
}

type accessoryResource struct{ framework.Resource }

type model struct {
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

// maxText is the maximum length of a text that may hold an attachment of the largest size, Base64 included.
const maxText = 1 << 27

// isFileName rejects path parts, control characters, and characters that change the reading direction, with which a name can
// pretend to have another extension.
var isFileName = framework.Matches(`^[^/\\\x00-\x1f\x7f\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+$`)

func (*accessoryResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An attachment: a file that is uploaded for a ticket (`accessory_ids` of `osm_servicecase`) or a " +
			"message.\n\nChanging the content, `accessory_name`, `accessory_from` or `upload_type` uploads a new attachment. " +
			"The state holds the hash, size and name of `source`, never its content. The API has no call that reports whether " +
			"an upload still exists, so a refresh makes no call. Destroying the resource deletes the upload, unless it belongs " +
			"to a ticket: the service then keeps it.",
		Attributes: map[string]schema.Attribute{
			"source": schema.StringAttribute{
				MarkdownDescription: "Path of a regular file. The file must exist at plan time, and is read again for the " +
					"upload. Changed content uploads a new attachment. Removing the file after the upload plans no change.",
				Optional: true, Validators: framework.Length(1, 4096)},
			"content": schema.StringAttribute{
				MarkdownDescription: "Content as text (UTF-8). Stored in the state.",
				Optional:            true, Sensitive: true, Validators: framework.Length(1, maxText)},
			"content_base64": schema.StringAttribute{
				MarkdownDescription: "Content as standard Base64, for example from `filebase64`. Stored in the state.",
				Optional:            true, Sensitive: true, Validators: framework.Length(1, maxText)},
			"content_wo": schema.StringAttribute{
				MarkdownDescription: "Content as text. Write-only: never stored in a plan or state, nor are its hash and size " +
					"(Terraform 1.11 or OpenTofu 1.11 and later). Changing only this plans nothing; also change " +
					"`content_wo_version`.",
				Optional: true, WriteOnly: true,
				Validators: append(framework.Length(1, maxText),
					framework.Requires("content_wo_version"))},
			"content_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of `content_wo`. Changing this uploads a new attachment.", Optional: true,
				Validators: []validator.Int64{framework.Requires("content_wo")}},
			"accessory_name": schema.StringAttribute{
				MarkdownDescription: "File name with extension (1 to 512 characters), without directories. Defaults to the " +
					"base name of `source`. Required without `source`.",
				Optional: true, Computed: true,
				Validators: append(framework.Prose(512), framework.Rule(
					"must not contain directories, control characters or characters that change the reading direction",
					isFileName))},
			"accessory_from": schema.StringAttribute{
				MarkdownDescription: "What the attachment is for: `incident` for a new ticket, `message` for a message. " +
					"Defaults to `incident`.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(fromIncident),
				Validators: []validator.String{framework.OneOf(fromIncident, fromMessage)}},
			"upload_type": schema.Int64Attribute{
				MarkdownDescription: "0 for an ordinary file, 1 for a file that is embedded in Markdown text. Defaults to 0.",
				Optional:            true, Computed: true, Default: int64default.StaticInt64(0),
				Validators: []validator.Int64{framework.Between(0, 1)}},
			"id": framework.ComputedString("Attachment ID (`accessory_id`)."),
			"sha256": framework.ComputedString("SHA-256 of the content in hexadecimal, known after the upload. Null for " +
				"`content_wo`."),
			"size": framework.ComputedInt64("Size in bytes, known after the upload. Null for `content_wo`."),
		},
	}
}

func (*accessoryResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{framework.ExactlyOneOf("source", "content", "content_base64", "content_wo")}
}

// Create uploads the bytes as they are now. They are hashed before and during the upload: if they differ, nothing is stored.
func (r *accessoryResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan), req.Config.Get(ctx, &config)) {
		return
	}
	source, failure := config.contentOf()
	if failure == nil && source == nil {
		failure = &contentError{attribute: path.Root("source"), summary: "Nothing to attach", detail: "No content is set."}
	}
	if failure != nil {
		failure.report(&resp.Diagnostics)
		return
	}
	if plan.AccessoryName.IsUnknown() {
		plan.AccessoryName = types.StringValue(filepath.Base(config.Source.ValueString()))
	}
	name := plan.AccessoryName.ValueString()
	if r.checkLimits(ctx, name, source, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	sum, failure := source.hash(ctx)
	if failure != nil {
		failure.report(&resp.Diagnostics)
		return
	}
	id, err := r.Client.UploadAccessory(ctx, osm.UploadAccessoryInput{
		Name:   name,
		From:   plan.AccessoryFrom.ValueString(),
		Type:   int32(plan.UploadType.ValueInt64()),
		Open:   source.first,
		Size:   source.size,
		SHA256: sum,
	})
	if errors.Is(err, osm.ErrContentChanged) {
		resp.Diagnostics.AddAttributeError(source.attribute, "Content changed during the upload",
			fmt.Sprintf("The content of %q changed between two reads, so the upload was aborted. Apply again when nothing "+
				"writes to the file.", name))
		return
	}
	if framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("upload attachment %q", name), err) {
		return
	}
	plan.ID = types.StringValue(id)
	// The hash of a short secret can be guessed, so the hash of write-only content is not stored.
	plan.SHA256, plan.Size = types.StringNull(), types.Int64Null()
	if config.ContentWO.IsNull() {
		plan.SHA256, plan.Size = types.StringValue(sum), types.Int64Value(source.size)
	}
	plan.ContentWO = types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Read makes no call: the API has none that reports whether an upload that no ticket holds exists.
func (*accessoryResource) Read(_ context.Context, _ resource.ReadRequest, _ *resource.ReadResponse) {}

func (*accessoryResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("content_wo"), types.StringNull())...)
}

// Delete deletes the upload. A ticket keeps its files: the service then rejects the deletion, with a code that the reference does
// not name. Any rejection by the service itself counts: an upload that is left has no effect, and nobody can act on a warning.
func (r *accessoryResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	id := state.ID.ValueString()
	switch err := r.Client.DeleteAccessory(ctx, id); {
	case err == nil, apierror.IsNotFound(err):
	case osm.IsRejection(err):
		tflog.Debug(ctx, "Attachment stays with its ticket", map[string]any{"accessory_id": id, "cause": err.Error()})
	default:
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("delete attachment %q (%s)", state.AccessoryName.ValueString(), id),
			err)
	}
}

// ImportState explains why an attachment can't be imported.
func (*accessoryResource) ImportState(_ context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("Attachments can't be imported", fmt.Sprintf("The API does not report which file an attachment "+
		"was uploaded from, so it could not be compared with a configuration. To use attachment %[1]q, add its ID to "+
		"`accessory_ids` of a ticket or message. To manage the file with Terraform, remove the import; the next apply uploads "+
		"the file as a new attachment.", req.ID))
}
