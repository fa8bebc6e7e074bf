// SPDX-License-Identifier: MPL-2.0

package apierror

import (
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"
)

// likely is the minimum similarity at which one word counts as a misspelling of another.
const likely = 0.6

// Nearest returns words, with the most likely correction of a mistyped word moved to the front.
func Nearest(mistyped string, words []string) []string {
	meant := Likely(mistyped, words)
	return slices.SortedStableFunc(slices.Values(words), func(a, b string) int {
		switch meant {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
}

// Likely returns the most likely correction of a mistyped word, ignoring case, or "".
func Likely(mistyped string, words []string) string {
	best, meant := likely, ""
	for _, word := range words {
		s := levenshtein.Similarity(strings.ToLower(mistyped), strings.ToLower(word), nil)
		if s > best || s == best && meant == "" {
			best, meant = s, word
		}
	}
	return meant
}

// OneOf joins alternatives as in "a", "b" or "c".
func OneOf(values []string) string { return Join(values, "or", strconv.Quote) }

// Join joins quoted words as in a, b and c.
func Join(words []string, conjunction string, quote func(string) string) string {
	var out strings.Builder
	for i, word := range words {
		switch {
		case i > 0 && i == len(words)-1:
			out.WriteString(" " + conjunction + " ")
		case i > 0:
			out.WriteString(", ")
		}
		out.WriteString(quote(word))
	}
	return out.String()
}
