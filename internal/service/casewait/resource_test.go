// SPDX-License-Identifier: MPL-2.0

package casewait_test

import (
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func wait(lines string) string {
	return "\nresource \"osm_case_wait\" \"this\" {\n  case_id = osm_servicecase.this.id\n  " + lines + "\n}\n"
}

// moves changes the status of the only ticket after some reads of its status.
func moves(t *testing.T, env *acctest.Env, after, status int) {
	looks := 0
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ShowCaseStatus" {
			if looks++; looks == after {
				env.SetStatus(acctest.OnlyCase(t, env).ID, status)
			}
		}
	})
}

func TestAccWait_reached(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statuses string
		status   int
	}{
		"a name":           {`["to_be_confirmed"]`, 2},
		"several":          {`["to_be_confirmed", "completed"]`, 3},
		"a number":         {`["21"]`, 21},
		"ended, cancelled": {`["ended"]`, 4},
		"ended, invalid":   {`["ended"]`, 12},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			moves(t, env, 4, c.status)
			config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) + wait("statuses = "+c.statuses)
			start := env.Now()
			env.Drive(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New("status"),
						knownvalue.Int64Exact(int64(c.status)))}},
				acctest.EmptyPlan(config),
				// Other timeouts change nothing that was found; a trigger waits again.
				resource.TestStep{Config: env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) +
					wait("statuses = "+c.statuses+"\n  timeouts = { create = \"1h\" }"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction("osm_case_wait.this", plancheck.ResourceActionUpdate)}}},
				resource.TestStep{Config: env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) +
					wait("statuses = "+c.statuses+"\n  triggers = { run = \"2\" }"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction("osm_case_wait.this", plancheck.ResourceActionReplace)}}},
			)
			acctest.ExpectWrites(t, env, "CreateCases")
			// Growing pauses: 2 s, 3 s, 4.5 s.
			if waited := env.Now().Sub(start); waited < 9*time.Second {
				t.Errorf("four looks took %s", waited)
			}
		})
	}
}

// TestAccWait_timeout shows that the run fails, the ticket is not harmed, and the next apply waits again.
func TestAccWait_timeout(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + acctest.Ticket("this") + wait(`statuses = ["completed"]`+"\n  timeouts = { create = \"10m\" }")
	env.Drive(
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(
			`(?s)TS-100001 did not reach the status.*10m0s.*to_be_handled\s+\(0\),\s+for\s+10m`)},
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`did not reach the status`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("osm_servicecase.this", plancheck.ResourceActionNoop)}}},
		acctest.After(func() { env.SetStatus(acctest.OnlyCase(t, env).ID, 3) }, resource.TestStep{Config: config}),
		acctest.EmptyPlan(config),
		acctest.Destroy(),
	)
	acctest.ExpectWrites(t, env, "CreateCases")
}

// TestAccWait_interrupted shows that Ctrl-C ends the wait at once, even during a call without a response, and that neither ticket
// nor state suffers.
func TestAccWait_interrupted(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider(`request_timeout = "10m"`)+acctest.Ticket("this")+wait(`statuses = ["in_process"]`))
	hold := env.Hold("ShowCaseStatus")
	cmd, out := cli.Command("apply", "-auto-approve", "-input=false", "-no-color")
	env.Must(cmd.Start())
	<-hold.Arrived()
	start := time.Now()
	env.Must(cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err == nil {
		t.Errorf("the run succeeded:\n%s", out)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("the run went on for %s", took)
	}
	acctest.ExpectTexts(t, out.String(), "did not reach the status in time", "Cancelled after waiting",
		"ticket TS-100001 to become in_process")
	hold.Release()
	env.SetStatus(acctest.OnlyCase(t, env).ID, 1)
	acctest.ExpectTexts(t, cli.Apply().Out, "1 added, 0 changed, 0 destroyed")
	cli.ExpectEmptyPlan()
	acctest.ExpectWrites(t, env, "CreateCases")
}

// TestAccWait_faults shows that what passes is waited out, and what does not ends the waiting at once.
func TestAccWait_faults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		want  string
	}{
		"503 for a while":    {simulator.Fault{Kind: simulator.RejectBefore, Status: 503, Times: 4}, ""},
		"dropped":            {simulator.Fault{Kind: simulator.DropBefore, Times: 4}, ""},
		"HTML page":          {simulator.Fault{Kind: simulator.HTMLAfter, Times: 4}, ""},
		"not visible yet":    {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010015", Times: 3}, ""},
		"throttled":          {simulator.Fault{Kind: simulator.Throttle, Times: 4}, ""},
		"no right to see it": {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}, `OSM\.01010002`},
		"gone":               {simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010015"}, `OSM\.01010015`},
		"down to the end": {simulator.Fault{Kind: simulator.RejectBefore, Status: 503},
			`(?s)did not reach the status.*Last\s+polling\s+error.*HTTP\s+503`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider("max_retries = 1") + acctest.Ticket("this", `on_destroy = "abandon"`)
			with := config + wait(`statuses = ["in_process"]`)
			step := resource.TestStep{Config: with}
			if c.want != "" {
				step.ExpectError = regexp.MustCompile(c.want)
			}
			env.Drive(resource.TestStep{Config: config}, acctest.After(func() {
				env.SetStatus(acctest.OnlyCase(t, env).ID, 1)
				c.fault.Operation = "ShowCaseStatus"
				env.Inject(c.fault)
			}, step))
			acctest.ExpectWrites(t, env, "CreateCases")
		})
	}
}

func TestAccWait_invalid(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`statuses = []`:         `statuses`,
		`statuses = ["closed"]`: `(?s)closed.*to_be_handled`,
		`statuses = ["31"]`:     `31`,
		``:                      `(?s)Missing argument.*reply = true`,
		`reply = false`:         `(?s)Missing argument.*reply = true`,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.Drive(resource.TestStep{Config: env.Provider() + acctest.Ticket("this") + wait(line), PlanOnly: true,
				ExpectError: regexp.MustCompile(want)})
		})
	}
}
