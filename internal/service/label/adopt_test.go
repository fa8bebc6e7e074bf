// SPDX-License-Identifier: MPL-2.0

package label_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccLabel_adoptExisting shows that a label of the same name is taken over with its color set right, unless another resource of the run holds it.
func TestAccLabel_adoptExisting(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.AddLabel("night", "#000000")
	cli := env.Attach(t)
	config := `
resource "osm_label" "night" {
  name           = "night"
  color          = "#112233"
  adopt_existing = true
}
`
	cli.Write("main.tf", env.Provider()+config)
	if out := cli.Apply().Text(); !strings.Contains(out, "Existing label adopted") || !strings.Contains(out, "ID "+strconv.Itoa(id)) {
		t.Errorf("no warning names the label:\n%s", out)
	}
	cli.CheckState(statecheck.ExpectKnownValue("osm_label.night", tfjsonpath.New("id"), knownvalue.Int64Exact(int64(id))))
	cli.ExpectEmptyPlan()
	if labels := env.Labels(); len(labels) != 1 || labels[0].Color != "#112233" {
		t.Errorf("labels: %+v", labels)
	}
	cli.Destroy()
	// Two resources of one name: the second one is told that the first one's label exists.
	cli.Write("main.tf", env.Provider()+config+strings.Replace(config, `"night" {`, `"again" {`, 1))
	cli.ExpectError(`exists already`, "apply", "-auto-approve", "-input=false")
	env.ExpectCounts(map[string]int{"CreateLabels": 1})
	cli.Destroy()
}
