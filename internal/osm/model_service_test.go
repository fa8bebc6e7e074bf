// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// modelStart is when every schedule starts, by the true clock.
var modelStart = time.Date(2026, 3, 14, 9, 26, 53, 589_000_000, time.UTC)

// modelTicket is a ticket of the modelled service. All its times are true ones.
type modelTicket struct {
	id, text, typeID string
	files            []string
	// create is the create whose request opened it; nil for a ticket of someone else.
	create *modelCreate
	at     time.Time
	// listed and readable are when the list and the detail show it.
	listed, readable time.Time
	ended            bool
	// listText and fullText are its description as the list and the detail show it, as JSON.
	listText, fullText string
}

// modelTimes is a form in which the service writes times.
type modelTimes struct {
	name string
	// follows says that X-Time-Zone is obeyed; else offset is the zone.
	follows bool
	offset  time.Duration
	layout  string
}

// certain reports whether a client can infer the zone.
func (f modelTimes) certain() bool { return f.follows }

// trusted reports whether a client reads the right moment.
func (f modelTimes) trusted() bool { return f.follows || f.offset == 0 }

const (
	withZ  = "2006-01-02T15:04:05Z"
	plain  = "2006-01-02T15:04:05"
	spaced = "2006-01-02 15:04:05"
)

var modelTimeForms = []modelTimes{
	{"UTC with Z", false, 0, withZ},
	{"UTC without Z", false, 0, spaced},
	{"following the zone, with Z", true, 0, withZ},
	{"following the zone, without Z", true, 0, plain},
	{"local +8 with Z", false, 8 * time.Hour, withZ},
	{"local +5 with Z", false, 5 * time.Hour, withZ},
	{"local -5 with Z", false, -5 * time.Hour, withZ},
	{"local -8 without Z", false, -8 * time.Hour, plain},
}

// write returns the time of creation as the service writes it for a requested zone.
func (f modelTimes) write(at time.Time, zone string) string {
	offset := f.offset
	if f.follows {
		hours, _ := strconv.Atoi(strings.TrimPrefix(zone, "GMT"))
		offset = time.Duration(hours) * time.Hour
	}
	return at.UTC().Add(offset).Format(f.layout)
}

// modelEcho is what the service does to texts.
type modelEcho struct {
	name  string
	apply func(string) string
}

var modelEchoes = []modelEcho{
	{"as sent", func(s string) string { return s }},
	{"escaped", html.EscapeString},
	{"without tags", withoutTags},
	{"white space collapsed", func(s string) string { return strings.Join(strings.Fields(s), " ") }},
	{"all but ASCII as numbers", func(s string) string {
		var b strings.Builder
		for _, r := range s {
			if r < utf8.RuneSelf {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, "&#%d;", r)
			}
		}
		return b.String()
	}},
}

func withoutTags(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		_, after, closed := strings.Cut(rest, ">")
		if !found || !closed {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(before)
		s = after
	}
}

// cutTo returns the first n characters; 0 is all, less is none.
func cutTo(s string, n int) string {
	if n < 0 {
		return ""
	}
	if runes := []rune(s); n > 0 && len(runes) > n {
		return string(runes[:n])
	}
	return s
}

// model is the service with its clients, driven by one schedule.
type model struct {
	schedule modelSchedule
	rng      *rand.Rand
	now      time.Time
	tickets  []*modelTicket
	// calm says that no fault is drawn any more.
	calm bool
	// violated is the first property that did not hold, with what broke it.
	violated string
	tally    *modelTally
	// trace collects what happens; nil collects nothing.
	trace *[]string
}

func (m *model) logf(format string, args ...any) {
	if m.trace != nil && m.violated == "" {
		*m.trace = append(*m.trace, fmt.Sprintf("%8.3f  ", m.now.Sub(modelStart).Seconds())+fmt.Sprintf(format, args...))
	}
}

func (m *model) violatef(property, format string, args ...any) {
	text := property + ": " + fmt.Sprintf(format, args...)
	m.logf("VIOLATION %s", text)
	if m.violated == "" {
		m.violated = text
	}
}

func (m *model) chance(p float64) bool { return m.rng.Float64() < p }

// among draws one of several values.
func among[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// open adds a ticket that was created at a time. The list and the detail show it after the lags of the schedule.
func (m *model) open(t modelTicket) *modelTicket {
	s := &m.schedule
	t.id = fmt.Sprintf("TS-%d", len(m.tickets)+1)
	t.listed, t.readable = t.at.Add(s.leastLag+m.draw(s.listLag-s.leastLag)), t.at.Add(m.draw(s.detailLag))
	echo := s.echo.apply(t.text)
	t.listText, t.fullText = strconv.Quote(cutTo(echo, s.cut)), strconv.Quote(echo)
	m.tickets = append(m.tickets, &t)
	if m.trace != nil {
		m.logf(
			"        %s is created at %+.3f, listed from %+.3f, readable from %+.3f, ended %t: %q",
			t.id,
			t.at.Sub(modelStart).
				Seconds(),
			t.listed.Sub(modelStart).Seconds(),
			t.readable.Sub(modelStart).Seconds(),
			t.ended,
			t.text,
		)
	}
	return &t
}

// draw returns a lag up to a bound.
func (m *model) draw(most time.Duration) time.Duration {
	if most == 0 {
		return 0
	}
	return time.Duration(m.rng.Int64N(int64(most)))
}

func (m *model) find(id string) *modelTicket {
	for _, t := range m.tickets {
		if t.id == id {
			return t
		}
	}
	return nil
}

// database returns the time of the service's data base at a true time.
func (m *model) database(at time.Time) time.Time { return at.Add(m.schedule.database) }

func (m *model) typeName(id string) string {
	if m.schedule.namesDiffer {
		return "Server / " + id
	}
	return id
}

// page returns one page of the list, and the tickets on it.
func (m *model) page(query map[string][]string, zone string) (reply modelReply, shown []*modelTicket) {
	s := &m.schedule
	get := func(name string) string { return strings.Join(query[name], "") }
	offset, _ := strconv.Atoi(get("offset"))
	from, to := m.bound(get("query_start_time")), m.bound(get("query_end_time"))
	if !from.IsZero() && s.filter == filterRejected {
		return modelReply{status: 400, body: `{"error_code":"OSM.0001","error_msg":"invalid parameter"}`}, nil
	}
	for _, t := range m.tickets {
		at := m.database(t.at)
		switch {
		case t.listed.After(m.now):
		case from.IsZero(), s.filter == filterIgnored, s.filter == filterWorks && !at.Before(from) && !at.After(to):
			shown = append(shown, t)
		}
	}
	m.order(shown)
	total := len(shown)
	switch {
	case offset < total:
	case s.pastEnd == pastEndFails && offset > 0:
		return modelReply{status: 400, body: `{"error_code":"OSM.0001","error_msg":"offset"}`}, nil
	case s.pastEnd == pastEndRepeats && total > 0:
		offset = (total - 1) / s.pageSize * s.pageSize
	default:
		offset = total
	}
	shown = shown[offset:min(offset+s.pageSize, total)]
	return modelReply{status: 200, body: m.pageBody(shown, total, zone)}, shown
}

func (m *model) order(tickets []*modelTicket) {
	switch m.schedule.order {
	case newestFirst:
		slices.SortStableFunc(tickets, func(a, b *modelTicket) int { return b.at.Compare(a.at) })
	case anyOrder:
		slices.SortStableFunc(tickets, func(a, b *modelTicket) int { return strings.Compare(scrambled(a.id), scrambled(b.id)) })
	case asCreated:
	}
}

// scrambled returns a sort key that is unrelated to the age.
func scrambled(id string) string { return string(id[len(id)-1]*7%10) + id }

// bound reads a bound of the filter in the zone in which the service takes it.
func (m *model) bound(s string) time.Time {
	at, err := time.Parse(spaced, s)
	if err != nil {
		return time.Time{}
	}
	return at.Add(-m.schedule.filterZone)
}

func (m *model) pageBody(shown []*modelTicket, total int, zone string) string {
	b := append(make([]byte, 0, 512), '{')
	b = append(b, m.schedule.envelope...)
	switch m.schedule.counts {
	case countsAll:
		b = strconv.AppendInt(append(b, `"total_count":`...), int64(total), 10)
		b = append(b, ',')
	case countsPage:
		b = strconv.AppendInt(append(b, `"count":`...), int64(len(shown)), 10)
		b = append(b, ',')
	case countsNothing:
	}
	b = append(b, `"incident_info_list":[`...)
	for i, t := range shown {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"incident_id":"`+t.id+`",`...)
		b = append(m.common(b, t, t.listText, zone), '}')
	}
	return string(append(b, "]}"...))
}

// common writes the fields that the list and the detail share.
func (m *model) common(b []byte, t *modelTicket, text, zone string) []byte {
	status := byte('0')
	if t.ended {
		status = '4'
	}
	b = append(append(b, `"status":`...), status)
	b = append(b, `,"simple_description":`+text+`,"business_type_name":"`+m.typeName(t.typeID)+`","create_time":"`...)
	return append(b, m.schedule.times.write(m.database(t.at), zone)+`"`...)
}

// detail returns a ticket.
func (m *model) detail(id, zone string) modelReply {
	t := m.find(id)
	if t == nil || t.readable.After(m.now) {
		return modelReply{status: 200, body: `{"error_code":"OSM.01010015","error_msg":"not found"}`}
	}
	b := append([]byte{'{'}, m.schedule.envelope...)
	b = append(b, `"incident_detail_info":{`...)
	b = append(m.common(b, t, t.fullText, zone), `,"message_list":[{"is_first_message":1,"accessory_list":[`...)
	for i, file := range t.files {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"accessory_id":"`+file+`"}`...)
	}
	return modelReply{status: http.StatusOK, body: string(append(b, "]}]}}"...))}
}
