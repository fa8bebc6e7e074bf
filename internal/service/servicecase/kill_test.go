// SPDX-License-Identifier: MPL-2.0

//go:build unix

package servicecase_test

import (
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccKill_duringUpdate ends the provider and Terraform by force after each of the calls of an update, one
// ticket for each. The state is then as it was before the update. The next apply finds out what was done and makes the rest: no
// message, no action and no rating twice. Parameters are never reported by the API, and contacts not once the ticket is handled:
// they are sent again.
func TestAccKill_duringUpdate(t *testing.T) {
	t.Parallel()
	for name, readings := range map[string]simulator.Behaviors{
		"first readings": {},
		"contacts cleared and second ratings refused": {Contacts: simulator.ContactsClearedWhenHandled,
			RepeatedScore: simulator.RepeatedScoreRejected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: readings})
			c := newChanged(env)
			cli := env.NewCLI(t)
			c.open(t, cli)
			c.inject(simulator.DelayAfter)
			processed := env.HoldResponse(simulator.AnyOperation)
			processed.Release()
			cmd, out := cli.Command("apply", "-auto-approve", "-input=false", "-no-color", "-parallelism=20")
			killWhen(t, cmd, func() {
				for held := 0; held < len(changes); {
					if r := <-processed.Arrived(); r.Fault == simulator.DelayAfter {
						held++
					}
				}
			})
			if !strings.Contains(out.String(), "Modifying...") {
				t.Fatalf("the update did not begin:\n%s", out)
			}
			cli.Apply("-parallelism=20")
			cli.ExpectEmptyPlan()
			c.expect(t, func(i int) []string {
				var again []string
				if i >= slices.Index(changes, "UpdateCases") && readings.Contacts == simulator.ContactsClearedWhenHandled {
					again = append(again, changes[0])
				}
				if i >= 1 {
					again = append(again, changes[1])
				}
				return append(again, changes[i+1:]...)
			})
		})
	}
}

// killWhen starts a program with a process group of its own, and ends the group by SIGKILL when until returns.
func killWhen(t *testing.T, cmd *exec.Cmd, until func()) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until()
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the program ended before it was killed")
	}
}
