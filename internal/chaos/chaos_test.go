// SPDX-License-Identifier: MPL-2.0

// Package chaos is the fault campaign: a real Terraform opens, changes and ends many tickets while one call in five fails, and afterwards the
// simulator tells whether any ticket, message or label was lost or made twice.
package chaos_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// seeds are run by default, as long as OSM_CHAOS_SEEDS names no other number of them: a seed that failed once stays here. Calls of one run go
// side by side, so that a seed gives the same faults in the order of arrival, not always to the same calls.
var seeds = []int64{1, 1009, 1011}

const (
	// tickets is how many tickets a campaign opens by default.
	tickets = 20
	// rate is the part of all calls that fail.
	rate = 0.2
	// pluginStart is set for this test's own program when Terraform starts it as the provider; its value is the start of the fast clock.
	pluginStart = "OSM_CHAOS_PLUGIN_START"
	// speed is how many times faster than real the clock of such a provider and its simulator goes.
	speed = 250
)

// TestMain lets the test's program be the provider, so that Terraform has it in a process of its own and its logs, without its pauses.
func TestMain(m *testing.M) {
	start, err := strconv.ParseInt(os.Getenv(pluginStart), 10, 64)
	if err != nil {
		os.Exit(m.Run())
	}
	clock := fastClock{time.Unix(0, start)}
	if err := providerserver.Serve(context.Background(), provider.New("test", provider.WithClock(clock.now, clock.wait)),
		providerserver.ServeOpts{Address: "registry.terraform.io/servicetickets/osm", ProtocolVersion: 6}); err != nil {
		log.Fatal(err)
	}
}

// fastClock goes faster than real: processes that know its start agree on the time, and a pause takes a part of its length.
type fastClock struct{ start time.Time }

func (c fastClock) now() time.Time { return c.start.Add(time.Since(c.start) * speed) }

func (fastClock) wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d / speed)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestAccChaos runs a campaign for each seed.
func TestAccChaos(t *testing.T) {
	t.Parallel()
	for _, seed := range chosenSeeds(t) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			newCampaign(t, seed, number(t, "OSM_CHAOS_TICKETS", tickets), false).live()
		})
	}
}

// TestAccChaos_traced runs a campaign of the first seed with the provider in a process of its own for each run of Terraform, at TRACE: its logs
// are searched for secrets. It opens a third of the tickets, since the log costs more than all else.
func TestAccChaos_traced(t *testing.T) {
	t.Parallel()
	newCampaign(t, chosenSeeds(t)[0], max(1, number(t, "OSM_CHAOS_TICKETS", tickets)/3), true).live()
}

// newCampaign prepares a campaign: the simulator that fails, the folder, and what is asked for.
func newCampaign(t *testing.T, seed int64, n int, traced bool) *campaign {
	t.Helper()
	sayHowToRepeat(t, seed, n)
	c := &campaign{t: t, seed: seed, wish: draw(seed, n)}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what Terraform told of:\n%s", strings.Join(c.told, "\n"))
		}
	})
	options := simulator.Options{Password: password, Behaviors: behave(t, seed)}
	if traced {
		clock := fastClock{time.Now()}
		options.Now = clock.now
		c.env = acctest.New(t, options)
		c.cli = c.env.NewCLIFrom(t, ownProgram(t))
		c.cli.Env = append(c.cli.Env, fmt.Sprintf("%s=%d", pluginStart, clock.start.UnixNano()), "TF_LOG=TRACE", "TF_LOG_PATH="+c.cli.Path(traceLog),
			"GORACE=atexit_sleep_ms=0") // the race detector sleeps for a second before a process ends
	} else {
		c.env = acctest.New(t, options)
		c.cli = c.env.Attach(t)
	}
	c.env.InjectRandom(seed, rate)
	return c
}

// sayHowToRepeat tells, when the test failed, how to run its seed again.
func sayHowToRepeat(t *testing.T, seed int64, n int) {
	t.Helper()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d failed; to run it again: OSM_CHAOS_SEED=%d OSM_CHAOS_TICKETS=%d make chaos", seed, seed, n)
		}
	})
}

// ownProgram gives a folder in which the test's own program has the name of the provider.
func ownProgram(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, dir+"/terraform-provider-osm"); err != nil {
		t.Fatal(err)
	}
	return dir
}

// chosenSeeds gives the seeds to run: OSM_CHAOS_SEED alone, or OSM_CHAOS_SEEDS many, the default ones first.
func chosenSeeds(t *testing.T) []int64 {
	t.Helper()
	if one := number(t, "OSM_CHAOS_SEED", 0); one != 0 {
		return []int64{int64(one)}
	}
	n := number(t, "OSM_CHAOS_SEEDS", len(seeds))
	chosen := append([]int64{}, seeds...)
	for next := int64(1001); len(chosen) < n; next++ {
		if !slices.Contains(chosen, next) {
			chosen = append(chosen, next)
		}
	}
	return chosen[:n]
}

// number reads a number of the environment.
func number(t *testing.T, name string, fallback int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, which is no number from 1", name, text)
	}
	return n
}
