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

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/client"
	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

// Create uploads the bytes. They are those that were hashed at plan, or nothing is stored: the hash is compared while they are sent.
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
	size, sum := plan.Size.ValueInt64(), plan.SHA256.ValueString()
	if failure == nil && (sum == "" || plan.AccessoryName.IsUnknown()) {
		size, sum, failure = source.measure()
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
		if err := limits.Check(name, size); err != nil {
			resp.Diagnostics.AddAttributeError(source.attribute, "Attachment not allowed", fmt.Sprintf("%q can't be attached: %s.", name, err))
			return
		}
	}
	id, err := r.Client.UploadAccessory(ctx, client.Upload{Name: name, From: plan.AccessoryFrom.ValueString(),
		Type: int32(plan.UploadType.ValueInt64()), Open: source.open, Size: size, SHA256: sum})
	if errors.Is(err, client.ErrContentChanged) {
		resp.Diagnostics.AddAttributeError(source.attribute, "Content changed since the plan",
			fmt.Sprintf("The bytes of %q are not those that were planned, so nothing was uploaded. Plan again.", name))
		return
	}
	if err != nil {
		tfbase.AddError(&resp.Diagnostics, fmt.Sprintf("upload attachment %q", name), err)
		return
	}
	plan.ID = types.StringValue(id)
	plan.setMeasured(size, sum, !config.ContentWO.IsNull())
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
	case client.IsRefusal(err):
		tfbase.AddWarning(&resp.Diagnostics, what, "A ticket that holds it keeps it. It is no longer in the state.", err)
	default:
		tfbase.AddError(&resp.Diagnostics, what, err)
	}
}
