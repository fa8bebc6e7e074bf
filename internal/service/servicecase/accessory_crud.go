// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// Create uploads the bytes as they are now. They are hashed first and again while they are sent: if they change meanwhile,
// nothing is stored.
func (r *accessoryResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config accessoryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	source, failure := config.contentOf()
	if failure == nil && source == nil {
		failure = &contentError{attribute: path.Root("source"), summary: "Nothing to attach", detail: "No content is set."}
	}
	if failure != nil {
		resp.Diagnostics.AddAttributeError(failure.attribute, failure.summary, failure.detail)
		return
	}
	if plan.AccessoryName.IsUnknown() {
		plan.AccessoryName = types.StringValue(filepath.Base(config.Source.ValueString()))
	}
	name := plan.AccessoryName.ValueString()
	if limits, err := r.Client.PlanAccessoryLimits(ctx); err == nil {
		if err := limits.Check(name, source.size); err != nil {
			resp.Diagnostics.AddAttributeError(source.attribute, "Attachment not allowed", fmt.Sprintf("%q can't be attached: %s.", name, err))
			return
		}
	}
	sum, failure := source.hash(ctx)
	if failure != nil {
		resp.Diagnostics.AddAttributeError(failure.attribute, failure.summary, failure.detail)
		return
	}
	id, err := r.Client.UploadAccessory(ctx, osm.Upload{
		Name:   name,
		From:   plan.AccessoryFrom.ValueString(),
		Type:   int32(plan.UploadType.ValueInt64()),
		Open:   source.first,
		Size:   source.size,
		SHA256: sum,
	})
	if errors.Is(err, osm.ErrContentChanged) {
		resp.Diagnostics.AddAttributeError(source.attribute, "Content changed while it was uploaded",
			fmt.Sprintf("The bytes of %q changed between two reads, so the upload was ended before it was complete. Apply again when "+
				"nothing writes to it.", name))
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("upload attachment %q", name), err)
		return
	}
	plan.ID = types.StringValue(id)
	// The hash of a short secret can be guessed, so that of write-only content is not stored.
	plan.SHA256, plan.Size = types.StringNull(), types.Int64Null()
	if config.ContentWO.IsNull() {
		plan.SHA256, plan.Size = types.StringValue(sum), types.Int64Value(source.size)
	}
	plan.ContentWO = types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Read makes no call: the API has none that tells whether an upload that no ticket holds exists.
func (*accessoryResource) Read(_ context.Context, _ resource.ReadRequest, _ *resource.ReadResponse) {}

// Update only records from where the bytes come.
func (*accessoryResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("content_wo"), types.StringNull())...)
}

// Delete deletes the upload. The service may refuse since a ticket holds it; it then stays with the ticket, which is what tickets are for.
func (r *accessoryResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state accessoryModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.Client.DeleteAccessory(ctx, state.ID.ValueString())
	what := fmt.Sprintf("delete attachment %q (%s)", state.AccessoryName.ValueString(), state.ID.ValueString())
	switch {
	case err == nil, apierror.IsNotFound(err):
	case osm.IsRefusal(err):
		// A ticket that holds it keeps it, which is what tickets are for.
		tflog.Debug(ctx, "Attachment stays with its ticket", map[string]any{"accessory_id": state.ID.ValueString(), "cause": err.Error()})
	default:
		framework.AddError(&resp.Diagnostics, what, err)
	}
}
