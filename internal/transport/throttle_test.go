// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"testing"
	"time"
)

func TestThrottleFollowsTheServicesPace(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	wait := func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil }
	th := newThrottle(func() time.Time { return now }, wait)
	// A service that allows 20 calls in each second.
	window, used, throttled, total := now, 0, 0, 0
	for total < 400 {
		if err := th.admit(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Millisecond)
		for now.Sub(window) >= time.Second {
			window, used = window.Add(time.Second), 0
		}
		if used++; used > 20 {
			throttled++
			th.slowDown(0)
			continue
		}
		th.speedUp()
		total++
	}
	if throttled > 120 {
		t.Errorf("%d of %d calls got a 429: the throttle does not learn", throttled, throttled+total)
	}
	if d := now.Sub(time.Unix(1000, 0)); d > 40*time.Second {
		t.Errorf("400 calls at 20 a second took %s", d)
	}
}

func TestThrottleIsFreeUntilTheFirst429AndAfterARequestedPause(t *testing.T) {
	t.Parallel()
	now, waited := time.Unix(1000, 0), time.Duration(0)
	th := newThrottle(func() time.Time { return now }, func(_ context.Context, d time.Duration) error { waited += d; return nil })
	for range 1000 {
		if err := th.admit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if waited != 0 {
		t.Fatalf("waited %s before any 429", waited)
	}
	th.slowDown(7 * time.Second)
	if err := th.admit(t.Context()); err != nil || waited < 7*time.Second {
		t.Errorf("after Retry-After of 7 s the next call waited %s (%v)", waited, err)
	}
}
