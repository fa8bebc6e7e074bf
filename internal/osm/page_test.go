// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"net/http"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// TestPages_thatRepeat checks that a service that returns the same page forever is called only a few times: without a total, the
// page is the whole list; with a larger total, it is an error.
func TestPages_thatRepeat(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		total string
		fails bool
		calls int32
	}{
		"no total":        {"", false, 2},
		"more promised":   {`"total_count":1000000,`, true, 4},
		"as promised":     {`"total_count":2,`, false, 1},
		"fewer than come": {`"total_count":1,`, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
				write(w, `{`+c.total+`"incident_info_list":[{"incident_id":"TS-1"},{"incident_id":"TS-2"}]}`)
			})
			cases, _, err := api.Cases(t.Context(), osm.CaseFilter{})
			if e := apierror.As(err); c.fails != (e != nil && e.Kind == apierror.Unusable) || !c.fails && len(cases) != 2 {
				t.Errorf("got %v, %v", cases, err)
			}
			if n := calls.Load(); n != c.calls {
				t.Errorf("%d calls, want %d", n, c.calls)
			}
		})
	}
}
