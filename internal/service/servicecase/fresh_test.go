// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccCase_deletedJustAfterItWasOpened deletes a ticket within the minutes in which a not-found counts as lag: the error names
// the flag with which the ticket is destroyed all the same, and it works.
func TestAccCase_deletedJustAfterItWasOpened(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+acctest.Ticket("this"))
	cli.Apply()
	env.RemoveCase(acctest.OnlyCase(t, env).ID)
	cli.ExpectError("is not visible yet.*-refresh=false", "destroy", "-auto-approve")
	cli.Must(0, "destroy", "-auto-approve", "-refresh=false")
	if got := cli.Resources(); len(got) != 0 {
		t.Errorf("the state holds %q", got)
	}
}
