// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestCancel cancels each write while it is in flight and checks that nothing is sent afterwards. A create whose response still
// arrives returns its ID.
func TestCancel(t *testing.T) {
	t.Parallel()
	for name, o := range operations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			ctx, giveUp := context.WithCancel(t.Context())
			defer giveUp()
			w.OnRequest(func(r *simulator.Request) {
				if r.Operation == o.name {
					giveUp()
				}
			})
			err := o.do(ctx, w)
			if calls := w.calls(); calls != o.name && !strings.HasSuffix(calls, ", "+o.name) {
				t.Errorf("something was sent afterwards: %s", calls)
			}
			if (name == "create" || name == "upload") && (err != nil || o.effect(w) != 1) {
				t.Errorf("the response was lost: %v", err)
			}
		})
	}
}

// TestCancel_whileReconciling cancels while the outcome of a create is looked for.
func TestCancel_whileReconciling(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{ListedAfter: time.Hour}}, time.Minute)
	ctx, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter})
	w.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ListCases" {
			giveUp()
		}
	})
	if _, err := w.api.CreateCase(ctx, newCase(asked)); err == nil || !strings.Contains(err.Error(), "the outcome is unknown") {
		t.Errorf("got %v", err)
	}
	// The look that was broken off, and a last one of its own.
	if calls := w.calls(); calls != "CreateCases, 3 ListCases" {
		t.Errorf("calls: %s", calls)
	}
}
