// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Actions of UpdateCases (API reference: OSM.01010013 refuses all others).
const (
	ActionCancel = "cancel"
	ActionClose  = "close"
	ActionPress  = "press"
	ActionDelete = "delete"
)

// Case reads a ticket. groupID is needed only when the ticket belongs to another member of that IAM user group; "" leaves it out.
// An answer without the ticket is an error, never a proof that it is gone. The id in the answer is not compared: the reference's
// own example creates TS-123456 and reads TT-123456.
func (c *Client) Case(ctx context.Context, id, groupID string) (*osmapi.IncidentDetailInfoV2, error) {
	return c.caseInZone(ctx, id, groupID, "")
}

// caseInZone is Case with times in a zone; "" is the client's.
func (c *Client) caseInZone(ctx context.Context, id, groupID, zone string) (*osmapi.IncidentDetailInfoV2, error) {
	const op = "ShowCaseDetail"
	params := &osmapi.ShowCaseDetailParams{GroupId: optional(groupID)}
	answer, err := get[osmapi.ShowCaseDetailResponse](ctx, c, op, request(osmapi.NewShowCaseDetailRequest(c.server, id, params)).inZone(zone))
	if err != nil {
		return nil, err
	}
	if answer.IncidentDetailInfo == nil {
		return nil, missing(op, http.MethodGet, "incident_detail_info")
	}
	if answer.IncidentDetailInfo.Status == nil {
		return nil, missing(op, http.MethodGet, "status")
	}
	return answer.IncidentDetailInfo, nil
}

// firstFiles returns the IDs of the attachments of a ticket's first message, which are those that it was opened with. At most five are shown.
func firstFiles(d *osmapi.IncidentDetailInfoV2) []string {
	var ids []string
	for _, m := range list(d.MessageList) {
		if value(m.IsFirstMessage) == 1 {
			for _, a := range list(m.AccessoryList) {
				ids = append(ids, value(a.AccessoryId))
			}
		}
	}
	return ids
}

// CaseStatus reads the status alone: the cheap call to poll.
func (c *Client) CaseStatus(ctx context.Context, id string) (int64, error) {
	const op = "ShowCaseStatus"
	answer, err := get[osmapi.ShowCaseStatusResponse](ctx, c, op, request(osmapi.NewShowCaseStatusRequest(c.server, id)))
	if err != nil {
		return 0, err
	}
	if answer.Status == nil {
		return 0, missing(op, http.MethodGet, "status")
	}
	return int64(*answer.Status), nil
}

// optional gives nil for "".
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
