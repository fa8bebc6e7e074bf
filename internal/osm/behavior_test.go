// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

var reads = map[string]func(context.Context, *world) error{
	"ShowCaseDetail": func(ctx context.Context, w *world) error { _, err := w.api.Case(ctx, w.id, ""); return err },
	"ShowCaseStatus": func(ctx context.Context, w *world) error { _, err := w.api.CaseStatus(ctx, w.id); return err },
	"ListCases": func(ctx context.Context, w *world) error {
		_, _, err := w.api.Cases(ctx, osm.CaseFilter{})
		return err
	},
	"ListRegions": func(ctx context.Context, w *world) error { _, err := w.api.Regions(ctx); return err },
}

// TestReadsAreRepeated checks after which responses a read is retried: unusable ones, and those whose code says that the
// service is in trouble. A rejection is final.
func TestReadsAreRepeated(t *testing.T) {
	t.Parallel()
	under := func(code string) simulator.Fault { return simulator.Fault{Kind: simulator.RejectUnder200, Code: code} }
	for name, c := range map[string]struct {
		fault simulator.Fault
		calls int
	}{
		"HTML page":              {simulator.Fault{Kind: simulator.HTMLBefore}, 2},
		"empty body":             {simulator.Fault{Kind: simulator.EmptyBefore}, 2},
		"null":                   {simulator.Fault{Kind: simulator.NullBody}, 2},
		"no JSON":                {simulator.Fault{Kind: simulator.GarbageJSON}, 2},
		"wrong types":            {simulator.Fault{Kind: simulator.WrongTypes}, 2},
		"truncated response":     {simulator.Fault{Kind: simulator.Truncate}, 2},
		"503":                    {simulator.Fault{Kind: simulator.RejectBefore}, 2},
		"429":                    {simulator.Fault{Kind: simulator.Throttle}, 2},
		"internal error":         {under("OSM.0004"), 2},
		"operation failed":       {under("OSM.01010014"), 2},
		"failed, with 400":       {simulator.Fault{Kind: simulator.RejectBefore, Status: 400, Code: "OSM.01010017"}, 2},
		"the gateway's fault":    {under("APIG.0605"), 2},
		"no permission":          {under("OSM.01010002"), 1},
		"not found":              {under(apierror.NotFoundCode), 1},
		"forbidden by gateway":   {simulator.Fault{Kind: simulator.RejectBefore, Status: 403, Code: "APIGW.0302"}, 1},
		"an unknown code":        {under("OSM.01019999"), 1},
		"unknown to the gateway": {simulator.Fault{Kind: simulator.RejectBefore, Status: 404}, 1},
	} {
		for operation, read := range reads {
			t.Run(operation+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, simulator.Options{}, time.Minute)
				fault := c.fault
				fault.Operation, fault.Times = operation, 1
				w.Inject(fault)
				if err := read(t.Context(), w); (err == nil) != (c.calls == 2) {
					t.Errorf("got %v", err)
				}
				w.ExpectCounts(map[string]int{operation: c.calls})
			})
		}
	}
}

// TestReadsAreRepeated_bounded checks that max_retries bounds them, and that the last response is reported.
func TestReadsAreRepeated_bounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.Inject(simulator.Fault{Operation: "ShowCaseStatus", Kind: simulator.HTMLBefore})
	_, err := w.api.CaseStatus(t.Context(), w.id)
	if e := apierror.As(err); e == nil || e.Kind != apierror.Unusable || !strings.Contains(err.Error(), "an HTML page") {
		t.Errorf("got %v", err)
	}
	w.ExpectCounts(map[string]int{"ShowCaseStatus": 4})
}

// TestReadsAreRepeated_planChecks checks that a plan check stays one call, whatever the response.
func TestReadsAreRepeated_planChecks(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.Kind{
		simulator.HTMLBefore, simulator.EmptyBefore, simulator.RejectUnder200, simulator.RejectBefore,
	} {
		w := newWorld(t, simulator.Options{}, time.Minute)
		w.Inject(simulator.Fault{Operation: "ShowAccessoryLimits", Kind: kind})
		if _, err := w.api.PlanChecks().AccessoryLimits(t.Context()); err == nil {
			t.Errorf("%s: no error", kind)
		}
		w.ExpectCounts(map[string]int{"ShowAccessoryLimits": 1})
	}
}

// TestDoneBefore checks that a rejection of what an attempt before has done already is a success, and that any other stays an
// error.
func TestDoneBefore(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]simulator.Kind{"after": simulator.DropAfter, "never": ""} {
		for _, operation := range []string{"delete label", "delete attachment", "attach label", "detach label"} {
			t.Run(operation+"/"+name, func(t *testing.T) {
				t.Parallel()
				behaviors := simulator.Behaviors{MissingLabels: simulator.MissingLabelDeletionRejected}
				w := newWorld(t, simulator.Options{Behaviors: behaviors}, time.Minute)
				o := operations[operation]
				if lost != "" {
					w.Inject(simulator.Fault{Operation: o.name, Kind: lost, Times: 1})
				}
				w.Inject(simulator.Fault{Operation: o.name, Kind: simulator.RejectUnder200, Code: "OSM.01010001"})
				if err := o.do(t.Context(), w); (err == nil) != (lost != "") {
					t.Errorf("got %v", err)
				}
				if done := o.effect(w); (done == 1) != (lost != "") {
					t.Errorf("it was done %d times", done)
				}
			})
		}
	}
}

// TestLimits_absurd checks that no size that a service reports turns into another.
func TestLimits_absurd(t *testing.T) {
	t.Parallel()
	for reported, want := range map[string]int64{"4": 4 << 20, `"4"`: 4 << 20, "0": 0, "-1": 0,
		"8796093022207": 8796093022207 << 20,
		"8796093022208": math.MaxInt64, "9223372036854775807": math.MaxInt64} {
		api, _ := catalogOf(t, func(_ int32, w http.ResponseWriter, _ *http.Request) {
			write(w, `{"accessory_limit":{"limit_size":`+reported+`}}`)
		})
		limits, err := api.AccessoryLimits(t.Context())
		if err != nil || limits.Size != want {
			t.Errorf("%s MB: %+v, %v", reported, limits, err)
		}
	}
}
