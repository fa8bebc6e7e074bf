// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Rule returns a validator of strings. Its error never shows the value, which may be a secret or personal; text completes
// "<attribute> …".
func Rule(text string, valid func(string) bool) validator.String { return rule{text, valid} }

type rule struct {
	text  string
	valid func(string) bool
}

func (r rule) Description(context.Context) string { return r.text }

func (r rule) MarkdownDescription(context.Context) string { return r.text }

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if IsKnown(req.ConfigValue) && !r.valid(req.ConfigValue.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("%s %s.", req.Path, r.text))
	}
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

// NotPadded returns a validator that rejects a text with white space at its beginning or end, characters of no width included.
func NotPadded() validator.String {
	padding := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\u200b\u2060\ufeff", r) }
	return Rule("must not begin or end with white space", func(s string) bool { return strings.TrimFunc(s, padding) == s })
}
