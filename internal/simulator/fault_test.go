// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// faultCase is what a fault on CreateLabels does: whether the label is created, and what the client receives: not a whole
// response if it is broken.
type faultCase struct {
	fault    simulator.Fault
	applied  bool
	broken   bool
	status   int
	contains string
	header   string // Name: value
}

var faultCases = []faultCase{
	{simulator.Fault{Kind: simulator.RejectBefore}, false, false, 503, "APIGW.0613", ""},
	{simulator.Fault{Kind: simulator.RejectBefore, Status: 401}, false, false, 401, `"APIGW.0301"`, ""},
	{
		simulator.Fault{Kind: simulator.RejectBefore, Status: 403, Code: "OSM.0003", Message: "no"}, false, false, 403,
		`{"error_code":"OSM.0003","error_msg":"no"}`, "",
	},
	{simulator.Fault{Kind: simulator.RejectBefore, Status: 418}, false, false, 418, "APIGW.0601", ""},
	{simulator.Fault{Kind: simulator.RejectBefore, Body: "busy", RetryAfter: 90 * time.Second}, false, false, 503, "busy",
		"Retry-After: 90"},
	{simulator.Fault{Kind: simulator.RejectUnder200}, false, false, 200, "OSM.01010014", ""},
	{simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}, false, false, 200, "OSM.01010002", ""},
	{simulator.Fault{Kind: simulator.DropBefore}, false, true, 0, "", ""},
	{simulator.Fault{Kind: simulator.HTMLBefore}, false, false, 200, "<h1>", "Content-Type: text/html; charset=utf-8"},
	{simulator.Fault{Kind: simulator.HTMLBefore, Status: 502, Body: "<p>"}, false, false, 502, "<p>", ""},
	{simulator.Fault{Kind: simulator.EmptyBefore}, false, false, 200, "", "Content-Length: 0"},
	{simulator.Fault{Kind: simulator.Throttle}, false, false, 429, "APIG.0308", "Retry-After: "},
	{simulator.Fault{Kind: simulator.Throttle, RetryAfter: 3 * time.Second}, false, false, 429, "APIG.0308", "Retry-After: 3"},
	{
		simulator.Fault{Kind: simulator.Throttle, RetryAfter: time.Minute, RetryAfterDate: true}, false, false, 429, "APIG.0308",
		"Retry-After: Wed, 04 Mar 2026 12:01:00 GMT",
	},
	{simulator.Fault{Kind: simulator.Redirect, Location: "https://example.com/"}, false, false, 302, "",
		"Location: https://example.com/"},
	{simulator.Fault{Kind: simulator.FailAfter}, true, false, 500, "OSM.0004", ""},
	{simulator.Fault{Kind: simulator.FailAfter, Status: 504}, true, false, 504, "APIGW.0201", ""},
	{simulator.Fault{Kind: simulator.FailAfter, Status: 200}, true, false, 200, `{"error_code":"OSM.01010014",`, ""},
	{simulator.Fault{Kind: simulator.FailAfter, Status: 200, Code: "APIGW.0610"}, true, false, 200,
		`{"error_code":"APIGW.0610","error_msg":"The backend`, ""},
	{simulator.Fault{Kind: simulator.FailAfter, Status: 400, Code: "APIGW.0610"}, true, false, 400, "APIGW.0610", ""},
	{simulator.Fault{Kind: simulator.FailAfter, Status: 499, Body: `{}`}, true, false, 499, "{}", ""},
	{simulator.Fault{Kind: simulator.DropAfter}, true, true, 0, "", ""},
	{simulator.Fault{Kind: simulator.DelayBefore, Delay: time.Millisecond}, true, false, 200, "{}", ""},
	{simulator.Fault{Kind: simulator.DelayAfter, Delay: time.Millisecond}, true, false, 200, "{}", ""},
	{simulator.Fault{Kind: simulator.Truncate}, true, true, 200, "{", "Content-Length: 2"},
	{simulator.Fault{Kind: simulator.HTMLAfter}, true, false, 200, "<h1>", ""},
	{simulator.Fault{Kind: simulator.EmptyAfter}, true, false, 200, "", "Content-Length: 0"},
	{simulator.Fault{Kind: simulator.NullBody}, true, false, 200, "null", ""},
	{simulator.Fault{Kind: simulator.GarbageJSON}, true, false, 200, ",,", ""},
	{simulator.Fault{Kind: simulator.WrongTypes}, true, false, 200, "{}", ""},
	{simulator.Fault{Kind: simulator.Oversized, Size: 1 << 20}, true, false, 200, "aaaa", ""},
}

func TestEveryKindOfFault(t *testing.T) {
	t.Parallel()
	tested := map[simulator.Kind]bool{}
	for i, want := range faultCases {
		tested[want.fault.Kind] = true
		t.Run(fmt.Sprint(i, " ", want.fault.Kind), func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{Now: noon,
				Behaviors: simulator.Behaviors{LabelUniqueness: simulator.LabelsRepeatable}})
			fault := want.fault
			fault.Operation, fault.Times = "CreateLabels", 1
			injection := c.sim.Inject(fault)
			got, err := c.tryLabel(t.Context())
			want.check(t, c, got, err)
			if n := injection.Fired(); n != 1 {
				t.Errorf("fired %d times", n)
			}
			if got, err := c.tryLabel(t.Context()); err != nil || got.code() != "" || injection.Fired() != 1 {
				t.Errorf("afterwards: %v, %d %s", err, got.status, got.body)
			}
		})
	}
	for _, kind := range append(simulator.RandomKinds(), simulator.DelayBefore, simulator.DelayAfter, simulator.Redirect,
		simulator.NullBody, simulator.GarbageJSON, simulator.WrongTypes, simulator.Oversized) {
		if !tested[kind] {
			t.Errorf("%s is not tested", kind)
		}
	}
}

// check checks what the client received and what the log holds.
func (f faultCase) check(t *testing.T, c *client, got response, err error) {
	t.Helper()
	if (err != nil) != f.broken {
		t.Errorf("error %v", err)
	}
	if got.status != f.status || !strings.Contains(string(got.body), f.contains) || (f.contains == "" && len(got.body) > 0) {
		t.Errorf("response %d %.200s", got.status, got.body)
	}
	if name, value, ok := strings.Cut(f.header, ": "); ok && got.header.Get(name) != value {
		t.Errorf("%s is %q, want %q", name, got.header.Get(name), value)
	}
	if labels := len(c.sim.Labels()); (labels == 1) != f.applied {
		t.Errorf("%d labels", labels)
	}
	entry := c.sim.RequestsFor("CreateLabels")[0]
	if entry.Fault != f.fault.Kind || entry.Applied != f.applied || entry.CancelledByFault == f.applied || !entry.Done ||
		entry.Status != f.status {
		t.Errorf("record %+v", entry)
	}
}

func (c *client) tryLabel(ctx context.Context) (response, error) {
	return c.try(ctx, http.MethodPost, c.url+"/v2/servicerequest/labels", "application/json",
		strings.NewReader(`{"name":"a","color":"#000000"}`))
}

func TestDelayWithoutEndWaitsForTheClient(t *testing.T) {
	t.Parallel()
	for kind, applied := range map[simulator.Kind]bool{simulator.DelayBefore: false, simulator.DelayAfter: true} {
		c := newClient(t, simulator.Options{})
		arrived := make(chan struct{})
		c.sim.Inject(simulator.Fault{Operation: "CreateLabels", Kind: kind,
			Match: func(simulator.Request) bool { close(arrived); return true }})
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() {
			_, err := c.tryLabel(ctx)
			failed <- err
		}()
		<-arrived
		c.until(func() bool { return !applied || len(c.sim.Labels()) == 1 })
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", kind, err)
		}
		last := func() simulator.Request { return c.sim.Requests()[len(c.sim.Requests())-1] }
		c.until(func() bool { return last().Duration > 0 })
		if !last().ClientGone {
			t.Errorf("%s: the request did not wait for the client", kind)
		}
		if labels := len(c.sim.Labels()); (labels == 1) != applied {
			t.Errorf("%s: %d labels", kind, labels)
		}
	}
}

// until waits until the simulator is in a state.
func (c *client) until(reached func() bool) {
	for changed := c.sim.Changed(); !reached(); changed = c.sim.Changed() {
		<-changed
	}
}

func TestWrongTypesKeepNames(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.open("")
	c.sim.Inject(simulator.Fault{Operation: "ShowCaseDetail", Kind: simulator.WrongTypes})
	detail := c.call("GET", "/cases/"+id, "").object("incident_detail_info")
	for name, want := range map[string]string{
		"incident_id": "[]interface {}", "status": "map[string]interface {}",
		"message_list": "map[string]interface {}", "ext_info": "map[string]interface {}",
	} {
		if got := fmt.Sprintf("%T", detail[name]); got != want {
			t.Errorf("%s is a %s, want %s", name, got, want)
		}
	}
}

func TestFaultsChooseRequests(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	second := c.sim.Inject(simulator.Fault{Operation: "ListLabels", Kind: simulator.RejectBefore, Skip: 1, Every: 2, Times: 2})
	named := c.sim.Inject(simulator.Fault{
		Operation: simulator.AnyOperation, Kind: simulator.RejectUnder200,
		Match: func(r simulator.Request) bool { return r.Query.Get("name") == "b" },
	})
	var got []int
	for range 8 {
		got = append(got, c.call("GET", "/labels", "").status)
	}
	if want := "[200 200 503 200 503 200 200 200]"; fmt.Sprint(got) != want || second.Fired() != 2 {
		t.Errorf("%v, want %s", got, want)
	}
	c.call("GET", "/labels?name=a", "").ok()
	c.call("GET", "/labels?name=b", "").expectError("match", http.StatusOK, "OSM.01010014")
	if named.Fired() != 1 {
		t.Errorf("fired %d times", named.Fired())
	}
	c.sim.ClearFaults()
	c.call("GET", "/labels?name=b", "").ok()
}

func TestLoginFault_errorShape(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.sim.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: simulator.RejectBefore})
	got := c.send("POST", c.url+"/v3/auth/tokens", "application/json", strings.NewReader(`{}`))
	var body struct {
		Error struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if err := json.Unmarshal(got.body, &body); err != nil || body.Error.Code != 503 || body.Error.Message == "" {
		t.Errorf("response %s: %v", got.body, err)
	}
	if log := c.sim.RequestsFor(simulator.OperationToken); log[1].ErrorCode != "503" {
		t.Errorf("code in the log %q", log[1].ErrorCode)
	}
}

// kinds runs n look-ups with random faults and returns the kinds that hit.
func kinds(t *testing.T, seed int64, n int) []simulator.Kind {
	t.Helper()
	c := newClient(t, simulator.Options{})
	c.sim.ExemptFromRandom("ListRegions")
	c.sim.InjectRandom(seed, 0.5)
	var tested []simulator.Kind
	for range n {
		// Any result is fine here: the log matters.
		_, _ = c.try(t.Context(), "GET", c.url+"/v2/servicerequest/labels", "", strings.NewReader(""))
		c.call("GET", "/config/regions", "").ok()
	}
	for _, r := range c.sim.RequestsFor("ListLabels") {
		tested = append(tested, r.Fault)
	}
	return tested
}

func TestRandomFaultsRepeat(t *testing.T) {
	t.Parallel()
	first, again, other := kinds(t, 7, 40), kinds(t, 7, 40), kinds(t, 8, 40)
	if fmt.Sprint(first) != fmt.Sprint(again) || fmt.Sprint(first) == fmt.Sprint(other) {
		t.Errorf("%q\n%q\n%q", first, again, other)
	}
	hit := 0
	for _, kind := range first {
		if kind != "" {
			hit++
		}
	}
	if hit < 8 || hit > 32 {
		t.Errorf("%d of 40 were hit", hit)
	}
}

func TestHoldsKeepRequestsWaiting(t *testing.T) {
	t.Parallel()
	for name, applied := range map[string]bool{"before": false, "answer": true} {
		c := newClient(t, simulator.Options{})
		hold := c.sim.Hold("CreateLabels")
		if applied {
			hold.Release()
			hold = c.sim.HoldResponse("CreateLabels")
		}
		done := make(chan error, 1)
		go func() {
			got, err := c.tryLabel(t.Context())
			if err == nil && got.code() != "" {
				err = errors.New(string(got.body))
			}
			done <- err
		}()
		if r := <-hold.Arrived(); r.Operation != "CreateLabels" || r.Done {
			t.Errorf("%s: arrived %+v", name, r)
		}
		if labels := len(c.sim.Labels()); (labels == 1) != applied {
			t.Errorf("%s: %d labels while it is held", name, labels)
		}
		hold.Release()
		if err := <-done; err != nil || len(c.sim.Labels()) != 1 {
			t.Errorf("%s: %v, %d labels", name, err, len(c.sim.Labels()))
		}
	}
}

func TestClose_endsHeldRequests(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Options{Latency: time.Hour})
	server, err := sim.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	arrived := make(chan struct{}, 1)
	sim.OnRequest(func(*simulator.Request) { arrived <- struct{}{} })
	done := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
		if err != nil {
			done <- err
			return
		}
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_, err = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
		done <- err
	}()
	<-arrived
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err == nil {
		t.Error("a held request got a response")
	}
}

func TestFailAfter_codeBesideID(t *testing.T) {
	t.Parallel()
	for body, code := range map[string]string{"": "OSM.01010014", `{"error_code":"0","error_msg":""}`: "0"} {
		c := newClient(t, simulator.Options{})
		c.sim.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.FailAfter, Status: http.StatusOK, Body: body,
			WithID: true})
		got := c.call("POST", "/cases", createBody("question", ""))
		if got.code() != code || got.text("incident_id") != "TS-100001" || len(c.sim.Cases()) != 1 {
			t.Errorf("response %d %s, %d tickets", got.status, got.body, len(c.sim.Cases()))
		}
	}
}

func TestDuplicate_oneResponse(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.sim.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.Duplicate, Times: 1})
	if got := c.call("POST", "/cases", createBody("question", "")).ok().text("incident_id"); got != "TS-100002" {
		t.Errorf("id %q", got)
	}
	if log := c.sim.RequestsFor("CreateCases"); len(log) != 1 || !log[0].Applied || len(c.sim.Cases()) != 2 {
		t.Errorf("%d tickets, log %+v", len(c.sim.Cases()), log)
	}
}
