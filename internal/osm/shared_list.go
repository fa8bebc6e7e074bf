// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// sharedLists lets concurrent looks of one process share the reading of a list. A caller gets a list whose reading began after it asked, since an
// older one may lack what the caller looks for.
type sharedLists struct {
	mu    sync.Mutex
	next  map[string]*sharedList
	turns keyedMutex
}

type sharedList struct {
	done  bool
	cases []osmapi.IncidentInfoV2
	err   error
}

func (s *sharedLists) get(ctx context.Context, key string, read func(context.Context) ([]osmapi.IncidentInfoV2, error)) ([]osmapi.IncidentInfoV2, error) {
	s.mu.Lock()
	list := s.next[key]
	if list == nil {
		list = &sharedList{}
		if s.next == nil {
			s.next = map[string]*sharedList{}
		}
		s.next[key] = list
	}
	s.mu.Unlock()
	unlock, err := s.turns.lock(ctx, key)
	if err != nil {
		return nil, cancelled(ctx, "ListCases")
	}
	defer unlock()
	if !list.done {
		s.mu.Lock()
		if s.next[key] == list {
			delete(s.next, key)
		}
		s.mu.Unlock()
		list.cases, list.err = read(ctx)
		// What one caller gave up is not an error of the others: the next of them reads.
		list.done = ctx.Err() == nil
	}
	return list.cases, list.err
}

// timeWindow is a span of creation times; the zero value is all time.
type timeWindow struct{ from, to time.Time }

// windowLayout is the form of query_start_time and query_end_time (API reference: ListCases).
const windowLayout = "2006-01-02 15:04:05"

// windowAround returns a day before and after a moment. A day is more than any zone is wide, so that it does not matter in which one the service reads
// the bounds. Whole hours let concurrent looks share a list.
func windowAround(at time.Time) timeWindow {
	at = at.UTC().Truncate(time.Hour)
	return timeWindow{at.Add(-24 * time.Hour), at.Add(25 * time.Hour)}
}

// listWindow lists every ticket that was created in a window, to an empty page.
func (c *Client) listWindow(ctx context.Context, w timeWindow) ([]osmapi.IncidentInfoV2, error) {
	var filter CaseFilter
	if w != (timeWindow{}) {
		filter.QueryStartTime, filter.QueryEndTime = w.from.Add(eightHours).Format(windowLayout), w.to.Add(eightHours).Format(windowLayout)
	}
	return c.lists.get(ctx, filter.QueryStartTime, func(ctx context.Context) ([]osmapi.IncidentInfoV2, error) {
		return complete(ctx, "ListCases", caseKey, c.casePage(filter, zoneEight))
	})
}
