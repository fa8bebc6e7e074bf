// SPDX-License-Identifier: MPL-2.0

// Command bench compares the provider with a real Terraform against the simulator: with a provider that only sleeps, with the
// smallest provider on the plugin framework, with a generic REST provider and with curl. It also measures uploads and the
// throttle. It writes a report in Markdown and exits with 1 if a limit is exceeded.
package main

import (
	"context"
	"errors"
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
	flag.StringVar(&o.cache, "cache", ".build/terraform", "folder to install Terraform into if none is found")
	flag.StringVar(&o.peer, "peer", "", "path of the terraform-provider-restful to compare with")
	flag.StringVar(&o.only, "only", everything, "what to measure; a number means that many tickets without attachments")
	flag.StringVar(&o.output, "o", "", "file for the report, which goes between its markers, if any; default standard output")
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
	all, err := b.contenders(ctx, o.peer)
	if err != nil {
		return err
	}
	r := report{client: client, latency: o.latency, times: results{}}
	for part := range strings.SplitSeq(o.only, ",") {
		if err := b.part(ctx, part, all, o, &r); err != nil {
			return err
		}
	}
	return r.finish(o.output)
}

// everything are all parts.
const everything = "start,upload,throttle,growth,tickets"

const (
	// startRounds is how often each provider is started.
	startRounds = 41
	// growthRuns is how often the short runs of a round of the growth are repeated.
	growthRuns = 5
)

// part measures a part of everything, or a number of tickets alone.
func (b *bench) part(ctx context.Context, part string, all []*contender, o options, r *report) (err error) {
	fmt.Fprintf(os.Stderr, "Measuring %s.\n", part)
	ours := find(all, nameOurs)
	switch part {
	case "start":
		r.starts, err = b.starts(ctx, startRounds, ours, find(all, nameSmallest))
		if info, statErr := os.Stat(ours.plugin); statErr == nil {
			r.binary = info.Size()
		}
	case "upload":
		r.form, err = b.uploadTo(ctx, ours, simulator.FormUploadAccepted)
		if err == nil {
			r.json, err = b.uploadTo(ctx, ours, simulator.FormUploadNotOffered)
		}
	case "throttle":
		r.throttled, err = b.throttle(ctx, ours, o.throttled)
	case "growth":
		r.growth, err = b.grow(ctx, ours, (o.rounds+1)/2)
	case "tickets":
		for _, t := range turns(all, o.rounds) {
			err = errors.Join(err, b.measure(ctx, r.times, t))
		}
	default:
		n, atoiErr := strconv.Atoi(part)
		if atoiErr != nil {
			return fmt.Errorf("-only %s: want a number of tickets or one of %s", part, everything)
		}
		err = b.measure(ctx, r.times, turn{workload{tickets: n}, all, o.rounds, commands})
	}
	return err
}
