// SPDX-License-Identifier: MPL-2.0

// Package label holds the labels of the account. It must not know tickets, which carry labels by ID.
package label

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var (
	_ resource.ResourceWithImportState = (*labelResource)(nil)
	_ resource.ResourceWithIdentity    = (*labelResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*labelResource)(nil)
)

// New returns the resource osm_label.
func New() resource.Resource { return &labelResource{framework.Resource{Name: "label"}} }

type labelResource struct{ framework.Resource }

type labelModel struct {
	Name  types.String `tfsdk:"name"`
	Color types.String `tfsdk:"color"`
	ID    types.Int64  `tfsdk:"id"`
	Adopt types.Bool   `tfsdk:"adopt_existing"`
}

type labelIdentity struct {
	ID types.Int64 `tfsdk:"id"`
}

// maxName is the maximum length of a name in characters (API reference: CreateLabels).
const maxName = 64

var isColor = framework.Matches(`^#[0-9a-fA-F]{6}$`)

func (*labelResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.Int64Attribute{Description: "ID of the label.", RequiredForImport: true},
	}}
}

func (*labelResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A label of the account, which can have at most 30. Tickets refer to labels in `label_ids`. " +
			"Deleting a label also removes it from its tickets.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the label (1 to 64 characters, without surrounding whitespace). Must be unique " +
					"in the account, unless `adopt_existing` is `true`.",
				Required: true, Validators: append(framework.Prose(maxName), framework.NotPadded())},
			"color": schema.StringAttribute{
				MarkdownDescription: "Color as `#rrggbb` (case-insensitive).", Required: true,
				PlanModifiers: []planmodifier.String{sameColor{}},
				Validators:    []validator.String{framework.PublicRule("must have the form #rrggbb", isColor)}},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Whether to adopt an existing label with this name, with a warning, instead of reporting " +
					"an error. The color of the label is changed to `color`. Defaults to `false`. Changing this makes no call.",
				Optional: true},
			"id": framework.CreatedInt64("ID of the label."),
		},
	}
}

// sameColor plans no change of a color that differs only in letter case.
type sameColor struct{}

func (sameColor) Description(context.Context) string { return "Case-insensitive." }

func (m sameColor) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameColor) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.StateValue.IsNull() && strings.EqualFold(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// ModifyPlan checks whether another label has the name, and how many labels the account would have.
func (r *labelResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.Resource.ModifyPlan(ctx, req, resp)
	if r.Data == nil || !r.PlanChecks || resp.Diagnostics.HasError() {
		return
	}
	var plan, state labelModel
	if !req.State.Raw.IsNull() {
		if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
			return
		}
		r.Client.HoldLabel(state.ID.ValueInt64(), state.Name.ValueString())
	}
	if req.Plan.Raw.IsNull() || framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) ||
		!framework.IsKnown(plan.Name) || plan.Name.Equal(state.Name) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, osm.PlanCheckTimeout)
	defer cancel()
	if req.State.Raw.IsNull() {
		r.checkNew(ctx, &plan, &resp.Diagnostics)
	} else {
		r.checkRenamed(ctx, plan.Name.ValueString(), &resp.Diagnostics)
	}
}

// checkNew reports what Create or the service would reject. A label that the state holds is no conflict: the same run may delete
// or rename it first.
func (r *labelResource) checkNew(ctx context.Context, plan *labelModel, diags *diag.Diagnostics) {
	name := plan.Name.ValueString()
	id, err := r.Client.PlanChecks().ForeignLabel(ctx, name)
	switch {
	case err != nil, id != "" && plan.Adopt.ValueBool():
		return
	case id != "":
		addExists(diags, name, id)
		return
	}
	total, err := r.Client.PlanChecks().PlanLabel(ctx, name)
	if err == nil && total > osm.MaxLabels && r.IsFirst("number of labels") {
		diags.AddAttributeWarning(path.Root("name"), "Too many labels",
			fmt.Sprintf("An account can have at most %d labels, and would have %d after this plan, so the service will probably "+
				"reject the rest. Delete labels that are no longer needed first.", osm.MaxLabels, total))
	}
}

func addExists(diags *diag.Diagnostics, name, id string) {
	diags.AddAttributeError(path.Root("name"), "Label already exists",
		fmt.Sprintf("A label %q already exists with ID %s. Import it, or set `adopt_existing = true`:\n"+
			"  terraform import <address of the resource> %s", name, id, id))
}

func (r *labelResource) checkRenamed(ctx context.Context, name string, diags *diag.Diagnostics) {
	if id, err := r.Client.PlanChecks().ForeignLabel(ctx, name); err == nil && id != "" {
		diags.AddAttributeWarning(path.Root("name"), "Label already exists",
			fmt.Sprintf("Label %s already has the name %q, and names must be unique, so the service will probably reject the "+
				"change. Choose another `name`, or delete that label first.", id, name))
	}
}

// Create creates the label. The response has no ID: the label is found by its name, which therefore must not exist before.
func (r *labelResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan labelModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	name, color := plan.Name.ValueString(), plan.Color.ValueString()
	id, adopted, err := r.Client.CreateLabel(ctx, osm.CreateLabelInput{
		Name:          name,
		Color:         color,
		AdoptExisting: plan.Adopt.ValueBool(),
	})
	if exists, ok := errors.AsType[*osm.LabelExistsError](err); ok {
		addExists(&resp.Diagnostics, name, strconv.FormatInt(exists.ID, 10))
		return
	}
	if framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("create label %q", name), err) {
		return
	}
	if adopted {
		resp.Diagnostics.AddWarning("Existing label adopted",
			fmt.Sprintf("Label %q with ID %d already existed and was adopted (`adopt_existing = true`). If another resource or "+
				"state manages it, remove this resource from the state with `terraform state rm`.", name, id))
		if err := r.Client.UpdateLabel(ctx, id, name, color); err != nil {
			framework.AddWarning(&resp.Diagnostics, fmt.Sprintf("set the color of label %d", id),
				"The label is in the state. The next plan shows its color.", err)
		}
	}
	plan.ID = types.Int64Value(id)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, labelIdentity{plan.ID})...)
}

// Read finds the label by its ID among all labels. Only if none of them has the ID is the label removed from the state.
func (r *labelResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state labelModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, labelIdentity{state.ID})...)
	r.Client.HoldLabel(state.ID.ValueInt64(), state.Name.ValueString())
	labels, err := r.Client.Labels(ctx, "")
	if framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("read label %d", state.ID.ValueInt64()), err) {
		return
	}
	for _, l := range labels {
		label := labelFromAPI(l)
		if !label.ID.Equal(state.ID) {
			continue
		}
		state.Name = label.Name
		// The service may write the color in another case.
		if !strings.EqualFold(state.Color.ValueString(), label.Color.ValueString()) {
			state.Color = label.Color
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		return
	}
	if state.Name.IsNull() {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import label %d", state.ID.ValueInt64()),
			"The service lists no label with this ID. Check the ID and the account that the provider is configured for; the "+
				"data source osm_labels lists the labels.")
		return
	}
	resp.State.RemoveResource(ctx)
}

// labelFromAPI returns the model of a label, with the arguments that the service does not know null.
func labelFromAPI(l osmapi.CaseLabelInfo) labelModel {
	return labelModel{
		Name:  framework.String(l.Name),
		Color: framework.String(l.Color),
		ID:    framework.Integer(l.LabelId),
	}
}

func (r *labelResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan labelModel
	if framework.Failed(&resp.Diagnostics, req.Plan.Get(ctx, &plan)) {
		return
	}
	if err := r.Client.UpdateLabel(ctx, plan.ID.ValueInt64(), plan.Name.ValueString(), plan.Color.ValueString()); err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("change label %d", plan.ID.ValueInt64()), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, labelIdentity{plan.ID})...)
}

func (r *labelResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state labelModel
	if framework.Failed(&resp.Diagnostics, req.State.Get(ctx, &state)) {
		return
	}
	id := state.ID.ValueInt64()
	framework.FailedTo(&resp.Diagnostics, fmt.Sprintf("delete label %d", id), r.Client.DeleteLabel(ctx, id))
}

func (*labelResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity labelIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		id, err := strconv.ParseInt(req.ID, 10, 32)
		if err != nil || id < 0 {
			resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q is not a label ID, which is a whole number from 0 to "+
				"2147483647. To find the ID, use the data source osm_labels with `name`.", req.ID))
			return
		}
		identity.ID = types.Int64Value(id)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
}
