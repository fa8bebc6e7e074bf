// SPDX-License-Identifier: MPL-2.0

// Command examples runs `terraform validate` on every example of the repository and every block of HCL in its Markdown files,
// with the built provider. It also checks that links between the files lead somewhere.
//
// It skips an example that needs a feature that this Terraform or OpenTofu lacks, and prints why.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

func main() {
	root := flag.String("root", ".", "folder of the repository")
	plugin := flag.String("plugin", ".build", "folder of the built provider")
	cache := flag.String("cache", ".build/terraform", "folder to install Terraform into if none is found")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, *root, *plugin, *cache)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "examples:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, root, plugin, cache string) error {
	found, err := collect(filepath.Join(root, "examples"))
	if err != nil {
		return err
	}
	pages, err := readPages(root)
	if err != nil {
		return err
	}
	if len(found) == 0 || len(pages) == 0 {
		return fmt.Errorf("no examples or no pages in %s", root)
	}
	checked, broken := checkLinks(root, pages)
	if _, err := fmt.Fprintf(w, "%d relative links in %d pages, %d broken\n", checked, len(pages), len(broken)); err != nil {
		return err
	}
	if len(broken) > 0 {
		return errors.New(strings.Join(broken, "\n"))
	}
	blocks, err := readSnippets(root, pages, found)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w, blocks.String()); err != nil {
		return err
	}
	found = append(found, blocks.examples...)
	client, err := locate.Find(ctx, os.Getenv("TERRAFORM"), cache)
	if errors.Is(err, locate.ErrNone) {
		_, err = fmt.Fprintln(w, "The examples are not validated: there is no Terraform or OpenTofu.")
		return err
	}
	if err != nil {
		return err
	}
	v, err := newValidator(client, plugin)
	if err != nil {
		return err
	}
	defer v.close()
	return validateAll(ctx, w, v, found)
}

// validateAll validates the examples that the client supports, a few at a time, and reports on all of them.
func validateAll(ctx context.Context, w io.Writer, v *validator, found []example) error {
	var (
		mu              sync.Mutex
		report          strings.Builder
		valid, lacking  int
		group, groupCtx = errgroup.WithContext(ctx)
		failed          []string
	)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, e := range found {
		feature, err := v.client.Missing(ctx, e.text)
		if err != nil {
			return err
		}
		if feature != "" {
			lacking++
			fmt.Fprintf(&report, "skipped: %s (%s %s has no %s)\n", e.name, v.client.Name(), v.client.Version, feature)
			continue
		}
		group.Go(func() error {
			output, err := v.validate(groupCtx, e)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				valid++
			case output == "":
				return fmt.Errorf("%s: %w", e.name, err)
			default:
				failed = append(failed, e.name+"\n"+output)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	fmt.Fprintf(&report, "%s: %d examples and blocks valid, %d skipped, %d invalid\n", v.client, valid, lacking, len(failed))
	if _, err := io.WriteString(w, report.String()); err != nil {
		return err
	}
	if len(failed) > 0 {
		return fmt.Errorf("invalid: %s", strings.Join(failed, "\n"))
	}
	return nil
}
