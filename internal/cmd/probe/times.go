// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"time"
)

// zone is what the times of one ticket, read in two zones, show.
type zone struct {
	suffix  string
	follows bool
	known   bool
}

func (seen *observations) zone() zone {
	if len(seen.details) == 0 {
		return zone{}
	}
	eight, ok := parseTime(info(seen.details[0].trimmed).text("create_time"))
	nine, okNine := parseTime(info(seen.details[0].nine).text("create_time"))
	shift := nine.wall.Sub(eight.wall)
	if !ok || !okNine || shift != 0 && shift != time.Hour {
		return zone{}
	}
	return zone{eight.suffix, shift == time.Hour, true}
}

// timeZone compares the times of a ticket in two zones.
func timeZone(seen *observations) finding {
	if _, f := seen.read(); f.seen != "" {
		return f
	}
	if nine := seen.details[0].nine; !nine.isUsable() {
		return failed(nine)
	}
	const evidence = "`ShowCaseDetail` ×2 of one ticket, with `X-Time-Zone` GMT+8 and GMT+9"
	z := seen.zone()
	shape := map[bool]string{true: "with an offset", false: "without a zone"}[z.suffix != ""]
	if z.suffix == "Z" {
		shape = "ends in `Z`"
	}
	switch {
	case !z.known:
		return unknown("the times have an unknown form", evidence)
	case z.follows:
		return finding{shape + "; follows `X-Time-Zone`", certain, evidence}
	case z.suffix == "Z" && seen.isAhead():
		return finding{shape + "; in a fixed zone ahead of UTC", certain, evidence + "; a ticket seems to be from the future"}
	case z.suffix == "Z":
		return finding{shape + "; does not follow `X-Time-Zone`, so UTC", likely, evidence}
	}
	return finding{shape + "; does not follow `X-Time-Zone`", certain, evidence}
}

// isAhead reports whether the time of a ticket, taken as UTC, is later than the service's own clock.
func (seen *observations) isAhead() bool {
	return slices.ContainsFunc(seen.tickets, func(t object) bool {
		at, ok := parseTime(t.text("create_time"))
		return ok && !seen.list.date.IsZero() && at.wall.Sub(seen.list.date) > time.Hour
	})
}

// windowZone reports the zone of the filter for creation times.
func windowZone(seen *observations) finding {
	if !seen.early.isUsable() {
		return failed(seen.early)
	}
	if len(seen.early.fields.list("incident_info_list")) > 0 {
		return finding{"the filter is ignored", certain, "`ListCases` of a day of the year 2000"}
	}
	if _, f := seen.read(); f.seen != "" {
		return f
	}
	z := seen.zone()
	const evidence = "`ListCases` of half an hour around a known ticket"
	switch {
	case seen.shown == nil || !z.known:
		return unknown("the times have an unknown form", evidence)
	case !seen.shown.isUsable():
		return failed(seen.shown)
	case contains(seen.shown, seen.details[0].listed) && z.follows:
		return finding{"that of `X-Time-Zone`", certain, evidence}
	case contains(seen.shown, seen.details[0].listed):
		return finding{"that of `create_time`, whatever `X-Time-Zone` is", certain, evidence}
	case !seen.shifted.isUsable():
		return failed(seen.shifted)
	case contains(seen.shifted, seen.details[0].listed) && z.follows:
		return finding{"UTC, whatever `X-Time-Zone` is", certain, evidence}
	case contains(seen.shifted, seen.details[0].listed):
		return finding{"that of `X-Time-Zone`, unlike `create_time`", certain, evidence}
	}
	return finding{"another one than that of `create_time`", likely, evidence}
}

// listOrder reports the order of the list by creation.
func listOrder(seen *observations) finding {
	var at []time.Time
	for _, t := range seen.tickets {
		if s, ok := parseTime(t.text("create_time")); ok && (len(at) == 0 || !s.wall.Equal(at[len(at)-1])) {
			at = append(at, s.wall)
		}
	}
	const evidence = "`ListCases`: %d tickets with different times"
	if len(at) < 2 {
		if len(seen.tickets) == 0 {
			return noTickets(seen)
		}
		return unknown("fewer than two tickets have different times", "`ListCases`")
	}
	sure := likely
	if len(at) >= 5 {
		sure = certain
	}
	newer := func(a, b time.Time) int { return b.Compare(a) }
	switch {
	case slices.IsSortedFunc(at, newer):
		return finding{"newest first", sure, fmt.Sprintf(evidence, len(at))}
	case slices.IsSortedFunc(at, time.Time.Compare):
		return finding{"oldest first", sure, fmt.Sprintf(evidence, len(at))}
	}
	return finding{"neither newest nor oldest first", certain, fmt.Sprintf(evidence, len(at))}
}
