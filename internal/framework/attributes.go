// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ComputedString returns an attribute of a resource that the service sets.
func ComputedString(description string) resource.StringAttribute {
	return resource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ComputedInt64 returns an attribute of a resource that the service sets.
func ComputedInt64(description string) resource.Int64Attribute {
	return resource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// CreatedString returns a computed attribute that only the creation sets.
func CreatedString(description string) resource.StringAttribute {
	attribute := ComputedString(description)
	attribute.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return attribute
}

// CreatedInt64 returns a computed attribute that only the creation sets.
func CreatedInt64(description string) resource.Int64Attribute {
	attribute := ComputedInt64(description)
	attribute.PlanModifiers = []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}
	return attribute
}

// ComputedBool returns an attribute of a resource that the service sets.
func ComputedBool(description string) resource.BoolAttribute {
	return resource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ReadString returns a computed attribute of a data source.
func ReadString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// PersonalString returns a computed attribute of a data source with personal data, which Terraform does not print.
func PersonalString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: true}
}

// ReadInt64 returns a computed attribute of a data source.
func ReadInt64(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// ReadBool returns a computed attribute of a data source.
func ReadBool(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ReadList returns a computed list of objects of a data source.
func ReadList(description string, attributes map[string]datasource.Attribute) datasource.ListNestedAttribute {
	return datasource.ListNestedAttribute{
		MarkdownDescription: description, Computed: true,
		NestedObject: datasource.NestedAttributeObject{Attributes: attributes},
	}
}

// FilterString returns an optional argument of a data source with 1 to longest characters.
func FilterString(description string, longest int) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Optional: true, Validators: Length(1, longest)}
}

// NeededString returns a required argument of a data source with 1 to longest characters.
func NeededString(description string, longest int) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Required: true, Validators: Length(1, longest)}
}

// ReadStrings returns a computed list of strings of a data source.
func ReadStrings(description string) datasource.ListAttribute {
	return datasource.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// GroupDescription describes the argument group_id.
const GroupDescription = "ID of the IAM user group. Required if the ticket belongs to another member of that group."

// CodeList returns values for a description, each as code.
func CodeList(values []string) string { return "`" + strings.Join(values, "`, `") + "`" }

// Timeouts returns the argument timeouts of a resource, for the operations in opts.
func Timeouts(ctx context.Context, opts timeouts.Opts) resource.Attribute {
	attribute := timeouts.Attributes(ctx, opts)
	nested, ok := attribute.(resource.SingleNestedAttribute)
	if !ok {
		return attribute
	}
	for name, a := range nested.Attributes {
		if duration, ok := a.(resource.StringAttribute); ok {
			duration.Validators = append(duration.Validators, positiveDuration)
			nested.Attributes[name] = duration
		}
	}
	nested.MarkdownDescription = "Time limits of operations, as durations such as `30s` or `2h45m`."
	return nested
}

// positiveDuration leaves a text that is not a duration to the validator of the timeouts package.
var positiveDuration = Rule("must be greater than 0", func(text string) bool {
	d, err := time.ParseDuration(text)
	return err != nil || d > 0
})

// TimeoutDescription returns the description of the time limit of one operation.
func TimeoutDescription(operation string, limit time.Duration) string {
	return fmt.Sprintf("%s. Defaults to %.0f minutes.", operation, limit.Minutes())
}

// Length returns validators for a string of from to to characters.
func Length(from, to int) []validator.String {
	return []validator.String{stringvalidator.UTF8LengthBetween(from, to)}
}

// Prose returns validators for a text that a person reads: 1 to longest characters, not blank.
func Prose(longest int) []validator.String { return append(Length(1, longest), NotBlank()) }

// Rule returns a validator whose error reads "<attribute> <text>". It never shows the value, which may be secret or personal.
func Rule(text string, valid func(string) bool) validator.String {
	return rule{description: description(text), valid: valid}
}

// PublicRule is a Rule whose error shows the value.
func PublicRule(text string, valid func(string) bool) validator.String {
	return rule{description: description(text), valid: valid, public: true}
}

// description is embedded by validators. Terraform shows it nowhere, but the framework requires it.
type description string

func (d description) Description(context.Context) string { return string(d) }

func (d description) MarkdownDescription(context.Context) string { return string(d) }

type rule struct {
	description
	valid  func(string) bool
	public bool
}

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if !IsKnown(req.ConfigValue) || r.valid(value) {
		return
	}
	detail := fmt.Sprintf("%#q %s.", req.Path.String(), r.description)
	if r.public {
		detail = fmt.Sprintf("%#q %s, not %q.", req.Path.String(), r.description, value)
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", detail)
}

// NotBlank returns a validator that rejects a text without a visible character.
func NotBlank() validator.String {
	return Rule("must have at least one visible character", func(s string) bool { return strings.ContainsFunc(s, isVisible) })
}

// blankLetters are letters and symbols that are drawn as nothing: the fillers of Hangul and the empty Braille pattern.
const blankLetters = "\u115f\u1160\u2800\u3164\uffa0"

func isVisible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !strings.ContainsRune(blankLetters, r)
}

// NotPadded returns a validator that rejects a text with leading or trailing white space, zero-width characters included.
func NotPadded() validator.String {
	padding := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\u200b\u2060\ufeff", r) }
	return Rule("must not begin or end with whitespace", func(s string) bool { return strings.TrimFunc(s, padding) == s })
}

// EachString returns a validator for the elements of a set. Its errors name the set: the path of an element holds a Go value.
func EachString(v validator.String) validator.Set { return eachString{"each element must be valid", v} }

type eachString struct {
	description
	validator validator.String
}

func (e eachString) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	for _, element := range req.ConfigValue.Elements() {
		var checked validator.StringResponse
		if value, ok := element.(types.String); ok {
			e.validator.ValidateString(ctx, validator.StringRequest{Path: req.Path, ConfigValue: value}, &checked)
		}
		resp.Diagnostics.Append(checked.Diagnostics...)
	}
}

// EachInt64Between returns a validator for the elements of a set, with the same errors.
func EachInt64Between(low, high int64) validator.Set {
	return eachInt64{"each element must be in range", low, high}
}

type eachInt64 struct {
	description
	low, high int64
}

func (e eachInt64) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	for _, element := range req.ConfigValue.Elements() {
		if n, ok := element.(types.Int64); ok && IsKnown(n) && (n.ValueInt64() < e.low || n.ValueInt64() > e.high) {
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid value",
				fmt.Sprintf("Each element of %#q must be between %d and %d, not %d.", req.Path.String(), e.low, e.high,
					n.ValueInt64()))
		}
	}
}
