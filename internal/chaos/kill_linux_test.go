// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	// killedCalls is how many calls of an apply are drawn for a kill, unless OSM_CHAOS_KILLS is "all".
	killedCalls = 10
	// inParallel is Terraform's default parallelism.
	inParallel = 10
)

// kill is one process killed at one call of the apply that opens three tickets.
type kill struct {
	// call is the number of the call in the apply, from 1 in the order of arrival.
	call int
	// processed kills after the service processed the call and before it responds; otherwise the call has no effect.
	processed bool
	// terraform kills Terraform with its process group, otherwise only the provider.
	terraform bool
	// adopt sets adopt_existing.
	adopt bool
	// parallelism is Terraform's parallelism. With one, a call is the same in each run.
	parallelism int
}

func (k kill) String() string {
	victim, moment := "provider", "before"
	if k.terraform {
		victim = "Terraform"
	}
	if k.processed {
		moment = "after"
	}
	return fmt.Sprintf("%s, %s %s call %d", k.mode(), victim, moment, k.call)
}

func (k kill) mode() string {
	if k.adopt {
		return fmt.Sprintf("adopting, %d at a time", k.parallelism)
	}
	return fmt.Sprintf("not adopting, %d at a time", k.parallelism)
}

// TestAccChaos_kill kills the provider, or Terraform with its process group, at a call of an apply, and applies until the
// plan is empty. With adopt_existing no ticket is opened twice. Without it, the next apply opens those tickets again whose
// create was in progress.
func TestAccChaos_kill(t *testing.T) {
	t.Parallel()
	totals := map[string]*total{}
	kills := chosenKills(t)
	t.Run("kills", func(t *testing.T) {
		for _, k := range kills {
			sum := totals[k.mode()]
			if sum == nil {
				sum = &total{}
				totals[k.mode()] = sum
			}
			t.Run(k.String(), func(t *testing.T) {
				t.Parallel()
				k.run(t, sum)
			})
		}
	})
	for mode, sum := range totals {
		t.Logf("%s: %d kills, %d broken states, %d extra tickets (%d at most), "+
			"%d messages and %d uploads repeated, %d imports, %d applies",
			mode, sum.kills, sum.broken, sum.extra, sum.maxExtra, sum.messages, sum.uploads, sum.imports, sum.applies)
	}
}

// chosenKills draws calls evenly from the first write on, half of them with adoption, and kills either process before and
// after them in turn. OSM_CHAOS_KILLS=all returns all kills at all calls, with parallelism one and ten.
func chosenKills(t *testing.T) []kill {
	t.Helper()
	var kills []kill
	modes := []kill{{adopt: true, parallelism: 1}, {parallelism: 1}}
	if os.Getenv("OSM_CHAOS_KILLS") == "all" {
		for _, k := range append(modes, kill{adopt: true, parallelism: inParallel}, kill{parallelism: inParallel}) {
			_, calls := k.calls(t)
			for i := range 4 * calls {
				k.call, k.terraform, k.processed = 1+i/4, i%2 == 0, i/2%2 == 0
				kills = append(kills, k)
			}
		}
		return kills
	}
	for m, k := range modes {
		first, calls := k.calls(t)
		for i := m; i < killedCalls; i += 2 {
			k.call, k.terraform, k.processed = first+i*(calls-first)/(killedCalls-1), i/2%2 == m, i/4%2 == 0
			kills = append(kills, k)
		}
	}
	return kills
}

// calls counts the calls of an undisturbed apply, and returns the first write.
func (k kill) calls(t *testing.T) (first, n int) {
	t.Helper()
	c := k.campaign(t)
	c.cli.Apply(k.flag())
	c.audit()
	return c.env.Writes()[0].Seq, len(c.env.Requests())
}

func (k kill) flag() string { return fmt.Sprintf("-parallelism=%d", k.parallelism) }

// campaign prepares three tickets: one with a file and a label, one with a message, and a plain one.
func (k kill) campaign(t *testing.T) *campaign {
	t.Helper()
	log := &file{name: "log", kind: fromConfig, from: "incident", version: 1}
	first := &ticket{name: "first", description: "The first node does not answer", labels: []string{"alpha"}, files: []*file{log}}
	second := &ticket{name: "second", description: "The second node does not answer"}
	third := &ticket{name: "third", description: "The third node does not answer"}
	c := &campaign{t: t, env: acctest.New(t, simulator.Options{Password: password}), desired: &desired{
		adopt:    k.adopt,
		color:    "#112233",
		labels:   first.labels,
		files:    first.files,
		tickets:  []*ticket{first, second, third},
		messages: []*message{{name: "hello", text: "Any news?", ticket: second}},
	}}
	c.cli = c.env.NewCLI(t)
	c.write()
	return c
}

// run kills, applies until the plan is empty, audits and destroys.
func (k kill) run(t *testing.T, sum *total) {
	t.Helper()
	c := k.campaign(t)
	if !k.apply(c) {
		return
	}
	c.mayRepeat = true
	broken := c.removeBrokenState()
	lost := c.lost()
	// The following applies run the provider in this process, which is faster.
	after := c.env.Attach(t)
	after.Dir, c.cli = c.cli.Dir, after
	c.apply("after the kill")
	managed := c.managed()
	for _, ticket := range c.desired.tickets {
		view, _ := c.env.Case(fmt.Sprint(managed["osm_servicecase."+ticket.name]["id"]))
		c.auditTicket(ticket, view, managed)
	}
	c.auditLabels()
	extra := c.open() - len(c.desired.tickets)
	most := k.parallelism
	if k.terraform && acctest.Client(t).OpenTofu {
		most = lost // it writes the state every 20 seconds only
	}
	if k.adopt && extra != 0 || extra < 0 || extra > min(lost, most) {
		t.Errorf("%d extra tickets are open; the kill lost %d", extra, lost)
	}
	c.destroy()
	if left := c.open(); left != extra {
		t.Errorf("%d tickets are open after destroy, want %d", left, extra)
	}
	sum.add(c, extra, broken)
}

// apply applies and kills the process at the call. It reports whether the call was reached: with more parallelism there may
// be fewer calls.
func (k kill) apply(c *campaign) bool {
	c.t.Helper()
	var over atomic.Bool
	reached := k.hold(c.env, &over)
	cmd, out := c.cli.Command("apply", "-auto-approve", "-input=false", "-no-color", k.flag())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.env.Must(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-reached:
	case err := <-ended:
		if err != nil || k.parallelism == 1 {
			c.t.Fatalf("the apply ended before call %d: %v\n%s", k.call, err, out)
		}
		return false
	}
	if k.terraform {
		c.env.Must(syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL))
	} else {
		killProvider(c.t, cmd)
	}
	if err := <-ended; err == nil {
		c.t.Fatalf("the apply succeeded:\n%s", out)
	}
	over.Store(true)
	return true
}

// hold holds the call and those after it until their client is gone. It returns a channel that is closed when the call has
// arrived, or was processed.
func (k kill) hold(env *acctest.Env, over *atomic.Bool) <-chan struct{} {
	reached := make(chan struct{})
	kind := simulator.DelayBefore
	if k.processed {
		kind = simulator.DelayAfter
	}
	env.Inject(simulator.Fault{Operation: simulator.AnyOperation, Kind: kind, Match: func(r simulator.Request) bool {
		if r.Seq == k.call && !k.processed {
			close(reached)
		}
		return r.Seq >= k.call && !over.Load()
	}})
	if k.processed {
		answers := env.HoldResponse(simulator.AnyOperation)
		answers.Release()
		go func() {
			for r := range answers.Arrived() {
				if r.Seq == k.call {
					close(reached)
					return
				}
			}
		}()
	}
	return reached
}

// killProvider kills the one process that Terraform started.
func killProvider(t *testing.T, terraform *exec.Cmd) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", terraform.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var children []string
	for _, file := range threads {
		list, _ := os.ReadFile(file) // a thread may have ended
		children = append(children, strings.Fields(string(list))...)
	}
	if len(children) != 1 {
		t.Fatalf("the children of Terraform are %v, want only the provider", children)
	}
	pid, err := strconv.Atoi(children[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// removeBrokenState removes a state file that Terraform was killed while writing, as a user without a backup would.
func (c *campaign) removeBrokenState() bool {
	c.t.Helper()
	const state = "terraform.tfstate"
	if text := c.cli.Read(state); text == "" || json.Valid([]byte(text)) {
		return false
	}
	c.env.Must(os.Remove(c.cli.Path(state)))
	return true
}

// open counts the open tickets.
func (c *campaign) open() int {
	n := 0
	for _, view := range c.env.Cases() {
		if view.Status == simulator.StatusToBeHandled {
			n++
		}
	}
	return n
}

// lost counts the tickets that are not in the state.
func (c *campaign) lost() int {
	known, n := c.managedIDs(), 0
	for _, view := range c.env.Cases() {
		if !known[view.ID] {
			n++
		}
	}
	return n
}

// total is what the kills of a mode left behind.
type total struct {
	mu sync.Mutex

	kills, broken, extra, maxExtra, messages, uploads, imports, applies int
}

func (s *total) add(c *campaign, extra int, broken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kills++
	if broken {
		s.broken++
	}
	s.extra += extra
	s.maxExtra = max(s.maxExtra, extra)
	s.messages += c.repeated
	s.imports += len(c.imports)
	s.applies = max(s.applies, c.applies[0])
	for _, r := range c.env.RequestsFor("UploadJsonAccessories") {
		if r.Applied {
			s.uploads++
		}
	}
	s.uploads -= len(c.desired.files)
}
