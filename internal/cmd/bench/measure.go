// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// workload is a number of tickets, each with an attachment or without.
type workload struct {
	tickets     int
	attachments bool
}

func (w workload) String() string {
	if w.attachments {
		return fmt.Sprintf("%d tickets with attachments", w.tickets)
	}
	return fmt.Sprintf("%d tickets", w.tickets)
}

// commands are run in this order.
var commands = []string{"apply", "plan", "destroy"}

// sample is what one run of Terraform cost.
type sample struct {
	wall                time.Duration
	provider, terraform time.Duration // processor time
	peak                int           // of the provider, in kB
}

// key names what is measured several times.
type key struct {
	workload
	contender, command string
}

// results are the samples of all rounds.
type results map[key][]sample

// median returns the median of a property of the samples.
func median[S any, T ~int | ~int64 | ~float64](samples []S, of func(S) T) (m T) {
	if len(samples) == 0 {
		return m
	}
	values := make([]T, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// turn is a workload that contenders work through in turns, once per round.
type turn struct {
	workload
	contenders []*contender
	rounds     int
	commands   []string
}

// turns are all that is measured. What takes long is measured in fewer rounds, or not destroyed: with 1,000 tickets Terraform
// itself needs minutes.
func turns(all []*contender, rounds int) []turn {
	without := func(names ...string) []*contender {
		return slices.DeleteFunc(slices.Clone(all), func(c *contender) bool { return slices.Contains(names, c.name) })
	}
	few := (rounds + 1) / 2
	return []turn{
		{workload{tickets: 10}, all, rounds, commands},
		{workload{10, true}, all, rounds, commands},
		{judged, all, rounds, commands},
		{workload{150, true}, without(namePeer), few, commands},
		{workload{tickets: 1000}, all, 1, commands[:2]},
	}
}

// measure runs the contenders in turns.
func (b *bench) measure(ctx context.Context, to results, t turn) error {
	for round := range t.rounds {
		for _, c := range t.contenders {
			start := time.Now()
			if err := b.once(ctx, to, c, t); err != nil {
				return fmt.Errorf("%s, %s: %w", t.workload, c.name, err)
			}
			fmt.Fprintf(os.Stderr, "%s, round %d of %d: %s took %.1f s.\n", t.workload, round+1, t.rounds, c.name,
				time.Since(start).Seconds())
		}
	}
	return nil
}

// grow measures what 10, 100 and 1,000 tickets cost, in rounds, since the speed of a machine changes by the minute. The short
// runs are repeated.
func (b *bench) grow(ctx context.Context, ours *contender, rounds int) (results, error) {
	out := results{}
	for range rounds {
		for _, t := range []turn{
			{workload{tickets: 10}, []*contender{ours}, growthRuns, commands[:2]},
			{workload{tickets: 100}, []*contender{ours}, growthRuns, commands[:2]},
			{workload{tickets: 1000}, []*contender{ours}, 1, commands[:2]},
		} {
			if err := b.measure(ctx, out, t); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// once runs each command of the turn once.
func (b *bench) once(ctx context.Context, to results, c *contender, t turn) (err error) {
	s, err := b.scene(ctx, c, simulator.Options{Latency: b.latency})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	config, err := c.config(ctx, s, t.workload)
	if err == nil {
		err = s.write(config)
	}
	for _, command := range t.commands {
		if err != nil {
			return err
		}
		args := []string{command}
		if command == "plan" {
			args = append(args, "-detailed-exitcode")
		} else {
			args = append(args, "-auto-approve")
		}
		var taken sample
		taken, err = s.terraform(ctx, args...)
		k := key{t.workload, c.name, command}
		to[k] = append(to[k], taken)
	}
	if err != nil || !c.calls {
		return err
	}
	want := simulator.StatusCancelled
	if !slices.Contains(t.commands, "destroy") {
		want = simulator.StatusToBeHandled
	}
	found := 0
	for _, ticket := range s.sim.Cases() {
		if ticket.Status == want && len(ticket.AccessoryIDs) > 0 == t.attachments {
			found++
		}
	}
	if found != t.tickets {
		return fmt.Errorf("%d tickets have status %d at the end, want %d", found, want, t.tickets)
	}
	return nil
}
