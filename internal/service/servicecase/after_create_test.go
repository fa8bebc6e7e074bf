// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// afterCreate are the calls that follow the create of a ticket which has everything, with what the warning says that could not be
// done, and whether the next apply has something to change.
var afterCreate = map[string]struct {
	fault simulator.Fault
	what  string
	mends bool
}{
	"reading back":            {simulator.Fault{Operation: "ShowCaseDetail"}, "read ticket %s back", false},
	"looking at labels":       {simulator.Fault{Operation: "ListCaseLabels"}, "change the labels of ticket %s", true},
	"first label":             {simulator.Fault{Operation: "CreateCaseLabels"}, "change the labels of ticket %s", true},
	"second label":            {simulator.Fault{Operation: "CreateCaseLabels", Skip: 1}, "change the labels of ticket %s", true},
	"looking at relations":    {simulator.Fault{Operation: "ListRelation"}, "change the relations of ticket %s", true},
	"relation":                {simulator.Fault{Operation: "CreateRelations"}, "change the relations of ticket %s", true},
	"status before the end":   {simulator.Fault{Operation: "ShowCaseStatus"}, "end ticket %s", true},
	"closing":                 {simulator.Fault{Operation: "UpdateCases"}, "end ticket %s", true},
	"looking at the rating":   {simulator.Fault{Operation: "ShowCaseDetail", Skip: 1}, "rate ticket %s", true},
	"rating":                  {simulator.Fault{Operation: "CreateScores"}, "rate ticket %s", true},
	"everything but the open": {simulator.Fault{Operation: simulator.AnyOperation, Times: -1}, "read ticket %s back", true},
}

// TestAccOnce_laterFailuresAreWarnings rejects each of the calls that follow a create, with one ticket each: the run succeeds
// with a warning, the ticket is in the state and not tainted, and the next apply corrects it in place.
func TestAccOnce_laterFailuresAreWarnings(t *testing.T) {
	t.Parallel()
	for name, form := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form}})
			first, second, other := env.AddLabel("first", "#000000"), env.AddLabel("second", "#000000"), env.OpenCase("other")
			var names []string
			mends := 0
			for name, c := range afterCreate {
				names = append(names, name)
				if c.mends {
					mends++
				}
				c.fault.Kind, c.fault.Code, c.fault.Match = simulator.RejectUnder200, "OSM.01010002", about(env, name)
				if form == simulator.BusinessErrorsUnder4xx {
					c.fault.Kind, c.fault.Status = simulator.RejectBefore, 403
				}
				c.fault.Times++ // one, or always
				env.Inject(c.fault)
			}
			// Support takes each ticket up at once, so that it is closed and rated, not cancelled.
			env.OnRequest(func(r *simulator.Request) {
				if r.Operation == "ListCaseLabels" {
					for _, c := range env.Cases() {
						if c.Status == simulator.StatusToBeHandled && about(env, c.Description)(*r) {
							env.SetStatus(c.ID, simulator.StatusInProcess)
						}
					}
				}
			})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+many(
				names,
				fmt.Sprintf("label_ids = [%d, %d]", first, second),
				fmt.Sprintf("related_case_ids = [%q]", other),
				"closed = true",
				`score = { judgement = "quick", incident_satisfaction_list = [{ satisfaction_id = 1, satisfaction_value = 5 }] }`,
			))
			out := cli.Apply().Out
			for name, c := range afterCreate {
				acctest.ExpectTexts(t, out, "Warning: Unable to "+fmt.Sprintf(c.what, described(t, env, name).ID))
			}
			for _, r := range cli.State().Values.RootModule.Resources {
				if want := described(t, env, fmt.Sprint(r.Index)).ID; r.Tainted || r.AttributeValues["id"] != want {
					t.Errorf("%s is %v in the state, tainted %t, want %s", r.Address, r.AttributeValues["id"], r.Tainted, want)
				}
			}
			env.ClearFaults()
			acctest.ExpectTexts(t, cli.Apply().Out, fmt.Sprintf("0 added, %d changed, 0 destroyed", mends))
			cli.ExpectEmptyPlan()
			for _, name := range names {
				if c := described(t, env, name); c.Status != simulator.StatusCompleted || len(c.LabelIDs) != 2 ||
					len(c.RelatedIDs) != 1 ||
					len(c.Ratings) != 1 {
					t.Errorf("%s: status %d, labels %v, relations %v, ratings %v", name, c.Status, c.LabelIDs, c.RelatedIDs,
						c.Ratings)
				}
			}
			env.ExpectCounts(map[string]int{"CreateCases": len(names)})
		})
	}
}
