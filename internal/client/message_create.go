// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// NewMessage is a message to be added to a ticket.
type NewMessage struct {
	CaseID, GroupID, Content string
	AccessoryIDs             []string
}

// findPauses are the pauses before each look for a message that the service took: 15 seconds in all.
var findPauses = []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// ErrMessageUnseen says that the service took a message which then did not appear in the ticket, so that its id is not known.
var ErrMessageUnseen = errors.New("the service took the message, but it does not appear in the ticket")

// CreateMessage adds a message exactly once and gives it as the ticket shows it. The create call answers no id: the ticket's messages are read
// before and after, and the new one of the same text is it. Messages to one ticket take turns in this process, so that two equal ones are told
// apart. A message of unknown outcome is looked for before it is sent again.
func (c *Client) CreateMessage(ctx context.Context, in NewMessage) (*osmapi.IncidentMessageV2, error) {
	const op = "CreateMessages"
	back, err := c.turns.take(ctx, "message\x00"+in.CaseID)
	if err != nil {
		return nil, &apierror.Error{Op: op, Kind: apierror.Cancelled, Err: err}
	}
	defer back()
	before, err := c.Case(ctx, in.CaseID, in.GroupID)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, m := range list(before.MessageList) {
		known[value(m.MessageId)] = true
	}
	body := osmapi.CreateMessageV2Req{GroupId: optional(in.GroupID), Message: osmapi.CreateMessageDoV2{Content: in.Content}}
	if len(in.AccessoryIDs) > 0 {
		body.Message.AccessoryIds = &in.AccessoryIDs
	}
	for send := 1; ; send++ {
		err := c.sendMessage(ctx, in.CaseID, body)
		if err != nil && !unknown(err) {
			return nil, attachmentRefused(in.AccessoryIDs, err)
		}
		pauses := findPauses
		if err != nil {
			pauses = settlePauses
		}
		found, look := c.newMessage(ctx, in, known, pauses)
		switch {
		case found != nil:
			return found, nil
		case err == nil && look == nil:
			return nil, ErrMessageUnseen
		case err == nil:
			return nil, errors.Join(ErrMessageUnseen, look)
		case look != nil:
			return nil, &UnsettledError{Op: op, Err: err, Look: look}
		case send == maxSends:
			return nil, &UnsettledError{Op: op, Absent: true, Err: err}
		}
	}
}

// newMessage looks for a message of the customer with that text which was not there before.
func (c *Client) newMessage(ctx context.Context, in NewMessage, known map[string]bool, pauses []time.Duration) (*osmapi.IncidentMessageV2, error) {
	var look error
	for _, pause := range pauses {
		if err := c.cfg.Wait(ctx, pause); err != nil {
			return nil, err
		}
		var detail *osmapi.IncidentDetailInfoV2
		if detail, look = c.Case(ctx, in.CaseID, in.GroupID); look != nil {
			continue
		}
		for _, m := range list(detail.MessageList) {
			if id := value(m.MessageId); id != "" && !known[id] && value(m.Type) == 0 && normalize(value(m.Content)) == normalize(in.Content) {
				return &m, nil
			}
		}
	}
	return nil, look
}
