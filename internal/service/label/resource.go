// SPDX-License-Identifier: MPL-2.0

// Package label holds the account's labels, which tickets can carry.
package label

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var (
	_ resource.ResourceWithConfigure   = (*labelResource)(nil)
	_ resource.ResourceWithImportState = (*labelResource)(nil)
	_ resource.ResourceWithIdentity    = (*labelResource)(nil)
)

// New makes the resource osm_label.
func New() resource.Resource { return &labelResource{} }

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

// maxName is the largest length of a name in characters (API reference: CreateLabels).
const maxName = 64

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func (*labelResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "label"
}

func (*labelResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.Int64Attribute{Description: "Label id.", RequiredForImport: true},
	}}
}

func (*labelResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A label of the account, which tickets carry by `label_ids`. What deleting a label does to tickets that carry it is not documented.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, 1 to 64 characters, without white space at either end. A name that exists already is an error " +
					"that names its ID.", Required: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, maxName), framework.NotBlank(), framework.NotPadded()}},
			"color": schema.StringAttribute{
				MarkdownDescription: "Color as `#rrggbb`. Upper and lower case are the same.", Required: true,
				PlanModifiers: []planmodifier.String{sameColor{}},
				Validators:    []validator.String{stringvalidator.RegexMatches(colour, "must be of the form #rrggbb")}},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Whether to adopt a label of the same name, with a warning, instead of reporting that it exists. Its color is changed to `color`. " +
					"Defaults to `false`. A change sends nothing.",
				Optional: true},
			"id": schema.Int64Attribute{MarkdownDescription: "Label id.", Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}},
		},
	}
}

// sameColor plans nothing for a color that differs only in letter case.
type sameColor struct{}

func (sameColor) Description(context.Context) string { return "Upper and lower case are the same." }

func (m sameColor) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameColor) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.StateValue.IsNull() && strings.EqualFold(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// Create makes the label. The create call answers no id: it is found by its name, which therefore must not exist before.
func (r *labelResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan labelModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name, color := plan.Name.ValueString(), plan.Color.ValueString()
	id, adopted, err := r.Client.CreateLabel(ctx, osm.CreateLabelInput{Name: name, Color: color, AdoptExisting: plan.Adopt.ValueBool()})
	if exists := osm.AsLabelExists(err); exists != nil {
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Label exists already",
			fmt.Sprintf("There is a label %q already, with ID %d. Import it, or set `adopt_existing = true`:\n  terraform import <address of the resource> %d",
				name, exists.ID, exists.ID))
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("create label %q", name), err)
		return
	}
	if adopted {
		resp.Diagnostics.AddWarning("Existing label adopted", fmt.Sprintf("Label %q with ID %d existed already and was adopted (`adopt_existing = true`). "+
			"If another resource or state holds it, remove this resource from the state with `terraform state rm`.", name, id))
		if err := r.Client.UpdateLabel(ctx, id, name, color); err != nil {
			framework.AddWarning(&resp.Diagnostics, fmt.Sprintf("set the color of label %d", id), "The label is in the state. The next plan shows its color.", err)
		}
	}
	plan.ID = types.Int64Value(id)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, labelIdentity{plan.ID})...)
}

// Read looks for the id among all labels; it goes from the state when all were read and none has it.
func (r *labelResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state labelModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, labelIdentity{state.ID})...)
	r.Client.HoldLabel(state.ID.ValueInt64(), state.Name.ValueString())
	labels, err := r.Client.Labels(ctx, "")
	if err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("read label %d", state.ID.ValueInt64()), err)
		return
	}
	if found := find(labels, state.ID.ValueInt64()); found != nil {
		state.Name = framework.String(found.Name)
		// The service may write the color in another case.
		if !strings.EqualFold(state.Color.ValueString(), framework.Value(found.Color)) {
			state.Color = framework.String(found.Color)
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		return
	}
	resp.State.RemoveResource(ctx)
}

func find(labels []osmapi.CaseLabelInfo, id int64) *osmapi.CaseLabelInfo {
	for _, l := range labels {
		if l.LabelId != nil && int64(*l.LabelId) == id {
			return &l
		}
	}
	return nil
}

// Update changes name and colour, in one call.
func (r *labelResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan labelModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.Client.UpdateLabel(ctx, plan.ID.ValueInt64(), plan.Name.ValueString(), plan.Color.ValueString()); err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("change label %d", plan.ID.ValueInt64()), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, labelIdentity{plan.ID})...)
}

// Delete deletes the label. One that is gone is a success.
func (r *labelResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state labelModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueInt64()
	if err := r.Client.DeleteLabel(ctx, id); err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("delete label %d", id), err)
	}
}

// ImportState takes over a label by its id, a number, or by identity.
func (*labelResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity labelIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		id, err := strconv.ParseInt(req.ID, 10, 32)
		if err != nil || id < 0 {
			resp.Diagnostics.AddError("Not the id of a label", fmt.Sprintf("%q is no whole number from 0 to 2147483647.", req.ID))
			return
		}
		identity.ID = types.Int64Value(id)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
}
