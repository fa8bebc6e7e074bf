// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

const (
	// newTicketTime is how long a ticket that is not found may be one that is not visible yet.
	newTicketTime = time.Minute
	// endedTime is how long a reply is still awaited after the ticket has ended: it may become visible after the status.
	endedTime = time.Minute
	// pollReadTime bounds one read of a poll round, which all waits share.
	pollReadTime = time.Minute
)

// WaitInput describes a wait. At least one of EndsAt, Reply and Authorization is set; whatever comes first ends the wait.
type WaitInput struct {
	CaseID, GroupID string
	// EndsAt reports whether a status ends the wait.
	EndsAt func(status int64) bool
	// Reply ends the wait when support has written after the customer's last message.
	Reply bool
	// Authorization ends the wait when a request from support for access waits for a decision.
	Authorization bool
	// Timeout bounds the wait by the client's clock.
	Timeout time.Duration
	// OnPoll, if set, is called after each poll round that does not end the wait.
	OnPoll func(WaitProgress)
}

// WaitProgress is what a wait knows after a poll round.
type WaitProgress struct {
	// Status is the ticket's last known status, -1 if it was not read yet.
	Status int64
	Waited time.Duration
	// Err is the error of this round's read, if it failed.
	Err error
}

// WaitResult is how a wait ended. Reply is the latest message from support that is newer than the customer's last one. It is nil
// unless Reply was requested and there is one.
type WaitResult struct {
	Status int64
	Reply  *osmapi.IncidentMessageV2
	// AuthorizationID is the ID of a request for access that waits for a decision, "" if there is none or if it was not awaited.
	AuthorizationID string
}

// WaitTimeoutError reports that a wait ended without a result.
type WaitTimeoutError struct {
	// Status is the ticket's last status, -1 if it was never read, and Age for how long it was seen.
	Status      int64
	Age, Waited time.Duration
	// Cancelled reports that the caller gave up, Ended that the ticket ended without the awaited reply.
	Cancelled, Ended bool
	// Err is the last error of a poll, or nil.
	Err error
}

func (e *WaitTimeoutError) Error() string {
	return fmt.Sprintf("the wait ended after %s, with the status %d: %v", e.Waited, e.Status, e.Err)
}

func (e *WaitTimeoutError) Unwrap() error { return e.Err }

// caseWait is one wait.
type caseWait struct {
	WaitInput
	c               *Client
	start, deadline time.Time
	// read reads the ticket in the context of the waiting caller; after the last read, the time is over.
	read func(isLast bool)
	// done is closed when the wait has a result or an error.
	done chan struct{}

	mu     sync.Mutex
	result WaitResult
	err    error
	// status is the last status, seen since that time; endedAt is when the ticket was first seen to have ended.
	status         int64
	since, endedAt time.Time
	// lastErr is the last error of a read, roundErr that of the last read.
	lastErr, roundErr error
	// known are the keys of the messages that were read.
	known map[string]bool
	hints pollHints
}

// WaitForCase waits until a ticket has a status or a reply. All waits of a client share its poll rounds (see poller). The error
// is a *WaitTimeoutError if the time is over or ctx has ended.
func (c *Client) WaitForCase(ctx context.Context, in WaitInput) (WaitResult, error) {
	now := c.Now()
	w := &caseWait{WaitInput: in, c: c, start: now, deadline: now.Add(in.Timeout), status: -1, since: now,
		done: make(chan struct{}), known: map[string]bool{}}
	w.read = func(isLast bool) { w.readTicket(ctx, isLast) }
	w.readTicket(ctx, false)
	if !w.isDone() {
		c.poller.join(ctx, w)
		defer c.poller.leave(w)
		select {
		case <-w.done:
		case <-ctx.Done():
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.isDone() {
		timeout := w.timeout()
		timeout.Cancelled = true
		return WaitResult{}, timeout
	}
	return w.result, w.err
}

func (w *caseWait) isDone() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

// readTicket reads the ticket, one read at a time.
func (w *caseWait) readTicket(ctx context.Context, isLast bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.isDone() {
		return
	}
	readCtx, cancel := context.WithTimeout(ctx, pollReadTime)
	defer cancel()
	met, err := w.look(readCtx)
	now := w.c.Now()
	w.roundErr, w.hints.readAt, w.hints.due = err, now, err != nil
	switch {
	case met:
		close(w.done)
		return
	case ctx.Err() != nil:
		return
	case err != nil && !isTransient(err, now.Sub(w.start)):
		w.err = err
		close(w.done)
		return
	case err != nil:
		w.lastErr = err
	}
	hasEnded := w.Reply && err == nil && HasEnded(w.status)
	switch {
	case !hasEnded:
		w.endedAt = time.Time{}
	case w.endedAt.IsZero():
		w.endedAt = now
	}
	w.hints.due = w.hints.due || hasEnded
	if hasEnded = hasEnded && now.Sub(w.endedAt) >= endedTime; isLast || hasEnded {
		timeout := w.timeout()
		timeout.Ended = hasEnded
		w.err = timeout
		close(w.done)
	}
}

// look reads the ticket, and its requests for access if they are awaited, and reports whether something that the wait is for has
// come. If the ticket ends the wait, it does not matter whether the requests can be read.
func (w *caseWait) look(ctx context.Context) (met bool, err error) {
	if met, err = w.lookAtTicket(ctx); err != nil || !w.Authorization {
		return met, err
	}
	request, found, err := w.c.PendingAuthorization(ctx, w.CaseID, w.GroupID)
	if err != nil && !met {
		return false, err
	}
	w.result.AuthorizationID = value(request.Id)
	return met || found, nil
}

// lookAtTicket reads the ticket. Waits that need no messages use the cheapest call, which takes no group.
func (w *caseWait) lookAtTicket(ctx context.Context) (met bool, err error) {
	if !w.Reply && w.GroupID == "" {
		status, err := w.c.CaseStatus(ctx, w.CaseID)
		if err == nil {
			met = w.sawStatus(status)
		}
		return met, err
	}
	detail, err := w.c.Case(ctx, w.CaseID, w.GroupID)
	if err != nil {
		return false, err
	}
	met = w.sawStatus(int64(*detail.Status))
	if w.Reply {
		messages := value(detail.MessageList)
		w.result.Reply = newCorrespondence(messages, w.known).latestReply()
		for _, m := range messages {
			w.known[messageKey(m)] = true
		}
	}
	return met || w.result.Reply != nil, nil
}

// sawStatus reports whether a status that was read ends the wait.
func (w *caseWait) sawStatus(status int64) bool {
	if status != w.status {
		w.status, w.since = status, w.c.Now()
	}
	w.result.Status = status
	return w.EndsAt != nil && w.EndsAt(status)
}

func (w *caseWait) timeout() *WaitTimeoutError {
	now := w.c.Now()
	return &WaitTimeoutError{Status: w.status, Age: now.Sub(w.since), Waited: now.Sub(w.start), Err: w.lastErr}
}

func (w *caseWait) report() {
	w.mu.Lock()
	progress := WaitProgress{Status: w.status, Waited: w.c.Now().Sub(w.start), Err: w.roundErr}
	w.roundErr = nil
	w.mu.Unlock()
	if w.OnPoll != nil && !w.isDone() {
		w.OnPoll(progress)
	}
}

// isTransient reports whether a wait continues after an error: the ticket was opened recently and may not be visible yet, or the
// failure is transient.
func isTransient(err error, waited time.Duration) bool {
	if apierror.IsNotFound(err) {
		return waited < newTicketTime
	}
	e := apierror.As(err)
	return errors.Is(err, context.DeadlineExceeded) || e != nil && (e.Unknown() || e.Status == http.StatusTooManyRequests)
}
