// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planner plans new and unchanged tickets. The plugin framework copies the object several times for each of its attributes,
// which takes longer than everything else that the provider does. For these two plans, the result is only that defaults are set
// and computed values become unknown, since no attribute of a ticket has a plan modifier: the planner does that in one pass, then
// calls ModifyPlan. TestPlanner compares its responses with those of the framework.
type planner struct {
	newResource func() resource.Resource
	schema      schema.Schema
	typ         tftypes.Type
	// defaults and unknown hold what is planned for attributes that are null in the configuration: the default, or unknown for
	// a computed attribute without one.
	defaults, unknown map[string]tftypes.Value
	// writeOnly holds the nulls of the attributes that no plan contains.
	writeOnly map[string]tftypes.Value
	// identity is that of a resource that has none yet.
	identity *tfprotov6.ResourceIdentityData
}

func newPlanner(newResource func() resource.Resource) *planner {
	ctx, res := context.Background(), newResource()
	var described resource.SchemaResponse
	res.Schema(ctx, resource.SchemaRequest{}, &described)
	p := &planner{
		newResource: newResource,
		schema:      described.Schema,
		typ:         described.Schema.Type().TerraformType(ctx),
		defaults:    map[string]tftypes.Value{},
		unknown:     map[string]tftypes.Value{},
		writeOnly:   map[string]tftypes.Value{},
	}
	for name, a := range p.schema.Attributes {
		typ := a.GetType().TerraformType(ctx)
		text, _ := a.(schema.StringAttribute)
		switch {
		case text.Default != nil:
			var resp defaults.StringResponse
			text.Default.DefaultString(ctx, defaults.StringRequest{Path: path.Root(name)}, &resp)
			p.defaults[name] = tftypes.NewValue(typ, resp.PlanValue.ValueString())
		case a.IsComputed():
			p.unknown[name] = tftypes.NewValue(typ, tftypes.UnknownValue)
		case a.IsWriteOnly():
			p.writeOnly[name] = tftypes.NewValue(typ, nil)
		}
	}
	if identified, ok := res.(resource.ResourceWithIdentity); ok {
		var resp resource.IdentitySchemaResponse
		identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &resp)
		typ := resp.IdentitySchema.Type().TerraformType(ctx)
		if none, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, nil)); err == nil {
			p.identity = &tfprotov6.ResourceIdentityData{IdentityData: &none}
		}
	}
	return p
}

// plan returns the response to a request, and false if it is for the framework: another kind of plan, or a value that can't be
// read. data is what the provider passes to its resources.
func (p *planner) plan(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest, data any,
) (*tfprotov6.PlanResourceChangeResponse, bool) {
	isNew, ok := p.covers(req)
	if !ok {
		return nil, false
	}
	config, err := req.Config.Unmarshal(p.typ)
	if err != nil {
		return nil, false
	}
	proposed, err := req.ProposedNewState.Unmarshal(p.typ)
	if err != nil {
		return nil, false
	}
	prior := proposed
	if isNew {
		prior = tftypes.NewValue(p.typ, nil)
	}
	planned, err := p.complete(config, proposed, isNew)
	if err != nil {
		return nil, false
	}
	modify := resource.ModifyPlanRequest{
		Config: tfsdk.Config{Raw: config, Schema: p.schema},
		Plan:   tfsdk.Plan{Raw: planned, Schema: p.schema},
		State:  tfsdk.State{Raw: prior, Schema: p.schema},
	}
	modify.Private = newLike(modify.Private)
	if !loadPrivate(ctx, req.PriorPrivate, modify.Private) {
		return nil, false
	}
	modified := resource.ModifyPlanResponse{Plan: modify.Plan, Private: modify.Private}
	res := p.newResource()
	if r, ok := res.(resource.ResourceWithConfigure); ok {
		r.Configure(ctx, resource.ConfigureRequest{ProviderData: data}, &resource.ConfigureResponse{})
	}
	if r, ok := res.(resource.ResourceWithModifyPlan); ok {
		r.ModifyPlan(ctx, modify, &modified)
	}
	return p.respond(ctx, req, &modified)
}

// covers reports whether the request is for a new or an unchanged resource.
func (*planner) covers(req *tfprotov6.PlanResourceChangeRequest) (isNew, ok bool) {
	if req.Config == nil || req.PriorState == nil || req.ProposedNewState == nil {
		return false, false
	}
	isNew, err := req.PriorState.IsNull()
	isDestroy, destroyErr := req.ProposedNewState.IsNull()
	if err != nil || destroyErr != nil || isDestroy {
		return false, false
	}
	isUnchanged := len(req.PriorState.MsgPack) > 0 && bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack)
	return isNew, isNew || isUnchanged
}

// complete sets the defaults, and marks computed values as unknown if the object changes.
func (p *planner) complete(config, proposed tftypes.Value, isNew bool) (tftypes.Value, error) {
	var configured, attributes map[string]tftypes.Value
	if err := config.As(&configured); err != nil {
		return proposed, err
	}
	if err := proposed.As(&attributes); err != nil {
		return proposed, err
	}
	planned, changes := maps.Clone(attributes), isNew
	set := func(values map[string]tftypes.Value) {
		for name, v := range values {
			if configured[name].IsNull() && !v.Equal(planned[name]) {
				planned[name], changes = v, true
			}
		}
	}
	set(p.defaults)
	for name, null := range p.writeOnly {
		planned[name] = null
	}
	if changes {
		set(p.unknown)
	}
	if !changes {
		return proposed, nil
	}
	return tftypes.NewValue(p.typ, planned), nil
}

// newLike returns a new T. The framework does not export the type of a private state.
func newLike[T any](*T) *T { return new(T) }

// loadPrivate sets the keys of an encoded private state, and reports whether it can be decoded.
func loadPrivate(ctx context.Context, encoded []byte, to interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
},
) bool {
	var keys map[string][]byte
	if len(encoded) > 0 && json.Unmarshal(encoded, &keys) != nil {
		return false
	}
	for key, value := range keys {
		if to.SetKey(ctx, key, value).HasError() {
			return false
		}
	}
	return true
}

func (p *planner) respond(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest, modified *resource.ModifyPlanResponse,
) (*tfprotov6.PlanResourceChangeResponse, bool) {
	state, err := tfprotov6.NewDynamicValue(p.typ, modified.Plan.Raw)
	if err != nil {
		return nil, false
	}
	resp := &tfprotov6.PlanResourceChangeResponse{
		PlannedState:    &state,
		PlannedPrivate:  req.PriorPrivate,
		PlannedIdentity: req.PriorIdentity,
	}
	if resp.PlannedIdentity == nil {
		resp.PlannedIdentity = p.identity
	}
	for _, at := range modified.RequiresReplace {
		resp.RequiresReplace = append(resp.RequiresReplace, protocolPath(ctx, at))
	}
	for _, d := range modified.Diagnostics {
		sent := &tfprotov6.Diagnostic{
			Severity: tfprotov6.DiagnosticSeverityWarning,
			Summary:  d.Summary(),
			Detail:   d.Detail(),
		}
		if d.Severity() == diag.SeverityError {
			sent.Severity = tfprotov6.DiagnosticSeverityError
		}
		if located, ok := d.(diag.DiagnosticWithPath); ok {
			sent.Attribute = protocolPath(ctx, located.Path())
		}
		resp.Diagnostics = append(resp.Diagnostics, sent)
	}
	return resp, true
}

func protocolPath(ctx context.Context, at path.Path) *tftypes.AttributePath {
	var steps []tftypes.AttributePathStep
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			steps = append(steps, tftypes.AttributeName(step))
		case path.PathStepElementKeyInt:
			steps = append(steps, tftypes.ElementKeyInt(step))
		case path.PathStepElementKeyString:
			steps = append(steps, tftypes.ElementKeyString(step))
		case path.PathStepElementKeyValue:
			if value, err := step.ToTerraformValue(ctx); err == nil {
				steps = append(steps, tftypes.ElementKeyValue(value))
			}
		}
	}
	return tftypes.NewAttributePathWithSteps(steps)
}
