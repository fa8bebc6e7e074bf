// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

// ModifyPlan computes hash, size and name, and decides what uploads anew: other bytes, name, origin or kind. Where the bytes come from is no
// property of an upload, so that a file that moved changes the state only.
func (r *accessoryResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var config, plan accessoryModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	var state *accessoryModel
	if !req.State.Raw.IsNull() {
		state = &accessoryModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.planName(&config, &resp.Diagnostics)
	changed := r.planContent(ctx, &config, &plan, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if state != nil {
		changed = append(changed, plan.otherThan(state)...)
		if len(changed) == 0 {
			plan.ID, plan.SHA256, plan.Size = state.ID, state.SHA256, state.Size
		} else {
			plan.ID = types.StringUnknown()
			resp.RequiresReplace = append(resp.RequiresReplace, changed...)
		}
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// planName gives the default name: the base name of the file.
func (m *accessoryModel) planName(config *accessoryModel, diags *diag.Diagnostics) {
	if !config.AccessoryName.IsNull() {
		return
	}
	switch {
	case config.Source.IsUnknown():
		m.AccessoryName = types.StringUnknown()
	case config.Source.IsNull():
		diags.AddAttributeError(path.Root("accessory_name"), "Missing argument",
			"accessory_name is needed with content, content_base64 and content_wo, with an extension that the service takes, for example \"report.txt\".")
	default:
		m.AccessoryName = types.StringValue(filepath.Base(config.Source.ValueString()))
	}
}

// planContent measures the bytes. It gives what differs when they are others than the uploaded ones: Terraform replaces only for an attribute
// that changes, so that it is the hash, or for write-only content the version.
func (r *accessoryResource) planContent(ctx context.Context, config, plan, state *accessoryModel, diags *diag.Diagnostics) path.Paths {
	secret := !config.ContentWO.IsNull()
	source, failure := config.contentOf()
	if failure == nil && source == nil {
		// The bytes are not known before apply, so that they count as others.
		plan.SHA256, plan.Size = types.StringUnknown(), types.Int64Unknown()
		return plan.newContent(state, secret, "")
	}
	var size int64
	var sum string
	if failure == nil {
		size, sum, failure = source.measure()
	}
	if failure != nil {
		return keepOrFail(failure, plan, state, diags)
	}
	plan.setMeasured(size, sum, secret)
	changed := plan.newContent(state, secret, sum)
	if state == nil || len(changed) > 0 {
		r.checkLimits(ctx, plan.AccessoryName, size, source.attribute, diags)
	}
	return changed
}

// newContent gives the attribute by which the content differs from the uploaded one.
func (m *accessoryModel) newContent(state *accessoryModel, secret bool, sum string) path.Paths {
	switch {
	case state == nil:
	case secret:
		m.setMeasured(0, "", secret)
		if !m.ContentWOVersion.Equal(state.ContentWOVersion) {
			return path.Paths{path.Root("content_wo_version")}
		}
	case state.SHA256.ValueString() != sum:
		return path.Paths{path.Root("sha256")}
	}
	return nil
}

// keepOrFail keeps an upload whose file is gone: it is with the service already, and a pipeline that made the file need not make it again.
func keepOrFail(failure *contentError, plan, state *accessoryModel, diags *diag.Diagnostics) path.Paths {
	if state == nil || !failure.missing || !plan.Source.Equal(state.Source) {
		diags.AddAttributeError(failure.attribute, failure.summary, failure.detail)
		return nil
	}
	diags.AddAttributeWarning(failure.attribute, "File is gone", failure.detail+" The attachment was uploaded before and is kept as it is.")
	plan.SHA256, plan.Size = state.SHA256, state.Size
	return nil
}

// otherThan gives the arguments beside the bytes that make another attachment.
func (m *accessoryModel) otherThan(state *accessoryModel) path.Paths {
	var changed path.Paths
	if !m.AccessoryName.Equal(state.AccessoryName) {
		changed = append(changed, path.Root("accessory_name"))
	}
	if !m.AccessoryFrom.Equal(state.AccessoryFrom) {
		changed = append(changed, path.Root("accessory_from"))
	}
	if !m.UploadType.Equal(state.UploadType) {
		changed = append(changed, path.Root("upload_type"))
	}
	return changed
}

// checkLimits holds a new attachment against the account's limits. That they can't be read is no reason to fail.
func (r *accessoryResource) checkLimits(ctx context.Context, name types.String, size int64, attribute path.Path, diags *diag.Diagnostics) {
	if r.Data == nil || !r.PlanChecks || !tfbase.IsKnown(name) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, planCheckTimeout)
	defer cancel()
	limits, err := r.Client.PlanAccessoryLimits(ctx)
	if err != nil {
		return
	}
	if err := limits.Check(name.ValueString(), size); err != nil {
		diags.AddAttributeError(attribute, "Attachment not allowed", fmt.Sprintf("%q can't be attached: %s.", name.ValueString(), err))
	}
}
