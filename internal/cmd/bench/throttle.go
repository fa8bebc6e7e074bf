// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	// callsPerSecond is the limit of the throttling service.
	callsPerSecond = 20
	// slackLimit is the maximum time of an apply, relative to the time that the service needs for the same calls at its limit.
	slackLimit = 1.3
)

// throttled is an apply at a service limited to callsPerSecond.
type throttled struct {
	tickets, calls, rejected, peak int
	seconds, ratio                 float64 // ratio to the shortest possible time
}

// throttle opens n tickets at a service that throttles, and compares the time with the shortest possible one.
func (b *bench) throttle(ctx context.Context, c *contender, n int) (t throttled, err error) {
	s, err := b.scene(ctx, c, simulator.Options{CallsPerSecond: callsPerSecond})
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	config, err := c.config(ctx, s, workload{tickets: n})
	if err := errors.Join(err, s.write(config)); err != nil {
		return t, err
	}
	taken, err := s.terraform(ctx, "apply", "-auto-approve")
	if err != nil {
		return t, err
	}
	for _, r := range s.sim.Requests() {
		if r.Status != 429 && r.Operation != simulator.OperationToken {
			t.calls++
		}
	}
	rate := s.sim.Rate()
	t.tickets, t.seconds, t.rejected, t.peak = n, taken.wall.Seconds(), rate.Throttled, rate.PeakOffered
	t.ratio = t.seconds / (float64(t.calls) / callsPerSecond)
	if opened := len(s.sim.Cases()); opened != n {
		return t, fmt.Errorf("%d tickets were opened, want %d", opened, n)
	}
	return t, nil
}
