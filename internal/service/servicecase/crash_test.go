// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccCreate_panicAfterwards shows that a panic after the create is a warning: the ticket is in the state, and the next plan
// is empty.
func TestAccCreate_panicAfterwards(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	var panics atomic.Bool
	wait := func(ctx context.Context, d time.Duration) error {
		if env.Count("CreateCases") > 0 && panics.CompareAndSwap(false, true) {
			panic("a bug")
		}
		return env.Wait(ctx, d)
	}
	cli := env.AttachServer(t, providerserver.NewProtocol6(provider.New("test", provider.WithClock(env.Now, wait))()))
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this"))
	if out := cli.Apply().Text(); !strings.Contains(out, "Unable to complete ticket TS-100001") ||
		!strings.Contains(out, "a bug") {
		t.Errorf("no warning:\n%s", out)
	}
	cli.CheckState(statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("id"), knownvalue.StringExact("TS-100001")))
	cli.ExpectEmptyPlan()
	cli.Destroy()
	env.ExpectCounts(map[string]int{"CreateCases": 1})
}

// TestAccOnce_tls breaks the connection off below HTTP, before and after each ticket is opened, with a certificate of a private
// authority: one ticket for each.
func TestAccOnce_tls(t *testing.T) {
	t.Parallel()
	env := acctest.NewTLS(t, simulator.Options{}, "h2", "http/1.1")
	kinds := []simulator.Kind{
		simulator.AlertBefore, simulator.AlertAfter, simulator.GarbageBefore, simulator.GarbageAfter,
		simulator.ResetBefore, simulator.ResetAfter, simulator.ResetMidway,
	}
	var names []string
	for _, kind := range kinds {
		name := strings.ReplaceAll(string(kind), " ", "-")
		names = append(names, name)
		env.Inject(simulator.Fault{Operation: "CreateCases", Kind: kind, Times: 1, Match: func(r simulator.Request) bool {
			return strings.Contains(string(r.Body), `"`+name+`"`)
		}})
	}
	once(env.Attach(t), env.Provider()+many(names))
	if n := len(env.Cases()); n != len(kinds) {
		t.Errorf("%d tickets were opened, want %d", n, len(kinds))
	}
	// The three that were not processed are sent again.
	env.ExpectCounts(map[string]int{"CreateCases": len(kinds) + 3})
}
