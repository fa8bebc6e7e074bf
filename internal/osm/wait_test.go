// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const sharedPoll = "ListUnreadNewInstantMessages"

func isEnded(status int64) bool { return osm.HasEnded(status) }

// atRound calls do before the nth shared call, or the nth read of a detail if there is none.
func (w *world) atRound(n int, do func()) {
	var once sync.Once
	shared, details := 0, 0
	var mu sync.Mutex
	w.OnRequest(func(r *simulator.Request) {
		mu.Lock()
		switch r.Operation {
		case sharedPoll:
			shared++
		case "ShowCaseDetail":
			details++
		}
		isDue := shared == n || details == n
		mu.Unlock()
		if isDue {
			once.Do(do)
		}
	})
}

// TestWait_everyBehavior waits for a reply that arrives while it polls, under each value of each behavior: the wait ends with the
// reply, not with the older one.
func TestWait_everyBehavior(t *testing.T) {
	t.Parallel()
	for _, b := range simulator.AllBehaviors() {
		for value, name := range b.Values {
			t.Run(b.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				var played simulator.Behaviors
				b.Set(&played, value)
				w := newWorld(t, simulator.Options{}, time.Minute)
				w.SetBehaviors(func(b *simulator.Behaviors) { *b = played })
				if _, err := w.api.AwaitCase(t.Context(), w.id, ""); err != nil {
					t.Fatal(err)
				}
				w.Reply(w.id, "an older answer")
				w.Advance(time.Second)
				if _, err := w.api.CreateMessage(t.Context(), osm.CreateMessageInput{CaseID: w.id, Content: asked}); err != nil {
					t.Fatal(err)
				}
				w.ResetLog()
				w.atRound(4, func() { w.Reply(w.id, "the answer") })
				start := w.Now()
				result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Reply: true, Timeout: time.Hour})
				if err != nil || result.Reply == nil || *result.Reply.Content != "the answer" {
					t.Fatalf("got %+v, %v; calls %s", result, err, w.calls())
				}
				// A change that the shared call does not show is found by the next read of the ticket itself.
				if took := w.Now().Sub(start); took > 10*time.Minute {
					t.Errorf("the reply was found after %s; calls %s", took, w.calls())
				}
			})
		}
	}
}

// TestWait_existingReply shows that a reply which the ticket has already ends the wait with one call, and an older one does not.
func TestWait_existingReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.Reply(w.id, "the answer")
	result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Reply: true, Timeout: time.Hour})
	if err != nil || result.Reply == nil || w.calls() != "ShowCaseDetail" {
		t.Errorf("got %+v, %v; calls %s", result, err, w.calls())
	}
	w.Advance(time.Second)
	if _, err := w.AddMessage(w.id, "and now?"); err != nil {
		t.Fatal(err)
	}
	_, err = w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Reply: true, Timeout: time.Hour})
	timeout, ok := errors.AsType[*osm.WaitTimeoutError](err)
	if !ok || timeout.Waited.Round(time.Second) != time.Hour || timeout.Status != 0 {
		t.Errorf("got %v", err)
	}
}

// TestWait_firstOfTwo shows that what comes first ends a wait for both. A reply that came with the status is returned.
func TestWait_firstOfTwo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do    func(*world)
		reply bool
	}{
		"status": {func(w *world) { w.SetStatus(w.id, osm.StatusCompleted) }, false},
		"reply":  {func(w *world) { w.Reply(w.id, "the answer") }, true},
		"both":   {func(w *world) { w.Reply(w.id, "the answer"); w.SetStatus(w.id, osm.StatusCompleted) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			w.Advance(time.Second)
			w.atRound(3, func() { c.do(w) })
			var waited []time.Duration
			result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Reply: true, EndsAt: isEnded,
				Timeout: time.Hour, OnPoll: func(p osm.WaitProgress) { waited = append(waited, p.Waited) }})
			// The time that the test itself takes is part of it.
			if len(waited) != 2 || waited[0] < 2*time.Second || waited[1]-waited[0] < 3*time.Second {
				t.Errorf("progress after %v, want two rounds, after at least 2 and 3 seconds", waited)
			}
			if err != nil || (result.Reply != nil) != c.reply {
				t.Errorf("got %+v, %v", result, err)
			}
			if calls := w.calls(); calls != "ShowCaseDetail, 3 "+sharedPoll+", ShowCaseDetail" {
				t.Errorf("calls %s", calls)
			}
		})
	}
}

// TestWait_requestsUnreadable shows that a status ends a wait although the requests for access can't be listed.
func TestWait_requestsUnreadable(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"rejected":    {Operation: "ListAuthorizations", Kind: simulator.RejectUnder200, Code: "OSM.01010002"},
		"unavailable": {Operation: "ListAuthorizations", Kind: simulator.HTMLBefore},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			w.SetStatus(w.id, osm.StatusCompleted)
			w.Inject(fault)
			result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Authorization: true, EndsAt: isEnded,
				Timeout: time.Hour})
			if err != nil || result.Status != osm.StatusCompleted || result.AuthorizationID != "" {
				t.Errorf("got %+v, %v", result, err)
			}
		})
	}
}

// TestWait_ended shows that a wait for a reply alone fails soon after the ticket has ended.
func TestWait_ended(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.SetStatus(w.id, osm.StatusCompleted)
	_, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Reply: true, Timeout: 24 * time.Hour})
	if timeout, ok := errors.AsType[*osm.WaitTimeoutError](err); !ok || !timeout.Ended || timeout.Waited > 3*time.Minute {
		t.Errorf("got %+v", err)
	}
}

// TestWait_shared shows that many waits share one call per round, and that a ticket for which it is rejected is polled alone.
func TestWait_shared(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		behaviors simulator.Behaviors
		foreign   bool
	}{
		"all":                       {},
		"one of another member":     {foreign: true},
		"left out":                  {simulator.Behaviors{UnreadMissing: simulator.UnreadMissingLeftOut}, true},
		"joined by commas":          {simulator.Behaviors{QueryLists: simulator.QueryListsComma}, false},
		"rejected, only repeated":   {simulator.Behaviors{QueryLists: simulator.QueryListsRepeated}, true},
		"rejected, with 4xx":        {simulator.Behaviors{BusinessErrors: simulator.BusinessErrorsUnder4xx}, true},
		"unknown to the gateway":    {simulator.Behaviors{InstantMessages: simulator.InstantMessagesUnknown}, false},
		"forbidden to this account": {simulator.Behaviors{InstantMessages: simulator.InstantMessagesForbidden}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const n = 120
			w := newWorld(t, simulator.Options{Behaviors: c.behaviors}, time.Minute)
			var ids []string
			for i := range n {
				ids = append(ids, w.OpenCase(fmt.Sprint("question ", i)))
			}
			if c.foreign {
				w.Inject(simulator.Fault{Operation: sharedPoll, Kind: simulator.RejectUnder200, Code: "OSM.01010002",
					Match: func(r simulator.Request) bool {
						return slices.Contains(idsIn(r.Query), ids[7]) && c.behaviors.UnreadMissing == 0
					}})
			}
			w.Advance(time.Hour)
			w.ResetLog()
			answered := waitForAll(t, w, ids)
			answered.Wait()
			details, shared := w.Count("ShowCaseDetail"), w.Count(sharedPoll)
			t.Logf("%d waits: %d reads of tickets, %d shared calls", n, details, shared)
			if c.behaviors.InstantMessages == 0 && details > 3*n {
				t.Errorf("%d waits read their tickets %d times", n, details)
			}
		})
	}
}

// idsIn returns the tickets of a shared call, in either form.
func idsIn(query url.Values) (ids []string) {
	for _, id := range query["case_ids"] {
		ids = append(ids, strings.Split(id, ",")...)
	}
	return ids
}

// waitForAll waits for replies to all tickets, which arrive after some rounds in which all wait.
func waitForAll(t *testing.T, w *world, ids []string) *sync.WaitGroup {
	t.Helper()
	rounds := 0
	w.OnRequest(func(r *simulator.Request) {
		if r.Operation != sharedPoll || w.Count("ShowCaseDetail") < len(ids) {
			return
		}
		if rounds++; rounds == 6 {
			for _, id := range ids {
				w.Reply(id, "the answer to "+id)
			}
		}
	})
	var waits sync.WaitGroup
	for _, id := range ids {
		waits.Go(func() {
			result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: id, Reply: true, Timeout: 1000 * time.Hour})
			if err != nil || result.Reply == nil || *result.Reply.Content != "the answer to "+id {
				t.Errorf("%s: %+v, %v", id, result, err)
			}
		})
	}
	return &waits
}

// TestWait_cancelled shows that a wait whose caller gives up ends at once and leaves the others alone.
func TestWait_cancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	other := w.OpenCase("another")
	w.Advance(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	w.atRound(4, cancel)
	w.OnRequest(func(r *simulator.Request) {
		if r.Operation == sharedPoll && ctx.Err() != nil && w.Count(sharedPoll) > 10 {
			w.Reply(other, "the answer")
		}
	})
	var waits sync.WaitGroup
	waits.Go(func() {
		result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: other, Reply: true, Timeout: 1000 * time.Hour})
		if err != nil || result.Reply == nil {
			t.Errorf("the other wait: %+v, %v", result, err)
		}
	})
	_, err := w.api.WaitForCase(ctx, osm.WaitInput{CaseID: w.id, Reply: true, Timeout: 1000 * time.Hour})
	if timeout, ok := errors.AsType[*osm.WaitTimeoutError](err); !ok || !timeout.Cancelled {
		t.Errorf("got %v", err)
	}
	waits.Wait()
	n := len(w.Requests())
	if _, err := w.api.CaseStatus(t.Context(), w.id); err != nil {
		t.Fatal(err)
	}
	if made := len(w.Requests()) - n; made != 1 {
		t.Errorf("%d calls were made after the last wait, want the one of the test", made)
	}
}

// TestWait_faults shows that transient failures of either call don't end a wait, and that the reply is found nevertheless.
func TestWait_faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"503":         {Kind: simulator.RejectBefore, Status: 503},
		"dropped":     {Kind: simulator.DropAfter},
		"HTML page":   {Kind: simulator.HTMLAfter},
		"throttled":   {Kind: simulator.Throttle},
		"no JSON":     {Kind: simulator.GarbageJSON},
		"wrong types": {Kind: simulator.WrongTypes},
		"null":        {Kind: simulator.NullBody},
		"internal":    {Kind: simulator.RejectUnder200, Code: "OSM.0004"},
	} {
		for _, operation := range []string{sharedPoll, "ShowCaseDetail"} {
			t.Run(operation+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, simulator.Options{}, time.Minute)
				w.Advance(time.Second)
				w.atRound(2, func() {
					hit := fault // the row of the other operation changes its own
					hit.Operation, hit.Times = operation, 9
					w.Inject(hit)
					w.Reply(w.id, "the answer")
				})
				result, err := w.api.WaitForCase(t.Context(), osm.WaitInput{CaseID: w.id, Reply: true, Timeout: time.Hour})
				if err != nil || result.Reply == nil {
					t.Errorf("got %+v, %v; calls %s", result, err, w.calls())
				}
			})
		}
	}
}

// TestUnread lists more tickets than fit into a call, in either form of the query.
func TestUnread(t *testing.T) {
	t.Parallel()
	for _, form := range []simulator.QueryLists{simulator.QueryListsBoth, simulator.QueryListsComma,
		simulator.QueryListsRepeated} {
		w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{QueryLists: form}}, time.Minute)
		ids := []string{w.id}
		for range 150 {
			ids = append(ids, w.OpenCase("question"))
		}
		w.Reply(ids[120], "answer")
		items, err := w.api.Unread(t.Context(), ids, "")
		if err != nil || len(items) != 151 || *items[120].UnreadNum != 1 || *items[0].UnreadNum != 0 {
			t.Errorf("form %d: %d items, %v", form, len(items), err)
		}
		if n := w.Count(sharedPoll); n > 3 {
			t.Errorf("form %d: %d calls", form, n)
		}
	}
}
