// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

const (
	// cancelGrace is how long the response to a write is still awaited after the caller gave up: Ctrl-C must not lose a ticket,
	// yet Terraform must exit within two seconds.
	cancelGrace = 1500 * time.Millisecond
	// lastLookTime bounds the one look after the caller gave up.
	lastLookTime = 2 * time.Second
	// maxAttempts bounds the attempts of one write, each made only after the previous one was found to have had no effect.
	maxAttempts = 3
)

var (
	// window holds the pauses before each look for a write's effect: 60 seconds in total, since the reference states no delay.
	window = []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second,
		30 * time.Second}
	// oneLook is the window of a write that may be repeated without harm.
	oneLook = window[:1]
	// readPauses bound the wait for a new ticket to become readable: half a minute.
	readPauses = append([]time.Duration{0, 500 * time.Millisecond}, window[1:6]...)
	// visibleWindow is the window for a thing that the service accepted: 15 seconds in total.
	visibleWindow = readPauses[:6]
)

// write is a call with an effect that must happen once.
type write struct {
	// op names the write in an UnknownOutcomeError; a repeatable write needs none.
	op   string
	send func(context.Context) error
	// look reports whether the write took effect; confirm, if set, looks more thoroughly before the effect is declared absent.
	look, confirm func(context.Context) (applied bool, err error)
	// window holds the pauses before each look; nil means the default window of 60 seconds.
	window []time.Duration
	// repeatable marks a write that may be repeated without harm: one look decides; if it fails, the attempt's error counts.
	repeatable bool
	// attempts bounds the attempts; 0 is maxAttempts.
	attempts int
}

// reconcile ensures that a write takes effect once. A write is retried only if it was certainly not processed, or if its effect
// was not found during the whole window. An *UnknownOutcomeError reports that the outcome could not be determined.
func (c *Client) reconcile(ctx context.Context, w write) error {
	switch {
	case w.repeatable:
		w.window = oneLook
	case w.window == nil:
		w.window = window
	}
	if w.attempts == 0 {
		w.attempts = maxAttempts
	}
	for attempt := 1; ; attempt++ {
		err := w.send(ctx)
		definite := !outcomeUnknown(err) && !wasRepeated(err)
		if err == nil || definite && (attempt == 1 || w.repeatable) {
			return err
		}
		if definite { // this attempt had no effect, but an earlier one may have had one that showed late
			w.window, w.confirm = oneLook, nil
		}
		applied, look := c.search(ctx, w)
		switch {
		case applied:
			return nil
		case w.repeatable && (look != nil || IsRejection(err) || attempt == w.attempts ||
			c.cfg.Wait(ctx, window[attempt]) != nil):
			return err
		case w.repeatable:
		case look != nil:
			return unknownOutcome(w.op, err, look)
		case definite:
			return err
		case attempt == w.attempts:
			return &UnknownOutcomeError{Op: w.op, NotFound: true, Err: err}
		}
	}
}

// search looks for the effect of a write during its window.
func (c *Client) search(ctx context.Context, w write) (applied bool, err error) {
	for _, pause := range w.window {
		if c.cfg.Wait(ctx, pause) != nil {
			return c.lastLook(ctx, w)
		}
		if applied, err = w.look(ctx); applied {
			return true, nil
		}
		if e, ok := errors.AsType[*inconclusiveError](err); ok && e.final {
			return false, err
		}
	}
	switch {
	case ctx.Err() != nil:
		return c.lastLook(ctx, w)
	case err == nil && w.confirm != nil:
		return w.confirm(ctx)
	}
	return false, err
}

// awaitVisible looks until what the service accepted is found, and returns the last error if it is not.
func (c *Client) awaitVisible(ctx context.Context, look func(context.Context) (found bool, err error)) (err error) {
	found := false
	for _, pause := range visibleWindow {
		if err := c.cfg.Wait(ctx, pause); err != nil {
			return err
		}
		if found, err = look(ctx); found {
			return nil
		}
	}
	return err
}

// lastLook is the only look at a write whose caller gave up. Finding nothing proves no absence: the window has not passed.
func (c *Client) lastLook(ctx context.Context, w write) (bool, error) {
	cause := ctx.Err()
	if w.repeatable {
		return false, cause
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLookTime)
	defer cancel()
	applied, err := w.look(ctx)
	if !applied && err == nil {
		err = cause
	}
	return applied, err
}

// lock waits for the lock of key, under which the writes of this process that could be confused run one at a time. It returns the
// function that releases the lock, or the error of the operation op, which then made no call.
func (c *Client) lock(ctx context.Context, op, key string) (unlock func(), err error) {
	unlock, err = c.locks.lock(ctx, key)
	if err != nil {
		return nil, &apierror.Error{Op: op, Kind: apierror.Cancelled, Err: err}
	}
	return unlock, nil
}

type keyedMutex struct{ locks sync.Map }

// lock waits for the lock of key, or for the end of ctx. It returns the function that releases the lock.
func (m *keyedMutex) lock(ctx context.Context, key string) (unlock func(), err error) {
	v, _ := m.locks.LoadOrStore(key, semaphore.NewWeighted(1))
	lock, _ := v.(*semaphore.Weighted)
	if err := lock.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return func() { lock.Release(1) }, nil
}

func wasRepeated(err error) bool {
	e := apierror.As(err)
	return e != nil && e.Repeated
}

// outcomeUnknown reports whether a write that failed may have been carried out. A login that failed sent nothing.
func outcomeUnknown(err error) bool {
	_, login := errors.AsType[*transport.CredentialError](err)
	return !login && apierror.IsUnknown(err)
}

// Candidate is a ticket that may be the result of a create.
type Candidate struct{ ID, Description, CreateTime string }

// inconclusiveError is the error of a look that could not determine whether a write took effect.
type inconclusiveError struct {
	candidates []Candidate
	// final reports that further looks can't determine it either.
	final bool
	err   error
}

func (e *inconclusiveError) Error() string { return e.err.Error() }
func (e *inconclusiveError) Unwrap() error { return e.err }

// UnknownOutcomeError reports that it is unknown whether a write took effect.
type UnknownOutcomeError struct {
	Op string
	// Candidates are tickets that may be its result.
	Candidates []Candidate
	// NotFound reports that the service was searched completely after each attempt, and nothing was found.
	NotFound bool
	// Err is the reason why there is no usable response, Look the reason why looking did not help.
	Err, Look error
}

func unknownOutcome(op string, err, look error) *UnknownOutcomeError {
	out := &UnknownOutcomeError{Op: op, Err: err, Look: look}
	if e, ok := errors.AsType[*inconclusiveError](look); ok {
		out.Candidates, out.Look = e.candidates, e.err
	}
	return out
}

func (e *UnknownOutcomeError) Error() string {
	text := fmt.Sprintf("%s: the outcome is unknown: %v", e.Op, e.Err)
	if e.Look != nil {
		text += fmt.Sprintf("; looking for the result failed: %v", e.Look)
	}
	if ids := idsOf(e.Candidates); len(ids) > 0 {
		text += "; candidates: " + strings.Join(ids, ", ")
	}
	return text
}

func (e *UnknownOutcomeError) Unwrap() []error {
	return slices.DeleteFunc([]error{e.Err, e.Look}, func(err error) bool { return err == nil })
}

func idsOf(candidates []Candidate) []string {
	return mapped(candidates, func(c Candidate) string { return c.ID })
}

// unknownOutcomes holds, by operation, what the service may have done, to what, and what to do next.
var unknownOutcomes = map[string]struct{ done, object, next string }{
	"CreateCases": {
		"opened the ticket", "ticket",
		"Check the service's console before the next apply, which would open another ticket. If the ticket is there, import " +
			"it:\n  terraform import <address of the resource> <ticket ID>\n" +
			"With `adopt_existing = true`, the next apply looks for it first.",
	},
	opCreateMessage: {
		"accepted the message", "message",
		"Check the ticket in the service's console before the next apply, which would send the message again. If it is there, " +
			"import it:\n  terraform import <address of the resource> <ticket ID>/<message ID>",
	},
	opAttach: {
		"attached the files", "message with these files",
		"The next apply reads the ticket first and attaches only what is missing.",
	},
	opGrant: {
		"granted the access", "grant",
		"The next apply reads the request first, and does not grant it again.",
	},
	opSendCode: {
		"sent the code", "code",
		"If the code arrives, it is valid for five minutes: set `verify_code_wo` to it. Otherwise, send another one: replace " +
			"the resource, or run the action osm_verification_send.",
	},
	opSign: {
		"signed the agreement", "signature",
		"The next apply looks first and signs the agreement only if it is not signed.",
	},
	"CreateLabels": {"created the label", "label", "If the label exists, the next apply reports its ID."},
}

// Detail returns what the service may have done, what to do next, and why the outcome is unknown.
func (e *UnknownOutcomeError) Detail() string {
	words := unknownOutcomes[e.Op]
	var b strings.Builder
	switch {
	case e.NotFound:
		fmt.Fprintf(&b, "The service did not confirm that it %s, and no such %s was found within a minute of each attempt. "+
			"The next apply tries again.", words.done, words.object)
	case len(e.Candidates) == 0:
		fmt.Fprintf(&b, "The service may have %s, but did not confirm it, and the %s could not be looked up. %s",
			words.done, words.object, words.next)
	default:
		fmt.Fprintf(&b, "The service may have %s, but did not confirm it, and these tickets may be the result:%s\n\nCheck them "+
			"before the next apply, which would open another ticket, and import the right one:\n  terraform import <address of "+
			"the resource> %s", words.done, bullets(e.Candidates), e.Candidates[0].ID)
	}
	for _, err := range e.Unwrap() {
		b.WriteString("\n\n" + apierror.Detail(err))
	}
	return b.String()
}

func bullets(candidates []Candidate) string {
	var b strings.Builder
	for _, c := range candidates {
		fmt.Fprintf(&b, "\n  - %s, created %s", c.ID, c.CreateTime)
	}
	return b.String()
}
