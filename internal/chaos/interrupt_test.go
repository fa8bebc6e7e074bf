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
	// interruptedTickets is how many tickets are being opened at Ctrl-C, lastPoint the last call at which it comes; the
	// apply makes more. Calls count from the first write: during a plan, Terraform does not pass Ctrl-C to providers.
	interruptedTickets, lastPoint = 8, 50
	// quiet is how long no call must arrive until every call of the provider counts as held.
	quiet = 500 * time.Millisecond
	// prompt limits the time from Ctrl-C to the end of Terraform. The provider waits 1.5 s for writes that were sent; a
	// wait or a call that ignores Ctrl-C would take over a minute.
	prompt = 45 * time.Second
)

// TestAccChaos_interrupt sends Ctrl-C at a call drawn from the seed, while every wait blocks and every call is held before
// it is processed or before its response. The state contains every opened ticket, the provider sends no write after it was
// stopped, and the next apply opens no ticket twice.
func TestAccChaos_interrupt(t *testing.T) {
	t.Parallel()
	for _, seed := range chosenSeeds(t) {
		for _, answers := range []bool{false, true} {
			name := fmt.Sprintf("seed %d, calls held", seed)
			if answers {
				name = fmt.Sprintf("seed %d, responses held", seed)
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				logReproduction(t, seed, tickets)
				c := &campaign{t: t, seed: seed, env: acctest.New(t, simulator.Options{Password: password}),
					desired: draw(t, seed, interruptedTickets), unseen: true}
				// Calls with these faults had no effect: the provider waits and retries.
				c.env.InjectRandom(seed, rate, simulator.RejectBefore, simulator.DropBefore, simulator.Throttle)
				i := &interruption{env: c.env, answers: answers, reached: make(chan struct{}), stopped: make(chan struct{}),
					point: 1 + rand.New(rand.NewSource(seed)).Intn(lastPoint)}
				c.cli = c.env.AttachServer(t, i.server())
				c.write()
				c.env.OnRequest(i.count)
				out := i.interrupt(t, c.cli)
				c.printed.WriteString(out)
				c.auditKnown()
				opened := len(c.env.Cases())
				i.over.Store(true)
				c.env.ClearFaults()
				c.apply("after Ctrl-C")
				c.auditTickets()
				t.Logf("%s: Ctrl-C at call %d, with %d tickets opened; applies %v, imports %d", name, i.point, opened, c.applies,
					len(c.imports))
			})
		}
	}
}

// interruption sends Ctrl-C at the point-th call.
type interruption struct {
	env     *acctest.Env
	answers bool
	point   int

	// calls counts all calls, counted those from the first write.
	calls, counted atomic.Int64
	hold           *simulator.Hold
	// reached is closed at the point. From then on, calls are held and waits end only with their context, until over is set.
	reached chan struct{}
	over    atomic.Bool
	// stopped is closed when Terraform stops the provider.
	stopOnce sync.Once
	stopped  chan struct{}
	// contexts are those of the provider's calls that write.
	mu       sync.Mutex
	contexts []context.Context
}

// count counts every call before it is processed.
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

// wait advances the simulator's time and, once the point is reached, blocks.
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

// server returns the provider with a record of its contexts.
func (i *interruption) server() func() tfprotov6.ProviderServer {
	inner := providerserver.NewProtocol6(provider.New("test", provider.WithClock(i.env.Now, i.wait))())
	return func() tfprotov6.ProviderServer { return &stopServer{inner(), i} }
}

type stopServer struct {
	tfprotov6.ProviderServer
	*interruption
}

// ApplyResourceChange creates or changes a resource.
func (s *stopServer) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	s.record(ctx)
	return s.ProviderServer.ApplyResourceChange(ctx, req)
}

// StopProvider is called by Terraform on Ctrl-C. After it, the plugin server ends the contexts of all calls.
func (s *stopServer) StopProvider(
	ctx context.Context, req *tfprotov6.StopProviderRequest,
) (*tfprotov6.StopProviderResponse, error) {
	s.record(ctx)
	s.stopOnce.Do(func() { close(s.stopped) })
	return s.ProviderServer.StopProvider(ctx, req)
}

func (i *interruption) record(ctx context.Context) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.contexts = append(i.contexts, ctx)
}

// awaitStop waits until Terraform has stopped the provider and the context of every call has ended. The plugin server ends
// each context in its own goroutine: on a busy machine, some calls learn of the stop much later than others.
func (i *interruption) awaitStop(t *testing.T) {
	t.Helper()
	deadline := time.After(prompt)
	await := func(done <-chan struct{}) {
		select {
		case <-done:
		case <-deadline:
			t.Fatal("the provider was not stopped")
		}
	}
	await(i.stopped)
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, ctx := range i.contexts {
		await(ctx.Done())
	}
}

// interrupt runs an apply, sends Ctrl-C at the point, and returns what Terraform printed.
func (i *interruption) interrupt(t *testing.T, cli *acctest.CLI) string {
	t.Helper()
	cmd, out := cli.Command("apply", "-auto-approve", "-input=false", "-no-color")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // an interrupted Terraform fails in any case
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
	i.awaitStop(t)
	pressed, arrived := time.Now(), len(i.env.Requests())
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
		t.Errorf("writes were sent after Ctrl-C: %v", written)
	}
	t.Logf("Terraform ended %s after Ctrl-C", took.Round(time.Millisecond))
	return out.String()
}

// settle waits until no call arrives for the time quiet: then every call of the provider is held or waits. A tick that is
// late does not count: on a busy machine, the provider may not have run either.
func (i *interruption) settle() {
	const ticks, tick = 5, quiet / 5
	deadline := time.Now().Add(prompt)
	for n := 0; n < ticks && time.Now().Before(deadline); n++ {
		start, before := time.Now(), i.calls.Load()
		<-time.After(tick)
		if i.calls.Load() != before || time.Since(start) > 2*tick {
			n = -1
		}
	}
}

// writtenAfter returns the writes after the first calls. Reads are permitted, to find out what became of a write.
func (i *interruption) writtenAfter(arrived int) []string {
	writes := slices.DeleteFunc(i.env.Requests()[arrived:], func(r simulator.Request) bool { return r.Method == http.MethodGet })
	return names(writes, func(r simulator.Request) string { return r.Operation })
}

// auditKnown checks that every ticket is in the state and not tainted.
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
			c.t.Errorf("ticket %s, %q, is lost: it is not in the state", view.ID, view.Description)
		}
	}
}
