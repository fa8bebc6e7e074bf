// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

const (
	// pageSize is the largest page that the list operations document (limit 0..100).
	pageSize = 100
	// lastOffset is the largest offset that they document (offset 0..65535).
	lastOffset = 65535
	// maxSamePages is how often the service may return the same page again although it reports more entries.
	maxSamePages = 3
)

var (
	errSamePage = errors.New("the service keeps returning the same page, although it reports more entries")
	errPastEnd  = fmt.Errorf("the list is longer than the %d entries that can be read", lastOffset)
)

// listing is a list operation that pages, whose responses R hold entries T.
type listing[R, T any] struct {
	request func(offset, limit *int32) osmapi.Request
	// page returns the entries of a response and the total, or nil if the service did not report it.
	page func(R) ([]T, *osmapi.Integer)
	// key identifies an entry; one with the key "" is never taken for a duplicate.
	key func(T) string
	// keep, if set, leaves out entries. sparse says that it may leave out many, so that pages must be full.
	keep   func(T) bool
	sparse bool
	// strict marks a list in which a missing entry would be taken for absence: only an empty page ends it, not the total.
	strict bool
}

// all returns every entry.
func (l listing[R, T]) all(ctx context.Context, c *Client) (items []T, err error) {
	_, err = l.each(ctx, c, 0, func(item T) bool {
		items = append(items, item)
		return true
	})
	return items, err
}

// each calls yield for each entry, at most limit (0: all), in the service's order, until yield returns false. It reads a page
// only when the ones before it are used up, and returns the total that the service reported, or 0. No sort order is documented
// and entries may be added meanwhile, which shifts older ones onto the next page: entries whose key was already seen are skipped.
// A short page does not end the list, since the service may use a smaller page size. A service that returns the same page again
// does not support paging: without a total, that is the end; with a larger total, it is an error.
func (l listing[R, T]) each(ctx context.Context, c *Client, limit int, yield func(T) bool) (total int, err error) {
	var r osmapi.Request
	var last []T
	seen := map[string]bool{}
	same, yielded, size := 0, 0, int32(pageSize)
	for offset := int32(0); offset <= lastOffset; {
		if limit > 0 && !l.sparse {
			size = int32(min(pageSize, limit-yielded))
		}
		r = l.request(&offset, &size)
		response, err := get[R](ctx, c, r)
		if err != nil {
			return 0, err
		}
		page, count := l.page(response)
		if count != nil {
			total = int(*count)
		}
		if len(page) > 0 && reflect.DeepEqual(page, last) {
			same++
		} else {
			last, same = page, 0
		}
		switch {
		case same > 0 && l.strict && len(page) < pageSize, same > 0 && !l.strict && count == nil:
			return total, nil
		case same > 0 && l.strict, same == maxSamePages:
			return 0, unreadable(r, errSamePage)
		}
		for _, item := range page {
			k := l.key(item)
			if seen[k] || l.keep != nil && !l.keep(item) {
				continue
			}
			seen[k] = k != ""
			if yielded++; !yield(item) || yielded == limit {
				return total, nil
			}
		}
		offset += int32(len(page))
		if len(page) == 0 || !l.strict && count != nil && int(offset) >= total {
			return total, nil
		}
	}
	if l.strict {
		return 0, unreadable(r, errPastEnd)
	}
	return total, nil
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func mapped[T, U any](items []T, f func(T) U) (out []U) {
	for _, item := range items {
		out = append(out, f(item))
	}
	return out
}

// sharedLists lets concurrent looks share a list whose reading began after each call: an older one may lack what is looked for.
type sharedLists struct {
	// next holds, by key, the *sharedList whose reading has not begun.
	next  sync.Map
	locks keyedMutex
}

type sharedList struct {
	done  bool
	cases []osmapi.IncidentInfoV2
	err   error
}

func (s *sharedLists) get(
	ctx context.Context, key string, read func(context.Context) ([]osmapi.IncidentInfoV2, error),
) ([]osmapi.IncidentInfoV2, error) {
	next, _ := s.next.LoadOrStore(key, &sharedList{})
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return nil, cancelled(ctx, "ListCases")
	}
	defer unlock()
	list, _ := next.(*sharedList)
	if !list.done {
		s.next.CompareAndDelete(key, next)
		list.cases, list.err = read(ctx)
		// A caller that gave up must not fail the others: the next one reads the list.
		list.done = ctx.Err() == nil
	}
	return list.cases, list.err
}

// timeWindow is a span of creation times; the zero value means all time.
type timeWindow struct{ from, to time.Time }

// windowAround returns a day around a moment, more than any zone's offset, in whole hours, so that looks can share a list.
func windowAround(at time.Time) timeWindow {
	at = at.UTC().Truncate(time.Hour)
	return timeWindow{at.Add(-24 * time.Hour), at.Add(25 * time.Hour)}
}

// listWindow lists every ticket that was created in a window, up to an empty page.
func (c *Client) listWindow(ctx context.Context, w timeWindow) ([]osmapi.IncidentInfoV2, error) {
	var filter CaseFilter
	if w != (timeWindow{}) {
		filter.QueryStartTime = w.from.Add(eightHours).Format(time.DateTime)
		filter.QueryEndTime = w.to.Add(eightHours).Format(time.DateTime)
	}
	return c.lists.get(ctx, filter.QueryStartTime, func(ctx context.Context) ([]osmapi.IncidentInfoV2, error) {
		list := c.listCases(filter, zoneEight)
		list.strict = true
		return list.all(ctx, c)
	})
}
