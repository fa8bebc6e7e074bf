// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// world is a simulator with one ticket and a client of it that is logged in and waits by the simulator's clock.
type world struct {
	*acctest.Env
	api *osm.Client
	// id is the ticket, label a label of the account, carried one that the ticket carries.
	id             string
	label, carried int64
	t              *testing.T
}

func newWorld(t *testing.T, options simulator.Options, timeout time.Duration) *world {
	t.Helper()
	env := acctest.New(t, options)
	w := &world{Env: env, t: t, api: connect(t, env, timeout), id: env.OpenCase("The node does not answer")}
	w.label, w.carried = int64(env.AddLabel("free", "#000000")), int64(env.AddLabel("carried", "#000000"))
	env.Must(env.SetCaseLabels(w.id, int(w.carried)))
	env.Advance(24 * time.Hour)
	if _, err := w.api.CaseStatus(t.Context(), w.id); err != nil {
		t.Fatal(err)
	}
	env.ResetLog()
	return w
}

func connect(t *testing.T, env *acctest.Env, timeout time.Duration) *osm.Client {
	t.Helper()
	carrier, err := transport.New(transport.Config{MaxRetries: 3, Timeout: timeout, Now: env.Now, Wait: env.Wait})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(carrier.CloseIdle)
	o := env.Options()
	cfg, err := config.Resolve(&config.Settings{
		Endpoints:  config.Endpoints{OSM: config.Known(env.URL), IAM: config.Known(env.URL)},
		UserName:   config.Known(o.User),
		Password:   config.Known(iam.NewSecret(o.Password)),
		DomainName: config.Known(o.Domain),
		ProjectID:  config.Known(o.ProjectID),
	}, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	api, err := osm.New(osm.Config{
		Endpoint:   env.URL,
		Transport:  carrier,
		Credential: iam.New(cfg.Login, carrier.Doer(nil), nil, env.Now),
		TimeZone:   cfg.Settings.TimeZone.Value,
		Language:   cfg.Settings.Language.Value,
		Site:       cfg.Site,
		Now:        env.Now,
		Wait:       env.Wait,
	})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// calls writes the log of requests in one line: the operations in the order of arrival, equal neighbours counted, as in "A, 2 B".
func (w *world) calls() string {
	var out []string
	requests := w.Requests()
	for i := 0; i < len(requests); {
		n := 1
		for i+n < len(requests) && requests[i+n].Operation == requests[i].Operation {
			n++
		}
		name := requests[i].Operation
		if n > 1 {
			name = fmt.Sprintf("%d %s", n, name)
		}
		out = append(out, name)
		i += n
	}
	return strings.Join(out, ", ")
}

func (w *world) ticket() simulator.Case {
	w.t.Helper()
	view, found := w.Case(w.id)
	if !found {
		w.t.Fatalf("there is no ticket %s", w.id)
	}
	return view
}

// open opens a ticket with a description and fails when its id is not that of the only ticket that has it.
func (w *world) open(ctx context.Context, description string) error {
	created, err := w.api.CreateCase(ctx, newCase(description))
	if err != nil {
		return err
	}
	id := created.ID
	for _, c := range w.Cases() {
		if c.Description == description && c.ID != id {
			return fmt.Errorf("ticket %s is taken for the one that was asked for, which is %s", id, c.ID)
		}
	}
	return nil
}

func newCase(description string) osm.CreateCaseInput {
	product, subType, none := simulator.ProductServer, simulator.SubTypeService, map[string]any{}
	return osm.CreateCaseInput{Body: osmapi.CreateOrderIncidentV2Req{
		BusinessTypeId:    simulator.ProblemConsulting,
		SimpleDescription: description,
		SourceId:          simulator.SourceID,
		ProductCategoryId: &product,
		IncidentSubTypeId: &subType,
		ExtendsMap:        &none,
		ExtensionMap:      &none,
	}}
}
