// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// sendMessage adds a message to a ticket. The response has no ID.
func (c *Client) sendMessage(ctx context.Context, id string, body osmapi.CreateMessageV2Req) error {
	return c.doOnce(ctx, transport.Call{CancelGrace: cancelGrace}, osmapi.NewCreateMessagesRequest(c.server, id, body))
}

// Messages lists the messages of a ticket in the service's order, without IDs; Case returns them with IDs.
func (c *Client) Messages(ctx context.Context, id, groupID string) ([]osmapi.QueryMessageInfoV2, error) {
	return listing[osmapi.ListMessagesResponse, osmapi.QueryMessageInfoV2]{
		request: func(offset, limit *int32) osmapi.Request {
			params := &osmapi.ListMessagesParams{Offset: offset, Limit: limit, GroupId: optional(groupID)}
			return osmapi.NewListMessagesRequest(c.server, id, params)
		},
		page: func(out osmapi.ListMessagesResponse) ([]osmapi.QueryMessageInfoV2, *osmapi.Integer) {
			return value(out.MessageList), out.Count
		},
		key: func(osmapi.QueryMessageInfoV2) string { return "" },
	}.all(ctx, c)
}

// RevokeMessageInput identifies a message to revoke.
type RevokeMessageInput struct {
	CaseID, GroupID, ID string
	// Content is the text that the message was sent with, "" if it is unknown.
	Content string
}

// RevokeMessage revokes a message. One that the ticket no longer contains, or whose ticket no longer exists, is not an error. The
// reference does not say what a ticket shows of a revoked message: it counts as revoked if it is missing or if its text changed,
// since nothing else changes the text of a message. Before the call, missing proves nothing: the message may not be visible yet.
func (c *Client) RevokeMessage(ctx context.Context, in RevokeMessageInput) error {
	before, exists, err := c.message(ctx, in)
	if err != nil || !exists {
		return err
	}
	isRevoked := func(ctx context.Context) (bool, error) {
		now, _, err := c.message(ctx, in)
		return err == nil && (now == nil || before != nil && value(now.Content) != value(before.Content)), err
	}
	err = c.reconcile(ctx, write{
		repeatable: true,
		send: func(ctx context.Context) error {
			return c.doOnce(ctx, transport.Call{}, osmapi.NewRevokeMessageRequest(c.server, in.CaseID, in.ID))
		},
		look: isRevoked,
	})
	if err == nil || apierror.IsNotFound(err) {
		return nil
	}
	if before != nil && in.Content != "" && IsRejection(err) &&
		compareText(canonicalText(in.Content), value(before.Content)) == different {
		return nil // it was revoked before
	}
	if revoked, _ := isRevoked(ctx); revoked {
		return nil
	}
	return err
}

// message returns a message as its ticket shows it, nil if the ticket does not contain it, and whether the ticket exists.
func (c *Client) message(ctx context.Context, in RevokeMessageInput) (m *osmapi.IncidentMessageV2, exists bool, err error) {
	detail, err := c.Case(ctx, in.CaseID, in.GroupID)
	if apierror.IsNotFound(err) || err == nil && int64(value(detail.Status)) == StatusDeleted {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	for _, m := range value(detail.MessageList) {
		if value(m.MessageId) == in.ID {
			return &m, true, nil
		}
	}
	return nil, true, nil
}

const opCreateMessage = "CreateMessages"

// CreateMessageInput is a message to add to a ticket.
type CreateMessageInput struct {
	CaseID, GroupID, Content string
	AccessoryIDs             []string
}

// ErrMessageUnseen reports that the service accepted a message that then did not appear in the ticket, so that its ID is unknown.
var ErrMessageUnseen = errors.New("the service accepted the message, but it does not appear in the ticket")

var errMessageUnclear = errors.New("a new message in the ticket may be this one, but its text was changed")

// messageSearch looks for the message of one create.
type messageSearch struct {
	c *Client
	CreateMessageInput
	text string
	// before are the IDs of the messages that the ticket had before the first attempt.
	before map[string]bool
	// ended reports whether the ticket had ended before.
	ended bool
	// found is the message; possible is a new one whose text was cut or changed.
	found, possible *osmapi.IncidentMessageV2
}

// CreateMessage adds a message exactly once and returns it as the ticket shows it. The response has no ID: a new message with the
// same text is the result. Messages to one ticket are sent one at a time, so that equal ones can be distinguished.
func (c *Client) CreateMessage(ctx context.Context, in CreateMessageInput) (*osmapi.IncidentMessageV2, error) {
	unlock, err := c.lock(ctx, opCreateMessage, "message\x00"+in.CaseID)
	if err != nil {
		return nil, err
	}
	defer unlock()
	search := &messageSearch{c: c, CreateMessageInput: in, text: canonicalText(in.Content), before: map[string]bool{}}
	detail, err := c.Case(ctx, in.CaseID, in.GroupID)
	if err != nil {
		return nil, err
	}
	search.ended = hasEnded(detail.Status)
	for _, m := range value(detail.MessageList) {
		search.before[value(m.MessageId)] = true
	}
	body := osmapi.CreateMessageV2Req{GroupId: optional(in.GroupID), Message: osmapi.CreateMessageDoV2{Content: in.Content}}
	if len(in.AccessoryIDs) > 0 {
		body.Message.AccessoryIds = &in.AccessoryIDs
	}
	w := write{
		op:   opCreateMessage,
		look: search.look,
		send: func(ctx context.Context) error { return c.sendMessage(ctx, in.CaseID, body) },
	}
	if search.ended {
		// A ticket that has ended accepts no messages: a rejection is expected, and one look is enough.
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

// look searches the ticket for a new message of the customer with that text. Attachments may select one of several matches.
func (s *messageSearch) look(ctx context.Context) (bool, error) {
	detail, err := s.c.Case(ctx, s.CaseID, s.GroupID)
	if err != nil {
		return false, err
	}
	for _, m := range value(detail.MessageList) {
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
	return areFiles(accessoryIDs(m), s.AccessoryIDs)
}

// awaitVisible waits until the ticket shows a message that the service accepted, possibly with its text truncated or changed.
func (s *messageSearch) awaitVisible(ctx context.Context) (*osmapi.IncidentMessageV2, error) {
	var look error
	if s.found == nil {
		look = s.c.awaitVisible(ctx, s.look)
	}
	if m := cmp.Or(s.found, s.possible); m != nil {
		return m, nil
	}
	return nil, errors.Join(ErrMessageUnseen, look)
}

// shownFiles is how many attachments of a message a response shows at most (API reference: ShowCaseDetail, accessory_list 0..5).
const shownFiles = 5

// areFiles reports whether the attachments that a message shows are those that it was sent with.
func areFiles(shown, sent []string) bool {
	return len(shown) == min(len(sent), shownFiles) && len(Without(shown, sent)) == 0
}

func accessoryIDs(m osmapi.IncidentMessageV2) []string {
	return mapped(value(m.AccessoryList), func(a osmapi.SimpleAccessoryV2) string { return value(a.AccessoryId) })
}

// CreateMessageOnce calls CreateMessage unless the customer's last message in the ticket is the same and younger than within. It
// reports whether it sent a message. Messages are the same if their texts and the attachments that are shown are equal. A message
// of unknown age counts as younger: a message that was not sent is noticed, whereas a second one costs a person's time.
func (c *Client) CreateMessageOnce(ctx context.Context, in CreateMessageInput, within time.Duration) (sent bool, err error) {
	// CreateMessage takes the other lock. Without this one, equal messages of one run would all find no earlier one and be sent.
	unlock, err := c.lock(ctx, opCreateMessage, "once\x00"+in.CaseID)
	if err != nil {
		return false, err
	}
	defer unlock()
	detail, err := c.caseInZone(ctx, in.CaseID, in.GroupID, zoneEight)
	if err != nil {
		return false, err
	}
	for _, m := range latestOfCustomer(value(detail.MessageList)) {
		if !in.matches(m) {
			continue
		}
		if old, err := c.isOlder(ctx, in, m, within); err != nil || !old {
			return false, err
		}
	}
	_, err = c.CreateMessage(ctx, in)
	return err == nil, err
}

// latestOfCustomer returns the customer's latest message, and those whose time is the same or can't be read.
func latestOfCustomer(messages []osmapi.IncidentMessageV2) []osmapi.IncidentMessageV2 {
	mine := slices.DeleteFunc(messages, func(m osmapi.IncidentMessageV2) bool { return value(m.Type) != 0 })
	var latest time.Time
	for _, m := range mine {
		if at, ok := parseTime(value(m.CreateTime)); ok && at.After(latest) {
			latest = at
		}
	}
	return slices.DeleteFunc(mine, func(m osmapi.IncidentMessageV2) bool {
		at, ok := parseTime(value(m.CreateTime))
		return ok && !at.Equal(latest)
	})
}

func (in CreateMessageInput) matches(m osmapi.IncidentMessageV2) bool {
	files := accessoryIDs(m)
	return compareText(canonicalText(in.Content), value(m.Content)) != different &&
		(len(files) == len(in.AccessoryIDs) || len(files) >= shownFiles) && len(Without(files, in.AccessoryIDs)) == 0
}

// isOlder reports whether a message, as the ticket shows it in zone eight, is certainly older than d (see instant).
func (c *Client) isOlder(ctx context.Context, in CreateMessageInput, m osmapi.IncidentMessageV2, d time.Duration) (bool, error) {
	eight, ok := parseTime(value(m.CreateTime))
	if !ok {
		return false, nil
	}
	detail, err := c.caseInZone(ctx, in.CaseID, in.GroupID, zoneNine)
	if err != nil {
		return false, err
	}
	for _, other := range value(detail.MessageList) {
		if value(other.MessageId) == value(m.MessageId) {
			nine, ok := parseTime(value(other.CreateTime))
			at, _, consistent := instant(eight, nine)
			return ok && consistent && c.clock.at(c.cfg.Now()).Sub(at) >= d, nil
		}
	}
	return true, nil // it was revoked
}
