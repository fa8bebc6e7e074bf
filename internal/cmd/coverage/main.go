// SPDX-License-Identifier: MPL-2.0

// Command coverage writes the tables of the guide "API coverage": which type of the provider uses which operation of the ticket
// service, and why the others are not used. What is used is found in the code: from the constructor of each type to the requests.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/coverage/operations"
)

func main() {
	page := flag.String("page", "docs/guides/api-coverage.md", "the page whose markers are replaced")
	flag.Parse()
	if err := run(".", *page); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// run completes the page with what it finds in the repository in folder root.
func run(root, page string) error {
	g, err := load(root)
	if err != nil {
		return err
	}
	c := coverage{operations.All, uses(g, served(context.Background()))}
	if err := errors.Join(c.gaps()...); err != nil {
		return fmt.Errorf("internal/cmd/coverage/operations/operations.go does not match the provider:\n%w", err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	out, err := c.complete(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return os.WriteFile(page, []byte(out), 0o644)
}
