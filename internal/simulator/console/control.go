// SPDX-License-Identifier: MPL-2.0

package console

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// logged is a call in the request log. It has no query, header or body, which may hold secrets or personal data.
type logged struct {
	Number    int       `json:"number"`
	Time      time.Time `json:"time"` // by the real clock
	Operation string    `json:"operation"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Status    int       `json:"status"` // 0 without a response
	ErrorCode string    `json:"error_code"`
	Millis    float64   `json:"milliseconds"`
	Fault     string    `json:"fault"`
	Done      bool      `json:"done"`
}

func newLogged(r simulator.Request) logged {
	return logged{
		Number: r.Seq, Time: r.Arrived.UTC(), Operation: r.Operation, Method: r.Method, Path: safePath(r), Status: r.Status,
		ErrorCode: r.ErrorCode, Millis: float64(r.Duration.Microseconds()) / 1000, Fault: kindName(r.Fault), Done: r.Done,
	}
}

// safePath returns the path of a request without the secret part of an access URL.
func safePath(r simulator.Request) string {
	if r.Operation == simulator.OperationFileDownload {
		return r.Path[:strings.LastIndex(r.Path, "/")+1] + "…"
	}
	return r.Path
}

// Line returns a call of the API as one line: time, method, path, HTTP status, duration, API code, operation and fault. Like
// the page, it shows no query, header or body.
func Line(r simulator.Request) string {
	status := "-"
	if r.Status != 0 {
		status = strconv.Itoa(r.Status)
	}
	line := fmt.Sprintf("%s %-6s %-58s %3s %6d ms  %-12s %s", r.Arrived.Format("15:04:05.000"), r.Method, safePath(r), status,
		r.Duration.Milliseconds(), cmp.Or(r.ErrorCode, "-"), cmp.Or(r.Operation, "unknown path"))
	if r.Fault != "" {
		line += " (fault: " + kindName(r.Fault) + ")"
	}
	return line + "\n"
}

func (c *console) listRequests(r *request) (any, error) {
	wanted := r.URL.Query()["operation"]
	calls := []logged{}
	for _, call := range c.sim.Requests() {
		if len(wanted) == 0 || slices.Contains(wanted, call.Operation) {
			calls = append(calls, newLogged(call))
		}
	}
	return object{"requests": calls}, nil
}

func (c *console) clearRequests(*request) (any, error) {
	c.sim.ResetLog()
	return nil, nil
}

// behavior is a behavior with its selected value. The first value is the default.
type behavior struct {
	Name   string   `json:"name"`
	Value  string   `json:"value"`
	Values []string `json:"values"`
}

func (c *console) behaviors() []behavior {
	selected := c.sim.Behaviors()
	behaviors := []behavior{}
	for _, b := range simulator.AllBehaviors() {
		behaviors = append(behaviors, behavior{Name: b.Name, Value: b.Value(selected), Values: b.Values})
	}
	return behaviors
}

func (c *console) listBehaviors(*request) (any, error) {
	return object{"behaviors": c.behaviors()}, nil
}

func (c *console) setBehavior(r *request) (any, error) {
	var body struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	var err error
	c.sim.SetBehaviors(func(b *simulator.Behaviors) { err = b.Choose(body.Name, body.Value) })
	if err != nil {
		return nil, fail(http.StatusBadRequest, "%v", err)
	}
	return c.listBehaviors(r)
}

// fault is an injected fault.
type fault struct {
	Operation  string `json:"operation"`
	Kind       string `json:"kind"`
	Times      number `json:"times"`
	Skip       number `json:"skip"`
	Status     number `json:"status,omitempty"`
	Code       string `json:"code,omitempty"`
	RetryAfter string `json:"retry_after,omitempty"`
	Delay      string `json:"delay,omitempty"`
	Location   string `json:"location,omitempty"`
	Hits       number `json:"hits"`
}

// kindName returns a kind as the control API writes it.
func kindName(kind simulator.Kind) string { return strings.ReplaceAll(string(kind), " ", "-") }

func (c *console) faults() []fault {
	faults := []fault{}
	for _, i := range c.sim.Injections() {
		f := i.Fault()
		faults = append(faults, fault{
			Operation: f.Operation, Kind: kindName(f.Kind), Times: number(f.Times), Skip: number(f.Skip),
			Status: number(f.Status), Code: f.Code, RetryAfter: duration(f.RetryAfter), Delay: duration(f.Delay),
			Location: f.Location, Hits: number(i.Fired()),
		})
	}
	return faults
}

func duration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (c *console) listFaults(*request) (any, error) { return object{"faults": c.faults()}, nil }

// injectFault adds a fault. Unless the body says otherwise, it hits the next request once.
func (c *console) injectFault(r *request) (any, error) {
	body := fault{Operation: simulator.AnyOperation, Times: 1}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	if body.Hits != 0 {
		return nil, fail(http.StatusBadRequest, "hits is read-only")
	}
	kinds := simulator.Kinds()
	at := slices.IndexFunc(kinds, func(k simulator.Kind) bool { return kindName(k) == body.Kind })
	if at < 0 {
		names := []string{}
		for _, k := range kinds {
			names = append(names, kindName(k))
		}
		return nil, fail(http.StatusBadRequest, "kind must be one of %s", strings.Join(names, ", "))
	}
	if !slices.Contains(operations(), body.Operation) {
		return nil, fail(http.StatusBadRequest, "operation %q is not an operation of the API; * means any", body.Operation)
	}
	if body.Times < 0 || body.Skip < 0 || (body.Status != 0 && (body.Status < 200 || body.Status > 599)) {
		return nil, fail(http.StatusBadRequest, "times and skip must not be negative, and status must be from 200 to 599")
	}
	f := simulator.Fault{
		Operation: body.Operation, Kind: kinds[at], Times: int(body.Times), Skip: int(body.Skip), Status: int(body.Status),
		Code: body.Code, Location: body.Location,
	}
	for text, into := range map[*string]*time.Duration{&body.RetryAfter: &f.RetryAfter, &body.Delay: &f.Delay} {
		if err := parseDuration(*text, into); err != nil {
			return nil, err
		}
	}
	c.sim.Inject(f)
	return c.listFaults(r)
}

// parseDuration stores a duration such as "2s"; "" means none.
func parseDuration(text string, into *time.Duration) error {
	if text == "" {
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return fail(http.StatusBadRequest, "%q is not a duration such as 2s", text)
	}
	*into = d
	return nil
}

// operations returns the operations that a fault can hit.
func operations() []string {
	return slices.Concat([]string{
		simulator.AnyOperation, simulator.OperationToken, simulator.OperationDomains, simulator.OperationProjects,
		simulator.OperationIdentity, simulator.OperationFileDownload,
	}, slices.Sorted(slices.Values(simulator.Operations())))
}

func (c *console) clearFaults(*request) (any, error) {
	c.sim.ClearFaults()
	return nil, nil
}

// advanceClock moves the simulator's clock, which tokens, access URLs and automatic replies follow.
func (c *console) advanceClock(r *request) (any, error) {
	var body struct {
		Advance string `json:"advance"`
	}
	if err := r.decode(&body); err != nil {
		return nil, err
	}
	var by time.Duration
	if err := parseDuration(body.Advance, &by); err != nil {
		return nil, err
	}
	c.sim.Advance(by)
	return object{"now": c.sim.Now().UTC()}, nil
}
