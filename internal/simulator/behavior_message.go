// SPDX-License-Identifier: MPL-2.0

package simulator

func messageBehaviors() []Behavior {
	return []Behavior{
		choice("message-order", func(r *Behaviors) *MessageOrder { return &r.MessageOrder },
			"oldest-first", "newest-first", "shuffled"),
		choice("reading", func(r *Behaviors) *Reading { return &r.Reading }, "keeps-unread", "marks-read"),
		choice("unread-counts", func(r *Behaviors) *UnreadCounts { return &r.UnreadCounts }, "support", "all", "none"),
		choice("unread-list", func(r *Behaviors) *UnreadList { return &r.UnreadList }, "all", "news-only"),
		choice("unread-status", func(r *Behaviors) *UnreadStatus { return &r.UnreadStatus }, "current", "absent"),
		choice("unread-missing", func(r *Behaviors) *UnreadMissing { return &r.UnreadMissing }, "rejected", "left-out"),
		choice("instant-messages", func(r *Behaviors) *InstantMessages { return &r.InstantMessages },
			"available", "unknown", "forbidden"),
	}
}

// MessageOrder is the order of the messages of a ticket in its detail and in ListMessages.
type MessageOrder int

// The values of MessageOrder.
const (
	MessagesOldestFirst MessageOrder = iota
	MessagesNewestFirst
	MessagesShuffled
)

// Reading is whether reading a ticket marks its messages as read.
type Reading int

// The values of Reading.
const (
	ReadingKeepsUnread Reading = iota
	ReadingMarksRead           // the detail and ListMessages do
)

// UnreadCounts are the messages that ListUnreadNewInstantMessages counts.
type UnreadCounts int

// The values of UnreadCounts.
const (
	UnreadOfSupport UnreadCounts = iota
	UnreadOfAll                  // the customer's own messages too
	UnreadNone                   // always 0, as if someone had read everything on the console
)

// UnreadList are the tickets that ListUnreadNewInstantMessages lists.
type UnreadList int

// The values of UnreadList.
const (
	UnreadListsAll  UnreadList = iota
	UnreadListsNews            // only those with unread messages
)

// UnreadStatus is whether ListUnreadNewInstantMessages returns the status of tickets.
type UnreadStatus int

// The values of UnreadStatus.
const (
	UnreadStatusCurrent UnreadStatus = iota
	UnreadStatusAbsent
)

// UnreadMissing is the response of ListUnreadNewInstantMessages if one of several tickets can't be read.
type UnreadMissing int

// The values of UnreadMissing.
const (
	UnreadMissingRejected UnreadMissing = iota // the whole call
	UnreadMissingLeftOut
)

// InstantMessages is whether the account has the operations of instant messages.
type InstantMessages int

// The values of InstantMessages.
const (
	InstantMessagesAvailable InstantMessages = iota
	InstantMessagesUnknown                   // the gateway does not know them: APIGW.0101
	InstantMessagesForbidden                 // OSM.0003
)
