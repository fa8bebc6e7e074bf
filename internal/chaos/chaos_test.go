// SPDX-License-Identifier: MPL-2.0

// Package chaos is the fault campaign: a real Terraform opens, changes and closes many tickets while one call in five
// fails. Afterwards no ticket, message or label may be lost or duplicated in the simulator.
package chaos_test

import (
	"context"
	"fmt"
	"log"
	"math/rand"
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

// seeds are the default seeds, unless OSM_CHAOS_SEEDS sets their number: a seed that failed once stays here. Calls are
// concurrent, so a seed leads to the same faults in the order of arrival, but not always for the same calls.
var seeds = []int64{1, 1009, 1011}

const (
	// tickets is the default number of tickets.
	tickets = 20
	// rate is the fraction of calls that fail.
	rate = 0.2
	// pluginStart is set when Terraform starts this test binary as the provider, to the start of the fast clock.
	pluginStart = "OSM_CHAOS_PLUGIN_START"
	// speed is how many times faster than real time that clock runs.
	speed = 250
)

// TestMain lets the test binary be the provider, in a process of its own with its logs, but without its waits.
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

// fastClock runs faster than real time. Processes with the same start agree on the time.
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
			newCampaign(t, seed, number(t, "OSM_CHAOS_TICKETS", tickets), false).runAll()
		})
	}
}

// TestAccChaos_traced runs a campaign of the first seed with the provider as a process at TRACE, and searches its logs for
// secrets. It opens a third of the tickets, since logging takes most of the time.
func TestAccChaos_traced(t *testing.T) {
	t.Parallel()
	newCampaign(t, chosenSeeds(t)[0], max(1, number(t, "OSM_CHAOS_TICKETS", tickets)/3), true).runAll()
}

// newCampaign prepares a campaign: the failing simulator, the folder and the desired state.
func newCampaign(t *testing.T, seed int64, n int, traced bool) *campaign {
	t.Helper()
	logReproduction(t, seed, n)
	c := &campaign{t: t, seed: seed, desired: draw(t, seed, n)}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("diagnostics:\n%s", strings.Join(c.diagnostics, "\n"))
		}
	})
	options := simulator.Options{Password: password, Behaviors: drawBehaviors(t, seed)}
	if traced {
		clock := fastClock{time.Now()}
		options.Now = clock.now
		c.env = acctest.New(t, options)
		c.cli = c.env.NewCLIFrom(t, ownProgram(t))
		c.cli.Env = append(c.cli.Env, fmt.Sprintf("%s=%d", pluginStart, clock.start.UnixNano()), "TF_LOG=TRACE",
			"TF_LOG_PATH="+c.cli.Path(traceLog),
			"GORACE=atexit_sleep_ms=0") // the race detector sleeps for a second before a process ends
	} else {
		c.env = acctest.New(t, options)
		c.cli = c.env.Attach(t)
	}
	c.env.InjectRandom(seed, rate)
	return c
}

// logReproduction logs how to run the seed again if the test fails.
func logReproduction(t *testing.T, seed int64, n int) {
	t.Helper()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d failed; to reproduce: OSM_CHAOS_SEED=%d OSM_CHAOS_TICKETS=%d make chaos", seed, seed, n)
		}
	})
}

// ownProgram returns a folder in which the test binary has the name of the provider.
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

// chosenSeeds returns the seeds to run: only OSM_CHAOS_SEED, or OSM_CHAOS_SEEDS many, the default ones first.
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

// number returns a number from the environment.
func number(t *testing.T, name string, fallback int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, which is not a positive number", name, text)
	}
	return n
}

// excluded are behaviors under which a campaign can't succeed, with the reason.
var excluded = map[string]string{
	"unregistered-contacts=need-verification": "the phone numbers of the tickets are made up and not verified",
	"incident-uploads=rejected":               "a new version of a ticket's file is sent in a message",
}

// drawBehaviors draws a value for each behavior. A failed test logs them.
func drawBehaviors(t *testing.T, seed int64) simulator.Behaviors {
	t.Helper()
	rng := rand.New(rand.NewSource(seed))
	var behaviors simulator.Behaviors
	var chosen []string
	left := len(excluded)
	for _, b := range simulator.AllBehaviors() {
		var allowed []int
		for value, name := range b.Values {
			if excluded[b.Name+"="+name] == "" {
				allowed = append(allowed, value)
			} else {
				left--
			}
		}
		value := allowed[rng.Intn(len(allowed))]
		b.Set(&behaviors, value)
		if value > 0 {
			chosen = append(chosen, b.Name+"="+b.Values[value])
		}
	}
	if left != 0 {
		t.Fatalf("%d excluded behaviors do not exist", left)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("behaviors: %s", strings.Join(chosen, " "))
		}
	})
	return behaviors
}
