// SPDX-License-Identifier: MPL-2.0

package label_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestAccLabel_thatExistsIsNotTakenOver(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.AddLabel("night", "#000000")
	env.Drive(resource.TestStep{Config: env.Provider() + "resource \"osm_label\" \"this\" {\n  name = \"night\"\n  color = \"#112233\"\n}\n",
		ExpectError: regexp.MustCompile(fmt.Sprintf(`(?s)Label exists already.*terraform\s+import.*%d`, id))})
	acctest.ExpectWrites(t, env)
}
