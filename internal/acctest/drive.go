// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Drive runs the steps of a resource.Test at a third of its cost, by terraform-exec with the provider in this process and
// the simulator's clock. A step applies its configuration, after which the plan must be empty. Nothing is destroyed unless the
// test asks for it with [Destroy]. Use it for what references, updates and replacements do.
//
// It supports Config, PreConfig, PlanOnly, Destroy, RefreshState, ExpectError, ExpectNonEmptyPlan,
// ConfigPlanChecks.PreApply and ConfigStateChecks; a test that needs more uses resource.Test.
func (e *Env) Drive(steps ...resource.TestStep) {
	e.t.Helper()
	d, err := newDriver(e.Attach(e.t))
	e.Must(err)
	for i, step := range steps {
		checks := step.ConfigPlanChecks
		if step.ImportState || step.Check != nil || len(checks.PostApplyPreRefresh)+len(checks.PostApplyPostRefresh) > 0 {
			e.t.Fatalf("step %d sets a field that Drive does not support", i+1)
		}
		if step.PreConfig != nil {
			step.PreConfig()
		}
		if step.Config != "" {
			d.Write("main.tf", step.Config)
		}
		err := d.run(step)
		if err != nil {
			checkMessages(e.t, err.Error())
		}
		switch {
		case step.ExpectError == nil && err != nil:
			e.t.Fatalf("step %d failed: %v", i+1, err)
		case step.ExpectError != nil && err == nil:
			e.t.Fatalf("step %d did not fail, want an error that matches %q", i+1, step.ExpectError)
		case step.ExpectError != nil:
			if !step.ExpectError.MatchString(oneLine(err.Error())) {
				e.t.Errorf("step %d: want an error that matches %q, got %v", i+1, step.ExpectError, err)
			}
			continue
		}
		d.CheckState(step.ConfigStateChecks...)
		plans := step.PlanOnly || step.Destroy || step.RefreshState || step.ExpectNonEmptyPlan || wantsNoChange(step)
		if !plans && (i+1 == len(steps) || !plansAgain(step, steps[i+1])) {
			d.ExpectEmptyPlan()
		}
	}
}

// wantsNoChange reports whether a step only wants an empty plan.
func wantsNoChange(step resource.TestStep) bool {
	empty := []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}
	return step.ExpectError == nil && slices.Equal(step.ConfigPlanChecks.PreApply, empty)
}

// plansAgain reports whether next begins with the very plan that would follow step.
func plansAgain(step, next resource.TestStep) bool {
	return wantsNoChange(next) && next.PreConfig == nil && next.Config == step.Config
}

// driver is terraform-exec in the folder of a CLI.
type driver struct {
	*CLI
	tf       *tfexec.Terraform
	attached *tfexec.ReattachOption
}

func newDriver(c *CLI) (*driver, error) {
	tf, err := tfexec.NewTerraform(c.Dir, c.terraform)
	if err != nil {
		return nil, err
	}
	env := map[string]string{}
	for _, v := range c.environ() {
		name, value, _ := strings.Cut(v, "=")
		env[name] = value
	}
	return &driver{c, tf, tfexec.Reattach(c.reattach)}, tf.SetEnv(tfexec.CleanEnv(env))
}

// run runs the commands of a step and returns the error of the one that failed.
func (d *driver) run(step resource.TestStep) error {
	d.t.Helper()
	ctx, checks := d.t.Context(), step.ConfigPlanChecks.PreApply
	switch {
	case step.PlanOnly, wantsNoChange(step):
		changes, err := d.tf.Plan(ctx, d.attached)
		if err == nil && changes != step.ExpectNonEmptyPlan {
			err = fmt.Errorf("the plan has changes: %t, want %t", changes, step.ExpectNonEmptyPlan)
		}
		if err != nil || len(step.ConfigStateChecks) == 0 {
			return err
		}
		return d.tf.Apply(ctx, d.attached) // writes what the refresh found into the state
	case step.Destroy:
		return d.tf.Destroy(ctx, d.attached)
	case step.RefreshState:
		return d.tf.Refresh(ctx, d.attached)
	case len(checks) == 0:
		return d.tf.Apply(ctx, d.attached)
	case step.ExpectError == nil && areOfActions(checks):
		d.applyActions(checks)
		return nil
	}
	if _, err := d.tf.Plan(ctx, d.attached, tfexec.Out("plan.bin")); err != nil {
		return err
	}
	plan, err := d.tf.ShowPlanFile(ctx, "plan.bin", d.attached, tfexec.JSONNumber(true))
	if err != nil {
		return err
	}
	d.checkPlan(plan, checks)
	return d.tf.Apply(ctx, d.attached, tfexec.DirOrPlan("plan.bin"))
}

// areOfActions reports whether checks look at nothing of a plan but the actions of resources.
func areOfActions(checks []plancheck.PlanCheck) bool {
	action := reflect.TypeOf(plancheck.ExpectResourceAction("", plancheck.ResourceActionNoop))
	return !slices.ContainsFunc(checks, func(check plancheck.PlanCheck) bool { return reflect.TypeOf(check) != action })
}

// change is a change in the machine-readable output of Terraform.
type change struct {
	Resource struct{ Addr string }
	Action   string
}

func (c change) actions() tfjson.Actions {
	if c.Action == "replace" {
		return tfjson.Actions{tfjson.ActionDelete, tfjson.ActionCreate}
	}
	return tfjson.Actions{tfjson.Action(c.Action)}
}

// applyActions applies and checks the planned actions in one run of Terraform, where a plan file takes three.
func (d *driver) applyActions(checks []plancheck.PlanCheck) {
	d.t.Helper()
	planned := map[string]tfjson.Actions{}
	for line := range strings.Lines(d.Apply("-json").Out) {
		var event struct {
			Type         string
			Hook, Change change
		}
		switch err := json.Unmarshal([]byte(line), &event); {
		case err != nil:
		case event.Type == "refresh_start":
			planned[event.Hook.Resource.Addr] = tfjson.Actions{tfjson.ActionNoop}
		case event.Type == "planned_change":
			planned[event.Change.Resource.Addr] = event.Change.actions()
		}
	}
	var plan tfjson.Plan
	for address, action := range planned {
		change := &tfjson.ResourceChange{Address: address, Change: &tfjson.Change{Actions: action}}
		plan.ResourceChanges = append(plan.ResourceChanges, change)
	}
	d.checkPlan(&plan, checks)
}

// checkPlan runs checks on a plan.
func (d *driver) checkPlan(plan *tfjson.Plan, checks []plancheck.PlanCheck) {
	d.t.Helper()
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(d.t.Context(), plancheck.CheckPlanRequest{Plan: plan}, &resp)
		if resp.Error != nil {
			d.t.Error(resp.Error)
		}
	}
}
