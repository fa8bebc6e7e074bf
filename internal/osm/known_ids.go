// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"sync"
)

// knownIDs are the IDs that resources of this process hold, each with its text. None of them can be the unseen result of a
// create.
type knownIDs struct {
	mu    sync.Mutex
	known map[string]knownID
}

type knownID struct {
	text string
	// inState reports whether the state held it when this process started.
	inState bool
}

func (k *knownIDs) add(id, text string, inState bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known == nil {
		k.known = map[string]knownID{}
	}
	k.known[id] = knownID{text, inState}
}

func (k *knownIDs) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, found := k.known[id]
	return found
}

func (k *knownIDs) isInState(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.known[id].inState
}

// hasText reports whether one of them has that text.
func (k *knownIDs) hasText(text string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, known := range k.known {
		if known.text == text {
			return true
		}
	}
	return false
}

// Hold notes that a resource in the state holds a ticket with that description, so that no create adopts it.
func (c *Client) Hold(id, description string) { c.held.add(id, canonicalText(description), true) }

// WasAdopted reports whether a create of this process adopted the ticket.
func (c *Client) WasAdopted(id string) bool { return c.adopted.has(id) }

// HoldLabel notes that a resource in the state holds a label, so that no create adopts it.
func (c *Client) HoldLabel(id int64, name string) { c.heldLabels.add(labelID(id), name, true) }

// HeldCase returns the ID of an open ticket with that description which a resource in the state holds, or "".
func (c *Client) HeldCase(ctx context.Context, description string) (string, error) {
	tickets, err := c.listWindow(ctx, timeWindow{})
	if err != nil {
		return "", err
	}
	text := canonicalText(description)
	for _, t := range tickets {
		id := value(t.IncidentId)
		if c.held.isInState(id) && !hasEnded(t.Status) && compareText(text, value(t.SimpleDescription)) != different {
			return id, nil
		}
	}
	return "", nil
}

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
