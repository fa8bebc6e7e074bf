// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strconv"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// HistoryInput selects what support did with one detail of a request for access.
type HistoryInput struct {
	AuthorizationID, GroupID string
	DetailID, SessionID      int64
	// Ascending sorts by time from the oldest entry.
	Ascending bool
}

func (in HistoryInput) sort() *int32 {
	var out int32
	if in.Ascending {
		out = 1
	}
	return &out
}

// AuthorizationSessions lists support's sessions on a host (API reference: ListHistorySessions).
func (c *Client) AuthorizationSessions(ctx context.Context, in HistoryInput) ([]osmapi.OperateHistorySession, error) {
	return listing[osmapi.ListHistorySessionsResponse, osmapi.OperateHistorySession]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListHistorySessionsRequest(c.server, in.AuthorizationID, in.DetailID,
				&osmapi.ListHistorySessionsParams{Offset: offset, Limit: limit, GroupId: optional(in.GroupID)})
		},
		page: func(out osmapi.ListHistorySessionsResponse) ([]osmapi.OperateHistorySession, *osmapi.Integer) {
			return value(out.SessionList), out.TotalCount
		},
		key: func(s osmapi.OperateHistorySession) string {
			if s.SessionId == nil {
				return ""
			}
			return strconv.FormatInt(int64(*s.SessionId), 10)
		},
	}.all(ctx, c)
}

// AuthorizationOperations lists the commands of a session (API reference: ListHistoryOperateLogs).
func (c *Client) AuthorizationOperations(ctx context.Context, in HistoryInput) ([]osmapi.OperateLog, error) {
	return listing[osmapi.ListHistoryOperateLogsResponse, osmapi.OperateLog]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListHistoryOperateLogsRequest(c.server, in.AuthorizationID, in.DetailID, in.SessionID,
				&osmapi.ListHistoryOperateLogsParams{Offset: offset, Limit: limit, GroupId: optional(in.GroupID),
					Sort: in.sort()})
		},
		page: func(out osmapi.ListHistoryOperateLogsResponse) ([]osmapi.OperateLog, *osmapi.Integer) {
			return value(out.OpsList), out.TotalCount
		},
		key: func(osmapi.OperateLog) string { return "" },
	}.all(ctx, c)
}

// AuthorizationTransfers lists the file transfers of a session (API reference: ListTransportHistories).
func (c *Client) AuthorizationTransfers(ctx context.Context, in HistoryInput) ([]osmapi.FileOperateLog, error) {
	return listing[osmapi.ListTransportHistoriesResponse, osmapi.FileOperateLog]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListTransportHistoriesRequest(c.server, in.AuthorizationID, in.DetailID, in.SessionID,
				&osmapi.ListTransportHistoriesParams{Offset: offset, Limit: limit, GroupId: optional(in.GroupID),
					Sort: in.sort()})
		},
		page: func(out osmapi.ListTransportHistoriesResponse) ([]osmapi.FileOperateLog, *osmapi.Integer) {
			return value(out.FileOpsList), out.TotalCount
		},
		key: func(osmapi.FileOperateLog) string { return "" },
	}.all(ctx, c)
}
