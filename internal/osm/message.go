// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strconv"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// sendMessage adds a message to a ticket. The answer has no id. Not to be repeated: what an empty answer says is found out by looking.
func (c *Client) sendMessage(ctx context.Context, id string, body osmapi.CreateMessageV2Req) error {
	call := transport.Call{Op: "CreateMessages", CancelGrace: cancelGrace}
	return c.doOnce(ctx, call, request(osmapi.NewCreateMessagesRequest(c.server, id, body)))
}

// Messages lists the messages of a ticket in the service's order. They have no id here; Case has them with ids.
func (c *Client) Messages(ctx context.Context, id, groupID string) ([]osmapi.QueryMessageInfoV2, error) {
	const op = "ListMessages"
	place := 0
	messages, _, err := all(ctx, op, 0, func(osmapi.QueryMessageInfoV2) string { place++; return strconv.Itoa(place) },
		func(ctx context.Context, offset, limit int32) ([]osmapi.QueryMessageInfoV2, *osmapi.Integer, error) {
			answer, err := get[osmapi.ListMessagesResponse](ctx, c, op, request(osmapi.NewListMessagesRequest(c.server, id, &osmapi.ListMessagesParams{Offset: &offset, Limit: &limit, GroupId: optional(groupID)})))
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
	place := 0
	key := func(l osmapi.IncidentOperateLogV2) string {
		if k := value(l.IncidentLogId); k != "" {
			return k
		}
		place++
		return "\x00" + strconv.Itoa(place)
	}
	logs, _, err := all(ctx, op, 0, key, func(ctx context.Context, offset, limit int32) ([]osmapi.IncidentOperateLogV2, *osmapi.Integer, error) {
		answer, err := get[osmapi.ListCaseOperateLogsResponse](ctx, c, op, request(osmapi.NewListCaseOperateLogsRequest(c.server, id, &osmapi.ListCaseOperateLogsParams{Offset: &offset, Limit: &limit, GroupId: optional(groupID)})))
		if err != nil {
			return nil, nil, err
		}
		return list(answer.IncidentOperateLogList), answer.TotalCount, nil
	})
	return logs, err
}

// CaseCounts counts tickets by status. A nil status asks for all.
func (c *Client) CaseCounts(ctx context.Context, status *int32) ([]osmapi.IncidentStatusCount, error) {
	answer, err := get[osmapi.ListCaseCountsResponse](ctx, c, "ListCaseCounts", request(osmapi.NewListCaseCountsRequest(c.server, &osmapi.ListCaseCountsParams{Status: status})))
	if err != nil {
		return nil, err
	}
	return list(answer.IncidentStatusCounts), nil
}
