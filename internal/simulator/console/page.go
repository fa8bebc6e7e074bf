// SPDX-License-Identifier: MPL-2.0

package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

//go:embed page.html page.css page.js
var assets embed.FS

// layout is the page's template. A mistake in it is a programming error.
var layout = template.Must(template.New("page.html").Funcs(template.FuncMap{
	"clock":  func(t time.Time) string { return t.Format("15:04:05") },
	"minute": func(t time.Time) string { return t.Format("2006-01-02 15:04 UTC") },
	"rfc":    func(t time.Time) string { return t.Format(time.RFC3339) },
	"size":   size,
	"millis": millis,
	"short":  func(path string) string { return strings.Replace(path, "/v2/servicerequest/", "…/", 1) },
	"badge":  badge,
	"title":  StatusTitle,
	"api":    func() string { return Prefix },
	"count":  count,
}).ParseFS(assets, "page.html"))

// asset serves an embedded file.
func asset(name, contentType string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		content, err := assets.ReadFile(name)
		if err != nil {
			writeError(w, fmt.Errorf("reading %s: %w", name, err))
			return
		}
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(content) // a client that went away needs no response
	}
}

// shownRequests is how many calls the page shows; the control API returns all.
const shownRequests = 100

// view is the content of the page.
type view struct {
	Tickets   []ticket
	Selected  *ticket
	Missing   string // the ID of a selected ticket that does not exist
	Statuses  []status
	Requests  []logged // the newest first
	Hidden    int      // older calls that are not shown
	Behaviors []behavior
	Changed   int // behaviors that differ from the default
	Faults    []fault
	Kinds     []kind
	Calls     []string // operations that a fault can hit
}

// kind is a kind of fault that the page offers, with what it does.
type kind struct{ Name, Title string }

// kinds are the kinds of faults that need no further argument, in the words of the page.
var kinds = []kind{
	{kindName(simulator.RejectBefore), "Rejected with HTTP 503"},
	{kindName(simulator.RejectUnder200), "Rejected under HTTP 200 (OSM.01010014)"},
	{kindName(simulator.Throttle), "Rejected with HTTP 429"},
	{kindName(simulator.DropBefore), "Connection ends, not processed"},
	{kindName(simulator.DropAfter), "Processed, then the connection ends"},
	{kindName(simulator.FailAfter), "Processed, but reported as HTTP 500"},
	{kindName(simulator.Truncate), "Processed, response cut in half"},
	{kindName(simulator.HTMLBefore), "HTML page, not processed"},
	{kindName(simulator.HTMLAfter), "Processed, but an HTML page"},
	{kindName(simulator.EmptyAfter), "Processed, but an empty response"},
	{kindName(simulator.GarbageJSON), "Processed, but invalid JSON"},
	{kindName(simulator.WrongTypes), "Processed, but wrong JSON types"},
	{kindName(simulator.Duplicate), "Processed twice"},
	{kindName(simulator.DelayBefore), "No response until the client gives up"},
	{kindName(simulator.ResetBefore), "Connection reset, not processed"},
}

func (c *console) view(r *http.Request) view {
	v := view{
		Tickets: c.tickets(), Statuses: statuses, Behaviors: c.behaviors(), Faults: c.faults(),
		Kinds: kinds, Calls: operations(),
	}
	if id := r.URL.Query().Get("ticket"); id != "" {
		at := slices.IndexFunc(v.Tickets, func(t ticket) bool { return t.ID == id })
		if at < 0 {
			v.Missing = id
		} else {
			v.Selected = &v.Tickets[at]
		}
	}
	for _, call := range slices.Backward(c.sim.Requests()) {
		if len(v.Requests) == shownRequests {
			v.Hidden++
			continue
		}
		v.Requests = append(v.Requests, newLogged(call))
	}
	for _, b := range v.Behaviors {
		if b.Value != b.Values[0] {
			v.Changed++
		}
	}
	return v
}

func (c *console) page(w http.ResponseWriter, r *http.Request) {
	var content bytes.Buffer
	if err := layout.Execute(&content, c.view(r)); err != nil {
		writeError(w, fmt.Errorf("building the page: %w", err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(content.Bytes()) // a client that went away needs no response
}

// badge returns the class of a status's badge.
func badge(t ticket) string {
	switch {
	case !t.IsOpen:
		return "ended"
	case t.Status == simulator.StatusToBeHandled:
		return "new"
	case t.Status == simulator.StatusToBeConfirmed, t.Status == simulator.StatusWaitingForFeedback:
		return "waiting"
	default:
		return "working"
	}
}

// size returns a number of bytes for people.
func size(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.1f kB", float64(n)/(1<<10))
	default:
		return count(n, "byte")
	}
}

// millis returns a duration in milliseconds, with a decimal if it is short.
func millis(ms float64) string {
	switch {
	case ms > 0 && ms < 0.1:
		return "<0.1 ms"
	case ms < 10:
		return fmt.Sprintf("%.1f ms", ms)
	default:
		return fmt.Sprintf("%.0f ms", ms)
	}
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
