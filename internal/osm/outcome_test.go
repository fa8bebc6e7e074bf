// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// richText is a description with everything that a service may change in a text that it stores.
const richText = "Node <b>42</b> does not answer:\r\n\r\n  5 > 3 & \"x\", since the update of last night \r\n"

var lostCreate = simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1}

// TestCreate_responses checks the result of a create that was processed, by its response: an ID takes precedence over any code
// and status, and after internal errors and time-outs the ticket is looked for. Exactly one ticket is opened.
func TestCreate_responses(t *testing.T) {
	t.Parallel()
	after := func(status int, code string) simulator.Fault {
		return simulator.Fault{Kind: simulator.FailAfter, Status: status, Code: code}
	}
	beside := func(status int, code string) simulator.Fault {
		return simulator.Fault{Kind: simulator.FailAfter, Status: status, Code: code, WithID: true}
	}
	zero := beside(200, "")
	zero.Body = `{"error_code":0,"error_msg":""}`
	const created, found = "CreateCases", "CreateCases, 2 ListCases, 2 ShowCaseDetail"
	for name, c := range map[string]struct {
		fault simulator.Fault
		calls string
		code  bool
	}{
		"internal error under 200":      {after(200, "OSM.01010014"), found, false},
		"gateway time-out under 200":    {after(200, "APIGW.0610"), found, false},
		"gateway time-out under 400":    {after(400, "APIGW.0610"), found, false},
		"client closed request":         {after(499, "APIGW.0201"), found, false},
		"redirect":                      {after(302, "APIGW.0201"), found, false},
		"an ID with code 0":             {zero, created, false},
		"an ID beside a rejection":      {beside(200, "OSM.01010002"), created, true},
		"an ID beside an error, 500":    {beside(500, "OSM.0004"), created, true},
		"an ID beside a throttle":       {beside(429, "APIG.0308"), created, true},
		"an ID beside an expired token": {beside(401, "APIGW.0301"), created, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			c.fault.Operation, c.fault.Times = "CreateCases", 1
			w.Inject(c.fault)
			out, err := w.api.CreateCase(t.Context(), newCase(asked))
			if err != nil || out.ID != "TS-100002" || (out.Code != nil) != c.code {
				t.Errorf("got %+v, %v", out, err)
			}
			if got := w.calls(); got != c.calls {
				t.Errorf("calls: %s\nwant:  %s", got, c.calls)
			}
		})
	}
}

// TestCreate_behaviors loses the response of a create under each behavior that could hide its ticket, and shows that the
// ticket is adopted, or that the error names it. In no case is a second one opened.
func TestCreate_behaviors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		behaviors simulator.Behaviors
		named     bool // by an error, not adopted
	}{
		"localized names of problem types": {simulator.Behaviors{ProblemNames: simulator.ProblemNameLocalized}, false},
		"paths of problem types":           {simulator.Behaviors{ProblemNames: simulator.ProblemNamePath}, false},
		"no names of problem types":        {simulator.Behaviors{ProblemNames: simulator.ProblemNameEmpty}, false},
		"tags removed":                     {simulator.Behaviors{RichText: simulator.RichTextRemoved}, false},
		"entities":                         {simulator.Behaviors{RichText: simulator.RichTextEscaped}, false},
		"trimmed":                          {simulator.Behaviors{Description: simulator.DescriptionTrimmed}, false},
		"line feeds":                       {simulator.Behaviors{Description: simulator.DescriptionLineFeeds}, false},
		"cut in the list":                  {simulator.Behaviors{ListDescriptions: simulator.ListDescriptionsCut}, false},
		"windows ignored":                  {simulator.Behaviors{Windows: simulator.WindowsIgnored}, false},
		"windows in UTC":                   {simulator.Behaviors{Windows: simulator.WindowsInUTC}, false},
		"oldest first, page totals": {
			simulator.Behaviors{ListOrder: simulator.OldestFirst, Totals: simulator.TotalOfPage}, false,
		},
		"times follow the zone":            {simulator.Behaviors{Times: simulator.TimesInZone}, false},
		"local times that claim to be UTC": {simulator.Behaviors{Times: simulator.TimesLocal}, true},
		"gateway's clock 30 s ahead":       {simulator.Behaviors{ClockAhead: 30 * time.Second}, true},
		"gateway's clock 2 min ahead":      {simulator.Behaviors{ClockAhead: 2 * time.Minute}, true},
		"gateway's clock 30 s behind":      {simulator.Behaviors{ClockAhead: -30 * time.Second}, false},
		"not readable for 3 seconds":       {simulator.Behaviors{ReadableAfter: 3 * time.Second}, false},
		"not listed for 50 seconds":        {simulator.Behaviors{ListedAfter: 50 * time.Second}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{Behaviors: c.behaviors, SeedCases: 150}, time.Minute)
			w.Inject(lostCreate)
			before := len(w.Cases())
			out, err := w.api.CreateCase(t.Context(), newCase(richText))
			cases := w.Cases()
			if n := len(cases) - before; n != 1 {
				t.Fatalf("%d tickets were opened: %v, %v", n, out, err)
			}
			id := cases[len(cases)-1].ID
			var unknown *osm.UnknownOutcomeError
			switch {
			case c.named && (!errors.As(err, &unknown) || len(unknown.Candidates) != 1 || unknown.Candidates[0].ID != id):
				t.Errorf("got %v, %v, want an error that names %s", out, err, id)
			case !c.named && (err != nil || out.ID != id):
				t.Errorf("got %v, %v, want %s", out, err, id)
			}
		})
	}
}

// TestCreate_sinceTheFirstSend checks that a ticket which becomes visible only after the next send is older than that send,
// and adopted all the same.
func TestCreate_sinceTheFirstSend(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{ListedAfter: 65 * time.Second}}, time.Minute)
	w.Inject(lostCreate)
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropBefore, Times: 1})
	out, err := w.api.CreateCase(t.Context(), newCase(asked))
	if err != nil || out.ID != "TS-100002" || len(w.Cases()) != 2 {
		t.Errorf("got %v, %v, and %d tickets", out, err, len(w.Cases())-1)
	}
}

// TestCreate_prefers checks that attachments and the name of the problem type decide between several matches.
func TestCreate_prefers(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(w *world, mine, theirs *osm.CreateCaseInput){
		"attachments": func(w *world, mine, _ *osm.CreateCaseInput) {
			id, err := uploadFor(t.Context(), w, "incident")
			w.Must(err)
			mine.Body.AccessoryIds = &[]string{id}
		},
		"problem type": func(_ *world, _, theirs *osm.CreateCaseInput) { aboutFault(theirs) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			mine, theirs := newCase(asked), newCase(asked)
			prepare(w, &mine, &theirs)
			other := connect(t, w.Env, time.Minute)
			first := func(simulator.Request) bool { return len(w.Cases()) == 1 }
			w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1, Match: first})
			w.OnRequest(func(r *simulator.Request) {
				if r.Operation == "ListCases" && w.Count("ListCases") == 1 {
					if _, err := other.CreateCase(t.Context(), theirs); err != nil {
						t.Error(err)
					}
				}
			})
			out, err := w.api.CreateCase(t.Context(), mine)
			if err != nil || out.ID != "TS-100002" || len(w.Cases()) != 3 {
				t.Errorf("got %v, %v, and %d tickets: %s", out, err, len(w.Cases())-1, w.calls())
			}
		})
	}
}

// aboutFault makes a ticket one of another problem type.
func aboutFault(in *osm.CreateCaseInput) {
	region := simulator.RegionBeijing4
	in.Body.BusinessTypeId, in.Body.RegionId = simulator.ProblemFault, &region
}

// TestCreate_cancelled cancels while the response to a create is slow: one look finds the ticket, or the error reports an unknown
// outcome.
func TestCreate_cancelled(t *testing.T) {
	t.Parallel()
	for kind, opened := range map[simulator.Kind]bool{simulator.DelayAfter: true, simulator.DelayBefore: false} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, simulator.Options{}, time.Minute)
			ctx, giveUp := context.WithCancel(t.Context())
			defer giveUp()
			w.Inject(simulator.Fault{Operation: "CreateCases", Kind: kind, Times: 1})
			w.OnRequest(func(r *simulator.Request) {
				if r.Operation == "CreateCases" {
					giveUp()
				}
			})
			out, err := w.api.CreateCase(ctx, newCase(asked))
			var unknown *osm.UnknownOutcomeError
			if opened && (err != nil || out.ID != "TS-100002") || !opened && (!errors.As(err, &unknown) || unknown.NotFound) {
				t.Errorf("got %v, %v", out, err)
			}
			w.ExpectCounts(map[string]int{"CreateCases": 1})
		})
	}
}

// TestCreate_readByADataSource checks that reading a ticket does not keep it from being adopted: only resources hold tickets.
func TestCreate_readByADataSource(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.Inject(lostCreate)
	w.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ListCases" && w.Count("ListCases") == 1 {
			if _, err := w.api.Case(t.Context(), "TS-100002", ""); err != nil {
				t.Error(err)
			}
		}
	})
	out, err := w.api.CreateCase(t.Context(), newCase(asked))
	if err != nil || out.ID != "TS-100002" || len(w.Cases()) != 2 {
		t.Errorf("got %v, %v, and %d tickets", out, err, len(w.Cases())-1)
	}
}

// TestCreate_equalTexts opens tickets of one text and different problem types at once while every response is lost: each
// create gets a ticket of its own.
func TestCreate_equalTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter})
	var mu sync.Mutex
	var group sync.WaitGroup
	ids := map[string]bool{}
	for i := range 6 {
		group.Go(func() {
			in := newCase([]string{asked, "A <i>new</i>  description"}[i%2])
			if i%3 == 0 {
				aboutFault(&in)
			}
			out, err := w.api.CreateCase(t.Context(), in)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
				return
			}
			ids[out.ID] = true
		})
	}
	group.Wait()
	if len(ids) != 6 || len(w.Cases()) != 7 {
		t.Errorf("%d IDs, %d tickets", len(ids), len(w.Cases())-1)
	}
	w.ExpectCounts(map[string]int{"CreateCases": 6})
}

// TestCreateMessage_richText loses the response to a message whose tags the service removes: it is found, and sent once.
func TestCreateMessage_richText(t *testing.T) {
	t.Parallel()
	for _, rich := range []simulator.RichTextEcho{simulator.RichTextRemoved, simulator.RichTextEscaped} {
		w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{RichText: rich}}, time.Minute)
		w.Inject(simulator.Fault{Operation: "CreateMessages", Kind: simulator.DropAfter, Times: 1})
		m, err := w.api.CreateMessage(t.Context(), osm.CreateMessageInput{CaseID: w.id, Content: richText})
		if err != nil || m.MessageId == nil || len(w.ticket().Messages) != 2 {
			t.Errorf("got %v, %v, and %d messages", m, err, len(w.ticket().Messages))
		}
		w.ExpectCounts(map[string]int{"CreateMessages": 1})
	}
}

// TestCreateMessage_endedTicket checks that a rejection by a ticket that has ended is final after one look.
func TestCreateMessage_endedTicket(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.SetStatus(w.id, simulator.StatusCompleted)
	_, err := w.api.CreateMessage(t.Context(), osm.CreateMessageInput{CaseID: w.id, Content: asked})
	if err == nil || !osm.IsRejection(err) {
		t.Errorf("got %v", err)
	}
	if calls := w.calls(); calls != "ShowCaseDetail, CreateMessages, ShowCaseDetail" {
		t.Errorf("calls: %s", calls)
	}
}

// TestCreateLabel_trimmed checks that a label is found though the service removes white space around its name.
func TestCreateLabel_trimmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{Behaviors: simulator.Behaviors{LabelSpaces: simulator.LabelSpacesTrimmed}}, time.Minute)
	w.Inject(simulator.Fault{Operation: "CreateLabels", Kind: simulator.DropAfter, Times: 1})
	_, _, err := w.api.CreateLabel(t.Context(), osm.CreateLabelInput{Name: " night ", Color: "#123456"})
	if err != nil || len(w.Labels()) != 3 {
		t.Errorf("%v, %d labels", err, len(w.Labels())-2)
	}
	w.ExpectCounts(map[string]int{"CreateLabels": 1})
}

// TestCreate_listPastItsEnd checks that a list which can't be read to its end is never taken for absence.
func TestCreate_listPastItsEnd(t *testing.T) {
	t.Parallel()
	offsets := 0
	api := pagedBy(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		if r.URL.Query().Get("query_start_time") != "" {
			write(w, `{"incident_info_list":[]}`)
			return
		}
		page := `{"total_count":100,"incident_info_list":[`
		for i := range 100 {
			offsets++
			page += fmt.Sprintf(`{"incident_id":"TS-%d","simple_description":"other"},`, offsets*1000+i)
		}
		write(w, page[:len(page)-1]+`]}`)
	})
	_, err := api.CreateCase(t.Context(), newCase(asked))
	var unknown *osm.UnknownOutcomeError
	if !errors.As(err, &unknown) || unknown.NotFound || offsets < 65000 {
		t.Errorf("got %v after %d entries", err, offsets)
	}
}

// pagedBy connects a client whose pauses take no time to a handler.
func pagedBy(t *testing.T, handler http.HandlerFunc) *osm.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	wait := func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	carrier, err := transport.New(transport.Config{Wait: wait})
	if err != nil {
		t.Fatal(err)
	}
	api, err := osm.New(osm.Config{Endpoint: server.URL, Transport: carrier, Credential: open(), Wait: wait})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// TestCase_incompleteResponse checks that the error of a read without the ticket is one of a read: nothing can have been
// carried out.
func TestCase_incompleteResponse(t *testing.T) {
	t.Parallel()
	api := pagedBy(t, func(w http.ResponseWriter, _ *http.Request) { write(w, `{}`) })
	_, err := api.Case(t.Context(), "TS-1", "")
	if e := apierror.As(err); e == nil || e.Method != http.MethodGet {
		t.Errorf("got %#v", e)
	}
}
