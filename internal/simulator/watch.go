// SPDX-License-Identifier: MPL-2.0

package simulator

import "sync"

// watch wakes goroutines that wait for a change.
type watch struct {
	mu   sync.Mutex
	next chan struct{} // nil if nobody waits
}

// notify wakes all waiting goroutines.
func (w *watch) notify() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next != nil {
		close(w.next)
		w.next = nil
	}
}

// Changed returns a channel that is closed at the next change of tickets, the request log, behaviors or faults. Call it
// before reading, so that no change in between is missed.
func (s *Simulator) Changed() <-chan struct{} {
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	if s.watch.next == nil {
		s.watch.next = make(chan struct{})
	}
	return s.watch.next
}
