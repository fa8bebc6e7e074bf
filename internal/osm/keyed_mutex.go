// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"sync"
)

// keyedMutex is one lock per key.
type keyedMutex struct {
	mu   sync.Mutex
	held map[string]chan struct{}
}

// lock waits for the lock of key, or for the end of ctx. The caller releases it by calling what lock returns.
func (m *keyedMutex) lock(ctx context.Context, key string) (unlock func(), err error) {
	for {
		m.mu.Lock()
		if m.held == nil {
			m.held = map[string]chan struct{}{}
		}
		busy, found := m.held[key]
		if !found {
			mine := make(chan struct{})
			m.held[key] = mine
			m.mu.Unlock()
			return func() {
				m.mu.Lock()
				delete(m.held, key)
				m.mu.Unlock()
				close(mine)
			}, nil
		}
		m.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
