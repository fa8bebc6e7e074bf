// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// knownIDs are the IDs that resources of this process hold, each with a knownID. None of them can be the unseen result of a
// create.
type knownIDs struct{ sync.Map }

type knownID struct {
	text string
	// inState reports whether the state held it when this process started.
	inState bool
}

func (k *knownIDs) add(id, text string, inState bool) { k.Store(id, knownID{text, inState}) }

func (k *knownIDs) has(id string) bool {
	_, found := k.Load(id)
	return found
}

func (k *knownIDs) isInState(id string) bool {
	v, _ := k.Load(id)
	known, _ := v.(knownID)
	return known.inState
}

// hasText reports whether one of them has that text.
func (k *knownIDs) hasText(text string) bool {
	for _, v := range k.Range {
		if known, ok := v.(knownID); ok && known.text == text {
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
type keyedMutex struct{ locks sync.Map }

// lock waits for the lock of key, or for the end of ctx. The caller releases it by calling what lock returns.
func (m *keyedMutex) lock(ctx context.Context, key string) (unlock func(), err error) {
	v, _ := m.locks.LoadOrStore(key, semaphore.NewWeighted(1))
	lock, _ := v.(*semaphore.Weighted)
	if err := lock.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return func() { lock.Release(1) }, nil
}
