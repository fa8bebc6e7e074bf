// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// defaultLimit is the default page size, which the reference states for the siblings of ListCases.
const defaultLimit = 10

// caseListItem is an item of incident_info_list.
type caseListItem struct {
	IncidentID          string      `json:"incident_id"`
	Status              int         `json:"status"`
	SimpleDescription   string      `json:"simple_description"`
	BusinessTypeName    string      `json:"business_type_name"`
	IncidentTypeName    string      `json:"incident_type_name"`
	ProductCategoryName string      `json:"product_category_name"`
	IncidentServiceType string      `json:"incident_service_type"`
	CustomerID          string      `json:"customer_id"`
	XCustomerID         string      `json:"xcustomer_id"`
	XCustomerName       string      `json:"xcustomer_name"`
	DcName              string      `json:"dc_name"`
	RootCause           string      `json:"root_cause"`
	Resolution          string      `json:"resolution"`
	CreateTime          string      `json:"create_time"`
	ConfirmedTime       *string     `json:"confirmed_time"`
	LabelList           []labelItem `json:"label_list"`
}

func (s *Simulator) listCases(c *call) (any, *apiError) {
	filter, apiErr := s.readFilter(c)
	if apiErr != nil {
		return nil, apiErr
	}
	found := s.filterCases(c, filter, true)
	s.sortCases(found)
	items := []caseListItem{}
	for _, t := range paged(c, found) {
		items = append(items, s.listItem(c, t))
	}
	key := "total_count"
	if s.behaviors.TotalKey == TotalAsCount {
		key = "count"
	}
	return object{key: s.total(len(found), len(items)), "incident_info_list": items}, nil
}

// sortCases sorts tickets, which come newest first, as Behaviors.ListOrder says.
func (s *Simulator) sortCases(tickets []*ticket) {
	switch s.behaviors.ListOrder {
	case OldestFirst:
		slices.Reverse(tickets)
	case Shuffled:
		slices.SortFunc(tickets, func(a, b *ticket) int {
			return strings.Compare(opaqueID(a.id, 0), opaqueID(b.id, 0))
		})
	case NewestFirst:
	}
}

// listedText returns the description of a ticket in lists.
func (s *Simulator) listedText(c *call, t *ticket) string {
	text := s.shownText(c, s.shownDescription(t.description), false)
	if s.behaviors.ListDescriptions == ListDescriptionsCut {
		return cut(text, ListDescriptionLength)
	}
	return text
}

func (s *Simulator) listItem(c *call, t *ticket) caseListItem {
	names := s.names(c, t)
	item := caseListItem{
		IncidentID: t.id, Status: s.shownStatus(t), SimpleDescription: s.listedText(c, t),
		BusinessTypeName: names.problem, IncidentTypeName: names.subType, ProductCategoryName: names.product,
		IncidentServiceType: "0", CustomerID: c.principal.DomainID, XCustomerID: t.ownerID, XCustomerName: t.ownerName,
		DcName: names.region, CreateTime: s.formatTime(c, t.created), LabelList: s.labelItems(t),
	}
	if !t.confirmed.IsZero() {
		at := s.formatTime(c, t.confirmed)
		item.ConfirmedTime = &at
	}
	return item
}

// caseFilter is the filter of ListCases and its siblings.
type caseFilter struct {
	keywords         []string
	labels           []int
	id               string
	from, until      time.Time
	statuses         []int
	userID, userName string
	appKey           string
	groupID          string
	// productID and problemID filter only ListCaseCounts.
	productID, problemID string
}

func (s *Simulator) readFilter(c *call) (caseFilter, *apiError) {
	filter := caseFilter{
		id: first(c.query["incident_id"]), userID: first(c.query["x_customer_id"]), userName: first(c.query["x_customer_name"]),
		appKey: first(c.query["app_key"]), groupID: first(c.query["group_id"]),
	}
	for _, text := range c.query["search_key"] {
		filter.keywords = append(filter.keywords, strings.Fields(text)...)
	}
	for _, text := range c.query["label_id_list"] {
		id, err := strconv.Atoi(text)
		if err != nil {
			return filter, invalid("label_id_list")
		}
		filter.labels = append(filter.labels, id)
	}
	statuses := slices.Clone(c.query["status"])
	if list := first(c.query["incident_status"]); list != "" {
		statuses = append(statuses, strings.Split(list, ",")...)
	}
	for _, text := range statuses {
		status, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return filter, invalid("incident_status")
		}
		filter.statuses = append(filter.statuses, status)
	}
	var apiErr *apiError
	for name, into := range map[string]*time.Time{"query_start_time": &filter.from, "query_end_time": &filter.until} {
		if text := first(c.query[name]); text != "" {
			if *into, apiErr = s.parseWindow(c, text); apiErr != nil {
				return filter, apiErr
			}
		}
	}
	return filter, nil
}

// filterCases returns the tickets that the caller may see and that match, newest first.
func (s *Simulator) filterCases(c *call, filter caseFilter, lookup bool) []*ticket {
	var found []*ticket
	for _, t := range slices.Backward(s.store.tickets) {
		if t.vanished || (t.status == StatusDeleted && s.behaviors.Deleted == DeletedIsGone) {
			continue
		}
		if isHandled(t.status) && s.behaviors.Ended == EndedUnlisted {
			continue
		}
		if s.hidden(t, lookup) || s.Now().Sub(t.created) < s.behaviors.ListedAfter {
			continue
		}
		if t.groupID != "" && t.ownerID != c.principal.UserID && t.groupID != filter.groupID {
			continue
		}
		s.progress(t)
		if s.matches(t, filter) {
			found = append(found, t)
		}
	}
	return found
}

func (s *Simulator) matches(t *ticket, filter caseFilter) bool {
	created := t.created.Truncate(time.Second)
	switch {
	case filter.id != "" && t.id != filter.id,
		filter.userID != "" && t.ownerID != filter.userID,
		filter.userName != "" && t.ownerName != filter.userName,
		filter.productID != "" && t.productID != filter.productID,
		filter.problemID != "" && t.businessTypeID != filter.problemID,
		!filter.from.IsZero() && created.Before(filter.from.Truncate(time.Second)),
		!filter.until.IsZero() && created.After(filter.until),
		len(filter.statuses) > 0 && !slices.Contains(filter.statuses, s.shownStatus(t)):
		return false
	}
	if len(filter.labels) > 0 && !slices.ContainsFunc(filter.labels, func(id int) bool { return slices.Contains(t.labels, id) }) {
		return false
	}
	holds := func(text, word string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(word)) }
	for _, keyword := range filter.keywords {
		if !holds(t.description, keyword) {
			return false
		}
	}
	for word := range strings.FieldsSeq(filter.appKey) {
		if !holds(t.id+"\n"+t.description, word) {
			return false
		}
	}
	return true
}

func (s *Simulator) listCaseCounts(c *call) (any, *apiError) {
	wanted := countedStatuses
	if text := first(c.query["status"]); text != "" {
		wanted = []int{c.integer("status", 0)}
	}
	filter := caseFilter{productID: first(c.query["product_category_id"]), problemID: first(c.query["business_type_id"])}
	tickets := s.filterCases(c, filter, false)
	counts := []object{}
	for _, status := range wanted {
		n := 0
		for _, t := range tickets {
			n += boolToInt(s.shownStatus(t) == status)
		}
		counts = append(counts, object{"status": status, "count": s.number(n)})
	}
	return object{"incident_status_counts": counts}, nil
}

// integer returns an integer parameter that was already checked.
func (c *call) integer(name string, fallback int) int {
	values := c.query[name]
	if len(values) == 0 {
		return fallback
	}
	n, err := strconv.Atoi(values[0])
	if err != nil {
		return fallback
	}
	return n
}
