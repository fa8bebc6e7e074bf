// SPDX-License-Identifier: MPL-2.0

package label_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const this = "osm_label.this"

func label(name, color string) string {
	return fmt.Sprintf("\nresource \"osm_label\" \"this\" {\n  name  = %q\n  color = %q\n}\n", name, color)
}

func plans(config string, action plancheck.ResourceActionType) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{
		PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(this, action)},
	}}
}

// TestAccLabel_life creates, changes and deletes a label under each way of matching names and of responding to a deletion. Labels
// whose names contain the wanted name must not be taken for it.
func TestAccLabel_life(t *testing.T) {
	t.Parallel()
	for name, behaviors := range map[string]simulator.Behaviors{
		"names match in part":    {LabelNames: simulator.LabelNamesFuzzy},
		"names match exactly":    {LabelNames: simulator.LabelNamesExact},
		"missing label rejected": {MissingLabels: simulator.MissingLabelDeletionRejected},
		"errors under 4xx": {
			BusinessErrors: simulator.BusinessErrorsUnder4xx,
			MissingLabels:  simulator.MissingLabelDeletionRejected,
		},
		"nothing is null": {EmptyResponses: simulator.EmptyResponseNull},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: behaviors})
			for i := range 120 {
				env.AddLabel(fmt.Sprintf("night shift %d", i), "#000000")
			}
			first, second := env.Provider()+label("night", "#112233"), env.Provider()+label("夜班", "#AABBCC")
			env.Drive(
				resource.TestStep{Config: first, ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(this, tfjsonpath.New("id"), knownvalue.NotNull()),
				}},
				plans(first, plancheck.ResourceActionNoop),
				plans(second, plancheck.ResourceActionUpdate),
				plans(second, plancheck.ResourceActionNoop),
				acctest.Destroy(),
			)
			env.ExpectCounts(map[string]int{"CreateLabels": 1, "UpdateLabels": 1, "DeleteLabels": 1})
		})
	}
}

// TestAccLabel_drift shows that a missing label is created again, and that destroying one that is missing succeeds.
func TestAccLabel_drift(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + label("night", "#112233")
	remove := func() { env.RemoveLabel(env.Labels()[0].ID) }
	step := plans(config, plancheck.ResourceActionCreate)
	step.PreConfig = remove
	gone := resource.TestStep{Config: config, Destroy: true, PreConfig: remove}
	env.Drive(resource.TestStep{Config: config}, step, plans(config, plancheck.ResourceActionNoop), gone)
	env.ExpectCounts(map[string]int{"CreateLabels": 2})
}

// TestAccLabel_lostResponses shows that a label is created once, whatever happens to the response.
func TestAccLabel_lostResponses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		sends int
	}{
		"dropped before": {simulator.Fault{Kind: simulator.DropBefore}, 2},
		"dropped after":  {simulator.Fault{Kind: simulator.DropAfter}, 1},
		"500 after":      {simulator.Fault{Kind: simulator.FailAfter, Status: 500}, 1},
		"HTML page":      {simulator.Fault{Kind: simulator.HTMLAfter}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			c.fault.Operation, c.fault.Times = "CreateLabels", 1
			env.Inject(c.fault)
			config := env.Provider() + label("night", "#112233")
			env.Drive(resource.TestStep{Config: config}, plans(config, plancheck.ResourceActionNoop))
			env.ExpectCounts(map[string]int{"CreateLabels": c.sends})
		})
	}
}

// TestAccLabel_twoOfOneName shows that one of two labels with the same name is created and the other is an error with its ID and
// the command to import it, and that two existing ones are imported and changed by their own IDs.
func TestAccLabel_twoOfOneName(t *testing.T) {
	t.Parallel()
	two := func(first, second string) string {
		out := ""
		for name, color := range map[string]string{"first": first, "second": second} {
			out += fmt.Sprintf("resource \"osm_label\" %q {\n  name  = \"night\"\n  color = %q\n}\n", name, color)
		}
		return out
	}
	t.Run("created", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(t, simulator.Options{})
		cli := env.Attach(t)
		cli.Write("main.tf", env.Provider()+two("#000001", "#000002"))
		out := cli.Must(1, "apply", "-auto-approve").Text()
		labels := env.Labels()
		if len(labels) != 1 {
			t.Fatalf("the service holds the labels %v, want one", labels)
		}
		want := fmt.Sprintf("terraform import <address of the resource> %d", labels[0].ID)
		if !strings.Contains(out, "Label already exists") || !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
		if got := cli.Resources(); len(got) != 1 {
			t.Errorf("the state holds %q, want the created one", got)
		}
		env.ExpectCounts(map[string]int{"CreateLabels": 1})
	})
	t.Run("imported", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(t, simulator.Options{})
		first, second := env.AddLabel("night", "#000001"), env.AddLabel("night", "#000002")
		const imported = "import {\n  to = osm_label.%s\n  id = %d\n}\n"
		imports := fmt.Sprintf(imported+imported, "first", first, "second", second)
		cli := env.Attach(t)
		cli.Write("main.tf", env.Provider()+imports+two("#000001", "#000002"))
		if out := cli.Apply().Text(); !strings.Contains(out, "2 imported, 0 added, 0 changed, 0 destroyed") {
			t.Error(out)
		}
		cli.Write("main.tf", env.Provider()+two("#000003", "#000002"))
		cli.Apply()
		cli.ExpectEmptyPlan()
		for _, l := range env.Labels() {
			if want := map[int]string{first: "#000003", second: "#000002"}[l.ID]; l.Color != want {
				t.Errorf("label %d has %s, want %s", l.ID, l.Color, want)
			}
		}
		env.ExpectCounts(map[string]int{"CreateLabels": 0, "UpdateLabels": 1})
	})
}

func TestAccLabel_invalid(t *testing.T) {
	t.Parallel()
	for want, config := range map[string]string{
		`name. must not be empty`: label("", "#112233"),
		`(?s)color.*#rrggbb`:      label("night", "red"),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.InProcess(resource.TestStep{Config: env.Provider() + config, PlanOnly: true,
				ExpectError: regexp.MustCompile(want)})
			env.ExpectCounts(map[string]int{"CreateLabels": 0})
		})
	}
}
