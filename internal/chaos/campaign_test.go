// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
)

// maxApplies limits the applies of a step.
const maxApplies = 6

// campaign is one seed's run.
type campaign struct {
	t       *testing.T
	seed    int64
	env     *acctest.Env
	cli     *acctest.CLI
	desired *desired

	printed strings.Builder
	// applies counts the applies of each step; imports are the addresses of imported tickets and messages.
	applies []int
	imports []string
	// diagnostics are the warnings and errors of all runs, which a failure logs.
	diagnostics []string
	// unseen permits messages whose ID is not in the state: Ctrl-C ends the search for it.
	unseen bool
	// mayRepeat permits messages that were sent twice because of a kill; repeated counts them.
	mayRepeat bool
	repeated  int
}

// run runs Terraform and stores its output.
func (c *campaign) run(args ...string) acctest.Result {
	c.t.Helper()
	r := c.cli.Run(args...)
	c.printed.WriteString(r.Out)
	for _, line := range headlines.FindAllString(r.Out, -1) {
		c.diagnostics = append(c.diagnostics, fmt.Sprintf("%s: %s", args[0], line))
	}
	if strings.Contains(r.Out, "inconsistent result") || strings.Contains(r.Out, "crashed") {
		c.t.Fatalf("terraform %s:\n%s", strings.Join(args, " "), r.Out)
	}
	return r
}

// runAll opens, changes and closes everything, with an audit after each step.
func (c *campaign) runAll() {
	c.t.Helper()
	c.apply("open")
	c.audit()
	c.desired.change()
	c.apply("change")
	c.audit()
	c.destroy()
	c.auditEnd()
	c.auditSecrets()
	c.report()
}

// apply writes the configuration and applies until the plan is empty.
func (c *campaign) apply(step string) {
	c.t.Helper()
	c.write()
	last := ""
	for n := 1; n <= maxApplies; n++ {
		r := c.run("apply", "-auto-approve", "-input=false")
		last = problems(r)
		if r.Code != 0 {
			c.importNamed(r)
			continue
		}
		writes := len(c.env.Writes())
		plan := c.run("plan", "-detailed-exitcode", "-input=false")
		if after := len(c.env.Writes()); after != writes {
			c.t.Errorf("a plan sent %d writes", after-writes)
		}
		if last = problems(r) + plan.Out; plan.Code == 0 {
			c.applies = append(c.applies, n)
			return
		}
	}
	c.t.Fatalf("%s: still changes after %d applies:\n%s", step, maxApplies, last)
}

// write writes the configuration and the files.
func (c *campaign) write() {
	c.t.Helper()
	c.cli.Write("main.tf", c.env.Provider()+c.desired.config(c.cli.Dir))
	for _, f := range c.desired.files {
		if f.kind == fromDisk {
			c.cli.Write(f.name+".txt", f.bytes())
		}
	}
}

// problems returns the output from the first warning or error on.
func problems(r acctest.Result) string {
	for _, start := range []string{"Warning: ", "Error: "} {
		if i := strings.Index(r.Out, start); i >= 0 {
			return r.Out[i:]
		}
	}
	return ""
}

// destroy destroys until the state is empty.
func (c *campaign) destroy() {
	c.t.Helper()
	last := ""
	for n := 1; n <= maxApplies; n++ {
		r := c.run("destroy", "-auto-approve", "-input=false")
		if last = problems(r); r.Code == 0 && len(c.cli.Resources()) == 0 {
			c.applies = append(c.applies, n)
			return
		}
	}
	c.t.Fatalf("destroy: resources left after %d runs:\n%s", maxApplies, last)
}

var (
	headlines  = regexp.MustCompile(`(?m)^.*(Error|Warning): .*$`)
	address    = regexp.MustCompile(`with (osm_\w+\.\w+),`)
	candidates = regexp.MustCompile(`TS-\d+`)
	importIDs  = regexp.MustCompile(`terraform import <address of the resource> (\S+)`)
)

// importNamed runs the imports that errors suggest, as a user would.
func (c *campaign) importNamed(r acctest.Result) {
	c.t.Helper()
	for _, problem := range strings.Split(r.Text(), "Error: ")[1:] {
		id, resource := importIDs.FindStringSubmatch(problem), address.FindStringSubmatch(problem)
		if id == nil || resource == nil {
			continue
		}
		if strings.HasPrefix(id[1], "<") {
			c.t.Fatalf("the error does not name the ID to import: %s", problem)
		}
		if id[1] = c.unmanaged(id[1], problem); id[1] == "" {
			continue // all candidates belong to other resources: nothing was opened
		}
		c.imports = append(c.imports, resource[1])
		for try := 1; c.run("import", "-input=false", resource[1], id[1]).Code != 0; try++ {
			if try == maxApplies {
				c.t.Fatalf("%s: %s can't be imported:\n%s", resource[1], id[1], c.printed.String())
			}
		}
	}
}

// unmanaged returns the first ticket named by an error, beginning with the one in its command, that is not in the state.
func (c *campaign) unmanaged(named, problem string) string {
	c.t.Helper()
	if !strings.HasPrefix(named, "TS-") || strings.Contains(named, "/") {
		return named
	}
	taken := c.managedIDs()
	for _, id := range append([]string{named}, candidates.FindAllString(problem, -1)...) {
		if !taken[id] {
			return id
		}
	}
	return ""
}

// report logs a summary.
func (c *campaign) report() {
	faults, calls := map[string]int{}, 0
	for _, r := range c.env.Requests() {
		calls++
		if r.Fault != "" {
			faults[string(r.Fault)]++
		}
	}
	played := 0
	for _, n := range faults {
		played += n
	}
	verdict := "none lost, none duplicated"
	if c.t.Failed() {
		verdict = "FAILED"
	}
	c.t.Logf("seed %d: %d tickets: %s; applies %v (open, change, destroy), imports %d; %d calls, %d failed %v",
		c.seed, len(c.desired.tickets), verdict, c.applies, len(c.imports), calls, played, faults)
}
