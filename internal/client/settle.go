// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// settlePauses are the pauses before each look for what a write of unknown outcome may have made: 15 seconds in all. A ticket that
// appears later than that is not found, and a second one is opened: the window is a bound, chosen since the service's lag is not
// documented. It is told to users in the guide "What is guaranteed".
var settlePauses = []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

var errNoEffect = errors.New("it was sent three times, each time without a usable answer, and each time nothing was found afterwards")

// Candidate is a ticket that may be the one that was asked for.
type Candidate struct{ ID, Description, CreateTime string }

// UnsettledError says that it is not known whether a write had an effect.
type UnsettledError struct {
	// Op is the operation whose outcome is unknown.
	Op string
	// Candidates are tickets that may be its result.
	Candidates []Candidate
	// Absent is true when the service was looked through and nothing was found.
	Absent bool
	// Err is why no answer came, Look why looking did not help.
	Err, Look error
}

func (e *UnsettledError) Error() string {
	text := fmt.Sprintf("%s: the outcome is unknown: %v", e.Op, e.Err)
	if e.Look != nil {
		text += fmt.Sprintf("; looking for the result failed: %v", e.Look)
	}
	return text
}

// Unwrap gives the causes.
func (e *UnsettledError) Unwrap() []error {
	var out []error
	for _, err := range []error{e.Err, e.Look} {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}

// settleCase looks for the ticket of a create whose outcome is unknown: one that was created since, that has the same description and
// problem type, and that this process does not know yet. It gives the id of the only one; "" when there surely is none; an
// *UnsettledError when there are several, when the one has ended, or when at the last look the list or the age of one could not be had.
func (c *Client) settleCase(ctx context.Context, body osmapi.CreateOrderIncidentV2Req, since time.Time, cause error) (string, error) {
	unsettled := &UnsettledError{Op: "CreateCases", Err: cause}
	typeName, typeKnown := "", false
	old := map[string]bool{}
	for _, pause := range settlePauses {
		if err := c.cfg.Wait(ctx, pause); err != nil {
			unsettled.Look = err
			return "", unsettled
		}
		if !typeKnown {
			typeName, typeKnown = c.problemTypeName(ctx, body)
		}
		found, err := c.matching(ctx, body, typeName, since, old)
		if unsettled.Look = err; err == nil || len(found) > 0 {
			unsettled.Candidates = found // a list that can't be had takes nothing back
		}
		switch {
		case errors.Is(err, errEnded), err == nil && len(found) > 1:
			return "", unsettled
		case err == nil && len(found) == 1:
			c.claims.add(found[0].ID)
			return found[0].ID, nil
		}
	}
	if unsettled.Look != nil {
		return "", unsettled
	}
	return "", nil
}

// problemTypeName asks for the name of the problem type, since lists tell names only. It reports false when it could not be had; the
// description and the time then have to do.
func (c *Client) problemTypeName(ctx context.Context, body osmapi.CreateOrderIncidentV2Req) (string, bool) {
	types, err := c.ProblemTypes(ctx, value(body.ProductCategoryId), value(body.IncidentSubTypeId))
	if err != nil {
		return "", false
	}
	for _, t := range types {
		if value(t.BusinessTypeId) == body.BusinessTypeId {
			return value(t.BusinessTypeName), true
		}
	}
	return "", true
}

// matching lists the tickets that fit. An error together with candidates says that their age can't be told. Those that are too old are noted in old, so
// that the next look does not read them again.
func (c *Client) matching(ctx context.Context, body osmapi.CreateOrderIncidentV2Req, typeName string, since time.Time, old map[string]bool) ([]Candidate, error) {
	// No filter is used: how search_key matches and how the time window is written are not documented, and a filter that matches
	// too little would open a second ticket.
	tickets, _, err := c.Cases(ctx, CaseFilter{})
	if err != nil {
		return nil, err
	}
	want := normalize(body.SimpleDescription)
	var found []Candidate
	for _, t := range tickets {
		id := value(t.IncidentId)
		name := value(t.BusinessTypeName)
		if id == "" || old[id] || c.claims.has(id) || normalize(value(t.SimpleDescription)) != want || typeName != "" && name != "" && name != typeName {
			continue
		}
		candidate := Candidate{ID: id, Description: value(t.SimpleDescription), CreateTime: value(t.CreateTime)}
		newer, err := c.createdSince(ctx, id, since)
		if newer && over[value(t.Status)] {
			err = errEnded
		}
		if err != nil {
			return append(found, candidate), err
		}
		if newer {
			found = append(found, candidate)
		}
		old[id] = !newer
	}
	return found, nil
}

// over are the statuses of tickets that are over: completed, cancelled, invalid, deleted. One that fits is not adopted, since nobody would work
// on it, and it forbids another send, since it may be the one.
var over = map[osmapi.Integer]bool{3: true, 4: true, 12: true, 13: true}

var errEnded = errors.New("a ticket that fits has ended already")

// Two zones an hour apart, by which createdSince finds out whether times follow X-Time-Zone.
const (
	zoneEight, zoneNine = "GMT+8", "GMT+9"
	eightHours          = 8 * time.Hour
)

// createdSince tells whether a ticket was created after since. Answers end in Z, yet the reference says that times follow the
// X-Time-Zone header: the ticket is read in two zones. Equal texts are UTC, texts an hour apart are in the zone that was asked for.
func (c *Client) createdSince(ctx context.Context, id string, since time.Time) (bool, error) {
	eight, err := c.createTime(ctx, id, zoneEight)
	if err != nil {
		return false, err
	}
	nine, err := c.createTime(ctx, id, zoneNine)
	if err != nil {
		return false, err
	}
	created := eight
	switch nine.Sub(eight) {
	case 0:
	case time.Hour:
		created = eight.Add(-eightHours)
	default:
		return false, fmt.Errorf("the creation time of ticket %s can't be read", id)
	}
	return !created.Before(c.clock.earliest(since)), nil
}

func (c *Client) createTime(ctx context.Context, id, zone string) (time.Time, error) {
	const op = "ShowCaseDetail"
	answer, err := get[osmapi.ShowCaseDetailResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.ShowCaseDetail(ctx, id, &osmapi.ShowCaseDetailParams{}, func(_ context.Context, req *http.Request) error {
			req.Header.Set("X-Time-Zone", zone)
			return nil
		})
	})
	if err != nil {
		return time.Time{}, err
	}
	if answer.IncidentDetailInfo == nil || answer.IncidentDetailInfo.CreateTime == nil {
		return time.Time{}, missing(op, "create_time")
	}
	return parseTime(*answer.IncidentDetailInfo.CreateTime)
}

// timeLayouts are the shapes of time that the vendor's own client reads.
var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00"}

// parseTime reads a time of an answer; one without a zone counts as UTC.
func parseTime(s string) (time.Time, error) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", s)
}

// normalize takes away what the service may change in a text that it stores: line ends, and white space at both ends.
func normalize(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}
