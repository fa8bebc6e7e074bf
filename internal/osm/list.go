// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

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
