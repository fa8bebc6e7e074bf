// SPDX-License-Identifier: MPL-2.0

package label_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccLabel_adoptExisting shows that a label of the same name is adopted and gets the configured color, unless another
// resource of the run holds it.
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
	out := cli.Apply().Text()
	if !strings.Contains(out, "Existing label adopted") || !strings.Contains(out, "ID "+strconv.Itoa(id)) {
		t.Errorf("no warning names the label:\n%s", out)
	}
	cli.CheckState(statecheck.ExpectKnownValue("osm_label.night", tfjsonpath.New("id"), knownvalue.Int64Exact(int64(id))))
	cli.ExpectEmptyPlan()
	if labels := env.Labels(); len(labels) != 1 || labels[0].Color != "#112233" {
		t.Errorf("labels: %+v", labels)
	}
	cli.Destroy()
	// Of two resources with one name, the second reports the label of the first.
	cli.Write("main.tf", env.Provider()+config+strings.Replace(config, `"night" {`, `"again" {`, 1))
	cli.ExpectError(`already exists`, "apply", "-auto-approve", "-input=false")
	env.ExpectCounts(map[string]int{"CreateLabels": 1})
	cli.Destroy()
}

func TestAccLabel_existingNotAdopted(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.AddLabel("night", "#000000")
	env.Drive(resource.TestStep{Config: env.Provider() + label("night", "#112233"),
		ExpectError: regexp.MustCompile(fmt.Sprintf(`(?s)Label already exists.*terraform\s+import.*%d`, id))})
	acctest.ExpectWrites(t, env)
}
