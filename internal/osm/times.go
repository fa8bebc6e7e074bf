// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"fmt"
	"strings"
	"time"
)

// Two zones an hour apart. Times in responses end in Z, yet the reference says that they follow the X-Time-Zone header: what is read in both
// zones shows whether that is so.
const (
	zoneEight, zoneNine = "GMT+8", "GMT+9"
	eightHours          = 8 * time.Hour
)

// instant returns the moment that a thing was created, from its time as read in both zones. certain is false where both are equal: they are then
// UTC, or local time of a service that ignores the header. ok is false where they make no sense.
func instant(eight, nine time.Time) (at time.Time, certain, ok bool) {
	if nine.Equal(eight) {
		return eight, false, true
	}
	return eight.Add(-eightHours), true, nine.Sub(eight) == time.Hour
}

// timeLayouts are the shapes of time that the vendor's own client reads.
var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00"}

// parseTime reads a time of a response; one without a zone counts as UTC.
func parseTime(s string) (time.Time, error) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time", s)
}
