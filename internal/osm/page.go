// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

const (
	// pageSize is the largest page that the list operations document (limit 0..100).
	pageSize = 100
	// lastOffset is the largest offset that they document (offset 0..65535).
	lastOffset = 65535
	// maxSamePages is how often a page may come again where the service promises more.
	maxSamePages = 3
)

var (
	errSamePage = errors.New("the service keeps returning the same page, although it reports more entries")
	errPastEnd  = fmt.Errorf("the list is longer than the %d entries that can be read", lastOffset)
)

// repeats counts how often a page came again.
type repeats[T any] struct {
	last  []T
	times int
}

func (r *repeats[T]) add(page []T) {
	if len(page) > 0 && reflect.DeepEqual(page, r.last) {
		r.times++
		return
	}
	r.last, r.times = page, 0
}

// fetcher reads one page. It returns the total, or nil if the service did not report it.
type fetcher[T any] func(ctx context.Context, offset, limit int32) ([]T, *osmapi.Integer, error)

// each pages to the end, or until yield returns false, and returns the total that the service reported, or 0. size returns
// the number of entries wanted on the next page. No sort order is documented and entries may be added while the pages are
// read, which shifts older ones onto the next page: an entry whose key was seen is left out. The end is an empty page, or the
// total; a short page alone is not, since the service may have a smaller page size. A service that returns the same page
// again does not page: without a total that is the end, with a larger one an error.
func each[T any](
	ctx context.Context, op string, size func() int, key func(T) string, fetch fetcher[T], yield func(T) bool,
) (int, error) {
	return readPages(ctx, op, false, size, key, fetch, yield)
}

// complete returns every entry of a list whose gaps would be taken for absence. Only an empty page ends it: a total may count
// the page alone. A list that can't be read to its end is an error.
func complete[T any](ctx context.Context, op string, key func(T) string, fetch fetcher[T]) ([]T, error) {
	var out []T
	_, err := readPages(ctx, op, true, func() int { return pageSize }, key, fetch, func(item T) bool {
		out = append(out, item)
		return true
	})
	return out, err
}

func readPages[T any](
	ctx context.Context, op string, strict bool, size func() int, key func(T) string, fetch fetcher[T], yield func(T) bool,
) (int, error) {
	seen := map[string]bool{}
	total := 0
	var r repeats[T]
	for offset := 0; offset <= lastOffset; {
		page, count, err := fetch(ctx, int32(offset), int32(min(pageSize, size())))
		if err != nil {
			return 0, err
		}
		if count != nil {
			total = int(*count)
		}
		r.add(page)
		switch {
		case r.times > 0 && strict && len(page) < pageSize, r.times > 0 && !strict && count == nil:
			return total, nil
		case r.times > 0 && strict, r.times == maxSamePages:
			return 0, unreadableList(op, errSamePage)
		}
		for _, item := range page {
			k := key(item)
			if seen[k] {
				continue
			}
			seen[k] = true
			if !yield(item) {
				return total, nil
			}
		}
		offset += len(page)
		if len(page) == 0 || !strict && count != nil && offset >= total {
			return total, nil
		}
	}
	if strict {
		return 0, unreadableList(op, errPastEnd)
	}
	return total, nil
}

func unreadableList(op string, cause error) error {
	return &apierror.Error{Op: op, Method: http.MethodGet, Kind: apierror.Unusable, Status: http.StatusOK, Sent: true, Err: cause}
}

// all collects what each yields, at most want entries (0: all). It returns them and how many the service counts.
func all[T any](ctx context.Context, op string, want int, key func(T) string, fetch fetcher[T]) ([]T, int, error) {
	var out []T
	size := func() int {
		if want > 0 {
			return want - len(out)
		}
		return pageSize
	}
	total, err := each(ctx, op, size, key, fetch, func(item T) bool {
		out = append(out, item)
		return want <= 0 || len(out) < want
	})
	if err != nil {
		return nil, 0, err
	}
	return out, max(total, len(out)), nil
}

// either returns the first count that is set: newer pages of the reference say total_count, older ones count.
func either(counts ...*osmapi.Integer) *osmapi.Integer {
	for _, n := range counts {
		if n != nil {
			return n
		}
	}
	return nil
}

// list returns the elements of an array that may be absent or null.
func list[T any](items *[]T) []T {
	if items == nil {
		return nil
	}
	return *items
}

// value returns what p points to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// sharedLists lets concurrent looks share the reading of a list. A caller gets a list whose reading began after it asked,
// since an older one may lack what the caller looks for.
type sharedLists struct {
	mu    sync.Mutex
	next  map[string]*sharedList
	locks keyedMutex
}

type readCases func(context.Context) ([]osmapi.IncidentInfoV2, error)

type sharedList struct {
	done  bool
	cases []osmapi.IncidentInfoV2
	err   error
}

func (s *sharedLists) get(ctx context.Context, key string, read readCases) ([]osmapi.IncidentInfoV2, error) {
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
	unlock, err := s.locks.lock(ctx, key)
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
		// A caller that gave up is not an error of the others: the next of them reads.
		list.done = ctx.Err() == nil
	}
	return list.cases, list.err
}

// timeWindow is a span of creation times; the zero value is all time.
type timeWindow struct{ from, to time.Time }

// windowLayout is the form of query_start_time and query_end_time (API reference: ListCases).
const windowLayout = "2006-01-02 15:04:05"

// windowAround returns a day before and after a moment. A day is more than any zone is wide, so that it does not matter in
// which one the service reads the bounds. Whole hours let concurrent looks share a list.
func windowAround(at time.Time) timeWindow {
	at = at.UTC().Truncate(time.Hour)
	return timeWindow{at.Add(-24 * time.Hour), at.Add(25 * time.Hour)}
}

// listWindow lists every ticket that was created in a window, to an empty page.
func (c *Client) listWindow(ctx context.Context, w timeWindow) ([]osmapi.IncidentInfoV2, error) {
	var filter CaseFilter
	if w != (timeWindow{}) {
		filter.QueryStartTime = w.from.Add(eightHours).Format(windowLayout)
		filter.QueryEndTime = w.to.Add(eightHours).Format(windowLayout)
	}
	return c.lists.get(ctx, filter.QueryStartTime, func(ctx context.Context) ([]osmapi.IncidentInfoV2, error) {
		return complete(ctx, "ListCases", caseKey, c.casePage(filter, zoneEight))
	})
}
