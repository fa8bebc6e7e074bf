// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
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

// moves lets support move the one ticket to a status after some looks at its status.
func moves(t *testing.T, env *acctest.Env, after, status int) {
	looks := 0
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ShowCaseStatus" {
			if looks++; looks == after {
				env.SetStatus(onlyCase(t, env).ID, status)
			}
		}
	})
}

func TestAccWait_untilItIsThere(t *testing.T) {
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
			config := env.Provider() + ticket("this", `on_destroy = "abandon"`) + wait("statuses = "+c.statuses)
			start := env.Now()
			env.Drive(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New("status"), knownvalue.Int64Exact(int64(c.status)))}},
				quiet(config),
				// Other timeouts change nothing that was found; a trigger waits anew.
				resource.TestStep{Config: env.Provider() + ticket("this", `on_destroy = "abandon"`) + wait("statuses = "+c.statuses+"\n  timeouts = { create = \"1h\" }"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("osm_case_wait.this", plancheck.ResourceActionUpdate)}}},
				resource.TestStep{Config: env.Provider() + ticket("this", `on_destroy = "abandon"`) + wait("statuses = "+c.statuses+"\n  triggers = { run = \"2\" }"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("osm_case_wait.this", plancheck.ResourceActionReplace)}}},
			)
			expectWrites(t, env, "CreateCases")
			// Growing pauses: 2 s, 3 s, 4.5 s.
			if waited := env.Now().Sub(start); waited < 9*time.Second {
				t.Errorf("four looks took %s", waited)
			}
		})
	}
}

// TestAccWait_timeRunsOut shows that the run fails, the ticket is not harmed, and the next apply waits again.
func TestAccWait_timeRunsOut(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + ticket("this") + wait(`statuses = ["completed"]`+"\n  timeouts = { create = \"10m\" }")
	env.Drive(
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)TS-100001 did not get there.*10m0s.*to_be_handled\s+\(0\).*seen\s+for\s+10m`)},
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`did not get there`), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction("osm_servicecase.this", plancheck.ResourceActionNoop)}}},
		during(func() { env.SetStatus(onlyCase(t, env).ID, 3) }, resource.TestStep{Config: config}),
		quiet(config),
	)
	expectWrites(t, env, "CreateCases")
}

// TestAccWait_interrupted shows that Ctrl-C ends the waiting at once, also amid a call that is not answered, and that neither ticket nor state suffers.
func TestAccWait_interrupted(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider(`request_timeout = "10m"`)+ticket("this")+wait(`statuses = ["in_process"]`))
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
	expectTexts(t, out.String(), "did not get there in time", "Cancelled after waiting", "ticket TS-100001 to be in_process")
	hold.Release()
	env.SetStatus(onlyCase(t, env).ID, 1)
	expectTexts(t, cli.Apply().Out, "1 added, 0 changed, 0 destroyed")
	cli.PlanIsEmpty()
	expectWrites(t, env, "CreateCases")
}

// TestAccWait_faults shows that what passes is waited out, and what does not ends the waiting at once.
func TestAccWait_faults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		want  string
	}{
		"503 for a while":    {simulator.Fault{Kind: simulator.RefuseBefore, Status: 503, Times: 4}, ""},
		"dropped":            {simulator.Fault{Kind: simulator.DropBefore, Times: 4}, ""},
		"HTML page":          {simulator.Fault{Kind: simulator.HTMLAfter, Times: 4}, ""},
		"not visible yet":    {simulator.Fault{Kind: simulator.RefuseUnder200, Code: "OSM.01010015", Times: 3}, ""},
		"throttled":          {simulator.Fault{Kind: simulator.Throttle, Times: 4}, ""},
		"no right to see it": {simulator.Fault{Kind: simulator.RefuseUnder200, Code: "OSM.01010002"}, `OSM\.01010002`},
		"gone":               {simulator.Fault{Kind: simulator.RefuseUnder200, Code: "OSM.01010015"}, `OSM\.01010015`},
		"down to the end":    {simulator.Fault{Kind: simulator.RefuseBefore, Status: 503}, `(?s)did not get there.*last\s+failed\s+look.*HTTP\s+503`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider("max_retries = 1") + ticket("this", `on_destroy = "abandon"`)
			with := config + wait(`statuses = ["in_process"]`)
			step := resource.TestStep{Config: with}
			if c.want != "" {
				step.ExpectError = regexp.MustCompile(c.want)
			}
			env.Drive(resource.TestStep{Config: config}, during(func() {
				env.SetStatus(onlyCase(t, env).ID, 1)
				c.fault.Operation = "ShowCaseStatus"
				env.Inject(c.fault)
			}, step))
			expectWrites(t, env, "CreateCases")
		})
	}
}

func TestAccWait_refusedAtPlan(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`statuses = []`:         `statuses`,
		`statuses = ["closed"]`: `(?s)closed.*to_be_handled`,
		`statuses = ["31"]`:     `31`,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.Drive(resource.TestStep{Config: env.Provider() + ticket("this") + wait(line), PlanOnly: true, ExpectError: regexp.MustCompile(want)})
		})
	}
}

func TestAccMessage_life(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := func(lines string) string {
		return env.Provider() + file(`content = "x"`, `accessory_name = "x.txt"`, `accessory_from = "message"`) + ticket("this", `on_destroy = "abandon"`) +
			"\nresource \"osm_case_message\" \"this\" {\n  case_id = osm_servicecase.this.id\n  " + lines + "\n}\n"
	}
	this := "osm_case_message.this"
	full := "content = \"line one\\r\\n线路\"\n  accessory_ids = [osm_accessory.this.id]\n  group_id = \"g\""
	env.Drive(
		resource.TestStep{Config: config(`content = "hello"`), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(this, tfjsonpath.New("id"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("create_time"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("replier_name"), knownvalue.NotNull()),
		}},
		quiet(config(`content = "hello"`)),
		resource.TestStep{Config: config(full), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(this, plancheck.ResourceActionReplace)}}},
		quiet(config(full)),
		resource.TestStep{Config: config(`content = "hello"`)},
		quiet(config(`content = "hello"`)),
	)
	// Destroying withdraws nothing.
	if n := len(onlyCase(t, env).Messages); n != 4 {
		t.Errorf("the ticket has %d messages, want the first one and three more", n)
	}
	env.ExpectCounts(map[string]int{"CreateMessages": 3, "RevokeMessage": 0})
}

// TestAccMessage_thatIsGoneIsNotSentAgain shows that neither a vanished ticket nor a withdrawn message has a message sent again.
func TestAccMessage_thatIsGoneIsNotSentAgain(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.OpenCase("opened in the console")
	config := env.Provider() + fmt.Sprintf("resource \"osm_case_message\" \"this\" {\n  case_id = %q\n  content = \"hello\"\n}\n", id)
	env.Drive(
		resource.TestStep{Config: config}, quiet(config),
		during(func() { env.Advance(time.Hour); env.VanishCase(id) }, quiet(config)),
	)
	env.ExpectCounts(map[string]int{"CreateMessages": 1})
}

func TestAccLabel_thatExistsIsNotTakenOver(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	id := env.AddLabel("night", "#000000")
	env.Drive(resource.TestStep{Config: env.Provider() + "resource \"osm_label\" \"this\" {\n  name = \"night\"\n  color = \"#112233\"\n}\n",
		ExpectError: regexp.MustCompile(fmt.Sprintf(`(?s)Label exists already.*terraform\s+import.*%d`, id))})
	expectWrites(t, env)
}
