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

// throttled opens n tickets at a service limited to callsPerSecond, and compares the time with the shortest possible one.
func (b *bench) throttled(ctx context.Context, n int) (err error) {
	s, err := b.scene(ctx, "throttled", simulator.Options{CallsPerSecond: callsPerSecond}, ticketConfig(n))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.server.Close()) }()
	took, err := s.terraform(ctx, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	calls := 0
	for _, r := range s.sim.Requests() {
		if r.Status != 429 && r.Operation != simulator.OperationToken {
			calls++
		}
	}
	rate := s.sim.Rate()
	best := float64(calls) / callsPerSecond
	ratio := took.Seconds() / best
	fmt.Printf("Throttle %d tickets at %d calls a second: %.0f s for %d calls, %.2f times the shortest possible (limit: %.1f); "+
		"%d calls were rejected, at most %d were sent in one second.\n", n, callsPerSecond, took.Seconds(), calls, ratio, slackLimit,
		rate.Throttled, rate.PeakOffered)
	if len(s.sim.Cases()) != n {
		return fmt.Errorf("%d tickets were opened, want %d", len(s.sim.Cases()), n)
	}
	if ratio > slackLimit {
		return errors.New("the throttled apply took too long")
	}
	return nil
}
