// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"
	"strconv"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// sendMessage adds a message to a ticket. The answer has no id. Not to be repeated: what an empty answer says is found out by looking.
func (c *Client) sendMessage(ctx context.Context, id string, body osmapi.CreateMessageV2Req) error {
	const op = "CreateMessages"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	return doOnce(transport.With(ctx, transport.Call{Linger: cancelGrace}), op, func(ctx context.Context) (*http.Response, error) {
		return c.api.CreateMessages(ctx, id, &osmapi.CreateMessagesParams{}, body)
	})
}

// Messages lists the messages of a ticket in the service's order. They have no id here; Case has them with ids.
func (c *Client) Messages(ctx context.Context, id, groupID string) ([]osmapi.QueryMessageInfoV2, error) {
	const op = "ListMessages"
	if err := checkID(op, "ticket id", id); err != nil {
		return nil, err
	}
	place := 0
	messages, _, err := all(ctx, op, 0, func(osmapi.QueryMessageInfoV2) string { place++; return strconv.Itoa(place) },
		func(ctx context.Context, offset, limit int32) ([]osmapi.QueryMessageInfoV2, *osmapi.Integer, error) {
			answer, err := get[osmapi.ListMessagesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
				return c.api.ListMessages(ctx, id, &osmapi.ListMessagesParams{Offset: &offset, Limit: &limit, GroupId: optional(groupID)})
			})
			if err != nil {
				return nil, nil, err
			}
			return list(answer.MessageList), answer.Count, nil
		})
	return messages, err
}

// OperateLogs lists what was done with a ticket, in the service's order.
func (c *Client) OperateLogs(ctx context.Context, id, groupID string) ([]osmapi.IncidentOperateLogV2, error) {
	const op = "ListCaseOperateLogs"
	if err := checkID(op, "ticket id", id); err != nil {
		return nil, err
	}
	place := 0
	key := func(l osmapi.IncidentOperateLogV2) string {
		if k := value(l.IncidentLogId); k != "" {
			return k
		}
		place++
		return "\x00" + strconv.Itoa(place)
	}
	logs, _, err := all(ctx, op, 0, key, func(ctx context.Context, offset, limit int32) ([]osmapi.IncidentOperateLogV2, *osmapi.Integer, error) {
		answer, err := get[osmapi.ListCaseOperateLogsResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.ListCaseOperateLogs(ctx, id, &osmapi.ListCaseOperateLogsParams{Offset: &offset, Limit: &limit, GroupId: optional(groupID)})
		})
		if err != nil {
			return nil, nil, err
		}
		return list(answer.IncidentOperateLogList), answer.TotalCount, nil
	})
	return logs, err
}

// CaseCounts counts tickets by status. A nil status asks for all.
func (c *Client) CaseCounts(ctx context.Context, status *int32) ([]osmapi.IncidentStatusCount, error) {
	answer, err := get[osmapi.ListCaseCountsResponse](ctx, "ListCaseCounts", func(ctx context.Context) (*http.Response, error) {
		return c.api.ListCaseCounts(ctx, &osmapi.ListCaseCountsParams{Status: status})
	})
	if err != nil {
		return nil, err
	}
	return list(answer.IncidentStatusCounts), nil
}
