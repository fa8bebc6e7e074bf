// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// spreadsheet is the content type of an export whose name is encoded. The content stays CSV.
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// exportCases returns the filtered tickets as CSV. It needs the privilege "export".
func (s *Simulator) exportCases(c *call) (any, *apiError) {
	if !s.store.account.hasPrivilege("export") {
		return nil, reject(codeNoPermission)
	}
	filter, apiErr := s.readFilter(c)
	if apiErr != nil {
		return nil, apiErr
	}
	filter.id, filter.userID = "", first(c.query["sub_customer_id"])
	c.zone = parseZone(first(c.query["timezone"]))
	c.english = first(c.query["language"]) == "en-us"
	tickets := slices.DeleteFunc(s.filterCases(c, filter, false), func(t *ticket) bool { return !isExported(c, t) })
	s.sortCases(tickets)
	var buffer bytes.Buffer
	table := csv.NewWriter(&buffer)
	rows := [][]string{{"incident_id", "status", "business_type_name", "simple_description", "create_time"}}
	for _, t := range page(tickets, c.integer("offset", 0), c.integer("limit", len(tickets))) {
		rows = append(rows, []string{
			t.id, strconv.Itoa(s.shownStatus(t)), s.names(c, t).problem,
			s.shownText(c, s.shownDescription(t.description), false), s.formatTime(c, t.created),
		})
	}
	if err := table.WriteAll(rows); err != nil {
		return nil, reject(codeInternal)
	}
	export := file{bytes: buffer.Bytes()}
	switch s.behaviors.ExportNames {
	case ExportNamePlain:
		export.name = "cases.csv"
	case ExportNameEncoded:
		export.disposition, export.contentType = "filename*=UTF-8''"+url.PathEscape("工单.xlsx"), spreadsheet
	case ExportNameNone:
	}
	return export, nil
}

// isExported applies the filters that only DownloadCases has.
func isExported(c *call, t *ticket) bool {
	if ids := first(c.query["incident_id"]); ids != "" && !slices.Contains(strings.Split(ids, ","), t.id) {
		return false
	}
	if customer := first(c.query["customer_id"]); customer != "" && customer != c.principal.DomainID {
		return false
	}
	sources := c.query["tenant_source_id_list"]
	return len(sources) == 0 || slices.Contains(sources, t.sourceID)
}
