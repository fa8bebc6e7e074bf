// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccTLS checks that the provider trusts the CA of the environment and speaks HTTP/1.1 even if HTTP/2 is offered.
func TestAccTLS(t *testing.T) {
	t.Parallel()
	for name, protocols := range map[string][]string{"HTTP/1.1": nil, "HTTP/2": {"h2", "http/1.1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.NewTLS(t, simulator.Options{}, protocols...)
			if config := env.Provider(); !strings.Contains(config, "https://") || !strings.Contains(config, env.CAFile) {
				t.Errorf("provider block\n%s", config)
			}
			env.Drive(resource.TestStep{Config: env.Provider() + `data "osm_labels" "all" {}`})
			log := env.RequestsFor("ListLabels")
			if slices.ContainsFunc(log, func(r simulator.Request) bool { return r.Proto != "HTTP/1.1" }) || len(log) == 0 {
				t.Errorf("requests %+v", log)
			}
		})
	}
}
