// SPDX-License-Identifier: MPL-2.0

package simulator

import "time"

// EngineerName is who answers on the other side.
const EngineerName = "Support engineer"

// AutoProgress lets every new ticket go on by itself: first an engineer takes it (status 1), then answers it and asks
// for confirmation (status 2). A step is due after Reads reads of the ticket or after a time of the simulator's clock,
// whichever is set; the zero value switches it off.
type AutoProgress struct {
	Reads int
	After time.Duration
}

var engineerReply = "We have looked into your request. Please confirm that it is solved."

// progress takes the steps that are due when a ticket is read.
func (s *Simulator) progress(t *ticket) {
	auto := s.options.AutoProgress
	if auto == (AutoProgress{}) {
		return
	}
	t.reads++
	for t.stage < 2 {
		due := auto.Reads > 0 && t.reads > auto.Reads*(t.stage+1)
		if auto.After > 0 && s.Now().Sub(t.created) >= auto.After*time.Duration(t.stage+1) {
			due = true
		}
		if !due {
			return
		}
		s.step(t)
	}
}

// step takes the next step, unless someone moved the ticket on meanwhile.
func (s *Simulator) step(t *ticket) {
	t.stage++
	switch {
	case t.stage == 1 && t.status == StatusToBeHandled:
		t.setStatus(StatusInProcess, s.Now())
	case t.stage == 2 && t.status == StatusInProcess:
		s.engineerMessage(t, engineerReply)
		t.setStatus(StatusToBeConfirmed, s.Now())
	default:
		return
	}
	s.addOperateLog(t, logStatus, true, engineerID, EngineerName, "updateStatus")
}

// engineerID is the id of who answers on the other side.
var engineerID = opaqueID("engineer", 1)

func (s *Simulator) engineerMessage(t *ticket, content string) *message {
	m := &message{
		id: s.store.nextMessageID(), engineer: true, authorID: engineerID, authorName: EngineerName,
		content: content, created: s.Now(),
	}
	t.messages = append(t.messages, m)
	return m
}
