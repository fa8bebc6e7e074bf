// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// MaxID is the maximum length of the ID of a ticket, message, attachment or group in characters.
const MaxID = 64

// Actions of UpdateCases (API reference: OSM.01010013 rejects all others).
const (
	ActionCancel = "cancel"
	ActionClose  = "close"
	ActionPress  = "press"
	ActionDelete = "delete"
)

// Case reads a ticket. groupID is needed only if the ticket belongs to another member of that IAM user group. The ID in the
// response is not compared: the reference's own example creates TS-123456 and reads TT-123456.
func (c *Client) Case(ctx context.Context, id, groupID string) (*osmapi.IncidentDetailInfoV2, error) {
	return c.caseInZone(ctx, id, groupID, "")
}

// caseInZone is Case with times in a zone; "" is the client's.
func (c *Client) caseInZone(ctx context.Context, id, groupID, zone string) (*osmapi.IncidentDetailInfoV2, error) {
	params := &osmapi.ShowCaseDetailParams{GroupId: optional(groupID)}
	r := osmapi.NewShowCaseDetailRequest(c.server, id, params).With("X-Time-Zone", zone)
	out, err := get[osmapi.ShowCaseDetailResponse](ctx, c, r)
	switch {
	case err != nil:
		return nil, err
	case out.IncidentDetailInfo == nil:
		return nil, missing(r, "incident_detail_info")
	case out.IncidentDetailInfo.Status == nil:
		return nil, missing(r, "status")
	}
	return out.IncidentDetailInfo, nil
}

// firstFiles returns the IDs of the attachments of a ticket's first message, which it was opened with. At most five are shown.
func firstFiles(d *osmapi.IncidentDetailInfoV2) (ids []string) {
	for _, m := range value(d.MessageList) {
		if value(m.IsFirstMessage) == 1 {
			ids = append(ids, accessoryIDs(m)...)
		}
	}
	return ids
}

// CaseStatusInGroup reads the status of a ticket that may belong to another member of a group. The call for the status alone has
// no parameter for the group, so with a group, the whole ticket is read.
func (c *Client) CaseStatusInGroup(ctx context.Context, id, groupID string) (int64, error) {
	if groupID == "" {
		return c.CaseStatus(ctx, id)
	}
	detail, err := c.Case(ctx, id, groupID)
	if err != nil {
		return 0, err
	}
	return int64(*detail.Status), nil
}

// CaseStatus reads the status alone: the cheap call for polling.
func (c *Client) CaseStatus(ctx context.Context, id string) (int64, error) {
	r := osmapi.NewShowCaseStatusRequest(c.server, id)
	out, err := get[osmapi.ShowCaseStatusResponse](ctx, c, r)
	if err == nil && out.Status == nil {
		err = missing(r, "status")
	}
	return int64(value(out.Status)), err
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// CaseFilter narrows a list of tickets; zero fields are ignored.
type CaseFilter struct {
	// SearchKey holds keywords, all of which the description must contain.
	SearchKey []string
	// AppKey is a word that the ID or the description must contain.
	AppKey string
	// LabelIDs keeps tickets that carry all of them.
	LabelIDs                     []int64
	IncidentID, GroupID          string
	QueryStartTime, QueryEndTime string
	XCustomerID, XCustomerName   string
	Statuses                     []int64
	// Limit is the largest number of tickets; 0 is all.
	Limit int
}

// Cases lists tickets, newest first, then by ID, so that the order does not depend on the service. total is what it reports.
func (c *Client) Cases(ctx context.Context, f CaseFilter) (items []osmapi.IncidentInfoV2, total int, err error) {
	all := f
	if f.isFiltered() {
		all.Limit = 0 // the newest are known once all are
	}
	total, err = c.EachCase(ctx, all, func(i osmapi.IncidentInfoV2) bool {
		items = append(items, i)
		return true
	})
	if err != nil {
		return nil, 0, err
	}
	total = max(total, len(items))
	if f.isFiltered() {
		total = len(items)
	}
	slices.SortStableFunc(items, func(a, b osmapi.IncidentInfoV2) int {
		return cmp.Or(
			strings.Compare(value(b.CreateTime), value(a.CreateTime)),
			strings.Compare(value(b.IncidentId), value(a.IncidentId)),
		)
	})
	if f.Limit > 0 && len(items) > f.Limit {
		items = items[:f.Limit]
	}
	return items, total, nil
}

// EachCase calls yield for each ticket in the service's order, at most Limit, until yield returns false. It reads a page only
// after the previous one was consumed, and returns the total that the service reports.
func (c *Client) EachCase(ctx context.Context, f CaseFilter, yield func(osmapi.IncidentInfoV2) bool) (total int, err error) {
	return c.listCases(f, "").each(ctx, c, f.Limit, yield)
}

// listCases lists tickets with times in a zone; "" is the client's.
func (c *Client) listCases(f CaseFilter, zone string) listing[osmapi.ListCasesResponse, osmapi.IncidentInfoV2] {
	return listing[osmapi.ListCasesResponse, osmapi.IncidentInfoV2]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListCasesRequest(c.server, f.params(offset, limit)).With("X-Time-Zone", zone)
		},
		page: func(out osmapi.ListCasesResponse) ([]osmapi.IncidentInfoV2, *osmapi.Integer) {
			return value(out.IncidentInfoList), cmp.Or(out.TotalCount, out.Count) // newer and older pages of the reference
		},
		key:    func(i osmapi.IncidentInfoV2) string { return value(i.IncidentId) },
		keep:   f.matches,
		sparse: f.isFiltered(),
	}
}

// isFiltered reports whether the service's response must be filtered by matches.
func (f CaseFilter) isFiltered() bool { return len(f.LabelIDs) > 1 || len(f.Statuses) > 1 }

// params returns the query with at most one label and status: whether lists are joined or repeated is not documented.
func (f CaseFilter) params(offset, limit *int32) *osmapi.ListCasesParams {
	p := &osmapi.ListCasesParams{
		Offset:         offset,
		Limit:          limit,
		IncidentId:     optional(f.IncidentID),
		AppKey:         optional(f.AppKey),
		GroupId:        optional(f.GroupID),
		QueryStartTime: optional(f.QueryStartTime),
		QueryEndTime:   optional(f.QueryEndTime),
		XCustomerId:    optional(f.XCustomerID),
		XCustomerName:  optional(f.XCustomerName),
	}
	if len(f.SearchKey) > 0 {
		p.SearchKey = new(searchKeys(f.SearchKey))
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

// Limits of keywords (API reference: ListCases, search_key).
const (
	MaxSearchWords    = 3
	MaxSearchWordSize = 64
)

// searchKeys returns the keywords as one string separated by spaces, as older pages of the reference say, or one by one if that
// string is longer than a keyword may be.
func searchKeys(words []string) []string {
	joined := strings.Join(words, " ")
	if utf8.RuneCountInString(joined) > MaxSearchWordSize {
		return words
	}
	return []string{joined}
}

// matches applies the filters that params leaves out.
func (f CaseFilter) matches(i osmapi.IncidentInfoV2) bool {
	if len(f.Statuses) > 0 && i.Status != nil && !slices.Contains(f.Statuses, int64(*i.Status)) {
		return false
	}
	has := mapped(value(i.LabelList), func(l osmapi.LabelInfo) int64 { return int64(value(l.LabelId)) })
	return len(f.LabelIDs) < 2 || len(Without(f.LabelIDs, has)) == 0
}

// OperateLogs lists the operation log of a ticket, in the service's order.
func (c *Client) OperateLogs(ctx context.Context, id, groupID string) ([]osmapi.IncidentOperateLogV2, error) {
	return listing[osmapi.ListCaseOperateLogsResponse, osmapi.IncidentOperateLogV2]{
		request: func(offset, limit *int32) osmapi.Request {
			params := &osmapi.ListCaseOperateLogsParams{Offset: offset, Limit: limit, GroupId: optional(groupID)}
			return osmapi.NewListCaseOperateLogsRequest(c.server, id, params)
		},
		page: func(out osmapi.ListCaseOperateLogsResponse) ([]osmapi.IncidentOperateLogV2, *osmapi.Integer) {
			return value(out.IncidentOperateLogList), out.TotalCount
		},
		key: func(l osmapi.IncidentOperateLogV2) string { return value(l.IncidentLogId) },
	}.all(ctx, c)
}

// CaseCounts counts tickets by status; nil means every status.
func (c *Client) CaseCounts(ctx context.Context, status *int32) ([]osmapi.IncidentStatusCount, error) {
	r := osmapi.NewListCaseCountsRequest(c.server, &osmapi.ListCaseCountsParams{Status: status})
	out, err := get[osmapi.ListCaseCountsResponse](ctx, c, r)
	return value(out.IncidentStatusCounts), err
}

// AwaitCase reads a ticket that was just created. Not found then means that the ticket is not visible yet, not that it is gone.
func (c *Client) AwaitCase(ctx context.Context, id, groupID string) (detail *osmapi.IncidentDetailInfoV2, err error) {
	for _, pause := range readPauses {
		if c.Wait(ctx, pause) != nil {
			break
		}
		if detail, err = c.Case(ctx, id, groupID); !apierror.IsNotFound(err) {
			return detail, err
		}
	}
	return nil, cmp.Or(err, ctx.Err())
}

// Statuses of a ticket (API reference: ShowCaseDetail, ListCases: numbers from 0 to 30). The names are this provider's.
const (
	StatusToBeHandled        = 0
	StatusInProcess          = 1
	StatusToBeConfirmed      = 2
	StatusCompleted          = 3
	StatusCancelled          = 4
	StatusSuspended          = 5
	StatusInvalid            = 12
	StatusDeleted            = 13
	StatusWaitingForFeedback = 17
)

var statusNames = map[int64]string{
	StatusToBeHandled:        "to_be_handled",
	StatusInProcess:          "in_process",
	StatusToBeConfirmed:      "to_be_confirmed",
	StatusCompleted:          "completed",
	StatusCancelled:          "cancelled",
	StatusSuspended:          "suspended",
	StatusInvalid:            "invalid",
	StatusDeleted:            "deleted",
	StatusWaitingForFeedback: "waiting_for_feedback",
}

// StatusName returns the name of a status, or its number if the provider knows no name for it.
func StatusName(code int64) string {
	return nameOf(statusNames, code)
}

// StatusCode returns the code of a status name or of a number from 0 to 30. It reports false for anything else.
func StatusCode(name string) (int64, bool) {
	for code, n := range statusNames {
		if n == name {
			return code, true
		}
	}
	code, err := strconv.ParseInt(name, 10, 64)
	return code, err == nil && code >= 0 && code <= 30
}

// HasEnded reports whether a status is final. An unknown status counts as open.
func HasEnded(code int64) bool {
	return code == StatusCompleted || code == StatusCancelled || code == StatusInvalid || code == StatusDeleted
}

func hasEnded(status *osmapi.Integer) bool { return HasEnded(int64(value(status))) }

// StatusNames returns the names of all statuses, ordered by code.
func StatusNames() []string { return namesOf(statusNames) }

// StatusChoices returns what StatusCode accepts, in words.
func StatusChoices() string { return strings.Join(StatusNames(), ", ") + ", or a number from 0 to 30" }

// IsStatus reports whether StatusCode accepts a name.
func IsStatus(name string) bool {
	_, ok := StatusCode(name)
	return ok
}
