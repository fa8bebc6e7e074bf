// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// foundLabel is a ticket with a label that others opened, and the configuration that imports it with the given lines.
func foundLabel(t *testing.T) (env *acctest.Env, label, other int, config func(lines ...string) string) {
	t.Helper()
	env = acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	label, other = env.AddLabel("found", "#112233"), env.AddLabel("other", "#445566")
	env.Must(env.SetCaseLabels(id, label))
	env.Advance(time.Hour)
	return env, label, other, func(lines ...string) string {
		text := fmt.Sprintf("import {\n  to = osm_servicecase.this\n  id = %q\n}\n\nresource \"osm_servicecase\" \"this\" "+
			"{\n", id)
		for _, l := range append(lines, fmt.Sprintf("business_type_id = %q", simulator.ProblemConsulting),
			`simple_description = "opened in the console"`) {
			text += "  " + l + "\n"
		}
		return env.Provider() + text + "}\n"
	}
}

// TestAccImport_foundLabelsStay sets label_ids of an imported ticket and removes it. Whether the labels stay depends on
// whether they were changed meanwhile, and never on which other arguments changed in the same apply, with a call or without one.
func TestAccImport_foundLabelsStay(t *testing.T) {
	t.Parallel()
	for name, along := range map[string]string{
		"label_ids alone":               "",
		"with a change that is sent":    `remind_time = "09:00-18:00"`,
		"with a change that is not":     `extends_map = { resource_type = "vCPU" }`,
		"with a change of the provider": `on_destroy = "abandon"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for order, first := range map[string][]string{"at the import": nil, "after the import": {""}} {
				for changes, stays := range map[bool]bool{false: true, true: false} {
					env, label, other, config := foundLabel(t)
					cli := env.Attach(t)
					apply := func(lines ...string) string {
						t.Helper()
						cli.Write("main.tf", config(lines...))
						out := cli.Apply().Out
						cli.ExpectEmptyPlan()
						return out
					}
					if first != nil {
						apply()
					}
					want, ids := []int(nil), fmt.Sprintf("label_ids = [%d]", label)
					if changes {
						ids = fmt.Sprintf("label_ids = [%d, %d]", label, other)
					}
					if stays {
						want = []int{label}
					}
					apply(ids, along)
					out := apply(along)
					c := acctest.OnlyCase(t, env)
					if !slices.Equal(c.LabelIDs, want) {
						t.Errorf("%s, %s: the ticket has the labels %v, want %v", order, ids, c.LabelIDs, want)
					}
					if stays {
						acctest.ExpectTexts(t, out, "Imported values stay on the ticket")
					}
					// The warning names the way to take them off, and it works in one apply.
					apply("label_ids = []", along)
					if c := acctest.OnlyCase(t, env); len(c.LabelIDs) > 0 {
						t.Errorf("%s: the ticket has the labels %v, want none", order, c.LabelIDs)
					}
				}
			}
		})
	}
}
