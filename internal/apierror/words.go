// SPDX-License-Identifier: MPL-2.0

package apierror

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// Nearest returns words sorted by their similarity to a mistyped one, ignoring case.
func Nearest(mistyped string, words []string) []string {
	similarity := func(word string) float64 {
		return levenshtein.Similarity(strings.ToLower(mistyped), strings.ToLower(word), nil)
	}
	return slices.SortedStableFunc(slices.Values(words), func(a, b string) int {
		return cmp.Compare(similarity(b), similarity(a))
	})
}

// OneOf joins the values that an argument may have: "a", "b" or "c".
func OneOf(values []string) string {
	var out strings.Builder
	for i, v := range values {
		switch {
		case i > 0 && i == len(values)-1:
			out.WriteString(" or ")
		case i > 0:
			out.WriteString(", ")
		}
		fmt.Fprintf(&out, "%q", v)
	}
	return out.String()
}
