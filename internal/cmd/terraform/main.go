// SPDX-License-Identifier: MPL-2.0

// Command terraform prints which Terraform or OpenTofu the repository's tests and tools use.
//
// It prints the path or, with -env, shell commands that set the variables of the acceptance tests to standard output, and
// one line for a person to standard error. If there is none, standard output is empty and the exit code is 0: the caller
// then goes on without it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

func main() {
	env := flag.Bool("env", false, "print shell commands that set the variables of the acceptance tests, instead of the path")
	cache := flag.String("cache", ".build/terraform", "folder to install Terraform into if none is found")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, os.Stderr, os.Getenv("TERRAFORM"), *cache, *env)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, stdout, stderr io.Writer, wanted, cache string, env bool) error {
	client, err := locate.Find(ctx, wanted, cache)
	if errors.Is(err, locate.ErrNone) {
		// One line, even if the error has several.
		_, err = fmt.Fprintf(stderr, "Skipping what needs Terraform or OpenTofu: %s\n",
			strings.Join(strings.Fields(err.Error()), " "))
		return err
	}
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(stderr, "Using %s\n", client); err != nil {
		return err
	}
	if !env {
		_, err = fmt.Fprintln(stdout, client.Path)
		return err
	}
	_, err = io.WriteString(stdout, exports(client))
	return err
}

// exports returns POSIX shell commands that make terraform-plugin-testing run acceptance tests with client.
func exports(client locate.Client) string {
	variables := []struct{ name, value string }{
		{"TF_ACC", "1"},
		{"TF_ACC_TERRAFORM_PATH", client.Path},
		{"TF_ACC_PROVIDER_HOST", client.RegistryHost()},
		// Otherwise the plugin SDK builds every line of its TRACE log in the tests' process, and drops it.
		{"TF_LOG_SDK", "OFF"},
	}
	var b strings.Builder
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s='%s'\n", v.name, strings.ReplaceAll(v.value, "'", `'\''`))
	}
	return b.String()
}
