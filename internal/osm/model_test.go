// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"iter"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// modelTally counts what the schedules exercised, so that no property holds for want of cases.
type modelTally struct {
	creates, first, found, adopted, retried, duplicates, errors int
	candidates, notFound, kills, cancels                        int
	twoTickets, unlisted, converged                             int
}

func (t *modelTally) add(o *modelTally) {
	for i, field := range t.fields() {
		*field += *o.fields()[i]
	}
}

func (t *modelTally) fields() []*int {
	return []*int{
		&t.creates, &t.first, &t.found, &t.adopted, &t.retried, &t.duplicates, &t.errors,
		&t.candidates, &t.notFound, &t.kills, &t.cancels,
		&t.twoTickets, &t.unlisted, &t.converged,
	}
}

var modelTallyNames = []string{
	"creates", "opened by the first attempt", "found", "adopted", "retried", "warned of duplicates", "errors",
	"errors with candidates", "not found", "kills", "cancels",
	"creates with two tickets", "tickets unlisted to the end", "schedules held to one ticket",
}

// TestModel runs CreateCase against a model of the service by schedules that are drawn from seeds: what fails, what lags, which
// clocks are wrong, who is killed, and who else opens tickets. It checks that
//
//   - P1: a create is retried only after a minute and a complete list that shows no ticket of it;
//   - P2: every ticket that it opened is returned, or named by its error or its warning;
//   - P3: a ticket that is certainly someone else's is never adopted;
//   - P4: with AdoptExisting and without lag, exactly the tickets that were asked for are open in the end, however often the
//     process is killed;
//   - P5: a create is sent at most three times.
//
// Five cases are beyond any client: the process is killed; the last look does not show the ticket, since the list fails or lags;
// the service processes a request twice and reports success; its clocks differ by more than clockSkew while its times name their
// zone; this machine's clock is wrong by days and the service sends no Date.
//
// OSM_MODEL_SCHEDULES is the number of schedules, OSM_MODEL_SEED the seed of the first one: with
// OSM_MODEL_SCHEDULES=1 it is replayed, and -v shows what happens.
func TestModel(t *testing.T) {
	t.Parallel()
	number, first := modelVariable(t, "OSM_MODEL_SCHEDULES", 10_000), modelVariable(t, "OSM_MODEL_SEED", 1)
	if number == 1 {
		var trace []string
		violated := runModel(uint64(first), &modelTally{}, &trace)
		t.Log("\n" + strings.Join(trace, "\n"))
		if violated != "" {
			t.Error(violated)
		}
		return
	}
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
		failed  atomic.Int64
		total   modelTally
	)
	failed.Store(int64(first + number))
	step := runtime.GOMAXPROCS(0)
	for w := range step {
		workers.Go(func() {
			var tally modelTally
			for seed := first + w; seed < first+number && int64(seed) < failed.Load(); seed += step {
				if runModel(uint64(seed), &tally, nil) != "" {
					lower(&failed, int64(seed))
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total.add(&tally)
		})
	}
	workers.Wait()
	if seed := int(failed.Load()); seed < first+number {
		var trace []string
		t.Fatalf("seed %d violates %s\n%s\n"+
			"Replay it with OSM_MODEL_SEED=%d OSM_MODEL_SCHEDULES=1 go test ./internal/osm -run '^TestModel$' -v", seed,
			runModel(uint64(seed), &modelTally{}, &trace), strings.Join(trace, "\n"), seed)
	}
	for i, n := range total.fields() {
		t.Logf("%9d %s", *n, modelTallyNames[i])
		if *n == 0 && number >= 10_000 {
			t.Errorf("no schedule had: %s", modelTallyNames[i])
		}
	}
}

// lower stores a smaller value.
func lower(v *atomic.Int64, to int64) {
	for {
		now := v.Load()
		if now <= to || v.CompareAndSwap(now, to) {
			return
		}
	}
}

func modelVariable(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, not a positive number", name, text)
	}
	return n
}

// runModel runs one schedule and returns the property that did not hold, "" when all did.
func runModel(seed uint64, tally *modelTally, trace *[]string) string {
	rng := rand.New(rand.NewPCG(seed, 0))
	m := &model{schedule: drawSchedule(rng), rng: rng, now: modelStart, tally: tally, trace: trace}
	s := m.schedule
	if trace != nil {
		*trace = append(*trace, s.lines()...)
	}
	for _, o := range s.older {
		m.open(modelTicket{text: s.text, typeID: o.typeID, files: o.files, at: modelStart.Add(-o.age), ended: o.ended})
	}
	for _, text := range s.others {
		m.open(modelTicket{text: text, typeID: modelOtherType, at: modelStart.Add(m.draw(30 * time.Second))})
	}
	processes := []*modelProcess{m.process("A", s.text, s.typeID, s.files, s.creates)}
	if s.rival != "" {
		b := m.process("B", s.rival, among(rng, modelType, modelOtherType), nil, 1)
		b.wake = modelStart.Add(s.rivalAfter)
		processes = append(processes, b)
	}
	m.takeTurns(processes)
	m.checkEnd(processes[0])
	return m.violated
}

func (m *model) process(name, text, typeID string, files []string, creates int) *modelProcess {
	in := CreateCaseInput{
		Body:          osmapi.CreateOrderIncidentV2Req{BusinessTypeId: typeID, SimpleDescription: text},
		AdoptExisting: m.schedule.adopt,
	}
	if len(files) > 0 {
		in.Body.AccessoryIds = &files
	}
	return &modelProcess{model: m, name: name, in: in, creates: creates, patient: m.schedule.adopt, wake: modelStart}
}

// takeTurns lets the processes take turns: the one whose time comes first goes on.
func (m *model) takeTurns(processes []*modelProcess) {
	type coroutine struct {
		*modelProcess
		next func() (time.Time, bool)
	}
	var running []coroutine
	for _, p := range processes {
		next, _ := iter.Pull(iter.Seq[time.Time](p.run)) // which runs to its end
		running = append(running, coroutine{p, next})
	}
	for len(running) > 0 {
		first := slices.MinFunc(running, func(a, b coroutine) int { return a.wake.Compare(b.wake) })
		m.now = first.wake
		wake, more := first.next()
		first.wake = wake
		if !more {
			running = slices.DeleteFunc(running, func(c coroutine) bool { return c.modelProcess == first.modelProcess })
		}
	}
}
