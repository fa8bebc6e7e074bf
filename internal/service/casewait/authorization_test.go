// SPDX-License-Identifier: MPL-2.0

package casewait_test

import (
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccWait_authorization waits for a request for access that arrives while it polls, after a 503 and the expiry of the
// token. One that was answered before does not end the wait.
func TestAccWait_authorization(t *testing.T) {
	t.Parallel()
	for name, errors := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: errors}})
			ask := func() string {
				id, _, err := env.RequestAuthorization(acctest.OnlyCase(t, env).ID, "Restart")
				env.Must(err)
				return id
			}
			env.Inject(simulator.Fault{Operation: "ListAuthorizations", Kind: simulator.RejectBefore, Times: 1})
			env.Inject(simulator.Fault{Operation: "ListAuthorizations", Kind: simulator.RejectBefore, Status: 401, Times: 1})
			var polls atomic.Int64
			env.OnRequest(func(r *simulator.Request) {
				if r.Operation != "ListAuthorizations" {
					return
				}
				switch polls.Add(1) {
				case 1:
					env.Must(env.SetAuthorizationStatus(ask(), simulator.AuthorizationRecalled))
				case 5:
					ask()
				}
			})
			config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) +
				wait("authorization = true\n  reply = true")
			env.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New("authorization_id"),
					knownvalue.StringExact("Auth-100002")),
				hasNoReply("reply_content"),
			}}, acctest.EmptyPlan(config))
			env.ExpectCounts(map[string]int{sharedPoll: 0})
		})
	}
}

// TestAccWait_noAuthorization shows what a wait for a request for access that does not come reports.
func TestAccWait_noAuthorization(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.Drive(resource.TestStep{
		Config:      env.Provider() + acctest.Ticket("this") + wait("authorization = true\n  timeouts = { create = \"1m\" }"),
		ExpectError: regexp.MustCompile(`(?s)Wait for ticket.*a\s+request\s+from\s+support\s+for\s+access`),
	})
}
