// SPDX-License-Identifier: MPL-2.0

package accessory

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// ModifyPlan plans a new upload if the bytes, name, origin or type change. The source of the bytes is not a property of an
// upload: moving the file changes the state only. Hash and size of a new upload are unknown: Terraform plans again while it
// applies, and by then another resource may have written the file.
func (r *accessoryResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var config, plan model
	var state *model // nil before the creation
	if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &config), req.Plan.Get(ctx, &plan), req.State.Get(ctx, &state)) {
		return
	}
	plan.planName(&config, &resp.Diagnostics)
	var changed path.Paths
	if state != nil {
		framework.AddChanged(&changed, "accessory_name", plan.AccessoryName, state.AccessoryName)
		framework.AddChanged(&changed, "accessory_from", plan.AccessoryFrom, state.AccessoryFrom)
		framework.AddChanged(&changed, "upload_type", plan.UploadType, state.UploadType)
	}
	source, failure := config.contentOf()
	if failure == nil {
		var other path.Paths
		other, failure = newContent(ctx, &config, state, source)
		changed = append(changed, other...)
	}
	switch {
	case failure == nil:
	case failure.missing && state != nil && config.Source.Equal(state.Source) && len(changed) == 0:
		// The service already has it, and a pipeline that wrote the file need not write it again.
		resp.Diagnostics.AddAttributeWarning(failure.attribute, "File not found", failure.detail+" The attachment was uploaded "+
			"earlier and is kept.")
	default:
		failure.report(&resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if state != nil && len(changed) == 0 {
		plan.ID, plan.SHA256, plan.Size = state.ID, state.SHA256, state.Size
	} else {
		plan.ID, plan.SHA256, plan.Size = types.StringUnknown(), types.StringUnknown(), types.Int64Unknown()
		if !config.ContentWO.IsNull() {
			plan.SHA256, plan.Size = types.StringNull(), types.Int64Null()
		}
		resp.RequiresReplace = append(resp.RequiresReplace, changed...)
		r.CheckLogin(ctx, &resp.Diagnostics, osm.ByLimits)
		r.checkPlanned(ctx, plan.AccessoryName, source, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

func (m *model) planName(config *model, diags *diag.Diagnostics) {
	if !config.AccessoryName.IsNull() {
		return
	}
	switch {
	case config.Source.IsUnknown():
		m.AccessoryName = types.StringUnknown()
	case config.Source.IsNull():
		diags.AddAttributeError(path.Root("accessory_name"), "Missing argument",
			"`accessory_name` is required with `content`, `content_base64` and `content_wo`. Set it to a name with an "+
				"extension that the service accepts, for example \"report.txt\".")
	default:
		m.AccessoryName = types.StringValue(filepath.Base(config.Source.ValueString()))
	}
}

// newContent returns the attribute in which the content differs from the uploaded one. Terraform replaces only for an attribute
// that changes, so it is the hash, or the version for write-only content. Content that is unknown before apply differs.
func newContent(ctx context.Context, config, state *model, source *content) (path.Paths, *contentError) {
	switch {
	case state == nil:
		return nil, nil
	case !config.ContentWO.IsNull():
		if config.ContentWOVersion.Equal(state.ContentWOVersion) {
			return nil, nil
		}
		return path.Paths{path.Root("content_wo_version")}, nil
	case source != nil && source.size == state.Size.ValueInt64():
		sum, failure := source.hash(ctx)
		if failure != nil || sum == state.SHA256.ValueString() {
			return nil, failure
		}
	}
	return path.Paths{path.Root("sha256")}, nil
}

// checkPlanned checks an attachment whose name and content are known at plan.
func (r *accessoryResource) checkPlanned(ctx context.Context, name types.String, source *content, diags *diag.Diagnostics) {
	if r.Data == nil || !r.PlanChecks || source == nil || !framework.IsKnown(name) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, osm.PlanCheckTimeout)
	defer cancel()
	r.checkLimits(ctx, name.ValueString(), source, diags)
}

// checkLimits checks a new attachment against the limits of the account. Limits that could not be read are not an error.
func (r *accessoryResource) checkLimits(ctx context.Context, name string, source *content, diags *diag.Diagnostics) {
	limits, err := r.Client.PlanChecks().AccessoryLimits(ctx)
	if err != nil {
		return
	}
	if err := limits.Check(name, source.size); err != nil {
		diags.AddAttributeError(source.attribute, "Attachment not allowed",
			fmt.Sprintf("%q can't be attached: %s. Compress or convert the file.", name, err))
	}
}
