// SPDX-License-Identifier: MPL-2.0

package console_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/console"
)

// site is a simulator with its page.
type site struct {
	t   *testing.T
	sim *simulator.Simulator
	url string
}

// response is a response as received.
type response struct {
	status int
	header http.Header
	body   string
}

func newSite(t *testing.T) *site {
	t.Helper()
	sim := simulator.New(simulator.Options{})
	server, err := sim.ListenHandler(t.Context(), "", console.New(sim))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &site{t: t, sim: sim, url: server.URL}
}

// send sends a request; header holds names and values in turn.
func (s *site) send(method, path, body string, header ...string) response {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	req.Host = req.Header.Get("Host")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response{resp.StatusCode, resp.Header, string(text)}
}

// control makes a call of the control API, which must succeed unless want is another status.
func (s *site) control(method, path, body string, want int) response {
	s.t.Helper()
	got := s.send(method, console.Prefix+path, body, "Content-Type", "application/json")
	if got.status != want {
		s.t.Errorf("%s %s %s: %d %s, want %d", method, path, body, got.status, got.body, want)
	}
	return got
}

func TestControl_tickets(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var opened struct{ ID string }
	got := s.control("POST", "tickets", `{"description":"web-1 does not respond"}`, 200)
	if err := json.Unmarshal([]byte(got.body), &opened); err != nil || opened.ID == "" {
		t.Fatalf("%s: %v", got.body, err)
	}
	if err := s.sim.SetContact(opened.ID, "13800000000", "ann@example.com"); err != nil {
		t.Fatal(err)
	}
	path := "tickets/" + opened.ID
	got = s.control("POST", path+"/reply", `{"content":"Which zone?"}`, 200)
	for _, want := range []string{
		`"from": "support"`, `"content": "Which zone?"`, `"is_open": true`, `"region": "CN North-Beijing4"`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %s in %s", want, got.body)
		}
	}
	if strings.Contains(got.body, "1380") || strings.Contains(got.body, "ann@") {
		t.Errorf("contact data in %s", got.body)
	}
	for body, want := range map[string]int{
		`{"status":"in_process"}`: simulator.StatusInProcess, `{"status":17}`: 17, `{"status":"22"}`: 22, `{"status":30}`: 30,
	} {
		s.control("POST", path+"/status", body, 200)
		if view, _ := s.sim.Case(opened.ID); view.Status != want {
			t.Errorf("%s: status %d", body, view.Status)
		}
	}
	if got := s.control("POST", path+"/close", "", 200); !strings.Contains(got.body, `"status_name": "completed"`) {
		t.Errorf("closed: %s", got.body)
	}
	if got := s.control("GET", "tickets", "", 200); !strings.Contains(got.body, `"is_open": false`) {
		t.Errorf("list: %s", got.body)
	}
	s.control("GET", path, "", 200)
	if n := len(s.sim.Requests()); n != 0 {
		t.Errorf("the request log has %d calls of the control API", n)
	}
}

func TestControl_errors(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.sim.OpenCase("web-1 does not respond")
	gone := s.sim.OpenCase("web-2 does not respond")
	if err := s.sim.RemoveCase(gone); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, body string
		status     int
		text       string
	}{
		{"tickets/TS-1/reply", `{"content":"x"}`, 404, "ticket TS-1 does not exist"},
		{"tickets/" + gone + "/reply", `{"content":"x"}`, 409, "was removed"},
		{"tickets/" + id + "/reply", `{"content":" "}`, 400, "content must not be empty"},
		{"tickets/" + id + "/reply", `{"text":"x"}`, 400, `unknown field \"text\"`},
		{"tickets/" + id + "/reply", `{"content":"x"} {}`, 400, "one JSON object"},
		{"tickets/" + id + "/reply", `{"content":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "at most 1048576 bytes"},
		{"tickets/" + id + "/status", `{"status":"done"}`, 400, "to_be_handled, in_process"},
		{"tickets/" + id + "/status", `{"status":31}`, 400, "from 0 to 30"},
		{"tickets/" + id + "/status", `{}`, 400, "from 0 to 30"},
		{"tickets", `{"description":""}`, 400, "description must not be empty"},
		{"behaviors", `{"name":"success","value":"fine"}`, 400, "choose one of no-code, empty"},
		{"behaviors", `{"name":"weather","value":"fine"}`, 400, `unknown behavior`},
		{"faults", `{"kind":"explode"}`, 400, "kind must be one of reject-before"},
		{"faults", `{"kind":"drop-before","operation":"Nothing"}`, 400, "not an operation"},
		{"faults", `{"kind":"drop-before","times":-1}`, 400, "must not be negative"},
		{"faults", `{"kind":"reject-before","status":99}`, 400, "from 200 to 599"},
		{"faults", `{"kind":"throttle","retry_after":"soon"}`, 400, "not a duration"},
		{"faults", `{"kind":"throttle","times":"x"}`, 400, "not an integer"},
		{"faults", `{"kind":"throttle","hits":1}`, 400, "read-only"},
		{"clock", `{"advance":"-1h"}`, 400, "not a duration"},
		{"nothing", `{}`, 404, "not part of the control API"},
	} {
		if got := s.control("POST", c.path, c.body, c.status); !strings.Contains(got.body, c.text) {
			t.Errorf("%s %.60s: %s, want %s", c.path, c.body, got.body, c.text)
		}
	}
	s.control("GET", "files/nothing", "", 404)
	if n := len(s.sim.Injections()); n != 0 {
		t.Errorf("%d faults were injected", n)
	}
}

func TestControl_faultsAndRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.control("POST", "faults", `{"operation":"ListLabels","kind":"throttle","times":1,"retry_after":"2s"}`, 200)
	got := s.send("GET", "/v2/servicerequest/labels?name=secret", "", "X-Auth-Token", "secret")
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "2" {
		t.Errorf("%d %v", got.status, got.header)
	}
	if got := s.control("GET", "faults", "", 200); !strings.Contains(got.body, `"hits": 1`) {
		t.Errorf("faults %s", got.body)
	}
	log := s.control("GET", "requests?operation=ListLabels&operation=CreateLabels", "", 200).body
	for _, want := range []string{
		`"method": "GET"`, `"path": "/v2/servicerequest/labels"`, `"status": 429`, `"error_code": "APIG.0308"`,
		`"fault": "throttle"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
	if strings.Contains(log, "secret") {
		t.Errorf("the query or the header is in the log: %s", log)
	}
	if other := s.control("GET", "requests?operation=CreateCases", "", 200).body; strings.Contains(other, "ListLabels") {
		t.Errorf("the log is not filtered: %s", other)
	}
	s.control("POST", "requests/clear", "", 204)
	s.control("POST", "faults", `{"kind":"drop-before"}`, 200)
	s.control("POST", "faults/clear", "", 204)
	if len(s.sim.Requests()) != 0 || len(s.sim.Injections()) != 0 {
		t.Errorf("%d calls and %d faults are left", len(s.sim.Requests()), len(s.sim.Injections()))
	}
}

func TestControl_behaviorsAndClock(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.control("POST", "behaviors", `{"name":"new-tickets","value":"unlisted"}`, 200)
	if s.sim.Behaviors().ListedAfter != simulator.VisibilityDelay {
		t.Errorf("behaviors %v", s.sim.Behaviors())
	}
	if got := s.control("GET", "behaviors", "", 200); !strings.Contains(got.body, `"value": "unlisted"`) {
		t.Errorf("behaviors %s", got.body)
	}
	before := s.sim.Now()
	s.control("POST", "clock", `{"advance":"2h"}`, 200)
	if d := s.sim.Now().Sub(before); d.Hours() < 2 {
		t.Errorf("the clock advanced by %s", d)
	}
}

// TestProtection shows that pages of other sites can't use the handler, and that the API behind it is as before.
func TestProtection(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const form, body = "application/x-www-form-urlencoded", `{"kind":"drop-before"}`
	from := func(name, value string) []string { return []string{"Content-Type", "application/json", name, value} }
	faults := console.Prefix + "faults"
	for name, c := range map[string]struct {
		method, path, body string
		header             []string
		want               int
	}{
		"page of a name":          {"GET", "/", "", []string{"Host", "attacker.example"}, 403},
		"control of a name":       {"GET", faults, "", []string{"Host", "attacker.example:80"}, 403},
		"localhost":               {"GET", "/", "", []string{"Host", "localhost:80"}, 200},
		"IPv6":                    {"GET", "/", "", []string{"Host", "[::1]:80"}, 200},
		"other origin":            {"POST", faults, body, from("Origin", "http://attacker.example"), 403},
		"other port":              {"POST", faults, body, from("Origin", "http://127.0.0.1:1"), 403},
		"cross-site":              {"POST", faults, body, from("Sec-Fetch-Site", "cross-site"), 403},
		"null origin":             {"POST", faults, "kind=drop-before", []string{"Content-Type", form, "Origin", "null"}, 403},
		"form without an origin":  {"POST", faults, "kind=drop-before", []string{"Content-Type", form}, 415},
		"text":                    {"POST", faults, body, []string{"Content-Type", "text/plain"}, 415},
		"no content type":         {"POST", faults, body, nil, 415},
		"write to the page":       {"POST", "/", "", nil, 404},
		"unknown path of the API": {"GET", "/simulator", "", nil, 404},
	} {
		got := s.send(c.method, c.path, c.body, c.header...)
		if got.status != c.want {
			t.Errorf("%s: %d %s, want %d", name, got.status, got.body, c.want)
		}
		if got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other sites may read it", name)
		}
	}
	if n := len(s.sim.Injections()); n != 0 {
		t.Errorf("%d faults were injected", n)
	}
	if got := s.send("GET", "/", ""); !strings.Contains(got.header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("page: %v", got.header)
	}
	for _, r := range s.sim.Requests() {
		if r.Path != "/" && r.Path != "/simulator" {
			t.Errorf("the log has %s %s", r.Method, r.Path)
		}
	}
}

func TestPage_escapes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const text = `<script>alert("1")</script>`
	id := s.sim.OpenCase(text)
	if _, err := s.sim.Reply(id, text); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/?ticket=" + id, "/?ticket=" + url.QueryEscape(text)} {
		got := s.send("GET", path, "")
		if got.status != 200 || strings.Contains(got.body, "<script>") || !strings.Contains(got.body, "&lt;script&gt;") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}

// TestPage_forms shows that the forms of the page work without JavaScript.
func TestPage_forms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.sim.OpenCase("web-1 does not respond")
	for path, c := range map[string]struct{ form, location string }{
		"tickets/" + id + "/reply":  {"content=Which+zone%3F", "/?ticket=" + id},
		"tickets/" + id + "/status": {"status=suspended", "/?ticket=" + id},
		"faults":                    {"operation=CreateCases&kind=drop-after&times=2", "/"},
		"behaviors":                 {"name=success&value=null", "/"},
	} {
		got := s.send("POST", console.Prefix+path, c.form, "Content-Type", "application/x-www-form-urlencoded", "Origin", s.url)
		if got.status != http.StatusSeeOther || got.header.Get("Location") != c.location {
			t.Errorf("%s: %d to %q %s", path, got.status, got.header.Get("Location"), got.body)
		}
	}
	view, _ := s.sim.Case(id)
	if len(view.Messages) != 2 || view.Messages[1].Content != "Which zone?" || view.Status != simulator.StatusSuspended {
		t.Errorf("ticket %v", view)
	}
	if faults := s.sim.Injections(); len(faults) != 1 || faults[0].Fault().Times != 2 {
		t.Errorf("faults %v", faults)
	}
	if s.sim.Behaviors().Success == simulator.SuccessWithoutCode {
		t.Error("the behavior is not set")
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+console.Prefix+"events", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		return "the stream ended"
	}
	if got := next(); got != `{"tickets": 0, "requests": 0}` {
		t.Errorf("first event %s", got)
	}
	s.sim.OpenCase("web-1 does not respond")
	if got := next(); got != `{"tickets": 1, "requests": 0}` {
		t.Errorf("second event %s", got)
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lines := make(chan string, 2)
	s.sim.OnResponse(func(r *simulator.Request) { lines <- console.Line(*r) })
	s.send("GET", "/v2/servicerequest/labels?name=secret", "", "X-Auth-Token", "secret")
	line := <-lines
	for _, want := range []string{"GET    /v2/servicerequest/labels ", " 401 ", " ms  APIGW.0301 ", "ListLabels\n"} {
		if !strings.Contains(line, want) {
			t.Errorf("no %q in %q", want, line)
		}
	}
	s.send("GET", "/simulator/files/secret", "")
	if file := <-lines; strings.Contains(line+file, "secret") || !strings.Contains(file, "GET    /simulator/files/… ") {
		t.Errorf("lines %q", line+file)
	}
}
