// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// MaxReason is the maximum length of EndCaseInput.Reason in characters (API reference: UpdateCases, operate_desc).
const MaxReason = 400

// EndCaseInput specifies how to end a ticket.
type EndCaseInput struct {
	GroupID, Reason string
	// CancelOnly never closes: a ticket that is being handled stays open, since the service rejects the call.
	CancelOnly bool
}

// EndCaseResult describes how a ticket ended.
type EndCaseResult struct {
	// Status is the status that decided the call, or the final status if no call was needed.
	Status int64
	// Action is ActionCancel or ActionClose, or "" if the ticket had already ended.
	Action string
}

// EndCase ends a ticket with the one call that its status permits, chosen again if it fails and the status has changed.
func (c *Client) EndCase(ctx context.Context, id string, in EndCaseInput) (EndCaseResult, error) {
	body := osmapi.WorkOrderOperateV2Req{GroupId: optional(in.GroupID), OperateDesc: optional(in.Reason)}
	status, err := c.CaseStatusInGroup(ctx, id, in.GroupID)
	for attempt := 0; err == nil; attempt++ {
		action := endingAction(status)
		if action == "" {
			return EndCaseResult{Status: status}, nil
		}
		if in.CancelOnly {
			action = ActionCancel
		}
		if err = c.Act(ctx, id, action, body); err == nil || apierror.IsNotFound(err) {
			return EndCaseResult{Status: status, Action: action}, err
		}
		now, statusErr := c.CaseStatusInGroup(ctx, id, in.GroupID)
		switch {
		case apierror.IsNotFound(statusErr):
			err = statusErr
		case statusErr == nil && (HasEnded(now) || now != status && attempt == 0):
			status, err = now, nil
		}
	}
	return EndCaseResult{}, err
}

// endingAction returns the action that ends a ticket, or "". The reference states no rule; the console cancels only new ones.
func endingAction(status int64) string {
	switch {
	case HasEnded(status):
		return ""
	case status == StatusToBeHandled:
		return ActionCancel
	}
	return ActionClose
}

// DeleteCase deletes a ticket that has ended. A ticket that no longer exists is not an error.
func (c *Client) DeleteCase(ctx context.Context, id, groupID string) error {
	err := c.Act(ctx, id, ActionDelete, osmapi.WorkOrderOperateV2Req{GroupId: optional(groupID)})
	if err == nil || apierror.IsNotFound(err) {
		return nil
	}
	status, statusErr := c.CaseStatusInGroup(ctx, id, groupID)
	if apierror.IsNotFound(statusErr) || statusErr == nil && status == StatusDeleted {
		return nil
	}
	return err
}

// PressResult is the outcome of expediting a ticket.
type PressResult int

// Results of PressCase.
const (
	Pressed PressResult = iota
	// PressedRecently: the service accepts no other call for some time, which is not documented.
	PressedRecently
	// NotPressed: the ticket has ended.
	NotPressed
)

// Codes that reject a call to expedite a ticket (API reference, "Error Codes").
const (
	// codePressedRecently rejects a ticket that was expedited a short while ago.
	codePressedRecently = "OSM.01010004"
	// codePressedEarly rejects a ticket that was opened a short while ago.
	codePressedEarly = "OSM.01010023"
)

// PressCase expedites a ticket and returns the status that it had.
func (c *Client) PressCase(ctx context.Context, id, groupID string) (status int64, result PressResult, err error) {
	if status, err = c.CaseStatusInGroup(ctx, id, groupID); err != nil {
		return 0, NotPressed, err
	}
	if HasEnded(status) {
		return status, NotPressed, nil
	}
	err = c.Act(ctx, id, ActionPress, osmapi.WorkOrderOperateV2Req{GroupId: optional(groupID)})
	e := apierror.As(err)
	switch {
	case e == nil || e.Kind != apierror.Rejected:
	case e.Code == codePressedRecently:
		return status, PressedRecently, nil
	case e.Code != codePressedEarly && strings.HasPrefix(e.Code, apierror.BusinessCodes) && !isPressable(status):
		err = &PressStatusError{Status: status, Err: err}
	}
	return status, Pressed, err
}

// isPressable reports whether the console offers to expedite a ticket. The reference states no rule for calls.
func isPressable(status int64) bool { return status == StatusToBeHandled || status == StatusInProcess }

// PressStatusError is a rejected attempt to expedite a ticket, probably because of its status.
type PressStatusError struct {
	Status int64
	Err    error
}

func (e *PressStatusError) Error() string { return StatusName(e.Status) + ": " + e.Err.Error() }

func (e *PressStatusError) Unwrap() error { return e.Err }

// Detail returns the probable cause and the next step, then the explanation of the service's error.
func (e *PressStatusError) Detail() string {
	return fmt.Sprintf("The ticket has the status %s. The service probably expedites a ticket only while it is %s or %s. "+
		"%s\n\n%s", StatusName(e.Status), StatusName(StatusToBeHandled), StatusName(StatusInProcess), nextStep(e.Status),
		apierror.Detail(e.Err))
}

// nextStep returns what moves a ticket on that support does not work on.
func nextStep(status int64) string {
	switch status {
	case StatusToBeConfirmed:
		return "Close the ticket if the result is right; otherwise, send a message with osm_case_message."
	case StatusWaitingForFeedback:
		return "Reply to support with osm_case_message."
	}
	return "Send a message with osm_case_message, or wait until support works on the ticket."
}

// Act performs the action cancel, close, press or delete, if the service permits it in the ticket's status. If the outcome is
// unknown, the status shows whether it succeeded; if it did not, a retry is safe. A press leaves no trace and is sent once.
func (c *Client) Act(ctx context.Context, id, action string, body osmapi.WorkOrderOperateV2Req) error {
	params := &osmapi.UpdateCasesParams{ActionId: osmapi.UpdateCasesParamsActionId(action)}
	r := osmapi.NewUpdateCasesRequest(c.server, id, params, body)
	if action == ActionPress {
		_, err := c.doNoContent(ctx, transport.Call{}, r)
		return err
	}
	return c.reconcile(ctx, write{
		repeatable: true,
		send:       func(ctx context.Context) error { return c.doOnce(ctx, transport.Call{}, r) },
		look: func(ctx context.Context) (bool, error) {
			status, err := c.CaseStatusInGroup(ctx, id, value(body.GroupId))
			if action == ActionDelete {
				return apierror.IsNotFound(err) || err == nil && status == StatusDeleted, err
			}
			// The caller reads the status before it returns the error, and decides what a ticket that does not exist means.
			return err == nil && HasEnded(status), err
		},
	})
}
