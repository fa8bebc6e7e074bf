// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
)

// most is how many applies a step may take until it is done.
const most = 6

// campaign is one seed's run.
type campaign struct {
	t    *testing.T
	seed int64
	env  *acctest.Env
	cli  *acctest.CLI
	wish *wish

	printed strings.Builder
	// applies counts the applies of each step; imports are the addresses of the tickets and messages that had to be imported.
	applies []int
	imports []string
	// told are the warnings and errors of all runs, which a failure shows.
	told []string
	// unseen permits messages that were taken and never seen, so that the state holds no id of them: Ctrl-C ends the look for it.
	unseen bool
	// mayRepeat permits messages that were sent again after a kill; repeated counts them.
	mayRepeat bool
	repeated  int
}

// run calls Terraform and keeps what it prints.
func (c *campaign) run(args ...string) acctest.Result {
	c.t.Helper()
	r := c.cli.Run(args...)
	c.printed.WriteString(r.Out)
	for _, line := range headlines.FindAllString(r.Out, -1) {
		c.told = append(c.told, fmt.Sprintf("%s: %s", args[0], line))
	}
	if strings.Contains(r.Out, "inconsistent result") || strings.Contains(r.Out, "crashed") {
		c.t.Fatalf("terraform %s:\n%s", strings.Join(args, " "), r.Out)
	}
	return r
}

// live opens, changes and ends everything, with an audit of each step.
func (c *campaign) live() {
	c.t.Helper()
	c.apply("open")
	c.audit()
	c.wish.change()
	c.apply("change")
	c.audit()
	c.destroy()
	c.auditEnd()
	c.auditSecrets()
	c.report()
}

// apply writes the wish down and applies until nothing is left to do.
func (c *campaign) apply(step string) {
	c.t.Helper()
	c.write()
	last := ""
	for n := 1; n <= most; n++ {
		r := c.run("apply", "-auto-approve", "-input=false")
		last = problems(r)
		if r.Code != 0 {
			c.rescue(r)
			continue
		}
		writes := len(c.env.Writes())
		plan := c.run("plan", "-detailed-exitcode", "-input=false")
		if after := len(c.env.Writes()); after != writes {
			c.t.Errorf("a plan made %d calls that write", after-writes)
		}
		if last = problems(r) + plan.Out; plan.Code == 0 {
			c.applies = append(c.applies, n)
			return
		}
	}
	c.t.Fatalf("%s: not done after %d applies:\n%s", step, most, last)
}

// write puts the wish into the folder.
func (c *campaign) write() {
	c.t.Helper()
	c.cli.Write("main.tf", c.env.Provider()+c.wish.config(c.cli.Dir))
	for _, f := range c.wish.files {
		if f.kind == fromDisk {
			c.cli.Write(f.name+".txt", f.bytes())
		}
	}
}

// problems cuts off what comes before the first warning or error.
func problems(r acctest.Result) string {
	for _, start := range []string{"Warning: ", "Error: "} {
		if i := strings.Index(r.Out, start); i >= 0 {
			return r.Out[i:]
		}
	}
	return ""
}

// destroy destroys until nothing is left.
func (c *campaign) destroy() {
	c.t.Helper()
	last := ""
	for n := 1; n <= most; n++ {
		r := c.run("destroy", "-auto-approve", "-input=false")
		if last = problems(r); r.Code == 0 && len(c.cli.Resources()) == 0 {
			c.applies = append(c.applies, n)
			return
		}
	}
	c.t.Fatalf("destroy: not done after %d times:\n%s", most, last)
}

var (
	headlines  = regexp.MustCompile(`(?m)^.*(Error|Warning): .*$`)
	address    = regexp.MustCompile(`with (osm_\w+\.\w+),`)
	candidates = regexp.MustCompile(`TS-\d+`)
	importIDs  = regexp.MustCompile(`terraform import <address of the resource> (\S+)`)
)

// rescue does what a person would do whom an error tells that a resource may exist: the import that it names.
func (c *campaign) rescue(r acctest.Result) {
	c.t.Helper()
	for _, problem := range strings.Split(r.Text(), "Error: ")[1:] {
		id, resource := importIDs.FindStringSubmatch(problem), address.FindStringSubmatch(problem)
		if id == nil || resource == nil {
			continue
		}
		if strings.HasPrefix(id[1], "<") {
			c.t.Fatalf("it can't be told what to import: %s", problem)
		}
		if id[1] = c.unheld(id[1], problem); id[1] == "" {
			continue // all candidates belong to other resources, so that nothing was opened
		}
		c.imports = append(c.imports, resource[1])
		for try := 1; c.run("import", "-input=false", resource[1], id[1]).Code != 0; try++ {
			if try == most {
				c.t.Fatalf("%s: %s can't be imported:\n%s", resource[1], id[1], c.printed.String())
			}
		}
	}
}

// unheld returns the first ticket that an error names and that no resource in the state holds; named is the one that its command names.
func (c *campaign) unheld(named, problem string) string {
	c.t.Helper()
	if !strings.HasPrefix(named, "TS-") || strings.Contains(named, "/") {
		return named
	}
	taken := c.heldIDs()
	for _, id := range append([]string{named}, candidates.FindAllString(problem, -1)...) {
		if !taken[id] {
			return id
		}
	}
	return ""
}

// report prints what the campaign took.
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
	verdict := "0 lost, 0 twice"
	if c.t.Failed() {
		verdict = "FAILED"
	}
	c.t.Logf("seed %d: %d tickets: %s; applies %v (open, change, destroy), imports %d; %d calls, %d failed %v",
		c.seed, len(c.wish.tickets), verdict, c.applies, len(c.imports), calls, played, faults)
}
