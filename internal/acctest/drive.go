// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Drive is Test by Attach: the steps of resource.TestStep at a third of their cost. A step applies its configuration, unless it is for planning or destroying
// only, and the plan after that must be empty; at the end the last configuration that could be applied is destroyed. It knows Config, PreConfig, PlanOnly, Destroy, RefreshState, ExpectError,
// ExpectNonEmptyPlan, ConfigPlanChecks.PreApply and ConfigStateChecks.
func (e *Env) Drive(steps ...resource.TestStep) {
	e.t.Helper()
	c := e.Attach(e.t)
	good := "" // the configuration that is to be destroyed
	for i, step := range steps {
		if step.ImportState || step.Check != nil || len(step.ConfigPlanChecks.PostApplyPreRefresh)+len(step.ConfigPlanChecks.PostApplyPostRefresh) > 0 {
			e.t.Fatalf("step %d has what Drive does not know", i+1)
		}
		if step.PreConfig != nil {
			step.PreConfig()
		}
		if step.Config != "" {
			c.Write("main.tf", step.Config)
		}
		if step.ExpectError != nil {
			args := command(step)
			if len(step.ConfigPlanChecks.PreApply) > 0 {
				c.checkPlan(step.ConfigPlanChecks.PreApply)
				args = []string{"apply", "-input=false", "plan.bin"}
			}
			c.ExpectError(step.ExpectError.String(), args...)
			continue
		}
		switch {
		case step.Destroy:
			good = ""
		case step.Config != "" && !step.PlanOnly:
			good = step.Config
		}
		if !c.drive(step) {
			continue
		}
		if followed := i+1 < len(steps) && isQuiet(steps[i+1]) && steps[i+1].PreConfig == nil && steps[i+1].Config == step.Config; !followed {
			c.ExpectEmptyPlan()
		}
	}
	if good != "" {
		c.Write("main.tf", good)
		c.Destroy()
	}
}

// drive runs a step that is to succeed, and tells whether the plan after it must be empty.
func (c *CLI) drive(step resource.TestStep) bool {
	c.t.Helper()
	switch {
	case step.PlanOnly && step.ExpectNonEmptyPlan:
		c.Must(2, "plan", "-detailed-exitcode", "-input=false")
		return false
	case step.PlanOnly:
		c.ExpectEmptyPlan()
		return false
	case isQuiet(step):
		c.ExpectEmptyPlan()
		// What only a refresh changes gets into the state, as by an apply.
		if len(step.ConfigStateChecks) > 0 {
			c.Apply()
			c.CheckState(step.ConfigStateChecks...)
		}
		return false
	case len(step.ConfigPlanChecks.PreApply) > 0 && areOfActions(step.ConfigPlanChecks.PreApply):
		c.applyPlanned(step.ConfigPlanChecks.PreApply)
	case len(step.ConfigPlanChecks.PreApply) > 0:
		c.checkPlan(step.ConfigPlanChecks.PreApply)
		c.Apply("plan.bin")
	default:
		c.Must(0, command(step)...)
	}
	if len(step.ConfigStateChecks) > 0 {
		c.CheckState(step.ConfigStateChecks...)
	}
	return !step.Destroy && !step.RefreshState && !step.ExpectNonEmptyPlan
}

// command is what runs a step.
func command(step resource.TestStep) []string {
	switch {
	case step.PlanOnly:
		return []string{"plan", "-input=false"}
	case step.Destroy:
		return []string{"destroy", "-auto-approve", "-input=false"}
	case step.RefreshState:
		return []string{"apply", "-refresh-only", "-auto-approve", "-input=false"}
	}
	return []string{"apply", "-auto-approve", "-input=false"}
}

// isQuiet tells whether a step wants an empty plan and nothing else of it.
func isQuiet(step resource.TestStep) bool {
	return step.ExpectError == nil && slices.Equal(step.ConfigPlanChecks.PreApply, []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()})
}

// areOfActions reports whether checks look at nothing of a plan but the actions of resources.
func areOfActions(checks []plancheck.PlanCheck) bool {
	action := reflect.TypeOf(plancheck.ExpectResourceAction("", plancheck.ResourceActionNoop))
	return !slices.ContainsFunc(checks, func(check plancheck.PlanCheck) bool { return reflect.TypeOf(check) != action })
}

// planned are the actions that Terraform's machine-readable output names.
var planned = map[string]tfjson.Actions{
	"create":  {tfjson.ActionCreate},
	"update":  {tfjson.ActionUpdate},
	"replace": {tfjson.ActionDelete, tfjson.ActionCreate},
	"delete":  {tfjson.ActionDelete},
	"read":    {tfjson.ActionRead},
}

// applyPlanned applies and runs checks on the actions that were planned: one run of Terraform in place of the three of a saved plan.
func (c *CLI) applyPlanned(checks []plancheck.PlanCheck) {
	c.t.Helper()
	actions := map[string]tfjson.Actions{}
	for _, address := range c.Resources() {
		actions[address] = tfjson.Actions{tfjson.ActionNoop}
	}
	for line := range strings.Lines(c.Apply("-json").Out) {
		var event struct {
			Type   string `json:"type"`
			Change struct {
				Action   string `json:"action"`
				Resource struct {
					Address string `json:"addr"`
				} `json:"resource"`
			} `json:"change"`
		}
		if err := json.Unmarshal([]byte(line), &event); err == nil && event.Type == "planned_change" {
			actions[event.Change.Resource.Address] = planned[event.Change.Action]
		}
	}
	var plan tfjson.Plan
	for address, action := range actions {
		plan.ResourceChanges = append(plan.ResourceChanges, &tfjson.ResourceChange{Address: address, Change: &tfjson.Change{Actions: action}})
	}
	c.runPlanChecks(&plan, checks)
}

// runPlanChecks runs checks on a plan.
func (c *CLI) runPlanChecks(plan *tfjson.Plan, checks []plancheck.PlanCheck) {
	c.t.Helper()
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(c.t.Context(), plancheck.CheckPlanRequest{Plan: plan}, &resp)
		if resp.Error != nil {
			c.t.Error(resp.Error)
		}
	}
}

// checkPlan makes a plan in plan.bin and runs checks on it.
func (c *CLI) checkPlan(checks []plancheck.PlanCheck) {
	c.t.Helper()
	c.Must(0, "plan", "-input=false", "-out=plan.bin")
	cmd, out := c.Command("show", "-json", "plan.bin")
	if err := cmd.Run(); err != nil {
		c.t.Fatalf("%v\n%s", err, out)
	}
	var plan tfjson.Plan
	plan.UseJSONNumber(true)
	if err := json.Unmarshal(out.Bytes(), &plan); err != nil {
		c.t.Fatal(err)
	}
	c.runPlanChecks(&plan, checks)
}
