// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Act does one of the actions cancel, close, press and delete. Whether the ticket's status permits it is the service's to say. After a cancel, close or
// delete of unknown outcome the status is read: if the ticket is where the action leads, it was done; else the action is sent again, three times at
// the most, since on a ticket that has not moved it does nothing twice. A press leaves no mark and is sent once.
func (c *Client) Act(ctx context.Context, id, action string, body osmapi.WorkOrderOperateV2Req) error {
	send := func(ctx context.Context) error { return c.sendAction(ctx, id, action, body) }
	if action == ActionPress {
		return send(ctx)
	}
	return c.reconcile(ctx, write{
		op:         "UpdateCases",
		repeatable: true,
		send:       send,
		look: func(ctx context.Context) (bool, error) {
			status, err := c.CaseStatus(ctx, id)
			if action == ActionDelete {
				return apierror.IsNotFound(err) || err == nil && status == statusDeleted, err
			}
			// The caller reads the status before it returns the error, and decides what a ticket that does not exist means.
			return err == nil && over[osmapi.Integer(status)], err
		},
	})
}

// statusDeleted is the status of a ticket that was deleted, where the service still tells of it.
const statusDeleted = 13

func (c *Client) sendAction(ctx context.Context, id, action string, body osmapi.WorkOrderOperateV2Req) error {
	call := transport.Call{Op: "UpdateCases"}
	params := &osmapi.UpdateCasesParams{ActionId: osmapi.UpdateCasesParamsActionId(action)}
	r := request(osmapi.NewUpdateCasesRequest(c.server, id, params, body))
	if action == ActionPress {
		return c.doNoContent(ctx, call, r)
	}
	return c.doOnce(ctx, call, r)
}

// Verification holds ids of passed verifications of contacts that are not the registered ones; "" is none.
type Verification struct{ PhoneID, EmailID string }

// UpdateContact sets the contact of a ticket. Whether the service keeps or clears a field that is left out is not documented: send all. Sent
// twice, the call does what it did before.
func (c *Client) UpdateContact(ctx context.Context, id string, body osmapi.UpdateCaseContactInfoReq) error {
	return c.doIdempotent(ctx, "UpdateCaseContactInfo", request(osmapi.NewUpdateCaseContactInfoRequest(c.server, id, body)))
}

// SetExtends sets additional parameters of a ticket. No call reads them back in a documented form. Sent twice, the call sets
// the same values.
func (c *Client) SetExtends(ctx context.Context, id string, extends map[string]any, groupID string) error {
	body := osmapi.PutCaseExtParamReq{ExtendsMap: &extends, GroupId: optional(groupID)}
	return c.doIdempotent(ctx, "CreateCaseExtendsParam", request(osmapi.NewCreateCaseExtendsParamRequest(c.server, id, body)))
}

// Score rates a ticket that is completed. Whether a second rating replaces the first is not documented: after an unknown outcome the rating is looked
// for and not sent again.
func (c *Client) Score(ctx context.Context, id string, body osmapi.CreateScoreV2Req) error {
	const op = "CreateScores"
	return c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		attempts:   1,
		send: func(ctx context.Context) error {
			return c.doNoContent(ctx, transport.Call{Op: op}, request(osmapi.NewCreateScoresRequest(c.server, id, body)))
		},
		look: func(ctx context.Context) (bool, error) {
			detail, err := c.Case(ctx, id, value(body.GroupId))
			return err == nil && IsRated(detail, body), err
		},
	})
}

// IsRated reports whether a ticket has a rating. The service may report the words alone; they then count, unless there are none.
func IsRated(d *osmapi.IncidentDetailInfoV2, want osmapi.CreateScoreV2Req) bool {
	has := list(d.IncidentSatisfaction)
	if !SameText(value(d.Judgement), want.Judgement) || len(has) == 0 && want.Judgement == "" {
		return false
	}
	return len(has) == 0 || !slices.ContainsFunc(want.IncidentSatisfactionList, func(w osmapi.IncidentSatisfactionV2Do) bool {
		return !slices.ContainsFunc(has, func(h osmapi.IncidentSatisfactionAnswer) bool {
			return value(h.SatisfactionId) == osmapi.Integer(w.SatisfactionId) && value(h.SatisfactionValue) == osmapi.Integer(w.SatisfactionValue)
		})
	})
}
