// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestExportCases exports under every form of the file's name, and sends language and zone both ways.
func TestExportCases(t *testing.T) {
	t.Parallel()
	const binary = "application/octet-stream"
	for behavior, want := range map[simulator.ExportName][2]string{
		simulator.ExportNamePlain:   {"cases.csv", binary},
		simulator.ExportNameEncoded: {"工单.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		simulator.ExportNameNone:    {"", binary},
	} {
		w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{ExportNames: behavior}}, time.Minute)
		file, err := w.api.ExportCases(t.Context(), osm.ExportFilter{IncidentIDs: []string{w.id, "TS-1"}})
		if err != nil {
			t.Fatal(err)
		}
		if file.Name != want[0] || file.ContentType != want[1] || strings.Count(string(file.Bytes), w.id) != 1 {
			t.Errorf("%q of %s: %s", file.Name, file.ContentType, file.Bytes)
		}
		r := w.Requests()[0]
		for parameter, header := range map[string]string{"language": "X-Language", "timezone": "X-Time-Zone"} {
			if sent := r.Query.Get(parameter); sent == "" || sent != r.Header.Get(header) {
				t.Errorf("%s is %q, %s is %q", parameter, sent, header, r.Header.Get(header))
			}
		}
	}
}

// TestExportCases_noFile checks that no other response is taken for a file.
func TestExportCases_noFile(t *testing.T) {
	t.Parallel()
	const binary = "application/octet-stream"
	for name, c := range map[string]struct{ kind, body, want string }{
		"error as JSON":          {"application/json", `{"error_code":"OSM.01010001","error_msg":"x"}`, "OSM.01010001"},
		"error of another type":  {binary, `{"error_code":"OSM.01010001"}`, "OSM.01010001"},
		"success without a file": {"application/json", `{"error_code":0}`, "it is not a file"},
		"page of a proxy":        {"text/html; charset=utf-8", `<html><title>Portal</title></html>`, "Portal"},
		"nothing":                {binary, ``, "it is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, _ := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.kind)
				_, _ = w.Write([]byte(c.body))
			})
			file, err := api.ExportCases(t.Context(), osm.ExportFilter{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v, %v", file, err)
			}
		})
	}
}

// TestExportCases_repeated checks that an export is requested again after a response that does not come from the service, and
// after a transient failure.
func TestExportCases_repeated(t *testing.T) {
	t.Parallel()
	for _, fault := range []simulator.Fault{{Kind: simulator.HTMLBefore}, {Kind: simulator.RejectBefore},
		{Kind: simulator.DropAfter}, {Kind: simulator.RejectUnder200, Code: "OSM.0004"}, {Kind: simulator.Truncate},
		{Kind: simulator.RejectBefore, Status: 401}} {
		w := newWorld(t, simulator.Options{}, time.Minute)
		fault.Operation, fault.Times = "DownloadCases", 1
		w.Inject(fault)
		if file, err := w.api.ExportCases(t.Context(), osm.ExportFilter{}); err != nil || file.Name != "cases.csv" {
			t.Errorf("%s: %+v, %v", fault.Kind, file, err)
		}
		w.ExpectCounts(map[string]int{"DownloadCases": 2})
	}
}

// TestExportCases_tooLarge checks that more than the limit is not read, and the error says how to export less.
func TestExportCases_tooLarge(t *testing.T) {
	t.Parallel()
	api, calls := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		chunk := make([]byte, 1<<20)
		for range osm.ExportLimit + 1 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := api.ExportCases(t.Context(), osm.ExportFilter{})
	if !errors.As(err, new(*osm.ExportTooLargeError)) || calls.Load() != 1 ||
		!strings.Contains(apierror.Detail(err), "larger than 32 MB. Narrow the filters") {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

// TestExportCases_notPermitted checks the error for a user without the privilege, under both HTTP statuses.
func TestExportCases_notPermitted(t *testing.T) {
	t.Parallel()
	for _, status := range []simulator.BusinessErrorStatus{simulator.BusinessErrorsUnder200, simulator.BusinessErrorsUnder4xx} {
		w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: status}}, time.Minute)
		w.SetPrivilege("export", false)
		_, err := w.api.ExportCases(t.Context(), osm.ExportFilter{})
		text := apierror.Detail(err)
		if !strings.Contains(text, "the privilege `export`") || !strings.Contains(text, "OSM.01010002") {
			t.Errorf("%d: %s", status, text)
		}
	}
}
