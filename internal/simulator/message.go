// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// createMessageBody is the body of CreateMessages.
type createMessageBody struct {
	Message struct {
		Content      string   `json:"content"`
		AccessoryIDs []string `json:"accessory_ids"`
	} `json:"message"`
	GroupID string `json:"group_id"`
}

// maxMessageFiles is the documented maximum of accessory_ids in a message.
const maxMessageFiles = 10

func (s *Simulator) createMessage(c *call) (any, *apiError) {
	var body createMessageBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	if !isOpen(t.status) {
		return nil, s.wrongStatus(t)
	}
	if strings.TrimSpace(body.Message.Content) == "" && len(body.Message.AccessoryIDs) == 0 {
		return nil, invalid("content is empty")
	}
	if apiErr := s.checkAttachable(body.Message.AccessoryIDs, originMessage, maxMessageFiles); apiErr != nil {
		return nil, apiErr
	}
	t.messages = append(t.messages, &message{
		id: s.store.nextMessageID(), authorID: c.principal.UserID, authorName: c.principal.UserName,
		content: body.Message.Content, created: s.Now(), accessories: body.Message.AccessoryIDs, read: true,
	})
	s.store.attach(body.Message.AccessoryIDs, t.id)
	if t.status == StatusWaitingForFeedback {
		t.setStatus(StatusInProcess, s.Now())
	}
	s.logCall(c, t, logMessage, "createMessage")
	c.applied = true
	return emptyResponse{}, nil
}

// messageItem is a message of ListMessages and its siblings, which carry no message_id.
type messageItem struct {
	Type           int             `json:"type"`
	ReplierType    int             `json:"replier_type"`
	Replier        string          `json:"replier"`
	ReplierName    string          `json:"replier_name"`
	Content        string          `json:"content"`
	CreateTime     string          `json:"create_time"`
	IsFirstMessage int             `json:"is_first_message"`
	IamUserType    int             `json:"iam_user_type"`
	AccessoryList  []accessoryItem `json:"accessory_list"`
}

func (s *Simulator) listMessages(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	items := []messageItem{}
	for _, m := range paged(c, s.ordered(t.messages)) {
		items = append(items, s.messageItem(c, m))
	}
	s.markReadBy(t)
	return object{"count": s.total(len(t.messages), len(items)), "message_list": items}, nil
}

// ordered returns messages, which the store keeps oldest first, in the order of Behaviors.MessageOrder.
func (s *Simulator) ordered(messages []*message) []*message {
	out := slices.Clone(messages)
	switch s.behaviors.MessageOrder {
	case MessagesNewestFirst:
		slices.Reverse(out)
	case MessagesShuffled:
		slices.SortFunc(out, func(a, b *message) int { return strings.Compare(a.id, b.id) })
	case MessagesOldestFirst:
	}
	return out
}

// markReadBy marks the messages of a ticket as read if reading the ticket does.
func (s *Simulator) markReadBy(t *ticket) {
	if s.behaviors.Reading == ReadingMarksRead {
		for _, m := range t.messages {
			m.read = true
		}
	}
}

func (s *Simulator) messageItem(c *call, m *message) messageItem {
	return messageItem{
		Type: boolToInt(m.engineer), ReplierType: boolToInt(m.engineer), Replier: m.authorID, ReplierName: m.authorName,
		Content: s.shownMessage(c, m), CreateTime: s.formatTime(c, m.created), IsFirstMessage: boolToInt(m.first),
		IamUserType: boolToInt(!m.engineer), AccessoryList: s.store.accessoryItems(m),
	}
}

func (s *Simulator) revokeMessage(c *call) (any, *apiError) {
	t, apiErr := s.find(c, c.path["case_id"], "")
	if apiErr != nil {
		return nil, apiErr
	}
	revoked, apiErr := s.revoke(t, c.path["message_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	if revoked {
		s.logCall(c, t, logMessage, "revokeMessage")
		c.applied = true
	}
	return emptyResponse{}, nil
}

// revoke revokes one of the customer's messages, except the first, which is the ticket itself. It reports whether it did, rather
// than accept a revoked one.
func (s *Simulator) revoke(t *ticket, messageID string) (bool, *apiError) {
	at := slices.IndexFunc(t.messages, func(m *message) bool { return m.id == messageID })
	if at < 0 {
		return false, invalid("message_id")
	}
	m := t.messages[at]
	switch {
	case m.engineer || m.first:
		return false, reject(codeNoPermission)
	case m.revoked && s.behaviors.RevokedMessages == RevokedMessagesMarked:
		return false, nil
	case m.revoked || !s.isRevocable(t, m):
		return false, reject(codeNotRevocable)
	}
	m.revoked = true
	switch s.behaviors.RevokedMessages {
	case RevokedMessagesGone:
		t.messages = slices.Delete(slices.Clone(t.messages), at, at+1)
	case RevokedMessagesEmptied:
		m.content, m.accessories = "", nil
	case RevokedMessagesMarked:
		m.content = RevokedText
	}
	return true, nil
}

// isRevocable reports whether a message of the customer can be revoked now.
func (s *Simulator) isRevocable(t *ticket, m *message) bool {
	switch s.behaviors.RevocableMessages {
	case RevocableMessagesRecent:
		return s.Now().Sub(m.created) <= RevocableFor
	case RevocableMessagesOfOpenTickets:
		return isOpen(t.status)
	case RevocableMessagesAll:
	}
	return true
}

var richText = regexp.MustCompile(`<[a-zA-Z/][^>]*>`)

// shownMessage returns the content of a message in responses. The first message is the ticket's description.
func (s *Simulator) shownMessage(c *call, m *message) string {
	if m.first {
		return s.shownText(c, s.shownDescription(m.content), false)
	}
	return s.shownText(c, m.content, m.engineer)
}

// shownText returns a text with markup and special characters as Behaviors.RichText says.
func (s *Simulator) shownText(c *call, text string, engineer bool) string {
	if s.behaviors.RichText == RichTextEscaped {
		return html.EscapeString(text)
	}
	trims := first(c.query["trim_osm_rich_text_label"]) != "false"
	if trims && (engineer || s.behaviors.RichText == RichTextRemoved) {
		return plainText(text)
	}
	return text
}

// plainText removes markup.
func plainText(content string) string {
	if !richText.MatchString(content) {
		return content
	}
	return html.UnescapeString(richText.ReplaceAllString(content, ""))
}

// unavailable rejects the operations of instant messages if the account does not have them.
func (s *Simulator) unavailable() *apiError {
	switch s.behaviors.InstantMessages {
	case InstantMessagesUnknown:
		return reject(codeUnknownAPI)
	case InstantMessagesForbidden:
		return reject(codeForbidden)
	case InstantMessagesAvailable:
	}
	return nil
}

// queryTickets returns the tickets in case_ids.
func (s *Simulator) queryTickets(c *call) ([]*ticket, *apiError) {
	if apiErr := s.unavailable(); apiErr != nil {
		return nil, apiErr
	}
	var tickets []*ticket
	for _, id := range c.query["case_ids"] {
		t, apiErr := s.readable(c, id)
		switch {
		case apiErr == nil:
			tickets = append(tickets, t)
		case s.behaviors.UnreadMissing == UnreadMissingRejected:
			return nil, apiErr
		}
	}
	return tickets, nil
}

// listNewMessages returns the messages since the last call, whose newest message last_message_time_id names.
func (s *Simulator) listNewMessages(c *call) (any, *apiError) {
	tickets, apiErr := s.queryTickets(c)
	if apiErr != nil {
		return nil, apiErr
	}
	since := time.Time{}
	if mark := first(c.query["last_message_time_id"]); mark != "" {
		micros, err := strconv.ParseInt(mark, 10, 64)
		if err != nil {
			return nil, invalid("last_message_time_id")
		}
		since = time.UnixMicro(micros)
	}
	newest, states, messages := since, []object{}, []object{}
	for _, t := range tickets {
		states = append(states, object{"incident_id": t.id, "status": boolToInt(isHandled(t.status))})
		items := []messageItem{}
		for _, m := range t.messages {
			at := m.created.Truncate(time.Microsecond)
			if at.After(since) {
				items = append(items, s.messageItem(c, m))
			}
			if at.After(newest) {
				newest = at
			}
		}
		if len(items) > 0 {
			messages = append(messages, object{"incident_id": t.id, "message_list": items})
		}
	}
	mark := ""
	if !newest.IsZero() {
		mark = strconv.FormatInt(newest.UnixMicro(), 10)
	}
	return object{"imstatus": states, "immsg": messages, "last_message_time_id": mark}, nil
}

func (s *Simulator) listUnread(c *call) (any, *apiError) {
	tickets, apiErr := s.queryTickets(c)
	if apiErr != nil {
		return nil, apiErr
	}
	items := []object{}
	for _, t := range tickets {
		s.progress(t)
		n := s.unread(t)
		if n == 0 && s.behaviors.UnreadList == UnreadListsNews {
			continue
		}
		item := object{"incident_id": t.id, "unread_num": s.number(n)}
		if s.behaviors.UnreadStatus == UnreadStatusCurrent {
			item["status"] = s.shownStatus(t)
		}
		items = append(items, item)
	}
	return object{"imunread": items}, nil
}

// unread counts the unread messages of a ticket as Behaviors.UnreadCounts says.
func (s *Simulator) unread(t *ticket) (n int) {
	for _, m := range t.messages {
		switch s.behaviors.UnreadCounts {
		case UnreadOfAll:
			n += boolToInt(!m.engineer || !m.read)
		case UnreadOfSupport:
			n += boolToInt(!m.read)
		case UnreadNone:
		}
	}
	return n
}

func (s *Simulator) markRead(c *call) (any, *apiError) {
	var body struct {
		GroupID string `json:"group_id"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	if apiErr := s.unavailable(); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	for _, m := range t.messages {
		c.applied = c.applied || !m.read
		m.read = true
	}
	return emptyResponse{}, nil
}

// listMoreMessages goes back from a time (type 0) or forward (type 1). The reference does not say which type is which.
func (s *Simulator) listMoreMessages(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	at, apiErr := s.parseTime(c, first(c.query["create_time"]))
	if apiErr != nil {
		return nil, apiErr
	}
	forward := c.integer("type", 0) == 1
	var found []messageItem
	for _, m := range t.messages {
		created := m.created.Truncate(time.Second)
		if (forward && created.After(at)) || (!forward && created.Before(at)) {
			found = append(found, s.messageItem(c, m))
		}
	}
	limit := c.integer("limit", defaultLimit)
	start := 0
	if !forward {
		start = max(0, len(found)-limit)
	}
	return object{"count": s.number(len(found)), "message_list": page(found, start, limit)}, nil
}
