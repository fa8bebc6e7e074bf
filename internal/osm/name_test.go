// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestOperationName checks that each documented type of operation has a name of its own and that any other is its number.
func TestOperationName(t *testing.T) {
	t.Parallel()
	documented := []int64{0, 2, 3, 4, 5, 13, 16, 73, 74, 83, 84, 85, 114, 115}
	seen := map[string]bool{}
	for code := range int64(300) {
		name := osm.OperationName(code)
		if isNumber := name == strconv.FormatInt(code, 10); isNumber == slices.Contains(documented, code) || seen[name] {
			t.Errorf("operation %d is named %q", code, name)
		}
		seen[name] = true
	}
	if names := osm.OperationNames(); len(names) != len(documented) || names[0] != "created" {
		t.Errorf("the names are %q", names)
	}
	if got := osm.OperationName(-1); got != "-1" {
		t.Errorf("an undocumented number is named %q", got)
	}
}

// TestSearchKeys checks that keywords are sent as one text, unless it is longer than the documented 64 characters.
func TestSearchKeys(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	api := connect(t, env, time.Minute)
	long := strings.Repeat("长", 64)
	id := env.OpenCase("The disk is full " + long)
	for name, c := range map[string]struct{ words, sent []string }{
		"one word":    {[]string{"disk"}, []string{"disk"}},
		"three words": {[]string{"disk", "full", "is"}, []string{"disk full is"}},
		"long words":  {[]string{"disk", long}, []string{"disk", long}},
	} {
		env.ResetLog()
		found, _, err := api.Cases(t.Context(), osm.CaseFilter{SearchKey: c.words})
		if err != nil || len(found) != 1 || *found[0].IncidentId != id {
			t.Errorf("%s: %d tickets, %v", name, len(found), err)
		}
		if got := env.RequestsFor("ListCases")[0].Query["search_key"]; !slices.Equal(got, c.sent) {
			t.Errorf("%s: sent %q, want %q", name, got, c.sent)
		}
	}
}
