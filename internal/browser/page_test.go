// SPDX-License-Identifier: MPL-2.0

package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/console"
)

// harness is an open page of a simulator, and a client of its API.
type harness struct {
	t       *testing.T
	sim     *simulator.Simulator
	url     string
	token   string
	browser context.Context
}

// TestPage uses the page as a person does, while a client calls the API.
func TestPage(t *testing.T) {
	t.Parallel()
	path := findChromium()
	if path == "" {
		t.Log("skipped: no Chromium was found on the PATH or in CHROMIUM")
		return
	}
	h := newHarness(t, path)
	h.run(chromedp.Navigate(h.url))
	h.shows("#tickets", "No tickets yet")
	h.shows("#connection", "Live")

	// A ticket appears without a reload. Its text is not read as HTML.
	const description = `<img src=x onerror="document.title='changed'"> web-1 does not respond`
	id := h.open(description)
	h.shows("#tickets", description)
	h.shows("#tickets", "To be handled")
	h.shows("#requests", "CreateCases")

	// Reply as support.
	h.run(chromedp.Click(chromedp.CSS("#select-"+id)), chromedp.WaitVisible(chromedp.CSS("#reply")),
		chromedp.SendKeys(chromedp.CSS("#reply"), "Which zone is it in?"))
	h.shows("#messages", "app.log")
	h.run(chromedp.Click(chromedp.CSS("#send-reply")))
	h.shows("#messages", "Which zone is it in?")
	h.shows("#connection", "Reply sent.")
	if detail := h.detail(id); !strings.Contains(detail, "Which zone is it in?") {
		t.Errorf("the API does not return the reply: %s", detail)
	}

	// A half-written reply survives a change of the page.
	h.run(chromedp.SendKeys(chromedp.CSS("#reply"), "half a sentence"))
	h.call("POST", "/v2/servicerequest/cases/"+id+"/message", `{"message":{"content":"It is zone B."}}`)
	h.shows("#messages", "It is zone B.")
	h.holds("#reply", "half a sentence")

	// Change the status, then close.
	h.run(chromedp.SendKeys(chromedp.CSS("#status"), "Waiting for"), chromedp.Click(chromedp.CSS("#set-status")))
	h.shows("#ticket-status", "Waiting for feedback")
	if detail := h.detail(id); !strings.Contains(detail, `"status":17`) {
		t.Errorf("the API does not return the status: %s", detail)
	}
	h.run(chromedp.Click(chromedp.CSS("#close-ticket")))
	h.shows("#ticket-status", "Completed")
	h.shows("#tickets", "Completed")
	if view, _ := h.sim.Case(id); view.Status != simulator.StatusCompleted {
		t.Errorf("status %d", view.Status)
	}

	// Select a behavior with the keyboard.
	h.run(chromedp.Focus(chromedp.CSS("#behaviors summary")), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS("#behavior-success")),
		chromedp.SendKeys(chromedp.CSS("#behavior-success"), "zero-number"))
	h.shows("#behaviors-changed", "1 changed")
	if detail := h.detail(id); !strings.Contains(detail, `"error_code":0`) {
		t.Errorf("the behavior has no effect: %s", detail)
	}

	// Inject a fault; the next call fails, and the log shows it.
	h.run(chromedp.SendKeys(chromedp.CSS("#fault-operation"), "ShowCaseDetail"),
		chromedp.SendKeys(chromedp.CSS("#fault-kind"), "Rejected with HTTP 503"),
		chromedp.Click(chromedp.CSS("#inject-fault")))
	h.shows("#faults", "0 of 1 hit")
	if status, body := h.call("GET", "/v2/servicerequest/cases/"+id, ""); status != http.StatusServiceUnavailable {
		t.Errorf("the fault has no effect: %d %s", status, body)
	}
	h.shows("#faults", "1 of 1 hit")
	h.shows("#requests", "APIGW.0613")
	h.run(chromedp.Click(chromedp.CSS("#clear-faults")))
	h.shows("#faults", "No faults")

	// An invalid input is reported.
	h.run(chromedp.SetValue(chromedp.CSS("#reply"), " "), chromedp.Click(chromedp.CSS("#send-reply")))
	h.shows("#problem", "content must not be empty")

	title, err := chromedp.Run(h.browser, chromedp.Title())
	if err != nil {
		t.Fatal(err)
	}
	if title != id+" · OSM simulator" {
		t.Errorf("title %q", title)
	}
	for _, r := range h.sim.Requests() {
		if r.Path == "/" || strings.HasPrefix(r.Path, console.Prefix) || r.Operation == "" {
			t.Errorf("the page's own request is in the log: %s %s", r.Method, r.Path)
		}
	}
}

func newHarness(t *testing.T, path string) *harness {
	t.Helper()
	h := &harness{t: t, sim: simulator.New(simulator.Options{})}
	server, err := h.sim.ListenHandler(t.Context(), "", console.New(h.sim))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	h.url = server.URL
	h.browser = start(t, path)
	return h
}

// run runs actions in the browser. An element that does not appear ends it.
func (h *harness) run(actions ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.browser, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		h.t.Fatal(err)
	}
}

// shows waits until an element contains a text.
func (h *harness) shows(selector, text string) {
	h.t.Helper()
	h.waitFor(fmt.Sprintf("document.querySelector(%q)?.innerText.includes(%q) ?? false", selector, text))
}

// holds waits until a field has a value.
func (h *harness) holds(selector, value string) {
	h.t.Helper()
	h.waitFor(fmt.Sprintf("document.querySelector(%q)?.value === %q", selector, value))
}

func (h *harness) waitFor(condition string) {
	h.t.Helper()
	_, err := chromedp.Run(h.browser, chromedp.Poll[chromedp.Void](condition))
	if err != nil {
		text, _ := chromedp.Run(h.browser, chromedp.Evaluate[string]("document.body.innerText"))
		h.t.Fatalf("%s: %v\n%s", condition, err, text)
	}
}

// open opens a ticket with a file through the API and returns its ID.
func (h *harness) open(description string) string {
	h.t.Helper()
	o := h.sim.Options()
	h.call("POST", "/v3/auth/tokens", fmt.Sprintf(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":%q,`+
		`"password":%q,"domain":{"name":%q}}}},"scope":{"project":{"id":%q}}}}`, o.User, o.Password, o.Domain, o.ProjectID))
	upload := h.result("POST", "/v2/servicerequest/accessorys/json-format-content",
		`{"accessory_name":"app.log","accessory_from":"incident","upload_type":0,"accessory_data":"aGVsbG8="}`, "accessory_id")
	return h.result("POST", "/v2/servicerequest/cases", fmt.Sprintf(`{"business_type_id":%q,"source_id":%q,`+
		`"simple_description":%q,"accessory_ids":[%q]}`, simulator.ProblemConsulting, simulator.SourceID, description, upload),
		"incident_id")
}

func (h *harness) detail(id string) string {
	h.t.Helper()
	_, body := h.call("GET", "/v2/servicerequest/cases/"+id, "")
	return body
}

// result returns a member of a response.
func (h *harness) result(method, path, body, name string) string {
	h.t.Helper()
	status, text := h.call(method, path, body)
	var members map[string]any
	if err := json.Unmarshal([]byte(text), &members); err != nil || members[name] == nil {
		h.t.Fatalf("%s: %d %s", path, status, text)
	}
	return fmt.Sprint(members[name])
}

// call calls the API as the client does, and keeps the token of a login.
func (h *harness) call(method, path, body string) (int, string) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("X-Auth-Token", h.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if token := resp.Header.Get("X-Subject-Token"); token != "" {
		h.token = token
	}
	return resp.StatusCode, string(text)
}
