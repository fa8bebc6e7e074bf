// SPDX-License-Identifier: MPL-2.0

package label_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// planned plans, and checks whether the plan has a warning with these texts; with none, it must have no warning at all.
func planned(t *testing.T, cli *acctest.CLI, texts ...string) {
	t.Helper()
	out := cli.Must(0, "plan").Text()
	if len(texts) == 0 && strings.Contains(out, "Warning: ") {
		t.Errorf("a warning without a reason:\n%s", out)
	}
	for _, text := range texts {
		if strings.Count(out, text) != 1 {
			t.Errorf("%q is not in the plan exactly once:\n%s", text, out)
		}
	}
}

// TestAccLabel_planExisting checks the messages about names that other labels have. Labels that this configuration manages are no
// reason for one, since the same run may delete or rename them.
func TestAccLabel_planExisting(t *testing.T) {
	t.Parallel()
	for name, behaviors := range map[string]simulator.Behaviors{
		"unique":     {},
		"repeatable": {LabelUniqueness: simulator.LabelsRepeatable, LabelNames: simulator.LabelNamesExact},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: behaviors})
			id := env.AddLabel("night", "#000000")
			env.AddLabel("night shift", "#000000")
			cli := env.Attach(t)
			config := env.Provider() + label("night", "#112233")
			cli.Write("main.tf", config)
			cli.ExpectError(fmt.Sprintf("Label already exists .* already exists with ID %[1]d.*set `adopt_existing = true`.*"+
				"terraform import <address of the resource> %[1]d", id), "plan")
			cli.Write("main.tf", env.Provider("plan_checks = false")+label("night", "#112233"))
			planned(t, cli)
			cli.Write("main.tf", strings.Replace(config, "color", "adopt_existing = true\n  color", 1))
			planned(t, cli)
			acctest.ExpectWrites(t, env)

			cli.Write("main.tf", env.Provider()+label("day", "#112233"))
			cli.Apply()
			planned(t, cli)
			cli.Write("main.tf", config)
			planned(t, cli, fmt.Sprintf("Label %d already has the name \"night\"", id), "Choose another `name`")
			env.RemoveLabel(id)
			planned(t, cli)
			cli.Apply()
			planned(t, cli)
			// A replacement creates a label of a name that this configuration holds.
			if out := cli.Must(0, "plan", "-replace=osm_label.this").Out; strings.Contains(out, "Warning: ") {
				t.Errorf("a warning about the label itself:\n%s", out)
			}
			cli.Apply("-replace=osm_label.this")
			cli.ExpectEmptyPlan()
		})
	}
}

// TestAccLabel_planLimit checks the one warning about more labels than an account can have. Adopted labels don't add to them.
func TestAccLabel_planLimit(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	for i := range 28 {
		env.AddLabel(fmt.Sprint("team ", i), "#000000")
	}
	config := func(n int) string {
		return env.Provider() + fmt.Sprintf("resource \"osm_label\" \"this\" {\n  count = %d\n  name = \"new ${count.index}\"\n"+
			"  color = \"#112233\"\n}\n", n)
	}
	cli := env.Attach(t)
	cli.Write("main.tf", config(2))
	planned(t, cli)
	cli.Write("main.tf", config(4))
	planned(t, cli, "Too many labels", "at most 30 labels", "Delete labels that are no longer needed first.")
	cli.Write("main.tf", config(2)+"resource \"osm_label\" \"known\" {\n  name = \"team 1\"\n  color = \"#000000\"\n"+
		"  adopt_existing = true\n}\n")
	planned(t, cli)
	cli.Apply()
	planned(t, cli)
	env.ExpectCounts(map[string]int{"CreateLabels": 2, "UpdateLabels": 1})
}

// TestAccLabel_planNeverBlocks checks that a service that does not list its labels delays no plan and adds no message.
func TestAccLabel_planNeverBlocks(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"rejected": {Kind: simulator.RejectUnder200, Code: "OSM.01010002"},
		"503":      {Kind: simulator.RejectBefore, Status: 503},
		"reset":    {Kind: simulator.DropAfter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			fault.Operation = "ListLabels"
			env.Inject(fault)
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+label("night", "#112233"))
			planned(t, cli)
		})
	}
}
