// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Length returns validators for a string of from to to characters.
func Length(from, to int) []validator.String {
	return []validator.String{stringvalidator.UTF8LengthBetween(from, to)}
}

// Prose returns validators for a text that a person reads: 1 to longest characters, not blank.
func Prose(longest int) []validator.String { return append(Length(1, longest), NotBlank()) }

// Rule returns a validator of strings. Its error never shows the value, which may be a secret or personal; text completes
// "<attribute> …".
func Rule(text string, valid func(string) bool) validator.String {
	return rule{text: text, valid: valid}
}

// PublicRule is a Rule whose error shows the value.
func PublicRule(text string, valid func(string) bool) validator.String {
	return rule{text: text, valid: valid, public: true}
}

type rule struct {
	text   string
	valid  func(string) bool
	public bool
}

func (r rule) Description(context.Context) string { return r.text }

func (r rule) MarkdownDescription(context.Context) string { return r.text }

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if !IsKnown(req.ConfigValue) || r.valid(value) {
		return
	}
	detail := fmt.Sprintf("%#q %s.", req.Path.String(), r.text)
	if r.public {
		detail = fmt.Sprintf("%#q %s, not %q.", req.Path.String(), r.text, value)
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
	return Rule("must not begin or end with white space", func(s string) bool { return strings.TrimFunc(s, padding) == s })
}
