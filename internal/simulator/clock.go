// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// clock is the time of the simulated service: a base plus what tests have advanced.
type clock struct {
	base func() time.Time

	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.offset)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// Now returns the simulated service's time.
func (s *Simulator) Now() time.Time { return s.clock.now() }

// Advance moves the simulated service's time forward, or back for a negative d. Tokens, codes and hidden tickets follow
// this clock.
func (s *Simulator) Advance(d time.Duration) { s.clock.advance(d) }

// gatewayTime returns the time of the gateway's clock.
func (s *Simulator) gatewayTime() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Now().Add(s.behaviors.ClockAhead)
}

// parseZone returns the zone of X-Time-Zone, whose documented values look like GMT+8. An unknown name means the default, GMT+8.
func parseZone(name string) *time.Location {
	fallback := time.FixedZone("GMT+8", 8*3600)
	if name == "" {
		return fallback
	}
	rest, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(name)), "GMT")
	if !ok {
		rest, ok = strings.CutPrefix(strings.ToUpper(strings.TrimSpace(name)), "UTC")
	}
	if !ok {
		return fallback
	}
	if rest == "" {
		return time.UTC
	}
	sign := 1
	switch rest[0] {
	case '-':
		sign = -1
	case '+':
	default:
		return fallback
	}
	hourText, minuteText, _ := strings.Cut(rest[1:], ":")
	hours, err := strconv.Atoi(hourText)
	if err != nil || hours > 14 {
		return fallback
	}
	minutes := 0
	if minuteText != "" {
		if minutes, err = strconv.Atoi(minuteText); err != nil || minutes > 59 {
			return fallback
		}
	}
	return time.FixedZone(fmt.Sprintf("GMT%+d", sign*hours), sign*(hours*3600+minutes*60))
}

// zoneless is the layout of a time without its zone.
const zoneless = "2006-01-02T15:04:05"

// formatTime formats a time as Behaviors.Times says; a zero time is "".
func (s *Simulator) formatTime(c *call, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	switch s.behaviors.Times {
	case TimesInZone:
		return t.In(c.zone).Format(zoneless + "Z")
	case TimesWithOffset:
		return t.In(c.zone).Format(time.RFC3339)
	case TimesWithoutZone:
		return t.In(c.zone).Format(zoneless)
	case TimesLocal:
		return t.In(parseZone("")).Format(zoneless + "Z")
	default:
		return t.UTC().Format(time.RFC3339)
	}
}

// parseWindow parses an end of a time window. Where windows are ignored, so is their format.
func (s *Simulator) parseWindow(c *call, text string) (time.Time, *apiError) {
	zone := c.zone
	switch s.behaviors.Windows {
	case WindowsIgnored:
		return time.Time{}, nil
	case WindowsInUTC:
		zone = time.UTC
	case WindowsInZone:
	}
	t, err := time.ParseInLocation(time.DateTime, text, zone)
	if err != nil {
		return t, invalid("time " + strconv.Quote(text))
	}
	return t, nil
}

// parseTime parses a time from a response. The reference states no format, so the usual ones are accepted; a time without
// a zone is in the caller's.
func (s *Simulator) parseTime(c *call, text string) (time.Time, *apiError) {
	for form, zone := range map[TimeForm]*time.Location{TimesInZone: c.zone, TimesLocal: parseZone("")} {
		if s.behaviors.Times != form {
			continue
		}
		if t, err := time.ParseInLocation(zoneless+"Z", text, zone); err == nil {
			return t, nil
		}
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, c.zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, invalid("time " + strconv.Quote(text))
}
