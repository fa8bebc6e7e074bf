// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"strconv"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// TestEveryStatus goes through the documented range: each code has a name that leads back to it, and each ends or not as the
// reference's words say.
func TestEveryStatus(t *testing.T) {
	t.Parallel()
	ended := map[int64]bool{3: true, 4: true, 12: true, 13: true}
	known := 0
	for code := range int64(31) {
		name := osm.StatusName(code)
		if back, ok := osm.StatusCode(name); !ok || back != code {
			t.Errorf("status %d is named %q, which is %d, %v", code, name, back, ok)
		}
		if osm.HasEnded(code) != ended[code] {
			t.Errorf("status %d ended: %v, want %v", code, osm.HasEnded(code), ended[code])
		}
		if name != strconv.FormatInt(code, 10) {
			known++
		}
	}
	if names := osm.StatusNames(); len(names) != known || names[0] != "to_be_handled" ||
		names[known-1] != "waiting_for_feedback" {
		t.Errorf("%d statuses have a name; names in order: %q", known, names)
	}
}

// TestNoStatus holds values that are not a status.
func TestNoStatus(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "ended", "Completed", "-1", "31", "3.5", " 3"} {
		if code, ok := osm.StatusCode(text); ok {
			t.Errorf("%q is taken for status %d", text, code)
		}
	}
	if name := osm.StatusName(99); name != "99" {
		t.Errorf("status 99 is named %q, want its number", name)
	}
}
