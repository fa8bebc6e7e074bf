// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
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

// connect returns a client with the login of a provider block, whose addresses are the simulator's.
func (f *fixture) connect(t *testing.T, block *config.Settings) (*osm.Client, *iam.Login) {
	t.Helper()
	block.Endpoints = config.Endpoints{OSM: text(f.url), IAM: text(f.url), STS: text(f.url)}
	cfg := resolve(t, block, nil)
	cfg.Login.MetadataURL = f.url
	carrier, err := transport.New(transport.Config{MaxRetries: cfg.Settings.MaxRetries.Value, Now: f.clock, Wait: f.Wait})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(carrier.CloseIdle)
	login := iam.New(cfg.Login, carrier.Doer(nil), carrier.Direct(), f.clock)
	c, err := osm.New(osm.Config{Endpoint: cfg.OSM, Transport: carrier, Credential: login, Now: f.clock, Wait: f.Wait})
	if err != nil {
		t.Fatal(err)
	}
	return c, login
}

// password is the block of a login with the simulator's password.
func (f *fixture) password() *config.Settings {
	o := f.Options()
	return &config.Settings{UserName: text(o.User), Password: secret(o.Password), DomainName: text(o.Domain),
		ProjectID: text(o.ProjectID)}
}

// userID is the block of a login with the simulator's password and the ID of the user.
func (f *fixture) userID() *config.Settings {
	return &config.Settings{UserID: text(f.Options().UserID), Password: secret(f.Options().Password)}
}

// call calls the ticket service once.
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

func text(s string) config.Value[string] { return everywhere(s).UserName }

func secret(s string) config.Value[iam.Secret] { return everywhere(s).Password }

// everywhere returns a block with that text for every argument.
func everywhere(s string) *config.Settings {
	return config.FromBlock(0, func(string) (string, bool) { return s, true })
}

func resolve(t *testing.T, block *config.Settings, variables map[string]string) *config.Config {
	t.Helper()
	cfg, err := config.Resolve(block, func(name string) (string, bool) {
		v, ok := variables[name]
		return v, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}
