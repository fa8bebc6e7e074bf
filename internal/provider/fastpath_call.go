// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validate returns an empty response if there is nothing to report. It runs the validators of attributes that are set: those of
// this provider accept null. Other values than strings and booleans, and what is invalid, are for the framework.
func (s *fastPath) validate(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest, data any,
) (*tfprotov6.ValidateResourceConfigResponse, bool) {
	object, ok := s.object(req.Config)
	var attributes map[string]tftypes.Value
	if !ok || object.As(&attributes) != nil {
		return nil, false
	}
	for _, name := range s.required {
		if attributes[name].IsNull() {
			return nil, false
		}
	}
	config := tfsdk.Config{Raw: object, Schema: s.schema}
	for name, value := range attributes {
		if !value.IsNull() && !s.accepts(ctx, config, name, value) {
			return nil, false
		}
	}
	if r, ok := s.resource(ctx, data).(resource.ResourceWithValidateConfig); ok {
		var resp resource.ValidateConfigResponse
		if r.ValidateConfig(ctx, resource.ValidateConfigRequest{Config: config}, &resp); len(resp.Diagnostics) > 0 {
			return nil, false
		}
	}
	return &tfprotov6.ValidateResourceConfigResponse{}, true
}

// accepts reports whether the validators of an attribute have nothing to report about a value.
func (s *fastPath) accepts(ctx context.Context, config tfsdk.Config, name string, value tftypes.Value) bool {
	a := s.schema.Attributes[name]
	if !a.IsOptional() && !a.IsRequired() || a.IsWriteOnly() || a.GetDeprecationMessage() != "" {
		return false
	}
	converted, err := a.GetType().ValueFromTerraform(ctx, value)
	if err != nil {
		return false
	}
	at := path.Root(name)
	expression := at.Expression()
	switch v := converted.(type) {
	case types.String:
		text, ok := a.(schema.StringAttribute)
		req := validator.StringRequest{Config: config, ConfigValue: v, Path: at, PathExpression: expression}
		return ok && !slices.ContainsFunc(text.Validators, func(check validator.String) bool {
			var resp validator.StringResponse
			check.ValidateString(ctx, req, &resp)
			return len(resp.Diagnostics) > 0
		})
	case types.Bool:
		boolean, ok := a.(schema.BoolAttribute)
		return ok && len(boolean.Validators) == 0
	}
	return false
}

// upgrade returns the state of a ticket that was stored with the current version of the schema.
func (s *fastPath) upgrade(
	_ context.Context, req *tfprotov6.UpgradeResourceStateRequest, _ any,
) (*tfprotov6.UpgradeResourceStateResponse, bool) {
	if req.Version != s.schema.Version || req.RawState == nil {
		return nil, false
	}
	object, err := req.RawState.UnmarshalWithOpts(s.typ, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
	if err != nil {
		return nil, false
	}
	state, err := tfprotov6.NewDynamicValue(s.typ, object)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, err == nil
}

// read refreshes a ticket.
func (s *fastPath) read(
	ctx context.Context, req *tfprotov6.ReadResourceRequest, data any,
) (*tfprotov6.ReadResourceResponse, bool) {
	prior, isObject := s.object(req.CurrentState)
	identity, isIdentity := s.identity(req.CurrentIdentity)
	var resp resource.ReadResponse
	private := newLike(resp.Private)
	if !isObject || prior.IsNull() || !isIdentity || !loadPrivate(ctx, req.Private, private) {
		return nil, false
	}
	state := tfsdk.State{Raw: prior, Schema: s.schema}
	requested := identity
	resp = resource.ReadResponse{State: state, Identity: &identity, Private: private}
	s.resource(ctx, data).Read(ctx, resource.ReadRequest{State: state, Identity: &requested, Private: private}, &resp)
	out := s.encode(ctx, result{resp.State.Raw, resp.Identity, resp.Private, resp.Diagnostics}, req.Private)
	return &tfprotov6.ReadResourceResponse{NewState: out.state, NewIdentity: out.identity, Private: out.private,
		Diagnostics: out.diagnostics}, true
}

// create opens a ticket. Once the resource was called, the response is final: leaving the request to the framework would open
// another ticket.
func (s *fastPath) create(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest, data any,
) (*tfprotov6.ApplyResourceChangeResponse, bool) {
	prior, hasPrior := s.object(req.PriorState)
	planned, hasPlan := s.object(req.PlannedState)
	config, hasConfig := s.object(req.Config)
	identity, isIdentity := s.identity(req.PlannedIdentity)
	var resp resource.CreateResponse
	if !hasPrior || !prior.IsNull() || !hasPlan || planned.IsNull() || !hasConfig || !isIdentity ||
		!loadPrivate(ctx, req.PlannedPrivate, newLike(resp.Private)) {
		return nil, false
	}
	requested, private := identity, newLike(resp.Private)
	resp = resource.CreateResponse{State: tfsdk.State{Raw: prior, Schema: s.schema}, Identity: &identity, Private: private}
	s.resource(ctx, data).Create(ctx, resource.CreateRequest{
		Config:   tfsdk.Config{Raw: config, Schema: s.schema},
		Plan:     tfsdk.Plan{Raw: planned, Schema: s.schema},
		Identity: &requested,
	}, &resp)
	if !resp.Diagnostics.HasError() && (resp.State.Raw.IsNull() || resp.Identity.Raw.IsFullyNull()) {
		resp.Diagnostics.AddError("Missing state or identity after create",
			"This is a bug in the provider: please report it. The ticket may have been opened: check the service's console.")
	}
	out := s.encode(ctx, result{resp.State.Raw, resp.Identity, resp.Private, resp.Diagnostics}, nil)
	return &tfprotov6.ApplyResourceChangeResponse{NewState: out.state, NewIdentity: out.identity, Private: out.private,
		Diagnostics: out.diagnostics}, true
}

// plan returns the response for a new or unchanged ticket.
func (s *fastPath) plan(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest, data any,
) (*tfprotov6.PlanResourceChangeResponse, bool) {
	isNew, ok := s.coversPlan(req)
	if !ok {
		return nil, false
	}
	config, hasConfig := s.object(req.Config)
	proposed, hasProposed := s.object(req.ProposedNewState)
	identity, isIdentity := s.identity(req.PriorIdentity)
	if !hasConfig || !hasProposed || !isIdentity {
		return nil, false
	}
	prior := proposed
	if isNew {
		prior = tftypes.NewValue(s.typ, nil)
	}
	planned, err := s.complete(config, proposed, isNew)
	if err != nil {
		return nil, false
	}
	modify := resource.ModifyPlanRequest{
		Config: tfsdk.Config{Raw: config, Schema: s.schema},
		Plan:   tfsdk.Plan{Raw: planned, Schema: s.schema},
		State:  tfsdk.State{Raw: prior, Schema: s.schema},
	}
	modify.Private = newLike(modify.Private)
	if !loadPrivate(ctx, req.PriorPrivate, modify.Private) {
		return nil, false
	}
	modified := resource.ModifyPlanResponse{Plan: modify.Plan, Private: modify.Private}
	if r, ok := s.resource(ctx, data).(resource.ResourceWithModifyPlan); ok {
		r.ModifyPlan(ctx, modify, &modified)
	}
	out := s.encode(ctx, result{modified.Plan.Raw, &identity, modified.Private, modified.Diagnostics}, req.PriorPrivate)
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: out.state, PlannedIdentity: out.identity,
		PlannedPrivate: out.private, Diagnostics: out.diagnostics}
	for _, at := range modified.RequiresReplace {
		resp.RequiresReplace = append(resp.RequiresReplace, protocolPath(ctx, at))
	}
	return resp, true
}

// coversPlan reports whether the request is for a new or an unchanged resource.
func (*fastPath) coversPlan(req *tfprotov6.PlanResourceChangeRequest) (isNew, ok bool) {
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
func (s *fastPath) complete(config, proposed tftypes.Value, isNew bool) (tftypes.Value, error) {
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
	if set(s.defaults); !changes {
		return proposed, nil
	}
	maps.Copy(planned, s.writeOnly)
	set(s.unknown)
	return tftypes.NewValue(s.typ, planned), nil
}
