// SPDX-License-Identifier: MPL-2.0

// Command bench measures the provider with a real Terraform against the simulator: the peak memory of the provider while it
// uploads ten files of 10 MB at once, and the wall time of many tickets relative to as many terraform_data resources. It exits
// with 1 if a limit is exceeded.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// pluginVariable holds the provider that this program runs when Terraform starts it as the provider; see measurePlugin.
const pluginVariable = "OSM_BENCH_PLUGIN"

func main() {
	if plugin := os.Getenv(pluginVariable); plugin != "" {
		os.Exit(measurePlugin(plugin, os.Getenv(usageVariable)))
	}
	cache := flag.String("cache", ".build/terraform", "folder for a Terraform that has to be installed")
	tickets := flag.Int("tickets", 150, "number of tickets")
	throttled := flag.Int("throttled", 1000, "number of tickets at a service that throttles")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *cache, *tickets, *throttled)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, cache string, tickets, throttled int) error {
	client, err := locate.Find(ctx, os.Getenv("TERRAFORM"), cache)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "osm-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	plugin := filepath.Join(folder, "provider")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", plugin, ".")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the provider: %w\n%s", err, out)
	}
	fmt.Printf("Using %s.\n", client)
	b, err := newBench(client, folder, plugin)
	if err != nil {
		return err
	}
	if err := b.upload(ctx); err != nil {
		return err
	}
	if err := b.manyTickets(ctx, tickets); err != nil {
		return err
	}
	return b.throttled(ctx, throttled)
}

// usageVariable holds the file to which measurePlugin writes the provider's peak memory.
const usageVariable = "OSM_BENCH_USAGE"

// measurePlugin runs the provider and, when it ends, appends its peak resident memory in kB to the file usage.
func measurePlugin(plugin, usage string) int {
	cmd := exec.CommandContext(context.Background(), plugin, os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	rusage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 1
	}
	file, err := os.OpenFile(usage, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	_, err = file.WriteString(strconv.FormatInt(rusage.Maxrss, 10) + "\n")
	if closeErr := file.Close(); err != nil || closeErr != nil {
		return 1
	}
	return cmd.ProcessState.ExitCode()
}
