// SPDX-License-Identifier: MPL-2.0

// Command demo shows the provider with a real Terraform: it opens a ticket with an attachment, reads support's reply, plans
// again and closes the ticket, all against the built-in simulator. It touches no account, configuration or state. It exits
// with 1 on any unexpected result, warnings included.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// settings are the settings from the command line.
type settings struct {
	example, plugin, cache string
	hold, calls            bool
}

func main() {
	var set settings
	flag.StringVar(&set.example, "example", "examples/demo", "`folder` of the configuration")
	flag.StringVar(&set.plugin, "plugin", "", "`folder` of the built provider; by default, the demo builds it")
	flag.StringVar(&set.cache, "cache", ".build/terraform", "`folder` for Terraform if it has to be installed")
	flag.BoolVar(&set.hold, "hold", false, "keep the ticket open and the simulator's page up until Ctrl-C")
	flag.BoolVar(&set.calls, "v", false, "print the calls of each step, with HTTP status and API code")
	flag.Parse()

	if err := run(newScreen(os.Stdout), set); err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}

// run runs the demo. The first interrupt ends what it does now; while it holds, it closes the ticket.
func run(out *screen, set settings) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer func() { stop() }()
	var client locate.Client
	if _, err = out.run("looking for Terraform or installing it", func(*spinner) (err error) {
		client, err = locate.Find(ctx, os.Getenv("TERRAFORM"), set.cache)
		return err
	}); err != nil {
		return err
	}
	if set.plugin == "" {
		folder, err := os.MkdirTemp("", "osm-demo-provider-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(folder) }()
		if set.plugin = folder; build(ctx, out, folder) != nil {
			return errors.New("the provider could not be built")
		}
	}
	d, err := newDemo(ctx, out, client, set.example, set.plugin)
	if err != nil {
		return err
	}
	d.calls = set.calls
	defer func() { err = errors.Join(err, d.close()) }()
	out.title("One ticket, from alarm to close, with " + client.String() + ".")
	out.printf("Everything runs on this machine, against a simulator of the ticket service. No ticket reaches a person.")
	if err := d.play(ctx); err != nil {
		return err
	}
	if set.hold {
		d.hold(ctx)
		stop()
		ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	}
	if err := d.finish(ctx); err != nil {
		return err
	}
	d.nextSteps()
	return nil
}

// build builds the provider into a folder. The progress counts the packages that Go compiles; those in its cache don't count.
func build(ctx context.Context, out *screen, folder string) error {
	if !out.progress {
		out.printf("Building the provider.")
	}
	var text bytes.Buffer
	took, err := out.run("building the provider; the first build takes a few minutes", func(p *spinner) error {
		command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-v", "-o",
			filepath.Join(folder, "terraform-provider-osm"), ".")
		reader, err := command.StderrPipe()
		if err != nil {
			return err
		}
		if err := command.Start(); err != nil {
			return err
		}
		lines := bufio.NewScanner(reader)
		for n := 1; lines.Scan(); n++ {
			text.WriteString(lines.Text() + "\n")
			p.set(fmt.Sprintf("building the provider: %d packages, %s", n, lines.Text()))
		}
		return command.Wait()
	})
	if err != nil {
		out.printf("%s", text.String())
		return err
	}
	out.printf("%s Provider built (%s).", out.style(green, "✓"), seconds(took))
	return nil
}
