// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"encoding/csv"
	"strconv"
)

// showPartnerPrivilege tells whether a partner works on the account's tickets: never here.
func (s *Simulator) showPartnerPrivilege(_ *call) (any, *apiError) {
	return object{"has_privilege": false}, nil
}

// showPartnerInfo answers an empty record, since the account has no partner.
func (s *Simulator) showPartnerInfo(_ *call) (any, *apiError) {
	return object{"partners_service_info": nil}, nil
}

// exportCases answers the filtered tickets as a table. It needs the privilege "export".
func (s *Simulator) exportCases(c *call) (any, *apiError) {
	if !s.store.account.hasPrivilege("export") {
		return nil, reject(codeNoPermission)
	}
	filter, apiErr := s.readFilter(c)
	if apiErr != nil {
		return nil, apiErr
	}
	c.zone = zoneOf(first(c.query["timezone"]))
	c.english = first(c.query["language"]) == "en-us"
	tickets := s.filterCases(c, filter, false)
	s.sortCases(tickets)
	var buffer bytes.Buffer
	table := csv.NewWriter(&buffer)
	rows := [][]string{{"incident_id", "status", "business_type_name", "simple_description", "create_time"}}
	for _, t := range page(tickets, c.integer("offset", 0), c.integer("limit", len(tickets))) {
		rows = append(rows, []string{
			t.id, strconv.Itoa(s.shownStatus(t)), s.names(c, t).problem, s.shownText(c, s.shownDescription(t.description), false), s.formatTime(c, t.created),
		})
	}
	if err := table.WriteAll(rows); err != nil {
		return nil, reject(codeInternal)
	}
	return file{name: "cases.csv", bytes: buffer.Bytes()}, nil
}
