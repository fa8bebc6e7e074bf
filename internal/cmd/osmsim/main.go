// SPDX-License-Identifier: MPL-2.0

// Command osmsim runs the simulated ticket service, for trying the provider out and for offline tests of modules.
//
// It prints its address, its credentials and a matching provider block, and serves until it is interrupted. A page at the
// address shows tickets and calls, and acts as support. It keeps everything in memory. No ticket that is opened here reaches
// a person.
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
	"sync"
	"syscall"

	"github.com/servicetickets/terraform-provider-osm/internal/buildinfo"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/console"
)

// version is stamped by the linker (-X main.version=…).
var version = buildinfo.Unstamped

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, os.Stderr, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "osmsim:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. It writes usage to stderr, all else to stdout, and returns flag.ErrHelp for -help.
func run(ctx context.Context, stdout, stderr io.Writer, args []string) (err error) {
	set, err := parse(stderr, args)
	if err != nil {
		return err
	}
	if set.version {
		if _, err := io.WriteString(stdout, buildinfo.Text("osmsim", version)); err != nil {
			return fmt.Errorf("printing the version: %w", err)
		}
		return nil
	}
	stdout = &lockedWriter{w: stdout}
	sim := simulator.New(set.options)
	if set.verbose {
		sim.OnResponse(func(r *simulator.Request) { _, _ = io.WriteString(stdout, console.Line(*r)) })
	}
	server, err := sim.ListenHandler(ctx, set.addr, console.New(sim))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	if _, err := io.WriteString(stdout, greeting(server.URL, sim.Options())); err != nil {
		return fmt.Errorf("printing the address: %w", err)
	}
	<-ctx.Done()
	if _, err := fmt.Fprintf(stdout, "Stopped after %d requests. The simulated tickets are gone.\n",
		len(sim.Requests())); err != nil {
		return fmt.Errorf("printing the summary: %w", err)
	}
	return nil
}

// lockedWriter writes one text at a time.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

// Write writes p under the lock.
func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// greeting returns the address and how to use it.
func greeting(url string, o simulator.Options) string {
	lines := []string{
		"Service Tickets (OSM) API simulator. No ticket opened here reaches a person, and nothing is stored.",
		"",
		"URL          " + url,
		"page         " + url + "/ (tickets, replies as support, calls, faults)",
		"user         " + o.User,
		"password     " + o.Password,
		"domain       " + o.Domain + " (ID " + o.DomainID + ")",
		"project      " + o.ProjectName + " (ID " + o.ProjectID + ")",
		"access key   " + o.AccessKey,
		"secret key   " + o.SecretKey,
		"token TTL    " + o.TokenTTL.String(),
		"",
		`provider "osm" {`,
		"  auth_url    = " + quote(url+"/v3"),
		"  endpoints   = { osm = " + quote(url) + ", iam = " + quote(url) + " }",
		"  user_name   = " + quote(o.User),
		"  password    = " + quote(o.Password),
		"  domain_name = " + quote(o.Domain),
		"  project_id  = " + quote(o.ProjectID),
		"",
		"  # Or, instead of user_name and password:",
		"  # access_key = " + quote(o.AccessKey),
		"  # secret_key = " + quote(o.SecretKey),
		"}",
		"",
		"# Or, for an empty provider block:",
		"export HW_AUTH_URL=" + shell(url+"/v3") + " HW_OSM_ENDPOINT=" + shell(url),
		"export HW_USER_NAME=" + shell(o.User) + " HW_USER_PASSWORD=" + shell(o.Password),
		"export HW_DOMAIN_NAME=" + shell(o.Domain) + " HW_PROJECT_ID=" + shell(o.ProjectID),
		"",
		"Press Ctrl-C to stop.",
		"",
	}
	return strings.Join(lines, "\n")
}

// quote quotes a text as an HCL string, in which ${ and %{ begin templates.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{").
		Replace(text) + `"`
}

// shell quotes a text as one word of a POSIX shell.
func shell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
