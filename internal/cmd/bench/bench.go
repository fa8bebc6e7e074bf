// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// bench runs Terraform with the measured providers.
type bench struct {
	client  locate.Client
	folder  string
	meter   string
	latency time.Duration
	env     []string
	scenes  int
}

func newBench(ctx context.Context, client locate.Client, folder string, latency time.Duration) (*bench, error) {
	env := slices.DeleteFunc(locate.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "GOGC=") || strings.HasPrefix(entry, "GOMEMLIMIT=")
	})
	b := &bench{client: client, folder: folder, meter: filepath.Join(folder, "meter"), latency: latency,
		env: append(env, "CHECKPOINT_DISABLE=1", "OSM_BENCH_LATENCY="+latency.String())}
	if err := b.build(ctx, "./internal/cmd/bench/meter", b.meter, ""); err != nil {
		return nil, err
	}
	return b, nil
}

// build builds a program as providers are released. The provider also has the build tag that its releases have. generated is a
// file that is added to the program, if any.
func (b *bench) build(ctx context.Context, program, to, generated string) error {
	args := []string{"build", "-trimpath", "-ldflags", "-s -w", "-o", to}
	if program == "." {
		args = append(args, "-tags", "grpcnotrace")
	}
	if generated != "" {
		added, err := filepath.Abs(filepath.Join(program, "schema.go"))
		if err != nil {
			return err
		}
		overlay := fmt.Sprintf(`{"Replace": {%q: %q}}`, added, to+".go")
		err = errors.Join(os.WriteFile(to+".go", []byte(generated), 0o600),
			os.WriteFile(to+".json", []byte(overlay), 0o600))
		if err != nil {
			return err
		}
		args = append(args, "-overlay", to+".json")
	}
	if out, err := exec.CommandContext(ctx, "go", append(args, program)...).CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", program, err, out)
	}
	return nil
}

// scene is a folder with a configuration and a simulator.
type scene struct {
	*bench
	sim    *simulator.Simulator
	server *simulator.Server
	work   string
	env    []string
}

// scene prepares a folder for one of the contenders.
func (b *bench) scene(ctx context.Context, c *contender, options simulator.Options) (s *scene, err error) {
	// The log keeps no bodies, so that the simulator leaves the memory to the measured processes.
	options.MaxLoggedBody = -1
	s = &scene{bench: b, sim: simulator.New(options), work: filepath.Join(b.folder, fmt.Sprintf("scene%d", b.scenes))}
	b.scenes++
	s.sim.SetLimits(5, 10, "bin", "txt")
	if s.server, err = s.sim.ListenContext(ctx, ""); err != nil {
		return nil, err
	}
	plugins := filepath.Join(s.work, "plugins")
	if err = os.MkdirAll(plugins, 0o700); err != nil {
		return nil, errors.Join(err, s.server.Close())
	}
	config := filepath.Join(s.work, "dev.tfrc")
	s.env = append(append(s.env, b.env...), c.env...)
	s.env = append(s.env, "OSM_BENCH_PLUGIN="+c.plugin, "OSM_BENCH_USAGE="+filepath.Join(s.work, "usage"),
		"TF_CLI_CONFIG_FILE="+config)
	text := ""
	if c.plugin != "" {
		text = b.client.DevOverrides(plugins, c.source)
		err = os.Symlink(b.meter, filepath.Join(plugins, "terraform-provider-"+filepath.Base(c.source)))
	}
	if err = errors.Join(err, os.WriteFile(config, []byte(text), 0o600)); err != nil {
		return nil, errors.Join(err, s.server.Close())
	}
	return s, nil
}

// close stops the simulator and removes the folder.
func (s *scene) close() error { return errors.Join(s.server.Close(), os.RemoveAll(s.work)) }

// write writes the configuration.
func (s *scene) write(config string) error {
	return os.WriteFile(filepath.Join(s.work, "main.tf"), []byte(config), 0o600)
}

// maxShown is how many bytes of the output of a failed Terraform are shown.
const maxShown = 4000

// terraform runs Terraform and returns what it cost.
func (s *scene) terraform(ctx context.Context, args ...string) (sample, error) {
	cmd := exec.CommandContext(ctx, s.client.Path, append(args, "-no-color")...)
	cmd.Dir, cmd.Env = s.work, s.env
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		return sample{}, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, out[max(0, len(out)-maxShown):])
	}
	provider, peak, err := takeUsage(filepath.Join(s.work, "usage"))
	// The processor time of a process includes that of the children it waited for.
	all := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return sample{wall: wall, provider: provider, terraform: all - provider, peak: peak}, err
}

// takeUsage returns the processor time and the largest peak memory, in kB, of the providers since the last call: see meter.
func takeUsage(file string) (processor time.Duration, peak int, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return 0, 0, nil // no provider
	}
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		var microseconds int64
		var memory int
		if _, err := fmt.Sscan(line, &microseconds, &memory); err != nil {
			return 0, 0, fmt.Errorf("usage %q: %w", line, err)
		}
		processor += time.Duration(microseconds) * time.Microsecond
		peak = max(peak, memory)
	}
	return processor, peak, os.Remove(file)
}
