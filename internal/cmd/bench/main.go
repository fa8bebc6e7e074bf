// SPDX-License-Identifier: MPL-2.0

// Command bench compares the provider with a real Terraform against the simulator: with a provider that only sleeps, with the
// smallest provider on the plugin framework, with a generic REST provider and with curl. It also measures uploads and the
// throttle. It writes a report in Markdown and exits with 1 if a limit is exceeded.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// options are the command line.
type options struct {
	cache, peer, only, output string
	rounds, throttled         int
	latency                   time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.cache, "cache", ".build/terraform", "folder for a Terraform that has to be installed")
	flag.StringVar(&o.peer, "peer", "", "path of a terraform-provider-restful to compare")
	flag.StringVar(&o.only, "only", "", "numbers of tickets, such as 10,150, to measure without attachments and nothing else")
	flag.StringVar(&o.output, "o", "", "file for the report; default standard output")
	flag.IntVar(&o.rounds, "rounds", 5, "number of rounds")
	flag.IntVar(&o.throttled, "throttled", 300, "number of tickets at a service that throttles")
	flag.DurationVar(&o.latency, "latency", 20*time.Millisecond, "latency of each call")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	client, err := locate.Find(ctx, os.Getenv("TERRAFORM"), o.cache)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "osm-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	fmt.Fprintf(os.Stderr, "Using %s.\n", client)
	b, err := newBench(ctx, client, folder, o.latency)
	if err != nil {
		return err
	}
	r := report{client: client, latency: o.latency, times: results{}}
	all, err := b.contenders(ctx, o.peer)
	if err != nil {
		return err
	}
	list := turns(all, o.rounds)
	if o.only != "" {
		list, err = onlyTurns(all, o.only, o.rounds)
	} else {
		err = b.checks(ctx, all, o.throttled, &r)
	}
	if err != nil {
		return err
	}
	for _, t := range list {
		if err := b.measure(ctx, r.times, t); err != nil {
			return err
		}
	}
	return r.finish(o.output)
}

// onlyTurns returns the turns for numbers of tickets such as "10,150".
func onlyTurns(all []*contender, numbers string, rounds int) (list []turn, err error) {
	for number := range strings.SplitSeq(numbers, ",") {
		n, err := strconv.Atoi(number)
		if err != nil {
			return nil, err
		}
		list = append(list, turn{workload{tickets: n}, all, rounds})
	}
	return list, nil
}

// startRounds is how often each provider is started.
const startRounds = 21

// checks measures all but the time of tickets.
func (b *bench) checks(ctx context.Context, all []*contender, tickets int, r *report) error {
	ours, smallest := find(all, nameOurs), find(all, nameSmallest)
	info, err := os.Stat(ours.plugin)
	if err != nil {
		return err
	}
	r.binary = info.Size()
	if r.starts, err = b.starts(ctx, startRounds, ours, smallest); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "Measured the start.")
	if r.form, err = b.uploadTo(ctx, ours, simulator.FormUploadAccepted); err != nil {
		return err
	}
	if r.json, err = b.uploadTo(ctx, ours, simulator.FormUploadNotOffered); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "Measured uploads.")
	r.throttled, err = b.throttle(ctx, ours, tickets)
	fmt.Fprintln(os.Stderr, "Measured the throttle.")
	return err
}
