// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
)

// likeness is how closely a text from the service matches one that was sent.
type likeness int

const (
	different likeness = iota
	maybe
	same
)

var tag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<[^<>]*>`) })

// cutOff matches what may be a truncated entity or tag.
var cutOff = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(&[#0-9A-Za-z]*|<[^<>]*)$`) })

// canonicalText returns a text without what the service may change: entities, tags, white space and invisible characters.
func canonicalText(s string) string {
	for {
		next := s
		if strings.ContainsAny(s, "&<") {
			next = tag().ReplaceAllString(html.UnescapeString(s), "")
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

// SameText reports whether two texts differ at most in what the service may change when it stores a text.
func SameText(a, b string) bool { return canonicalText(a) == canonicalText(b) }

// shortestPart is the minimum length in characters at which a sent text is recognized inside a longer one.
const shortestPart = 12

// compareText reports how closely got, a text from the service, matches the sent text, whose canonical form is canonical. A text
// that was truncated, was extended, or differs in punctuation or symbols is a possible match, as are two empty texts.
func compareText(canonical, got string) likeness {
	echo := canonicalText(got)
	want, have := lettersOf(canonical), lettersOf(echo)
	switch {
	case echo == canonical && canonical != "":
		return same
	case want == have, isStart(have, want), isStart(lettersOf(withoutCutOff(got)), want),
		len([]rune(want)) >= shortestPart && strings.Contains(have, want):
		return maybe
	}
	return different
}

func isStart(have, want string) bool { return have != "" && strings.HasPrefix(want, have) }

// withoutCutOff returns a text without an entity or tag that was truncated, before or after the service escaped the text.
func withoutCutOff(s string) string {
	if !strings.ContainsAny(s, "&<") {
		return canonicalText(s)
	}
	remove := func(s string) string { return cutOff().ReplaceAllString(s, "") }
	return remove(canonicalText(remove(s)))
}

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

const (
	// dateRounding is how much older than its create a new ticket may appear: its time and the Date header are in whole seconds.
	dateRounding = time.Second
	// clockSkew is how far the clocks of the service's own machines may differ.
	clockSkew = 2 * time.Minute
	// widestZone is the largest distance of a local time from UTC.
	widestZone = 14 * time.Hour
)

// serviceClock tracks by the Date header how far the service's clock is ahead of this machine's, which may be wrong.
type serviceClock struct {
	// ahead is nil before the first response.
	ahead atomic.Pointer[time.Duration]
}

// observe records the date of a response that was received at now.
func (s *serviceClock) observe(header http.Header, now time.Time) {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		s.ahead.Store(new(date.Sub(now)))
	}
}

// at returns the service's time at local time now; before the first response, that is now.
func (s *serviceClock) at(now time.Time) time.Time { return now.Add(value(s.ahead.Load())) }

// age is whether an object was created by a call of this process, judged by its time alone.
type age int

const (
	old age = iota
	// unclear: it may be new if the clocks of the service differ.
	unclear
	// unclearZone: it is new only if the service, contrary to its reference, reports local time.
	unclearZone
	young
)

// ageOf compares an object's creation time with a call sent at local time since. certain: the zone of at is known.
func (s *serviceClock) ageOf(at time.Time, certain bool, since, now time.Time) age {
	ahead := s.ahead.Load()
	earliest, present := since.Add(value(ahead)-dateRounding), now.Add(value(ahead))
	switch {
	case ahead == nil && at.Before(since.Add(-2*widestZone)):
		return old
	case ahead == nil, at.After(present.Add(clockSkew)):
		return unclear
	case !at.Before(earliest):
		return young
	case !at.Before(earliest.Add(-clockSkew)):
		return unclear
	case certain, at.Before(earliest.Add(-clockSkew - widestZone)):
		return old
	}
	return unclearZone
}

// Two zones an hour apart. Reading a time in both shows whether it follows X-Time-Zone, as the reference says, or is UTC.
const (
	zoneEight, zoneNine = "GMT+8", "GMT+9"
	eightHours          = 8 * time.Hour
)

// instant returns the moment at which an object was created, from its time as read in both zones. certain is false if both are
// equal: they are then UTC, or local time of a service that ignores the header. ok is false if they contradict each other.
func instant(eight, nine time.Time) (at time.Time, certain, ok bool) {
	if nine.Equal(eight) {
		return eight, false, true
	}
	return eight.Add(-eightHours), true, nine.Sub(eight) == time.Hour
}

// timeLayouts are the shapes of time that the vendor's own client reads.
var timeLayouts = []string{
	time.RFC3339Nano,
	"2006-01-02T15:04:05",
	time.DateTime,
	"2006-01-02T15:04:05Z0700",
	"2006-01-02 15:04:05Z07:00",
}

// parseTime reads a time of a response; one without a zone counts as UTC.
func parseTime(s string) (at time.Time, ok bool) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
