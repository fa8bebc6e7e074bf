// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// bench runs Terraform with the measured provider.
type bench struct {
	client locate.Client
	folder string
	env    []string
}

// newBench makes Terraform start this program, which starts and measures the provider.
func newBench(client locate.Client, folder, plugin string) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	plugins := filepath.Join(folder, "plugins")
	if err := os.Mkdir(plugins, 0o700); err != nil {
		return nil, err
	}
	if err := os.Symlink(self, filepath.Join(plugins, "terraform-provider-osm")); err != nil {
		return nil, err
	}
	config := filepath.Join(folder, "dev.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n",
		client.RegistryHost()+"/servicetickets/osm", plugins)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return nil, err
	}
	b := &bench{client: client, folder: folder, env: []string{
		pluginVariable + "=" + plugin,
		usageVariable + "=" + filepath.Join(folder, "usage"),
		"TF_CLI_CONFIG_FILE=" + config,
		"CHECKPOINT_DISABLE=1",
	}}
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "TF_") && !strings.HasPrefix(entry, "HW_") && !strings.HasPrefix(entry, "OS_") {
			b.env = append(b.env, entry)
		}
	}
	return b, nil
}

// scene is a folder with a configuration and a simulator.
type scene struct {
	*bench
	sim    *simulator.Simulator
	server *simulator.Server
	work   string
}

func (b *bench) scene(
	ctx context.Context, name string, options simulator.Options, config func(provider string) string,
) (*scene, error) {
	// The log keeps no bodies, so that the simulator leaves the memory to the measured processes.
	options.MaxLoggedBody = -1
	sim := simulator.New(options)
	sim.SetLimits(5, 10, "bin")
	server, err := sim.ListenContext(ctx, "")
	if err != nil {
		return nil, err
	}
	s := &scene{bench: b, sim: sim, server: server, work: filepath.Join(b.folder, name)}
	o := sim.Options()
	provider := fmt.Sprintf(`terraform {
  required_providers {
    osm = { source = "servicetickets/osm" }
  }
}

provider "osm" {
  endpoints   = { osm = %[1]q, iam = %[1]q }
  user_name   = %q
  password    = %q
  domain_name = %q
  project_id  = %q
}
`, server.URL, o.User, o.Password, o.Domain, o.ProjectID)
	err = os.Mkdir(s.work, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(s.work, "main.tf"), []byte(config(provider)), 0o600)
	}
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return s, nil
}

// terraform runs Terraform and returns how long it took.
func (s *scene) terraform(ctx context.Context, args ...string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, s.client.Path, append(args, "-no-color")...)
	cmd.Dir, cmd.Env = s.work, s.env
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return time.Since(start), nil
}

// manyTickets compares tickets with as many terraform_data resources.
func (b *bench) manyTickets(ctx context.Context, n int) error {
	nothing, err := b.times(ctx, "nothing", func(string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"this\" {\n  count = %d\n  input = count.index\n}\n", n)
	})
	if err != nil {
		return err
	}
	tickets, err := b.times(ctx, "tickets", ticketConfig(n))
	if err != nil {
		return err
	}
	for i, command := range []string{"apply", "plan", "destroy"} {
		fmt.Printf("%-8s %d tickets: %6.2f s, %.1f times as long as %d terraform_data resources.\n",
			command, n, tickets[i].Seconds(), float64(tickets[i])/float64(nothing[i]), n)
	}
	return nil
}

func ticketConfig(n int) func(string) string {
	return func(provider string) string {
		return provider + fmt.Sprintf(`resource "osm_servicecase" "this" {
  count              = %d
  business_type_id   = %q
  simple_description = "Node ${count.index}"
}
`, n, simulator.ProblemConsulting)
	}
}

func (b *bench) times(ctx context.Context, name string, config func(string) string) (times []time.Duration, err error) {
	s, err := b.scene(ctx, name, simulator.Options{}, config)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.server.Close()) }()
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan"}, {"destroy", "-auto-approve"}} {
		took, err := s.terraform(ctx, args...)
		if err != nil {
			return nil, err
		}
		times = append(times, took)
	}
	return times, nil
}

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
		"%d calls were rejected, at most %d were sent in one "+
		"second.\n", n, callsPerSecond, took.Seconds(), calls, ratio, slackLimit,
		rate.Throttled, rate.PeakOffered)
	if len(s.sim.Cases()) != n {
		return fmt.Errorf("%d tickets were opened, want %d", len(s.sim.Cases()), n)
	}
	if ratio > slackLimit {
		return errors.New("the throttled apply took too long")
	}
	return nil
}
