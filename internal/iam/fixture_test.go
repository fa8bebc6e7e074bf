// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// fixture is a simulator of the login service and of the ticket service behind it.
type fixture struct {
	*simulator.Simulator
	url string
	// skew is how far the provider's clock is ahead of the service's.
	skew time.Duration
}

// clock is the provider's clock.
func (f *fixture) clock() time.Time { return f.Now().Add(f.skew) }

func start(t *testing.T, options simulator.Options) *fixture {
	t.Helper()
	sim := simulator.New(options)
	server, err := sim.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &fixture{Simulator: sim, url: server.URL}
}

// Wait passes the simulator's time instead of waiting.
func (f *fixture) Wait(ctx context.Context, d time.Duration) error {
	f.Advance(d)
	return ctx.Err()
}

// resolve resolves settings with the simulator's addresses.
func (f *fixture) resolve(t *testing.T, block iam.Settings) *iam.Resolved {
	t.Helper()
	settings := iam.Settings{}
	for _, name := range []string{"endpoints.osm", "endpoints.iam", "endpoints.sts"} {
		settings[name] = iam.Known(f.url)
	}
	for name, v := range block {
		settings[name] = v
	}
	resolved, err := iam.Resolve(settings, lookup(nil))
	if err != nil {
		t.Fatal(err)
	}
	resolved.Metadata.URL = f.url
	return resolved
}

// connect gives a client with the login that settings come to.
func (f *fixture) connect(t *testing.T, block iam.Settings) (*osm.Client, *iam.Login) {
	t.Helper()
	resolved := f.resolve(t, block)
	carrier, err := transport.New(transport.Config{MaxRetries: resolved.MaxRetries, Now: f.clock, Wait: f.Wait})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(carrier.CloseIdle)
	resolved.Metadata.Doer = carrier.Direct()
	login := resolved.Credential(carrier.Doer(nil), f.clock)
	c, err := osm.New(osm.Config{Endpoint: resolved.OSM, Transport: carrier, Credential: login, Now: f.clock, Wait: f.Wait})
	if err != nil {
		t.Fatal(err)
	}
	return c, login
}

// password is the block of a login with the simulator's password.
func (f *fixture) password() iam.Settings {
	o := f.Options()
	return block("user_name", o.User, "password", o.Password, "domain_name", o.Domain, "project_id", o.ProjectID)
}

// call makes one call of the ticket service.
func call(ctx context.Context, c *osm.Client) error {
	_, err := c.Labels(ctx, "")
	return err
}

// at counts the requests of a method and path.
func (f *fixture) at(method, path string) int {
	n := 0
	for _, r := range f.Requests() {
		if r.Method == method && r.Path == path {
			n++
		}
	}
	return n
}

func (f *fixture) expectLogins(t *testing.T, want int) {
	t.Helper()
	if got := f.at(http.MethodPost, "/v3/auth/tokens"); got != want {
		t.Errorf("%d logins, want %d", got, want)
	}
}

// block makes settings of names and values in turn.
func block(pairs ...string) iam.Settings {
	out := iam.Settings{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = iam.Known(pairs[i+1])
	}
	return out
}

func lookup(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := variables[name]
		return v, ok
	}
}
