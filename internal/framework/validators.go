// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// Length returns validators for a string of at least from and at most to characters.
func Length(from, to int) []validator.String { return []validator.String{LengthBetween(from, to)} }

// LengthBetween returns a validator for the length of a string. Its error never shows the value, which may be secret.
func LengthBetween(from, to int) validator.String {
	text := fmt.Sprintf("must have %d to %d characters", from, to)
	if from == 0 {
		text = fmt.Sprintf("must have at most %d characters", to)
	}
	return length{description(text), from, to}
}

type length struct {
	description
	from, to int
}

func (l length) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	n := utf8.RuneCountInString(req.ConfigValue.ValueString())
	switch {
	case !IsKnown(req.ConfigValue), n >= l.from && n <= l.to:
	case n == 0:
		invalid(&resp.Diagnostics, req.Path, "must not be empty")
	default:
		invalid(&resp.Diagnostics, req.Path, "%s, not %d", l.description, n)
	}
}

// Prose returns validators for a text that a person reads: 1 to longest characters, not blank.
func Prose(longest int) []validator.String { return append(Length(1, longest), notBlank()) }

// Rule returns a validator whose error reads "<attribute> <text>". It never shows the value, which may be secret or personal.
func Rule(text string, valid func(string) bool) validator.String {
	return rule{description: description(text), valid: valid}
}

// PublicRule is a Rule whose error shows the value.
func PublicRule(text string, valid func(string) bool) validator.String {
	return rule{description: description(text), valid: valid, public: true}
}

// Matches returns a function that reports whether a text matches a regular expression. It compiles the expression on first use,
// not when the provider starts.
func Matches(expression string) func(text string) bool {
	pattern := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
	return func(text string) bool { return pattern().MatchString(text) }
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
	if r.public {
		invalid(&resp.Diagnostics, req.Path, "%s, not %q", r.description, value)
		return
	}
	invalid(&resp.Diagnostics, req.Path, "%s", r.description)
}

// invalid adds the error "<attribute> <text>.".
func invalid(diags *diag.Diagnostics, at path.Path, format string, args ...any) {
	diags.AddAttributeError(at, "Invalid value", fmt.Sprintf("%#q %s.", at.String(), fmt.Sprintf(format, args...)))
}

// notBlank returns a validator that rejects a text without a visible character.
func notBlank() validator.String {
	return Rule("must contain at least one visible character", func(s string) bool { return strings.ContainsFunc(s, isVisible) })
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

// EachString returns a validator for the elements of a set. Its errors name the set: the path of an element contains a Go value.
func EachString(v validator.String) validator.Set { return eachString{"each element must be valid", v} }

type eachString struct {
	description
	validator validator.String
}

func (e eachString) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	NoNull{}.check(req.Path, req.ConfigValue, &resp.Diagnostics)
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
	NoNull{}.check(req.Path, req.ConfigValue, &resp.Diagnostics)
	for _, element := range req.ConfigValue.Elements() {
		if n, ok := element.(types.Int64); ok && IsKnown(n) && (n.ValueInt64() < e.low || n.ValueInt64() > e.high) {
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid value",
				fmt.Sprintf("Each element of %#q must be between %d and %d, not %d.", req.Path.String(), e.low, e.high,
					n.ValueInt64()))
		}
	}
}

// OneOf returns a validator for a string with few values. Its error lists the value most similar to the given one first.
func OneOf(values ...string) validator.String {
	return oneOf{description("must be " + apierror.OneOf(values)), values}
}

type oneOf struct {
	description
	values []string
}

func (o oneOf) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if IsKnown(req.ConfigValue) && !slices.Contains(o.values, value) {
		invalid(&resp.Diagnostics, req.Path, "must be %s, not %q", apierror.OneOf(apierror.Nearest(value, o.values)), value)
	}
}

// Keys returns a validator for a map that accepts only certain keys.
func Keys(names ...string) validator.Map {
	return keys{description("keys: " + apierror.OneOf(names)), names}
}

type keys struct {
	description
	names []string
}

func (k keys) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for _, key := range slices.Sorted(maps.Keys(req.ConfigValue.Elements())) {
		if !slices.Contains(k.names, key) {
			names := apierror.OneOf(apierror.Nearest(key, k.names))
			invalid(&resp.Diagnostics, req.Path, "has no key %q; use %s", key, names)
		}
	}
}

// Between returns a validator for a number from low to high.
func Between(low, high int64) validator.Int64 {
	return between{description(fmt.Sprintf("must be between %d and %d", low, high)), low, high}
}

// AtLeast returns a validator for a number of at least low.
func AtLeast(low int64) validator.Int64 {
	return between{description(fmt.Sprintf("must be at least %d", low)), low, math.MaxInt64}
}

type between struct {
	description
	low, high int64
}

func (b between) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if n := req.ConfigValue.ValueInt64(); IsKnown(req.ConfigValue) && (n < b.low || n > b.high) {
		invalid(&resp.Diagnostics, req.Path, "%s, not %d", b.description, n)
	}
}

// Size is a validator for lists and sets of From to To elements.
type Size struct{ From, To int }

// Description returns what is allowed.
func (s Size) Description(context.Context) string {
	switch {
	case s.To == 0 && s.From == 1:
		return "must have at least one element"
	case s.To == 1 && s.From == 0:
		return "must have at most one element"
	case s.From == 0:
		return fmt.Sprintf("must have at most %d elements", s.To)
	}
	return fmt.Sprintf("must have %d to %d elements", s.From, s.To)
}

// MarkdownDescription returns what is allowed.
func (s Size) MarkdownDescription(ctx context.Context) string { return s.Description(ctx) }

// ValidateList checks the length of a list.
func (s Size) ValidateList(ctx context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	s.check(ctx, req.Path, req.ConfigValue, &resp.Diagnostics)
}

// ValidateSet checks the length of a set.
func (s Size) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	s.check(ctx, req.Path, req.ConfigValue, &resp.Diagnostics)
}

func (s Size) check(ctx context.Context, at path.Path, v Elements, diags *diag.Diagnostics) {
	switch n := len(v.Elements()); {
	case !IsKnown(v):
	case n == 0 && s.From > 0:
		invalid(diags, at, "must not be empty")
	case n < s.From || s.To > 0 && n > s.To:
		invalid(diags, at, "%s, not %d", s.Description(ctx), n)
	}
}

// NoNull is a validator for lists without null: null is not sent, so that a filter of nothing else would have no effect.
type NoNull struct{}

const noNull = "must not contain null"

// Description returns what is allowed.
func (NoNull) Description(context.Context) string { return noNull }

// MarkdownDescription returns what is allowed.
func (n NoNull) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

// ValidateList looks for null in a list.
func (n NoNull) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	n.check(req.Path, req.ConfigValue, &resp.Diagnostics)
}

func (NoNull) check(at path.Path, v Elements, diags *diag.Diagnostics) {
	if slices.ContainsFunc(v.Elements(), attr.Value.IsNull) {
		invalid(diags, at, noNull)
	}
}

// Unique is a validator for lists without two equal elements. Its error shows the position, not the value.
type Unique struct{}

// Description returns what is allowed.
func (Unique) Description(context.Context) string { return "must not contain duplicates" }

// MarkdownDescription returns what is allowed.
func (u Unique) MarkdownDescription(ctx context.Context) string { return u.Description(ctx) }

// ValidateList compares the known elements.
func (u Unique) ValidateList(ctx context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	elements := req.ConfigValue.Elements()
	for i, element := range elements {
		isEqual := func(other attr.Value) bool { return other.Equal(element) }
		if first := slices.IndexFunc(elements[:i], isEqual); first >= 0 && !element.IsUnknown() {
			invalid(&resp.Diagnostics, req.Path, "%s: remove element %d, which equals element %d", u.Description(ctx), i,
				first)
			return
		}
	}
}

// Requires is a validator for an argument that has no effect without another one.
type Requires string

// Description returns the other argument.
func (r Requires) Description(context.Context) string { return fmt.Sprintf("requires %#q", string(r)) }

// MarkdownDescription returns the other argument.
func (r Requires) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

// ValidateString checks whether the other argument is set.
func (r Requires) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	r.check(ctx, req.Path, req.ConfigValue, req.Config, &resp.Diagnostics)
}

// ValidateInt64 checks whether the other argument is set.
func (r Requires) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	r.check(ctx, req.Path, req.ConfigValue, req.Config, &resp.Diagnostics)
}

func (r Requires) check(ctx context.Context, at path.Path, v attr.Value, config tfsdk.Config, diags *diag.Diagnostics) {
	var other attr.Value
	if v.IsNull() || Failed(diags, config.GetAttribute(ctx, path.Root(string(r)), &other)) || !other.IsNull() {
		return
	}
	diags.AddAttributeError(at, "Missing argument", fmt.Sprintf("%#[1]q requires %#[2]q. Set both, or remove %#[1]q.",
		at.String(), string(r)))
}

// ConfigValidator validates the arguments of a resource or an action together.
type ConfigValidator interface {
	resource.ConfigValidator
	action.ConfigValidator
}

// ExactlyOneOf returns a validator for arguments that exclude each other.
func ExactlyOneOf(names ...string) ConfigValidator {
	return exactlyOneOf{description("exactly one of " + strings.Join(names, ", ")), names}
}

type exactlyOneOf struct {
	description
	names []string
}

func (e exactlyOneOf) ValidateResource(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	e.validate(ctx, req.Config, &resp.Diagnostics)
}

func (e exactlyOneOf) ValidateAction(
	ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse,
) {
	e.validate(ctx, req.Config, &resp.Diagnostics)
}

func (e exactlyOneOf) validate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var set []string
	for _, name := range e.names {
		var v attr.Value
		if Failed(diags, config.GetAttribute(ctx, path.Root(name), &v)) || v.IsUnknown() {
			return
		}
		if !v.IsNull() {
			set = append(set, name)
		}
	}
	all := CodeList(e.names)
	switch {
	case len(set) == 0:
		diags.AddError("Missing argument", fmt.Sprintf("Set one of %s.", all))
	case len(set) > 1:
		diags.AddAttributeError(path.Root(set[1]), "Conflicting arguments",
			fmt.Sprintf("Only one of %s may be set. Remove %#q or %#q.", all, set[0], set[1]))
	}
}
