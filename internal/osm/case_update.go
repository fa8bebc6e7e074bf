// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Act performs one of the actions cancel, close, press and delete. Whether the ticket's status permits it is for the service
// to say. After a cancel, close or delete of unknown outcome the status is read: if the ticket is where the action leads, it
// was done; otherwise the action is retried, at most three times in all, since it does nothing twice to a ticket that has not
// moved. A press leaves no trace and is sent once.
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
				return apierror.IsNotFound(err) || err == nil && status == StatusDeleted, err
			}
			// The caller reads the status before it returns the error, and decides what a ticket that does not exist means.
			return err == nil && HasEnded(status), err
		},
	})
}

func (c *Client) sendAction(ctx context.Context, id, action string, body osmapi.WorkOrderOperateV2Req) error {
	call := transport.Call{Op: "UpdateCases"}
	params := &osmapi.UpdateCasesParams{ActionId: osmapi.UpdateCasesParamsActionId(action)}
	r := request(osmapi.NewUpdateCasesRequest(c.server, id, params, body))
	if action == ActionPress {
		return c.doNoContent(ctx, call, r)
	}
	return c.doOnce(ctx, call, r)
}

// UpdateContact sets the contact of a ticket. Whether the service keeps or clears a field that is left out is not documented:
// send all. The call is idempotent.
func (c *Client) UpdateContact(ctx context.Context, id string, body osmapi.UpdateCaseContactInfoReq) error {
	return c.doIdempotent(ctx, "UpdateCaseContactInfo", request(osmapi.NewUpdateCaseContactInfoRequest(c.server, id, body)))
}

// SetExtends sets additional parameters of a ticket. No call reads them back in a documented form. The call is idempotent.
func (c *Client) SetExtends(ctx context.Context, id string, extends map[string]any, groupID string) error {
	body := osmapi.PutCaseExtParamReq{ExtendsMap: &extends, GroupId: optional(groupID)}
	return c.doIdempotent(ctx, "CreateCaseExtendsParam", request(osmapi.NewCreateCaseExtendsParamRequest(c.server, id, body)))
}

// Score rates a completed ticket. Whether a second rating replaces the first is not documented: after an unknown outcome the
// rating is looked for, and not sent again.
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

// IsRated reports whether a ticket has a rating. The service may report the words alone, which then decide, unless they are
// empty.
func IsRated(d *osmapi.IncidentDetailInfoV2, want osmapi.CreateScoreV2Req) bool {
	has := list(d.IncidentSatisfaction)
	if !SameText(value(d.Judgement), want.Judgement) || len(has) == 0 && want.Judgement == "" {
		return false
	}
	return len(has) == 0 || !slices.ContainsFunc(want.IncidentSatisfactionList, func(w osmapi.IncidentSatisfactionV2Do) bool {
		return !slices.ContainsFunc(has, func(h osmapi.IncidentSatisfactionAnswer) bool {
			return value(h.SatisfactionId) == osmapi.Integer(w.SatisfactionId) &&
				value(h.SatisfactionValue) == osmapi.Integer(w.SatisfactionValue)
		})
	})
}
