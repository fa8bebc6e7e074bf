// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/client"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// world is a simulator with one ticket and a client of it that is logged in and waits by the simulator's clock.
type world struct {
	*acctest.Env
	api *client.Client
	// id is the ticket, label a label of the account, carried one that the ticket carries.
	id             string
	label, carried int64
}

func newWorld(t *testing.T, options simulator.Options, timeout time.Duration) *world {
	t.Helper()
	env := acctest.New(t, options)
	w := &world{Env: env, api: connect(t, env, timeout), id: env.OpenCase("The node does not answer")}
	w.label, w.carried = int64(env.AddLabel("free", "#000000")), int64(env.AddLabel("carried", "#000000"))
	env.Must(env.SetCaseLabels(w.id, int(w.carried)))
	env.Advance(24 * time.Hour)
	if _, err := w.api.CaseStatus(t.Context(), w.id); err != nil {
		t.Fatal(err)
	}
	env.ResetLog()
	return w
}

func connect(t *testing.T, env *acctest.Env, timeout time.Duration) *client.Client {
	t.Helper()
	carrier, err := transport.New(transport.Config{MaxRetries: 3, Timeout: timeout, Now: env.Now, Wait: env.Wait})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(carrier.CloseIdle)
	o := env.Options()
	settings := iam.Settings{}
	for name, v := range map[string]string{"endpoints.osm": env.URL, "endpoints.iam": env.URL, "user_name": o.User, "password": o.Password,
		"domain_name": o.Domain, "project_id": o.ProjectID} {
		settings[name] = iam.Known(v)
	}
	resolved, err := iam.Resolve(settings, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	api, err := client.New(client.Config{Endpoint: env.URL, Transport: carrier, Credential: resolved.Credential(carrier.Doer(nil), env.Now),
		TimeZone: resolved.TimeZone, Language: resolved.Language, Site: resolved.Site, Now: env.Now, Wait: env.Wait})
	if err != nil {
		t.Fatal(err)
	}
	return api
}
