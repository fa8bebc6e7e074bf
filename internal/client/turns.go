// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"sync"
)

// turns lets calls with the same key run one after the other.
type turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{}
}

// take waits for the turn of key, or for the end of ctx. The caller gives the turn back by calling what take returns.
func (t *turns) take(ctx context.Context, key string) (func(), error) {
	for {
		t.mu.Lock()
		if t.taken == nil {
			t.taken = map[string]chan struct{}{}
		}
		busy, found := t.taken[key]
		if !found {
			mine := make(chan struct{})
			t.taken[key] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.taken, key)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// claims is a set of ids.
type claims struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (c *claims) add(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ids == nil {
		c.ids = map[string]bool{}
	}
	c.ids[id] = true
}

func (c *claims) has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids[id]
}
