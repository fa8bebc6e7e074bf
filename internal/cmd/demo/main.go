// SPDX-License-Identifier: MPL-2.0

// Command demo shows the provider on this machine: a real Terraform or OpenTofu logs in, uploads a file, opens a ticket
// with it, reads it and closes it, all against the built-in simulator. It touches no account, configuration or state. It
// exits with 1 on any unexpected result.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

func main() {
	example := flag.String("example", "examples/demo", "directory of the configuration")
	plugin := flag.String("plugin", ".build", "directory of the built provider")
	cache := flag.String("cache", ".build/terraform", "directory for Terraform if it has to be installed")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *example, *plugin, *cache)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, example, plugin, cache string) (err error) {
	client, err := locate.Find(ctx, os.Getenv("TERRAFORM"), cache)
	if err != nil {
		return err
	}
	d, err := newDemo(ctx, os.Stdout, client, example, plugin)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := d.close(); err == nil {
			err = closeErr
		}
	}()
	fmt.Printf("Using %s.\nThe simulator listens on %s. No ticket in this demo reaches a person.\n", client, d.server.URL)
	return d.play(ctx)
}
