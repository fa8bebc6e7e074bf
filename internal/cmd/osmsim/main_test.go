// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// output is what run has printed; ready receives the greeting.
type output struct {
	text  bytes.Buffer
	ready chan string
}

// Write stores the text. The greeting is one write.
func (o *output) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "provider \"osm\"") {
		o.ready <- string(p)
	}
	return o.text.Write(p)
}

// start runs the program. It returns its greeting, and a function that interrupts it and returns all that it printed.
func start(t *testing.T, args ...string) (string, func() string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	out := &output{ready: make(chan string, 1)}
	done := make(chan error, 1)
	go func() { done <- run(ctx, out, io.Discard, args) }()
	stop := func() string {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		return out.text.String()
	}
	select {
	case greeting := <-out.ready:
		return greeting, stop
	case err := <-done:
		t.Fatalf("ended with %v", err)
	}
	return "", nil
}

func find(t *testing.T, text, pattern string) string {
	t.Helper()
	match := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if match == nil {
		t.Fatalf("no %s in\n%s", pattern, text)
	}
	return match[1]
}

// response is a response as received.
type response struct {
	status int
	header http.Header
	body   string
}

func send(t *testing.T, method, url, token, body string) response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Auth-Token", token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{resp.StatusCode, resp.Header, string(text)}
}

// login logs in as in the provider block of the greeting.
func login(t *testing.T, greeting string) string {
	t.Helper()
	value := func(name string) string { return find(t, greeting, `(?m)^  `+name+` += "(.*)"$`) }
	body := fmt.Sprintf(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":%q,"password":%q,`+
		`"domain":{"name":%q}}}},"scope":{"project":{"id":%q}}}}`, value("user_name"), value("password"), value("domain_name"),
		value("project_id"))
	got := send(t, http.MethodPost, value("auth_url")+"/auth/tokens", "", body)
	if got.status != http.StatusCreated {
		t.Fatalf("login: %d %s", got.status, got.body)
	}
	return got.header.Get("X-Subject-Token")
}

func TestRun_greeting(t *testing.T) {
	t.Parallel()
	greeting, stop := start(t, "-seed-cases", "3")
	url := find(t, greeting, `(?m)^URL +(http://127\.0\.0\.1:\d+)$`)
	if !strings.Contains(greeting, "simulator") || !strings.Contains(greeting, "{ osm = \""+url+"\"") ||
		!strings.Contains(greeting, "HW_OSM_ENDPOINT='"+url+"'") {
		t.Errorf("greeting\n%s", greeting)
	}
	text := send(t, http.MethodGet, url+"/v2/servicerequest/cases", login(t, greeting), "").body
	var list struct {
		Total int `json:"total_count"`
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil || list.Total != 3 {
		t.Errorf("list %s: %v", text, err)
	}
	if all := stop(); !strings.Contains(all, "Stopped after 2 requests.") {
		t.Errorf("output\n%s", all)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.DefaultClient.Do(req); err == nil {
		_ = resp.Body.Close()
		t.Error("it still responds after it stopped")
	}
}

func TestRun_flags(t *testing.T) {
	t.Parallel()
	greeting, stop := start(t, "-user", "ann", "-password", "p", "-domain", "acme", "-project-id", "0123", "-access-key", "AK9",
		"-secret-key", "SK9", "-ttl", "90m", "-latency", "1ms", "-http-errors")
	defer stop()
	for _, want := range []string{`"ann"`, `"p"`, `"acme"`, `"0123"`, `"AK9"`, `"SK9"`, "1h30m0s"} {
		if !strings.Contains(greeting, want) {
			t.Errorf("no %s in\n%s", want, greeting)
		}
	}
	url := find(t, greeting, `(?m)^URL +(\S+)$`)
	got := send(t, http.MethodGet, url+"/v2/servicerequest/cases/TS-1", login(t, greeting), "")
	if got.status != http.StatusNotFound || !strings.Contains(got.body, "OSM.01010015") {
		t.Errorf("-http-errors: %d %s", got.status, got.body)
	}
}

func TestRun_replyAfter(t *testing.T) {
	t.Parallel()
	greeting, stop := start(t, "-seed-cases", "1", "-reply-after", "1m") // the seeded ticket is an hour old
	defer stop()
	url, token := find(t, greeting, `(?m)^URL +(\S+)$`), login(t, greeting)
	id := find(t, send(t, http.MethodGet, url+"/v2/servicerequest/cases", token, "").body, `"(TS-\d+)"`)
	if got := send(t, http.MethodGet, url+"/v2/servicerequest/cases/"+id, token, "").body; !strings.Contains(got,
		"Please confirm that it is solved.") {
		t.Errorf("no reply in\n%s", got)
	}
}

func TestRun_errors(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"-latency must not be negative":      {"-latency", "-1s"},
		"-ttl must be positive":              {"-ttl", "0s"},
		"-seed-cases must not be negative":   {"-seed-cases", "-1"},
		"-reply-after must not be negative":  {"-reply-after", "-1s"},
		"-password must not be empty":        {"-password", ""},
		`unexpected argument "demo"`:         {"demo"},
		`unknown behavior "weather"`:         {"-behavior", "weather=fine"},
		`unknown value "" of behavior ended`: {"-behavior", "ended"},
		"flag provided but not defined":      {"-port", "80"},
		"listening on nowhere":               {"-addr", "nowhere"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		err := run(ctx, io.Discard, io.Discard, args)
		cancel()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestRun_help(t *testing.T) {
	t.Parallel()
	var usage bytes.Buffer
	if err := run(t.Context(), io.Discard, &usage, []string{"-help"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("error %v", err)
	}
	for _, name := range []string{
		"addr", "latency", "ttl", "user", "password", "domain", "project-id", "access-key", "secret-key",
		"seed-cases", "reply-after",
		"http-errors", "behavior", "verbose", "version",
	} {
		if !strings.Contains(usage.String(), "  -"+name) {
			t.Errorf("no -%s in\n%s", name, usage.String())
		}
	}
	for _, behavior := range simulator.AllBehaviors() {
		if !strings.Contains(usage.String(), "  "+behavior.Name+" ") ||
			!strings.Contains(usage.String(), strings.Join(behavior.Values, " | ")) {
			t.Errorf("no %s in\n%s", behavior.Name, usage.String())
		}
	}
}

func TestRun_version(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), &out, io.Discard, []string{"-version"}); err != nil || !strings.HasPrefix(out.String(),
		"osmsim dev, commit ") {
		t.Errorf("%v, %q", err, out.String())
	}
}

func TestRun_verbose(t *testing.T) {
	t.Parallel()
	greeting, stop := start(t, "-verbose")
	url, token := find(t, greeting, `(?m)^URL +(\S+)$`), login(t, greeting)
	send(t, http.MethodGet, url+"/v2/servicerequest/cases/TS-1?x=secret", token, "")
	send(t, http.MethodGet, url+"/v2/servicerequest/cases/TS-1", token, "")
	all := stop()
	for _, want := range []string{
		`(?m)^\d\d:\d\d:\d\d\.\d\d\d POST   /v3/auth/tokens +201 +\d+ ms  - +CreateToken$`,
		`(?m)^\S+ GET    /v2/servicerequest/cases/TS-1 +400 +\d+ ms  OSM\.0001 +ShowCaseDetail$`,
		`(?m)^\S+ GET    /v2/servicerequest/cases/TS-1 +200 +\d+ ms  OSM\.01010015 +ShowCaseDetail$`,
		`Stopped after 3 requests\.`,
	} {
		if !regexp.MustCompile(want).MatchString(all) {
			t.Errorf("no %s in\n%s", want, all)
		}
	}
	if strings.Contains(all, token) || strings.Contains(all, "x=secret") {
		t.Errorf("a secret in\n%s", all)
	}
}

// TestRun_page shows that the printed address has a page, whose requests are neither printed nor counted.
func TestRun_page(t *testing.T) {
	t.Parallel()
	greeting, stop := start(t, "-verbose", "-seed-cases", "1")
	page := send(t, http.MethodGet, find(t, greeting, `(?m)^page +(http://\S+/) `), "", "")
	if page.status != http.StatusOK || !strings.Contains(page.body, "TS-100001") {
		t.Errorf("page: %d %s", page.status, page.body)
	}
	if all := stop(); !strings.Contains(all, "Stopped after 0 requests.") || strings.Contains(all, "GET") {
		t.Errorf("output\n%s", all)
	}
}

func TestRun_behaviors(t *testing.T) {
	t.Parallel()
	greeting, stop := start(t, "-seed-cases", "3", "-behavior", "total-key=count", "-behavior", "success=zero-number")
	defer stop()
	got := send(t, http.MethodGet, find(t, greeting, `(?m)^URL +(\S+)$`)+"/v2/servicerequest/cases", login(t, greeting), "")
	if !strings.Contains(got.body, `"count":3,"error_code":0`) {
		t.Errorf("list %s", got.body)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	if got := quote("a\"b\\c${d}%{e}\n"); got != `"a\"b\\c$${d}%%{e}\n"` {
		t.Error(got)
	}
}

func TestShell(t *testing.T) {
	t.Parallel()
	want := "it's $HOME `id` \"x\" \\ &"
	out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+shell(want)).Output()
	if err != nil || string(out) != want {
		t.Errorf("%q, %v, want %q", out, err, want)
	}
}
