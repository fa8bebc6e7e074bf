// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

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

// CaseFilter narrows a list of tickets; zero fields do not.
type CaseFilter struct {
	// SearchKey are keywords; they are sent as one, parted by spaces, as the reference says.
	SearchKey []string
	// LabelIDs keeps tickets that carry all of them.
	LabelIDs                            []int64
	IncidentID                          string
	QueryStartTime, QueryEndTime        string
	Statuses                            []int64
	XCustomerID, XCustomerName, GroupID string
	// Limit is the largest number of tickets wanted; 0 is all.
	Limit int
}

// Cases lists tickets, newest first by their creation time as the service tells it, equal times by id, so that the order does not hang
// on the service's. It gives the tickets and the number that the service counts.
func (c *Client) Cases(ctx context.Context, f CaseFilter) ([]osmapi.IncidentInfoV2, int, error) {
	// Filters that are sent may match more than asked for, depending on how the service reads them; what is asked for is kept here,
	// and so the limit can stop the paging only when the service alone decides.
	want := f.Limit
	if f.isFiltered() {
		want = 0
	}
	items, total, err := all(ctx, "ListCases", want, caseKey, c.casePage(f, ""))
	if err != nil {
		return nil, 0, err
	}
	items = slices.DeleteFunc(items, func(i osmapi.IncidentInfoV2) bool { return !f.keeps(i) })
	if f.isFiltered() {
		total = len(items)
	}
	slices.SortStableFunc(items, func(a, b osmapi.IncidentInfoV2) int {
		if n := strings.Compare(value(b.CreateTime), value(a.CreateTime)); n != 0 {
			return n
		}
		return strings.Compare(value(b.IncidentId), value(a.IncidentId))
	})
	if f.Limit > 0 && len(items) > f.Limit {
		items = items[:f.Limit]
	}
	return items, total, nil
}

// EachCase gives tickets one by one in the service's order, and asks for a page only when the ones before it are used up. It ends with the last
// ticket, with Limit tickets, or when yield returns false.
func (c *Client) EachCase(ctx context.Context, f CaseFilter, yield func(osmapi.IncidentInfoV2) bool) error {
	given := 0
	size := func() int {
		if f.Limit <= 0 || f.isFiltered() {
			return pageSize
		}
		return f.Limit - given
	}
	_, err := each(ctx, "ListCases", size, caseKey, c.casePage(f, ""), func(i osmapi.IncidentInfoV2) bool {
		if !f.keeps(i) {
			return true
		}
		given++
		return yield(i) && (f.Limit <= 0 || given < f.Limit)
	})
	return err
}

func caseKey(i osmapi.IncidentInfoV2) string { return value(i.IncidentId) }

// casePage reads pages of the list with times in a zone; "" is the client's.
func (c *Client) casePage(f CaseFilter, zone string) fetcher[osmapi.IncidentInfoV2] {
	return func(ctx context.Context, offset, limit int32) ([]osmapi.IncidentInfoV2, *osmapi.Integer, error) {
		r := request(osmapi.NewListCasesRequest(c.server, f.params(offset, limit))).inZone(zone)
		answer, err := get[osmapi.ListCasesResponse](ctx, c, "ListCases", r)
		if err != nil {
			return nil, nil, err
		}
		return list(answer.IncidentInfoList), either(answer.TotalCount, answer.Count), nil
	}
}

// isFiltered tells whether some of the filter is left to keeps.
func (f CaseFilter) isFiltered() bool { return len(f.LabelIDs) > 1 || len(f.Statuses) > 1 }

// params writes the query. Of several labels and statuses only what both readings of the query understand is sent: one label (lists may be
// joined by commas or repeated), one status; the rest is filtered from the answer.
func (f CaseFilter) params(offset, limit int32) *osmapi.ListCasesParams {
	p := &osmapi.ListCasesParams{
		Offset: &offset, Limit: &limit, IncidentId: optional(f.IncidentID), GroupId: optional(f.GroupID),
		QueryStartTime: optional(f.QueryStartTime), QueryEndTime: optional(f.QueryEndTime),
		XCustomerId: optional(f.XCustomerID), XCustomerName: optional(f.XCustomerName),
	}
	if len(f.SearchKey) > 0 {
		p.SearchKey = &[]string{strings.Join(f.SearchKey, " ")}
	}
	if len(f.LabelIDs) > 0 {
		p.LabelIdList = &[]string{strconv.FormatInt(f.LabelIDs[0], 10)}
	}
	if len(f.Statuses) == 1 {
		status := int32(f.Statuses[0])
		p.Status = &status
	}
	return p
}

func (f CaseFilter) keeps(i osmapi.IncidentInfoV2) bool {
	if len(f.Statuses) > 0 && i.Status != nil && !slices.Contains(f.Statuses, int64(*i.Status)) {
		return false
	}
	for _, id := range f.LabelIDs {
		if len(f.LabelIDs) > 1 && !slices.ContainsFunc(list(i.LabelList), func(l osmapi.LabelInfo) bool { return l.LabelId != nil && int64(*l.LabelId) == id }) {
			return false
		}
	}
	return true
}
