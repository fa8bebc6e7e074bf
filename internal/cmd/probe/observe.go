// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

const (
	// pageSize is the largest page that the list operations document.
	pageSize = 100
	// maxDetails is how many tickets are read one by one.
	maxDetails = 3
	// maxProducts is for how many products the problem types are read.
	maxProducts = 2
)

// observations are the responses of a run. A response is nil if its call was not made.
type observations struct {
	all []*response
	// list is the first page of tickets and one a page with one ticket.
	list, one *response
	tickets   []object
	details   []detail
	// missing is the detail of a ticket that does not exist, and empty the list of tickets with its ID.
	missing, empty *response
	// early is a list of the tickets created in a day of 2000.
	early *response
	// shown and shifted are lists around the creation of details[0]: the time as shown, and that time in the other zone.
	shown, shifted *response
	// labels are all labels, and part those of which the name contains the first half of labels[half].
	labels, part *response
	half         int
	limits       *response
	counts       *response
	ccEmails     *response
	contacts     *response
	products     *response
	// problems are the names of problem types by the name of their product.
	problems map[string][]string
	// ended and endedList are the detail of the ticket that the user names and the list with its ID; deleted is a detail.
	ended, endedList, deleted *response
}

// detail is a ticket that was read by its ID.
type detail struct {
	listed   object
	hasEnded bool
	// trimmed is the default response, whole one with rich text, and nine one in the next zone.
	trimmed, whole, nine *response
}

// info returns the ticket in the response of ShowCaseDetail.
func info(r *response) object {
	if !r.isUsable() {
		return nil
	}
	return r.fields.object("incident_detail_info")
}

// observe makes all calls. Its error is a login that failed, or a service that did not respond to any call.
func observe(ctx context.Context, s *service, o options) (*observations, error) {
	seen := &observations{}
	get := func(r osmapi.Request) *response {
		resp := s.get(ctx, r)
		seen.all = append(seen.all, resp)
		return resp
	}
	seen.list = get(listRequest(s, osmapi.ListCasesParams{Limit: new(int32(pageSize))}))
	if _, ok := errors.AsType[*transport.CredentialError](seen.list.err); ok {
		return nil, seen.list.err
	}
	if seen.list.isUsable() {
		seen.tickets = seen.list.fields.list("incident_info_list")
	}
	seen.readTickets(get, s)
	seen.readLists(get, s)
	seen.readProblems(get, s)
	seen.readNamed(get, s, o)
	if !slices.ContainsFunc(seen.all, (*response).isUsable) {
		return nil, seen.list.err
	}
	return seen, nil
}

type getter func(osmapi.Request) *response

func listRequest(s *service, params osmapi.ListCasesParams) osmapi.Request {
	return osmapi.NewListCasesRequest(s.server, &params)
}

func detailRequest(s *service, id string, trim *bool) osmapi.Request {
	return osmapi.NewShowCaseDetailRequest(s.server, id, &osmapi.ShowCaseDetailParams{TrimOsmRichTextLabel: trim})
}

// readTickets reads a few tickets in three ways, and one that does not exist.
func (seen *observations) readTickets(get getter, s *service) {
	seen.missing = get(detailRequest(s, noTicket(seen.tickets), nil))
	for i, listed := range sample(seen.tickets) {
		id := listed.text("incident_id")
		status, _ := listed.integer("status")
		d := detail{
			listed:   listed,
			hasEnded: osm.HasEnded(int64(status)),
			trimmed:  get(detailRequest(s, id, nil)),
			whole:    get(detailRequest(s, id, new(false))),
		}
		if i == 0 {
			d.nine = get(detailRequest(s, id, nil).With("X-Time-Zone", zoneNine))
		}
		seen.details = append(seen.details, d)
	}
}

var digits = regexp.MustCompile(`[0-9]+`)

// noTicket returns the ID of no ticket, in the form of the IDs in the list: the service may validate them.
func noTicket(tickets []object) string {
	for _, t := range tickets {
		id := t.text("incident_id")
		if zeroed := digits.ReplaceAllStringFunc(id, func(n string) string { return strings.Repeat("0", len(n)) }); zeroed != id {
			return zeroed
		}
	}
	return "TS-000000"
}

// sample returns up to maxDetails tickets: an open one, one that has ended and another one, preferring markup and line endings.
func sample(tickets []object) []object {
	var chosen []object
	add := func(is func(object) bool) bool {
		i := slices.IndexFunc(tickets, func(t object) bool {
			return t.text("incident_id") != "" && is(t) && !slices.ContainsFunc(chosen, func(c object) bool {
				return c.text("incident_id") == t.text("incident_id")
			})
		})
		if i < 0 || len(chosen) == maxDetails {
			return false
		}
		chosen = append(chosen, tickets[i])
		return true
	}
	ended := func(t object) bool {
		status, ok := t.integer("status")
		return ok && osm.HasEnded(int64(status))
	}
	open := func(t object) bool { return !ended(t) }
	holds := func(t object, characters string) bool {
		return strings.ContainsAny(t.text("simple_description"), characters)
	}
	for _, is := range []func(object) bool{open, ended} {
		_ = add(func(t object) bool { return is(t) && holds(t, "<&") }) || add(is)
	}
	_ = add(func(t object) bool { return holds(t, "\n") }) || add(func(t object) bool { return holds(t, "<&") })
	for range maxDetails {
		add(func(object) bool { return true })
	}
	return chosen
}

// readLists reads lists with filters, and settings of the account.
func (seen *observations) readLists(get getter, s *service) {
	seen.one = get(listRequest(s, osmapi.ListCasesParams{Limit: new(int32(1))}))
	seen.empty = get(listRequest(s, osmapi.ListCasesParams{IncidentId: new(noTicket(seen.tickets)), Limit: new(int32(pageSize))}))
	seen.early = get(window(s, time.Date(2000, 1, 1, 12, 0, 0, 0, time.UTC), 12*time.Hour))
	seen.readWindows(get, s)
	seen.counts = get(osmapi.NewListCaseCountsRequest(s.server, &osmapi.ListCaseCountsParams{}))
	seen.limits = get(osmapi.NewShowAccessoryLimitsRequest(s.server))
	seen.ccEmails = get(osmapi.NewListCaseCcEmailsRequest(s.server))
	seen.contacts = get(osmapi.NewListHasVerifiedContactsRequest(s.server,
		&osmapi.ListHasVerifiedContactsParams{Limit: new(int32(pageSize))}))
	seen.labels = get(osmapi.NewListLabelsRequest(s.server, &osmapi.ListLabelsParams{Limit: new(int32(pageSize))}))
	seen.half = -1
	if !seen.labels.isUsable() {
		return
	}
	labels := seen.labels.fields.list("label_list")
	seen.half = slices.IndexFunc(labels, func(l object) bool {
		part := firstHalf(l.text("name"))
		return strings.TrimSpace(part) != "" && !slices.ContainsFunc(labels, func(other object) bool {
			return strings.EqualFold(other.text("name"), part)
		})
	})
	if seen.half >= 0 {
		seen.part = get(osmapi.NewListLabelsRequest(s.server, &osmapi.ListLabelsParams{
			Name: new(firstHalf(labels[seen.half].text("name"))), Limit: new(int32(pageSize)),
		}))
	}
}

// firstHalf returns the first half of a name, "" if it has one character.
func firstHalf(name string) string {
	letters := []rune(name)
	return strings.TrimSpace(string(letters[:len(letters)/2]))
}

// window returns a list of the tickets created around a time.
func window(s *service, at time.Time, margin time.Duration) osmapi.Request {
	return listRequest(s, osmapi.ListCasesParams{
		QueryStartTime: new(at.Add(-margin).Format(time.DateTime)), QueryEndTime: new(at.Add(margin).Format(time.DateTime)),
		Limit: new(int32(pageSize)),
	})
}

// windowMargin is short enough to distinguish zones.
const windowMargin = 15 * time.Minute

// readWindows lists the tickets around the creation of the first ticket, whose time may be shown in UTC or in another zone.
func (seen *observations) readWindows(get getter, s *service) {
	if len(seen.details) == 0 || !seen.early.isUsable() || len(seen.early.fields.list("incident_info_list")) > 0 {
		return
	}
	at, ok := parseTime(info(seen.details[0].trimmed).text("create_time"))
	if !ok {
		return
	}
	shift := 8 * time.Hour // from UTC to zoneEight
	if seen.zone().follows {
		shift = -shift
	}
	if seen.shown = get(window(s, at.wall, windowMargin)); !contains(seen.shown, seen.details[0].listed) {
		seen.shifted = get(window(s, at.wall.Add(shift), windowMargin))
	}
}

// contains reports whether a list contains a ticket.
func contains(r *response, ticket object) bool {
	return r.isUsable() && slices.ContainsFunc(r.fields.list("incident_info_list"), func(t object) bool {
		return t.text("incident_id") == ticket.text("incident_id")
	})
}

// readProblems reads the problem types of the products that most tickets have.
func (seen *observations) readProblems(get getter, s *service) {
	tickets := map[string]int{}
	for _, t := range seen.tickets {
		if name := t.text("product_category_name"); name != "" {
			tickets[name]++
		}
	}
	if len(tickets) == 0 {
		return
	}
	seen.products = get(osmapi.NewListProductCategoriesRequest(s.server, &osmapi.ListProductCategoriesParams{}))
	if !seen.products.isUsable() {
		return
	}
	seen.problems = map[string][]string{}
	ids := map[string]string{}
	for _, p := range seen.products.fields.list("incident_product_category_list") {
		ids[p.text("incident_product_category_name")] = p.text("incident_product_category_id")
	}
	names := slices.SortedFunc(maps.Keys(tickets), func(a, b string) int {
		return cmp.Or(cmp.Compare(tickets[b], tickets[a]), strings.Compare(a, b))
	})
	for _, name := range names {
		if ids[name] == "" || len(seen.problems) == maxProducts {
			continue
		}
		r := get(osmapi.NewListProblemTypesRequest(s.server, &osmapi.ListProblemTypesParams{ProductCategoryId: new(ids[name])}))
		if !r.isUsable() {
			continue
		}
		for _, p := range r.fields.list("incident_business_type_list") {
			seen.problems[name] = append(seen.problems[name], p.text("business_type_name"))
		}
	}
}

// readNamed reads the tickets that the user names.
func (seen *observations) readNamed(get getter, s *service, o options) {
	if o.ended != "" {
		seen.ended = get(detailRequest(s, o.ended, nil))
		seen.endedList = get(listRequest(s, osmapi.ListCasesParams{IncidentId: &o.ended, Limit: new(int32(pageSize))}))
	}
	if o.deleted != "" {
		seen.deleted = get(detailRequest(s, o.deleted, nil))
	}
}

// stamp is a time as the service writes it.
type stamp struct {
	// wall is the time without regard to its zone.
	wall time.Time
	// suffix is "Z", an offset such as "+08:00", or "".
	suffix string
}

// parseTime reads a time such as 2020-12-25T09:24:18Z, with a blank instead of T, and with Z, an offset or nothing at its end.
func parseTime(text string) (stamp, bool) {
	text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
	at := len("2006-01-02T15:04:05")
	if len(text) < at {
		return stamp{}, false
	}
	wall, err := time.Parse("2006-01-02T15:04:05", text[:at])
	suffix := strings.TrimLeft(text[at:], ".0123456789")
	return stamp{wall, suffix}, err == nil
}
