// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	// interruptedTickets is how many tickets are being opened when Ctrl-C comes, lastPoint the last call at which it comes: their opening takes more.
	// Calls count from the first one that writes: while it plans, Terraform tells no provider of Ctrl-C, and nothing is at stake.
	interruptedTickets, lastPoint = 8, 50
	// quiet is how long nothing new must have arrived until all that goes on counts as held.
	quiet = 500 * time.Millisecond
	// prompt is when Terraform must have ended after Ctrl-C. Writes that have left are waited for 1.5 s; without an end to a wait or to a call it would
	// take a minute and more.
	prompt = 45 * time.Second
)

// TestAccChaos_interrupt presses Ctrl-C at a call that is drawn from the seed, while every wait goes on without end and every call is held: before
// the service has worked on it, or with its answer. What was opened is in the state, nothing but a last look is sent after the provider learned of it,
// and the next apply opens no ticket twice.
func TestAccChaos_interrupt(t *testing.T) {
	t.Parallel()
	for _, seed := range chosenSeeds(t) {
		for _, answers := range []bool{false, true} {
			name := fmt.Sprintf("seed %d, calls held", seed)
			if answers {
				name = fmt.Sprintf("seed %d, answers held", seed)
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				sayHowToRepeat(t, seed, tickets)
				c := &campaign{t: t, seed: seed, env: acctest.New(t, simulator.Options{Password: password}), wish: draw(seed, interruptedTickets), unseen: true}
				// Of what these faults hit it is certain that it was not done: they make the provider wait.
				c.env.InjectRandom(seed, rate, simulator.RejectBefore, simulator.DropBefore, simulator.Throttle)
				i := &interruption{env: c.env, answers: answers, reached: make(chan struct{}), stopped: make(chan struct{}),
					point: 1 + rand.New(rand.NewSource(seed)).Intn(lastPoint)}
				c.cli = c.env.AttachServer(t, i.server())
				c.write()
				c.env.OnRequest(i.count)
				out := i.press(t, c.cli)
				c.printed.WriteString(out)
				c.auditKnown()
				opened := len(c.env.Cases())
				i.over.Store(true)
				c.env.ClearFaults()
				c.apply("after Ctrl-C")
				c.auditTickets()
				t.Logf("%s: Ctrl-C at call %d, with %d tickets opened; applies %v, imports %d", name, i.point, opened, c.applies, len(c.imports))
			})
		}
	}
}

// interruption is Ctrl-C at the point-th call.
type interruption struct {
	env     *acctest.Env
	answers bool
	point   int

	// calls counts all calls, counted those that the point counts.
	calls, counted atomic.Int64
	hold           *simulator.Hold
	// reached is closed at the point; from then on calls are held, and waits end with their context only, until over is set.
	reached chan struct{}
	over    atomic.Bool
	// stopped is closed when the provider has learned of Ctrl-C.
	stopOnce sync.Once
	stopped  chan struct{}
}

// count sees every call before it is worked on.
func (i *interruption) count(r *simulator.Request) {
	i.calls.Add(1)
	if i.counted.Load() == 0 && !r.IsWrite() || i.counted.Add(1) != int64(i.point) {
		return
	}
	if i.answers {
		i.hold = i.env.HoldResponse(simulator.AnyOperation)
	} else {
		i.hold = i.env.Hold(simulator.AnyOperation)
	}
	close(i.reached)
}

// wait passes the simulator's time, and no time once the point is reached.
func (i *interruption) wait(ctx context.Context, d time.Duration) error {
	select {
	case <-i.reached:
		if !i.over.Load() {
			<-ctx.Done()
			return ctx.Err()
		}
	default:
	}
	return i.env.Wait(ctx, d)
}

// server gives the provider, and notices when it is told of Ctrl-C.
func (i *interruption) server() func() tfprotov6.ProviderServer {
	inner := providerserver.NewProtocol6(provider.New("test", provider.WithClock(i.env.Now, i.wait))())
	return func() tfprotov6.ProviderServer { return &stopNoted{inner(), i} }
}

type stopNoted struct {
	tfprotov6.ProviderServer
	*interruption
}

// StopProvider is called by Terraform upon Ctrl-C. The contexts of all calls end afterwards, that of this call among them.
func (s *stopNoted) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	context.AfterFunc(ctx, func() { s.stopOnce.Do(func() { close(s.stopped) }) })
	return s.ProviderServer.StopProvider(ctx, req)
}

// press runs an apply, presses Ctrl-C at the point, and gives what Terraform printed.
func (i *interruption) press(t *testing.T, cli *acctest.CLI) string {
	t.Helper()
	cmd, out := cli.Command("apply", "-auto-approve", "-input=false", "-no-color")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // the exit code of an interrupted Terraform says nothing more
	}()
	select {
	case <-i.reached:
	case <-ended:
		t.Fatalf("the apply ended after %d calls, before call %d:\n%s", i.counted.Load(), i.point, out)
	}
	i.settle()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case <-i.stopped:
	case <-time.After(prompt):
		t.Fatal("the provider was not told of Ctrl-C")
	}
	pressed, arrived := time.Now(), i.calls.Load()
	if i.answers {
		i.hold.Release()
	}
	select {
	case <-ended:
	case <-time.After(prompt):
		t.Errorf("Terraform did not end within %s", prompt)
		_ = cmd.Process.Kill()
		<-ended
	}
	took := time.Since(pressed)
	i.hold.Release()
	if written := i.writtenAfter(arrived); len(written) > 0 {
		t.Errorf("calls that change something were sent after Ctrl-C: %v", written)
	}
	t.Logf("Terraform ended %s after Ctrl-C", took.Round(time.Millisecond))
	return out.String()
}

// settle waits until nothing new arrives: then each call of the provider is held, or waits.
func (i *interruption) settle() {
	tick := time.NewTicker(quiet)
	defer tick.Stop()
	for before := int64(-1); before != i.calls.Load(); <-tick.C {
		before = i.calls.Load()
	}
}

// writtenAfter returns the calls after the first ones that are no reads: one last look at what became of a write is permitted.
func (i *interruption) writtenAfter(arrived int64) []string {
	writes := slices.DeleteFunc(i.env.Requests()[arrived:], func(r simulator.Request) bool { return r.Method == http.MethodGet })
	return names(writes, func(r simulator.Request) string { return r.Operation })
}

// auditKnown wants every ticket that the service holds in the state, and none tainted.
func (c *campaign) auditKnown() {
	c.t.Helper()
	known := map[string]bool{}
	if state := c.cli.State(); state.Values != nil {
		for _, r := range state.Values.RootModule.Resources {
			known[fmt.Sprint(r.AttributeValues["id"])] = true
			if r.Tainted {
				c.t.Errorf("%s is tainted: the next apply would replace it", r.Address)
			}
		}
	}
	for _, view := range c.env.Cases() {
		if !known[view.ID] {
			c.t.Errorf("ticket %s, %q, is lost: no resource holds it", view.ID, view.Description)
		}
	}
}
