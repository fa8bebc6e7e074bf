// SPDX-License-Identifier: MPL-2.0

// Package acctest holds what the acceptance tests share: a simulator for each test, drivers that run the provider against
// it, and the check that everything on the wire conforms to the API document. CONTRIBUTING.md says when to use which
// driver.
package acctest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// Env is a simulator and the provider that talks to it.
type Env struct {
	*simulator.Simulator
	// URL is the base URL of both the login service and the ticket service.
	URL string
	// CAFile is the CA certificate of the simulator, "" without TLS.
	CAFile string
	t      *testing.T
}

// New starts a simulator for the test. At the end of the test, every request and response must conform to the API document.
func New(t *testing.T, options simulator.Options) *Env {
	t.Helper()
	sim := simulator.New(options)
	server, err := sim.Listen("")
	return newEnv(t, sim, server, err)
}

// NewTLS is New over TLS. The provider blocks of the environment trust the simulator's CA. It offers the given protocols,
// by default HTTP/1.1.
func NewTLS(t *testing.T, options simulator.Options, protocols ...string) *Env {
	t.Helper()
	sim := simulator.New(options)
	server, err := sim.ListenTLS("", protocols...)
	env := newEnv(t, sim, server, err)
	env.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	env.Must(os.WriteFile(env.CAFile, server.CA, 0o600))
	return env
}

func newEnv(t *testing.T, sim *simulator.Simulator, server *simulator.Server, err error) *Env {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	env := &Env{Simulator: sim, URL: server.URL, t: t}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		env.checkContract(t)
	})
	return env
}

// Wait advances the simulator's time instead of waiting, so that no test waits for a backoff.
func (e *Env) Wait(ctx context.Context, d time.Duration) error {
	e.Advance(d)
	return ctx.Err()
}

// Server creates a provider in this process, with the simulator's clock.
func (e *Env) Server() tfprotov6.ProviderServer {
	return withSchemas(provider.NewServer("test", provider.WithClock(e.Now, e.Wait))())
}

// Provider returns a provider block with the simulator's password login and further lines.
func (e *Env) Provider(more ...string) string {
	o := e.Options()
	return e.Block(append([]string{
		fmt.Sprintf("user_name = %q", o.User), fmt.Sprintf("password = %q", o.Password), fmt.Sprintf("domain_name = %q",
			o.Domain),
		fmt.Sprintf("project_id = %q", o.ProjectID),
	}, more...)...)
}

// Block returns a provider block with the simulator's addresses and the given lines.
func (e *Env) Block(lines ...string) string {
	if e.CAFile != "" {
		lines = append([]string{fmt.Sprintf("cacert_file = %q", e.CAFile)}, lines...)
	}
	return fmt.Sprintf("provider \"osm\" {\n  auth_url = \"%[1]s/v3\"\n  endpoints = { osm = %[1]q, iam = %[1]q }\n  %[2]s\n}\n",
		e.URL, strings.Join(lines, "\n  "))
}

// ExpectCounts checks the number of requests of each operation.
func (e *Env) ExpectCounts(want map[string]int) {
	e.t.Helper()
	for operation, n := range want {
		if got := e.Count(operation); got != n {
			e.t.Errorf("%d calls of %s, want %d", got, operation, n)
		}
	}
}

// SetStatus sets the status of a ticket, as support does.
func (e *Env) SetStatus(id string, status int) { e.Must(e.Simulator.SetStatus(id, status)) }

// Reply adds an engineer's message.
func (e *Env) Reply(id, content string) {
	_, err := e.Simulator.Reply(id, content)
	e.Must(err)
}

// RemoveCase removes a ticket.
func (e *Env) RemoveCase(id string) { e.Must(e.Simulator.RemoveCase(id)) }

// Must ends the test if err is not nil.
func (e *Env) Must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}
