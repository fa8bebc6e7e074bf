// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// throttle slows down all calls of a process together after a 429, instead of letting each back off alone: if ten callers each
// doubled their own pause, most would wait while the allowed rate is unused, or all would retry at once. It has no effect until
// the first 429. Each further 429 lowers the rate, and each success raises it a little.
type throttle struct {
	now  func() time.Time
	wait func(context.Context, time.Duration) error

	mu      sync.Mutex
	limiter *rate.Limiter
	paused  time.Time     // no call starts before this
	lowered time.Time     // when the rate was last lowered: the 429s of one burst count once
	starts  [64]time.Time // the latest starts, from which the rate at the first 429 is computed
	count   int
}

// Bounds of the rate in calls per second. Above highestRate there is no limit.
const (
	lowestRate  rate.Limit = 0.5
	highestRate rate.Limit = 500
)

func newThrottle(now func() time.Time, wait func(context.Context, time.Duration) error) *throttle {
	return &throttle{now: now, wait: wait, limiter: rate.NewLimiter(rate.Inf, 1)}
}

// limitRate delays attempts to the rate of the throttle, and adjusts the rate to their responses.
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

func (t *throttle) admit(ctx context.Context) error {
	t.mu.Lock()
	now := t.now()
	start := now
	if t.paused.After(start) {
		start = t.paused
	}
	start = start.Add(t.limiter.ReserveN(start, 1).DelayFrom(start))
	t.starts[t.count%len(t.starts)] = start
	t.count++
	t.mu.Unlock()
	if d := start.Sub(now); d > 0 {
		return t.wait(ctx, d)
	}
	return ctx.Err()
}

// slowDown is called after a 429. asked is the pause that the service requests; 0 means none.
func (t *throttle) slowDown(asked time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if until := now.Add(asked); until.After(t.paused) {
		t.paused = until
	}
	if now.Sub(t.lowered) < time.Second {
		return
	}
	t.lowered = now
	limit := t.limiter.Limit()
	if limit == rate.Inf {
		limit = t.startsPerSecond(now)
	}
	t.limiter.SetLimitAt(now, min(max(limit*4/5, lowestRate), highestRate))
}

func (t *throttle) speedUp() {
	t.mu.Lock()
	defer t.mu.Unlock()
	limit, now := t.limiter.Limit(), t.now()
	if limit == rate.Inf || now.Sub(t.lowered) < time.Second {
		return
	}
	if limit *= 256.0 / 255; limit > highestRate {
		limit = rate.Inf
	}
	t.limiter.SetLimitAt(now, limit)
}

func (t *throttle) startsPerSecond(now time.Time) rate.Limit {
	n := 0
	for i := range min(t.count, len(t.starts)) {
		if d := now.Sub(t.starts[i]); d >= 0 && d < time.Second {
			n++
		}
	}
	return rate.Limit(max(n, 1))
}
