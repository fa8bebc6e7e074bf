// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"context"
	"slices"
	"sync"
)

// OnRequest calls hook with a copy of each request's record before the request is processed. The hook may use every
// method of the simulator.
func (s *Simulator) OnRequest(hook func(*Request)) {
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	s.before = append(s.before, hook)
}

func (s *Simulator) hooks() []func(*Request) {
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	return slices.Clone(s.before)
}

// Hold keeps the requests of an operation waiting until it is released.
type Hold struct {
	operation string
	after     bool
	arrived   chan Request
	released  chan struct{}
	once      sync.Once
}

// maxHeld is how many arrivals a Hold remembers for Arrived.
const maxHeld = 1024

// Hold keeps requests of the operation (or AnyOperation) waiting before they are processed. One whose client goes away
// meanwhile is not processed.
func (s *Simulator) Hold(operation string) *Hold { return s.addHold(operation, false) }

// HoldResponse keeps requests of the operation waiting after they were processed, before they are answered.
func (s *Simulator) HoldResponse(operation string) *Hold { return s.addHold(operation, true) }

func (s *Simulator) addHold(operation string, after bool) *Hold {
	h := &Hold{operation: operation, after: after, arrived: make(chan Request, maxHeld), released: make(chan struct{})}
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	s.holds = append(s.holds, h)
	return h
}

// Arrived yields each request that reached the hold.
func (h *Hold) Arrived() <-chan Request { return h.arrived }

// Release lets the waiting requests and all later ones pass. It may be called more than once.
func (h *Hold) Release() { h.once.Do(func() { close(h.released) }) }

// waitAtHolds waits at the holds for a request; false when its client went away or the simulator closed.
func (s *Simulator) waitAtHolds(ctx context.Context, entry *Request, after bool) bool {
	s.hookMu.Lock()
	holds := slices.Clone(s.holds)
	s.hookMu.Unlock()
	for _, h := range holds {
		if h.after != after || (h.operation != AnyOperation && h.operation != entry.Operation) {
			continue
		}
		select {
		case h.arrived <- s.snapshot(entry):
		default:
		}
		select {
		case <-h.released:
		case <-ctx.Done():
			return false
		case <-s.closed:
			return false
		}
	}
	return true
}
