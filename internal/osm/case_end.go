// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"

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
	status, err := c.CaseStatus(ctx, id)
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
		now, statusErr := c.CaseStatus(ctx, id)
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
	if status, statusErr := c.CaseStatus(ctx, id); apierror.IsNotFound(statusErr) || statusErr == nil && status == StatusDeleted {
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

// codePressedRecently rejects a ticket that was expedited a short while ago (API reference, "Error Codes").
const codePressedRecently = "OSM.01010004"

// PressCase expedites a ticket and returns the status that it had.
func (c *Client) PressCase(ctx context.Context, id, groupID string) (status int64, result PressResult, err error) {
	if status, err = c.CaseStatus(ctx, id); err != nil {
		return 0, NotPressed, err
	}
	if HasEnded(status) {
		return status, NotPressed, nil
	}
	err = c.Act(ctx, id, ActionPress, osmapi.WorkOrderOperateV2Req{GroupId: optional(groupID)})
	if e := apierror.As(err); e != nil && e.Kind == apierror.Rejected && e.Code == codePressedRecently {
		return status, PressedRecently, nil
	}
	return status, Pressed, err
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
			status, err := c.CaseStatus(ctx, id)
			if action == ActionDelete {
				return apierror.IsNotFound(err) || err == nil && status == StatusDeleted, err
			}
			// The caller reads the status before it returns the error, and decides what a ticket that does not exist means.
			return err == nil && HasEnded(status), err
		},
	})
}
