// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

// likeness is how far a text of the service is one that was sent.
type likeness int

const (
	different likeness = iota
	maybe
	same
)

var tag = regexp.MustCompile(`<[^<>]*>`)

// cutOff is what may be an entity or a tag of which the end was cut off.
var cutOff = regexp.MustCompile(`(&[#0-9A-Za-z]*|<[^<>]*)$`)

// canonicalText returns a text without everything that the service may change in a text that it stores: entities are
// unescaped, tags, white space and invisible characters are removed.
func canonicalText(s string) string {
	for {
		next := s
		if strings.ContainsAny(s, "&<") {
			next = tag.ReplaceAllString(html.UnescapeString(s), "")
		}
		next = strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || unicode.Is(unicode.C, r) {
				return -1
			}
			return r
		}, next)
		if next == s {
			return s
		}
		s = next
	}
}

// SameText reports whether two texts differ at most in what the service may change in a text that it stores.
func SameText(a, b string) bool { return canonicalText(a) == canonicalText(b) }

// shortestPart is the length in characters from which a text that was sent counts as recognizable inside a longer one.
const shortestPart = 12

// compareText reports how far got, a text of the service, is the one that was sent, whose canonical form is canonical. A text
// that was cut, one that has more around it, and one whose punctuation or symbols changed may be it. A text of which nothing
// is left never is for certain.
func compareText(canonical, got string) likeness {
	echo := canonicalText(got)
	if echo == canonical {
		if canonical == "" {
			return maybe
		}
		return same
	}
	want, have := lettersOf(canonical), lettersOf(echo)
	switch {
	case want == have:
		return maybe
	case isStart(have, want), isStart(lettersOf(withoutCutOff(got)), want):
		return maybe
	case len([]rune(want)) >= shortestPart && strings.Contains(have, want):
		return maybe
	}
	return different
}

func isStart(have, want string) bool { return have != "" && strings.HasPrefix(want, have) }

// withoutCutOff returns a text without an entity or a tag that was cut, be it before or after the service escaped the text.
func withoutCutOff(s string) string {
	if !strings.ContainsAny(s, "&<") {
		return canonicalText(s)
	}
	return cutOff.ReplaceAllString(canonicalText(cutOff.ReplaceAllString(s, "")), "")
}

// lettersOf returns the letters and digits of a text.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

var lineEndings = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// EqualText reports whether two texts differ at most in line endings and surrounding white space.
func EqualText(a, b string) bool {
	return strings.TrimSpace(lineEndings.Replace(a)) == strings.TrimSpace(lineEndings.Replace(b))
}
