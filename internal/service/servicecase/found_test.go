// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// foundLabel is a ticket with a label that others opened.
type foundLabel struct {
	// name is a Terraform name, along the line of another argument.
	name, along string
	// later sets label_ids in an apply after the import, changes adds a label.
	later, changes bool
	id             string
}

// config imports the ticket with the given lines.
func (f *foundLabel) config(lines ...string) string {
	return fmt.Sprintf(`
import {
  to = osm_servicecase.%[1]s
  id = %[2]q
}

resource "osm_servicecase" %[1]q {
  business_type_id   = %[3]q
  simple_description = "opened in the console"
  %[4]s
}
`, f.name, f.id, simulator.ProblemConsulting, strings.Join(lines, "\n  "))
}

// foundLabels opens a ticket for each combination of another argument, of when label_ids are set, and of whether they change.
func foundLabels(env *acctest.Env, label int) (all []*foundLabel) {
	for name, along := range map[string]string{
		"label_ids_alone":               "",
		"with_a_change_that_is_sent":    `remind_time = "09:00-18:00"`,
		"with_a_change_that_is_not":     `extends_map = { resource_type = "vCPU" }`,
		"with_a_change_of_the_provider": `on_destroy = "abandon"`,
	} {
		for order, later := range map[string]bool{"at_the_import": false, "after_the_import": true} {
			for ids, changes := range map[string]bool{"the_same": false, "changed": true} {
				f := &foundLabel{fmt.Sprintf("%s_%s_%s", name, order, ids), along, later, changes,
					env.OpenCase("opened in the console")}
				env.Must(env.SetCaseLabels(f.id, label))
				all = append(all, f)
			}
		}
	}
	return all
}

// TestAccImport_foundLabelsStay sets label_ids of imported tickets and removes it. Whether the labels stay depends on
// whether they were changed meanwhile, and never on which other arguments changed in the same apply, with a call or without one.
func TestAccImport_foundLabelsStay(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	label, other := env.AddLabel("found", "#112233"), env.AddLabel("other", "#445566")
	tickets := foundLabels(env, label)
	env.Advance(time.Hour)
	cli := env.Attach(t)
	apply := func(config func(*foundLabel) string, flags ...string) string {
		t.Helper()
		text := env.Provider()
		for _, f := range tickets {
			text += config(f)
		}
		cli.Write("main.tf", text)
		out := cli.Apply(flags...).Out
		cli.ExpectEmptyPlan()
		return out
	}
	expect := func(want func(*foundLabel) []int) {
		t.Helper()
		labels := map[string][]int{}
		for _, c := range env.Cases() {
			labels[c.ID] = c.LabelIDs
		}
		for _, f := range tickets {
			if got := labels[f.id]; !slices.Equal(got, want(f)) {
				t.Errorf("%s: the ticket has the labels %v, want %v", f.name, got, want(f))
			}
		}
	}
	apply(func(f *foundLabel) string {
		if f.later {
			return f.config()
		}
		return ""
	})
	apply(func(f *foundLabel) string {
		if f.changes {
			return f.config(fmt.Sprintf("label_ids = [%d, %d]", label, other), f.along)
		}
		return f.config(fmt.Sprintf("label_ids = [%d]", label), f.along)
	})
	out := slices.Collect(strings.Lines(apply(func(f *foundLabel) string { return f.config(f.along) }, "-json")))
	expect(func(f *foundLabel) []int {
		if f.changes {
			return nil
		}
		return []int{label}
	})
	for _, f := range tickets {
		if warned := slices.ContainsFunc(out, func(line string) bool {
			return strings.Contains(line, "Imported values stay on the ticket") &&
				strings.Contains(line, "osm_servicecase."+f.name+`"`)
		}); warned == f.changes {
			t.Errorf("%s: warned that labels stay: %t", f.name, warned)
		}
	}
	// The warning names the way to take them off, and it works in one apply.
	apply(func(f *foundLabel) string { return f.config("label_ids = []", f.along) })
	expect(func(*foundLabel) []int { return nil })
}
