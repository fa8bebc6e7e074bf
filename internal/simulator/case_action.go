// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
)

// The documented statuses. SetStatus takes any other number up to 30.
const (
	StatusToBeHandled        = 0
	StatusInProcess          = 1
	StatusToBeConfirmed      = 2
	StatusCompleted          = 3
	StatusCancelled          = 4
	StatusSuspended          = 5
	StatusInvalid            = 12
	StatusDeleted            = 13
	StatusWaitingForFeedback = 17
)

// countedStatuses are the statuses of ListCaseCounts, in its order.
var countedStatuses = []int{
	StatusToBeHandled, StatusInProcess, StatusToBeConfirmed, StatusCompleted, StatusCancelled,
	StatusSuspended, StatusInvalid, StatusWaitingForFeedback,
}

// isOpen reports whether a ticket in the status is still being worked on.
func isOpen(status int) bool {
	return slices.Contains([]int{
		StatusToBeHandled, StatusInProcess, StatusToBeConfirmed, StatusSuspended, StatusWaitingForFeedback,
	}, status)
}

// isHandled reports whether the service is done with a ticket in the status.
func isHandled(status int) bool {
	return slices.Contains([]int{StatusCompleted, StatusCancelled, StatusInvalid, StatusDeleted}, status)
}

// transition is the effect of an action: the statuses that permit it and the resulting one.
type transition struct {
	from []int
	to   int
}

// transitions are the actions that change the status. The reference states no rules; these are the console's.
var transitions = map[string]transition{
	"cancel": {from: []int{StatusToBeHandled}, to: StatusCancelled},
	"close":  {from: []int{StatusInProcess, StatusToBeConfirmed, StatusSuspended, StatusWaitingForFeedback}, to: StatusCompleted},
	"delete": {from: []int{StatusCompleted, StatusCancelled, StatusInvalid}, to: StatusDeleted},
}

// pressable are the statuses in which a ticket can be expedited.
var pressable = []int{StatusToBeHandled, StatusInProcess}

// scorable are the statuses in which a ticket can be rated without closing it.
var scorable = []int{StatusCompleted}

// Values of operate_type in the operation log. The reference gives the meaning of the first group; the others are the
// simulator's.
const (
	logCreate  = 0
	logPress   = 2
	logClose   = 3
	logCancel  = 4
	logScore   = 5
	logDelete  = 13
	logContact = 114

	logGranted   = 73
	logRejected  = 74
	logWithdrawn = 83

	logMessage  = 201
	logLabels   = 202
	logRelation = 203
	logExtends  = 204
	logStatus   = 205
)

// actionBody is the body of UpdateCases.
type actionBody struct {
	Judgement   string   `json:"judgement"`
	OperateDesc string   `json:"operate_desc"`
	GroupID     string   `json:"group_id"`
	Ratings     []rating `json:"incident_satisfaction_list"`
}

func (s *Simulator) updateCase(c *call) (any, *apiError) {
	var body actionBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	action := first(c.query["action_id"])
	if action == "press" {
		apiErr = s.press(c, t)
	} else {
		apiErr = s.act(c, t, action, body)
	}
	if apiErr != nil {
		return nil, apiErr
	}
	c.applied = true
	return emptyResponse{}, nil
}

// act runs an action that closes a ticket or deletes a closed one.
func (s *Simulator) act(c *call, t *ticket, action string, body actionBody) *apiError {
	rule := transitions[action]
	if !slices.Contains(rule.from, t.status) {
		return s.wrongStatus(t)
	}
	if action == "close" {
		if apiErr := s.checkRatings(body.Ratings); apiErr != nil {
			return apiErr
		}
		if body.Judgement != "" {
			t.judgement = body.Judgement
		}
		if len(body.Ratings) > 0 {
			t.ratings = body.Ratings
		}
	}
	t.setStatus(rule.to, s.Now())
	kinds := map[string]int{"cancel": logCancel, "close": logClose, "delete": logDelete}
	s.logCall(c, t, kinds[action], action+"Case "+body.OperateDesc)
	return nil
}

// press expedites a ticket.
func (s *Simulator) press(c *call, t *ticket) *apiError {
	now := s.Now()
	switch {
	case !slices.Contains(pressable, t.status):
		return s.wrongStatus(t)
	case now.Sub(t.created) < s.options.PressAfter:
		return reject(codePressedEarly)
	case !t.lastPress.IsZero() && now.Sub(t.lastPress) < s.options.PressInterval:
		return reject(codePressedOften)
	}
	t.lastPress = now
	s.logCall(c, t, logPress, "pressCase")
	return nil
}

// wrongStatus rejects an action that the ticket's status does not permit.
func (s *Simulator) wrongStatus(t *ticket) *apiError {
	return &apiError{code: s.options.WrongStatusCode, detail: fmt.Sprintf("status %d", t.status)}
}

// scoreBody is the body of CreateScores.
type scoreBody struct {
	Judgement string   `json:"judgement"`
	Ratings   []rating `json:"incident_satisfaction_list"`
	GroupID   string   `json:"group_id"`
}

func (s *Simulator) createScores(c *call) (any, *apiError) {
	var body scoreBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	if !slices.Contains(scorable, t.status) {
		return nil, s.wrongStatus(t)
	}
	if s.behaviors.RepeatedScore == RepeatedScoreRejected && (t.judgement != "" || len(t.ratings) > 0) {
		return nil, reject(codeOperation)
	}
	if apiErr := s.checkRatings(body.Ratings); apiErr != nil {
		return nil, apiErr
	}
	t.judgement, t.ratings = body.Judgement, body.Ratings
	s.logCall(c, t, logScore, "createScores")
	c.applied = true
	return emptyResponse{}, nil
}

// checkRatings checks that dimensions exist and values are in their range.
func (s *Simulator) checkRatings(ratings []rating) *apiError {
	for _, r := range ratings {
		best, ok := s.store.catalog.bestRating(r.SatisfactionID)
		if !ok {
			return invalid("satisfaction_id")
		}
		if r.SatisfactionValue < 1 || r.SatisfactionValue > best {
			return invalid("satisfaction_value")
		}
	}
	return nil
}

// logItem is an item of incident_operate_log_list.
type logItem struct {
	IncidentLogID        string `json:"incident_log_id"`
	IncidentID           string `json:"incident_id"`
	OperateType          int    `json:"operate_type"`
	OperatorType         int    `json:"operator_type"`
	OperatorID           string `json:"operator_id"`
	OperatorName         string `json:"operator_name"`
	OperateDesc          string `json:"operate_desc"`
	OperateTime          string `json:"operate_time"`
	TimestampOperateTime string `json:"timestamp_operate_time"`
}

func (s *Simulator) listOperateLogs(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	items := []logItem{}
	for _, e := range paged(c, t.log) {
		items = append(items, logItem{
			IncidentLogID: e.id, IncidentID: t.id, OperateType: e.kind, OperatorType: boolToInt(e.engineer),
			OperatorID: e.operatorID, OperatorName: e.operatorName, OperateDesc: e.text,
			OperateTime: s.formatTime(c, e.at), TimestampOperateTime: fmt.Sprint(e.at.UnixMilli()),
		})
	}
	return object{"total_count": s.total(len(t.log), len(items)), "incident_operate_log_list": items}, nil
}
