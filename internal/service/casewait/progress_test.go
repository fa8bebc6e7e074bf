// SPDX-License-Identifier: MPL-2.0

package casewait

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// TestProgress shows that each poll round logs one line with the ticket, its status and the time.
func TestProgress(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		progress osm.WaitProgress
		level    string
		facts    map[string]any
	}{
		"status": {osm.WaitProgress{Status: 1, Waited: 90 * time.Second}, "info",
			map[string]any{"status": 1.0, "status_name": "in_process", "waited": "1m30s"}},
		"never read": {osm.WaitProgress{Status: -1, Waited: 2 * time.Second}, "info", map[string]any{"waited": "2s"}},
		"failed read": {osm.WaitProgress{Status: 0, Waited: 2 * time.Second, Err: errors.New("HTTP 503")}, "warn",
			map[string]any{"status": 0.0, "status_name": "to_be_handled", "waited": "2s", "cause": "HTTP 503"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			m := waitModel{CaseID: types.StringValue("TS-1"), Reply: types.BoolValue(true)}
			m.toAPI(tflogtest.RootLogger(t.Context(), &log), time.Hour).OnPoll(c.progress)
			lines, err := tflogtest.MultilineJSONDecode(&log)
			if err != nil || len(lines) != 1 {
				t.Fatalf("%d lines, %v", len(lines), err)
			}
			line := lines[0]
			if line["@level"] != c.level || line["case_id"] != "TS-1" {
				t.Errorf("got %v", line)
			}
			for _, key := range []string{"@level", "@message", "@module", "case_id"} {
				delete(line, key)
			}
			if !maps.Equal(line, c.facts) {
				t.Errorf("got %v, want %v", slices.Sorted(maps.Keys(line)), c.facts)
			}
		})
	}
}
