// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// CreateMessageInput is a message to be added to a ticket.
type CreateMessageInput struct {
	CaseID, GroupID, Content string
	AccessoryIDs             []string
}

// visibleWindow are the pauses before each look for a message that the service accepted: 15 seconds in all.
var visibleWindow = []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// ErrMessageUnseen says that the service accepted a message which then did not appear in the ticket, so that its ID is not known.
var ErrMessageUnseen = errors.New("the service accepted the message, but it does not appear in the ticket")

var errMessageUnclear = errors.New("a new message of the ticket may be it, but its text does not settle it")

// messageSearch looks for the message of one create.
type messageSearch struct {
	c *Client
	CreateMessageInput
	text string
	// before are the IDs of the messages that the ticket had before the first send; ended says that it had ended.
	before map[string]bool
	ended  bool
	// found is the message; possible is a new one whose text was cut or changed.
	found, possible *osmapi.IncidentMessageV2
}

// CreateMessage adds a message exactly once and returns it as the ticket shows it. The response to the create has no ID: the ticket's messages are read
// before and after, and the new one of the same text is it. Messages to one ticket take turns in this process, so that two equal ones are told
// apart.
func (c *Client) CreateMessage(ctx context.Context, in CreateMessageInput) (*osmapi.IncidentMessageV2, error) {
	const op = "CreateMessages"
	unlock, err := c.turns.lock(ctx, "message\x00"+in.CaseID)
	if err != nil {
		return nil, &apierror.Error{Op: op, Kind: apierror.Cancelled, Err: err}
	}
	defer unlock()
	search := &messageSearch{c: c, CreateMessageInput: in, text: canonicalText(in.Content)}
	if err := search.readBefore(ctx); err != nil {
		return nil, err
	}
	body := osmapi.CreateMessageV2Req{GroupId: optional(in.GroupID), Message: osmapi.CreateMessageDoV2{Content: in.Content}}
	if len(in.AccessoryIDs) > 0 {
		body.Message.AccessoryIds = &in.AccessoryIDs
	}
	w := write{op: op, look: search.look, send: func(ctx context.Context) error { return c.sendMessage(ctx, in.CaseID, body) }}
	if search.ended {
		// A ticket that has ended takes no messages: what rejects one is expected, and one look is enough.
		w.window, w.attempts = oneLook, 1
	}
	var unknown *UnknownOutcomeError
	switch err := c.reconcile(ctx, w); {
	case search.ended && errors.As(err, &unknown) && unknown.NotFound && IsRejection(unknown.Err):
		return nil, unknown.Err
	case err != nil:
		return nil, attachmentRejected(in.AccessoryIDs, err)
	}
	return search.awaitVisible(ctx)
}

func (s *messageSearch) readBefore(ctx context.Context) error {
	detail, err := s.c.Case(ctx, s.CaseID, s.GroupID)
	if err != nil {
		return err
	}
	s.before, s.ended = map[string]bool{}, over[*detail.Status]
	for _, m := range list(detail.MessageList) {
		s.before[value(m.MessageId)] = true
	}
	return nil
}

// look searches the ticket for a message of the customer with that text which was not there before. Attachments prefer one of several.
func (s *messageSearch) look(ctx context.Context) (bool, error) {
	detail, err := s.c.Case(ctx, s.CaseID, s.GroupID)
	if err != nil {
		return false, err
	}
	for _, m := range list(detail.MessageList) {
		if id := value(m.MessageId); id == "" || s.before[id] || value(m.Type) != 0 {
			continue
		}
		switch compareText(s.text, value(m.Content)) {
		case same:
			if s.found == nil || !s.hasFiles(*s.found) && s.hasFiles(m) {
				s.found = &m
			}
		case maybe:
			s.possible = &m
		case different:
		}
	}
	if s.found == nil && s.possible != nil {
		return false, errMessageUnclear
	}
	return s.found != nil, nil
}

func (s *messageSearch) hasFiles(m osmapi.IncidentMessageV2) bool {
	shown := list(m.AccessoryList)
	return len(shown) == min(len(s.AccessoryIDs), shownFiles) && !slices.ContainsFunc(shown, func(a osmapi.SimpleAccessoryV2) bool {
		return !slices.Contains(s.AccessoryIDs, value(a.AccessoryId))
	})
}

// awaitVisible waits until the ticket shows a message that the service accepted. A new message whose text was cut or changed then is it.
func (s *messageSearch) awaitVisible(ctx context.Context) (*osmapi.IncidentMessageV2, error) {
	var look error
	for _, pause := range visibleWindow {
		if s.found != nil {
			return s.found, nil
		}
		if look = s.c.cfg.Wait(ctx, pause); look != nil {
			break
		}
		_, look = s.look(ctx)
	}
	switch {
	case s.found != nil:
		return s.found, nil
	case s.possible != nil:
		return s.possible, nil
	}
	return nil, errors.Join(ErrMessageUnseen, look)
}
