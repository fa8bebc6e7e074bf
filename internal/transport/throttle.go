// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// throttle slows all calls of a process down together once the service responds 429, instead of letting each back off alone:
// with ten callers each doubling its own pause, most of them wait while the allowance lies idle, or all return at once. It
// costs nothing until the first 429. From then on calls start at even distances; each further 429 stretches the distance,
// each success shrinks it a little.
type throttle struct {
	now  func() time.Time
	wait func(context.Context, time.Duration) error

	mu sync.Mutex
	// gap is the distance between the starts of two calls; 0 is none.
	gap time.Duration
	// next is the moment from which on the next call may start.
	next time.Time
	// changed is when gap was last stretched: the 429s of one burst count once.
	changed time.Time
	// starts holds the moments of the latest starts, from which the pace at the first 429 is known.
	starts [64]time.Time
	count  int
}

const (
	widestGap   = 2 * time.Second
	smallestGap = 2 * time.Millisecond
)

func newThrottle(now func() time.Time, wait func(context.Context, time.Duration) error) *throttle {
	return &throttle{now: now, wait: wait}
}

// limitRate lets attempts pass at the pace of the throttle, and learns from their responses.
func (t *throttle) limitRate(next RoundTrip) RoundTrip {
	return func(req *http.Request, call Call) (*Response, error) {
		if err := t.admit(req.Context()); err != nil {
			return nil, &sendError{err: err}
		}
		resp, err := next(req, call)
		switch status(resp) {
		case 0:
		case http.StatusTooManyRequests:
			asked, _ := RetryAfter(resp.Header.Get("Retry-After"), t.now())
			t.slowDown(asked)
		default:
			t.speedUp()
		}
		return resp, err
	}
}

// admit waits for the caller's turn.
func (t *throttle) admit(ctx context.Context) error {
	t.mu.Lock()
	now := t.now()
	start := now
	if t.gap > 0 || t.next.After(now) {
		if t.next.After(start) {
			start = t.next
		}
		t.next = start.Add(t.gap)
	}
	t.starts[t.count%len(t.starts)] = start
	t.count++
	t.mu.Unlock()
	if d := start.Sub(now); d > 0 {
		return t.wait(ctx, d)
	}
	return ctx.Err()
}

// slowDown is called after a 429. asked is the pause that the service asks for; 0 is none.
func (t *throttle) slowDown(asked time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if until := now.Add(asked); asked > 0 && until.After(t.next) {
		t.next = until
	}
	if now.Sub(t.changed) < time.Second {
		return
	}
	t.changed = now
	if t.gap == 0 {
		t.gap = t.pace(now)
	}
	t.gap = min(max(t.gap*5/4, smallestGap), widestGap)
}

// speedUp is called after every other response.
func (t *throttle) speedUp() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.gap == 0 || t.now().Sub(t.changed) < time.Second {
		return
	}
	if t.gap -= t.gap / 256; t.gap < smallestGap {
		t.gap = 0
	}
}

// pace returns the mean distance of the starts of the last second.
func (t *throttle) pace(now time.Time) time.Duration {
	n := 0
	for i := range min(t.count, len(t.starts)) {
		if d := now.Sub(t.starts[i]); d >= 0 && d < time.Second {
			n++
		}
	}
	return time.Second / time.Duration(max(n, 1))
}
