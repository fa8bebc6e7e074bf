// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

const (
	// firstPollPause is the time from the start of a wait to its first poll round. Pauses grow by half up to lastPollPause.
	firstPollPause = 2 * time.Second
	lastPollPause  = time.Minute
	// ownReadAge is the age at which a ticket is read although the shared call shows no change.
	ownReadAge = 5 * time.Minute
	// maxOwnReads bounds the reads of such tickets in one round, so that many waits don't read all at once.
	maxOwnReads = 10
	// maxPollReads bounds the concurrent reads of a round.
	maxPollReads = 10
	// maxSharedFailures is after how many failed shared calls in a row each wait reads its own ticket.
	maxSharedFailures = 3
	// maxSplits bounds the calls of a round that search a rejected batch for the ticket that it was rejected for.
	maxSplits = 16
)

// poller polls for all waits of a client. A round is one call for every 100 tickets that returns status and number of unread
// messages (ListUnreadNewInstantMessages). The reference says little about that call, so it only serves as a hint: a change makes
// the wait read its ticket, and only what the ticket itself shows ends a wait. Without a change, each ticket is still read now
// and then, and once before its time is over. Tickets for which the call is rejected, and waits for a status alone, whose call is
// as cheap and certain, are read in every round.
type poller struct {
	mu    sync.Mutex
	waits []*caseWait
	// stop ends the polling, nil while nothing is polled; wake ends the current pause.
	stop, wake context.CancelFunc
	pause      time.Duration
	next       time.Time
}

// polling is the goroutine of a poller, from the first wait to the last.
type polling struct {
	*poller
	c *Client
	// failures counts the shared calls that failed in a row, splits the calls of this round that searched a rejected batch.
	failures, splits int
}

// pollHints is what the poller knows about a wait.
type pollHints struct {
	// readAt is when the ticket was last read; due says that the next round must read it.
	readAt time.Time
	due    bool
	// seen says that a shared call was made; last is what it showed.
	seen bool
	last unreadHint
	// aloneUntil is until when the ticket is left out of shared calls.
	aloneUntil time.Time
}

// unreadHint is what the shared call shows about a ticket; the zero value stands for a ticket that it leaves out.
type unreadHint struct {
	listed           bool
	status, unreadNo int64
}

// join adds a wait, whose ticket was just read. A new wait brings the next round forward, but does not add one.
func (p *poller) join(ctx context.Context, w *caseWait) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waits = append(p.waits, w)
	p.pause = firstPollPause
	soon := w.c.Now().Add(firstPollPause)
	if p.stop != nil {
		if soon.Before(p.next) {
			p.next = soon
			p.wake()
		}
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p.next, p.stop, p.wake = soon, cancel, func() {}
	run := polling{poller: p, c: w.c}
	go run.poll(ctx)
}

// leave removes a wait. The polling stops with the last one.
func (p *poller) leave(w *caseWait) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waits = slices.DeleteFunc(p.waits, func(other *caseWait) bool { return other == w })
	if len(p.waits) == 0 && p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// poll polls until ctx ends. Only this goroutine uses the clock, so that a simulated one advances once per round.
func (p *polling) poll(ctx context.Context) {
	for {
		pause, sleep, cancel := p.untilNext(ctx, p.c.Now())
		err := p.c.Wait(sleep, pause)
		cancel()
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			p.round(ctx)
		}
	}
}

// untilNext returns the time until the next round or the next end of a wait, and a context that ends when a round is due
// earlier.
func (p *poller) untilNext(ctx context.Context, now time.Time) (time.Duration, context.Context, context.CancelFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.next
	for _, w := range p.waits {
		if w.deadline.Before(at) {
			at = w.deadline
		}
	}
	sleep, cancel := context.WithCancel(ctx)
	if ctx.Err() == nil {
		p.wake = cancel
	}
	return max(0, at.Sub(now)), sleep, cancel
}

// round polls for every wait, or only ends those whose time is over if the next round is not due.
func (p *polling) round(ctx context.Context) {
	now := p.c.Now()
	p.mu.Lock()
	waits, isDue := slices.Clone(p.waits), !now.Before(p.next)
	p.mu.Unlock()
	if isDue {
		p.share(ctx, waits)
	} else {
		waits = slices.DeleteFunc(waits, func(w *caseWait) bool { return now.Before(w.deadline) })
	}
	var reads errgroup.Group
	reads.SetLimit(maxPollReads)
	for _, w := range dueReads(waits, p.c.Now()) {
		reads.Go(func() error {
			w.read(!p.c.Now().Before(w.deadline))
			return nil
		})
	}
	_ = reads.Wait()
	for _, w := range waits {
		w.report()
		if w.isDone() {
			p.leave(w)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if isDue && ctx.Err() == nil {
		p.pause = min(p.pause*3/2, lastPollPause)
		p.next = p.c.Now().Add(p.pause)
	}
}

// dueReads returns the waits whose tickets must be read in this round, and some of those that were not read for long.
func dueReads(waits []*caseWait, now time.Time) (due []*caseWait) {
	var old []*caseWait
	for _, w := range waits {
		h := w.pollHints()
		switch {
		case h.due, !now.Before(w.deadline), !w.shares(now):
			due = append(due, w)
		case now.Sub(h.readAt) >= ownReadAge:
			old = append(old, w)
		}
	}
	slices.SortStableFunc(old, func(a, b *caseWait) int { return a.pollHints().readAt.Compare(b.pollHints().readAt) })
	return append(due, old[:min(len(old), maxOwnReads)]...)
}

// share makes the shared calls of a round.
func (p *polling) share(ctx context.Context, waits []*caseWait) {
	groups := map[string][]*caseWait{}
	for _, w := range waits {
		if w.shares(p.c.Now()) {
			groups[w.GroupID] = append(groups[w.GroupID], w)
		}
	}
	p.splits = 0
	for groupID, members := range groups {
		for some := range slices.Chunk(members, maxUnread) {
			p.shareSome(ctx, groupID, some)
		}
	}
}

// shareSome makes one shared call. A rejection may be due to one of the tickets, which is found by halving.
func (p *polling) shareSome(ctx context.Context, groupID string, waits []*caseWait) {
	var ids []string
	for _, w := range waits {
		if !slices.Contains(ids, w.CaseID) {
			ids = append(ids, w.CaseID)
		}
	}
	callCtx, cancel := context.WithTimeout(ctx, pollReadTime)
	items, err := p.c.unread(callCtx, ids, groupID)
	cancel()
	switch {
	case err == nil:
		p.failures = 0
		listed := map[string]unreadHint{}
		for _, item := range items {
			listed[value(item.IncidentId)] = newUnreadHint(item)
		}
		for _, w := range waits {
			w.observe(listed[w.CaseID])
		}
		return
	case ctx.Err() != nil:
		return
	case isTransient(err, newTicketTime):
		if p.failures++; p.failures >= maxSharedFailures {
			readAll(waits)
		}
	case IsRejection(err) && len(ids) > 1 && p.splits < maxSplits:
		p.splits += 2
		p.shareSome(ctx, groupID, waits[:len(waits)/2])
		p.shareSome(ctx, groupID, waits[len(waits)/2:])
		return
	case IsDenied(err) && len(ids) == 1:
		for _, w := range waits {
			w.leaveShared()
		}
	default:
		readAll(waits)
	}
	p.c.log(ctx, "The poll that all waits share failed", err)
}

func newUnreadHint(item osmapi.ImUnreadV2) unreadHint {
	h := unreadHint{listed: true, status: -1, unreadNo: int64(value(item.UnreadNum))}
	if item.Status != nil {
		h.status = int64(*item.Status)
	}
	return h
}

func readAll(waits []*caseWait) {
	for _, w := range waits {
		w.mu.Lock()
		w.hints.due = true
		w.mu.Unlock()
	}
}

func (w *caseWait) pollHints() pollHints {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.hints
}

// shares reports whether the shared call says enough about a wait: it does not show requests for access.
func (w *caseWait) shares(now time.Time) bool {
	return w.Reply && !w.Authorization && !now.Before(w.pollHints().aloneUntil)
}

// leaveShared leaves the ticket out of shared calls for a while.
func (w *caseWait) leaveShared() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hints.aloneUntil = w.c.Now().Add(ownReadAge)
}

// observe marks the wait as due if the shared call shows a change. At first, unread messages and another status are changes.
func (w *caseWait) observe(h unreadHint) {
	w.mu.Lock()
	defer w.mu.Unlock()
	changed := h != w.hints.last
	if !w.hints.seen {
		changed = h.unreadNo > 0 || h.listed && h.status >= 0 && h.status != w.status
	}
	w.hints.seen, w.hints.last, w.hints.due = true, h, w.hints.due || changed
}
