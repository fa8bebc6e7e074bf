// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// clock is a time that moves only when somebody waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(d, 0))
	return ctx.Err()
}

func newDoer(t *testing.T, cfg transport.Config) *transport.Doer {
	t.Helper()
	c := &clock{now: time.Now()}
	if cfg.Now == nil {
		cfg.Now, cfg.Wait = c.Now, c.Wait
	}
	tr, err := transport.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.CloseIdle)
	return tr.Doer(nil)
}

// server responds with the statuses in turn, the last one from then on; 0 drops the connection, and 3xx leads to another
// path of the server.
func server(t *testing.T, statuses ...int) (string, *atomic.Int32) {
	t.Helper()
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(calls.Add(1))
		status := statuses[min(n, len(statuses))-1]
		if _, err := io.Copy(io.Discard, r.Body); err != nil || status == 0 {
			panic(http.ErrAbortHandler)
		}
		if status/100 == 3 {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(s.Close)
	return s.URL, &calls
}

func do(ctx context.Context, t *testing.T, d *transport.Doer, method, url, body string, call ...transport.Call) (int, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := d.Do(req, append(call, transport.Call{})[0])
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func TestRetries(t *testing.T) {
	t.Parallel()
	repeatable := transport.Call{Repeatable: true}
	for name, c := range map[string]struct {
		method   string
		call     transport.Call
		statuses []int
		calls    int32
		status   int
	}{
		"read, 503 then 200":      {method: "GET", statuses: []int{503, 503, 200}, calls: 3, status: 200},
		"read, always 503":        {method: "GET", statuses: []int{503}, calls: 4, status: 503},
		"read, dropped, then 2xx": {method: "GET", statuses: []int{0, 200}, calls: 2, status: 200},
		"read, 404":               {method: "GET", statuses: []int{404}, calls: 1, status: 404},
		"read, once": {method: "GET", call: transport.Call{Once: true}, statuses: []int{503}, calls: 1,
			status: 503},
		"write, 503":                 {method: "POST", statuses: []int{503}, calls: 1, status: 503},
		"write, 429 then 200":        {method: "POST", statuses: []int{429, 200}, calls: 2, status: 200},
		"write, dropped":             {method: "POST", statuses: []int{0}, calls: 1},
		"login, dropped, then 2xx":   {method: "POST", call: repeatable, statuses: []int{0, 502, 201}, calls: 3, status: 201},
		"redirect is not followed":   {method: "GET", statuses: []int{302, 200}, calls: 1, status: 302},
		"write, 303 is not followed": {method: "POST", statuses: []int{303, 200}, calls: 1, status: 303},
		"write, 307 is not followed": {method: "POST", statuses: []int{307, 200}, calls: 1, status: 307},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, calls := server(t, c.statuses...)
			c.call.Op = "Test"
			status, err := do(t.Context(), t, newDoer(t, transport.Config{MaxRetries: 3}), c.method, url, "x", c.call)
			if status != c.status || (c.status == 0) != (err != nil) {
				t.Errorf("status %d, error %v", status, err)
			}
			if calls.Load() != c.calls {
				t.Errorf("%d calls, want %d", calls.Load(), c.calls)
			}
			if e := apierror.As(err); err != nil && (e == nil || !e.Unknown() || e.Op != "Test") {
				t.Errorf("a dropped write must be an unknown outcome: %#v", e)
			}
		})
	}
}

// TestInvalidResponses checks that a response which the caller calls invalid counts like a 503: for repeatable calls, within
// the same bounds.
func TestInvalidResponses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method string
		call   transport.Call
		pages  int32
		calls  int32
		body   string
	}{
		"read":           {method: "GET", pages: 2, calls: 3, body: "{}"},
		"read, always":   {method: "GET", pages: 99, calls: 4, body: "<html>"},
		"read, page":     {method: "GET", call: transport.Call{PageIsFinal: true}, pages: 99, calls: 2, body: "<html>"},
		"read, once":     {method: "GET", call: transport.Call{Once: true}, pages: 1, calls: 1, body: "<html>"},
		"write":          {method: "POST", pages: 1, calls: 1, body: "<html>"},
		"write, no harm": {method: "POST", call: transport.Call{Repeatable: true}, pages: 1, calls: 2, body: "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if calls.Add(1) <= c.pages {
					_, _ = w.Write([]byte("<html>"))
					return
				}
				_, _ = w.Write([]byte("{}"))
			}))
			defer s.Close()
			c.call.Invalid = func(status int, _ http.Header, body []byte) bool {
				return status == http.StatusOK && string(body) == "<html>"
			}
			req, err := http.NewRequestWithContext(t.Context(), c.method, s.URL, strings.NewReader("x"))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := newDoer(t, transport.Config{MaxRetries: 3}).Do(req, c.call)
			if err != nil {
				t.Fatal(err)
			}
			if string(resp.Body) != c.body || calls.Load() != c.calls || resp.Repeated != (c.calls > 1) {
				t.Errorf("%q after %d calls (repeated: %v)", resp.Body, calls.Load(), resp.Repeated)
			}
		})
	}
}

// TestRepeated checks that a call which was only throttled before does not count as repeated.
func TestRepeated(t *testing.T) {
	t.Parallel()
	for want, statuses := range map[bool][]int{false: {429, 200}, true: {502, 429, 200}} {
		url, _ := server(t, statuses...)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := newDoer(t, transport.Config{MaxRetries: 3}).Do(req, transport.Call{Repeatable: true})
		if err != nil {
			t.Fatal(err)
		}
		if resp.Repeated != want {
			t.Errorf("%v: repeated: %v", statuses, resp.Repeated)
		}
	}
}

func TestPauseLongerThanTheDeadlineIsNotBegun(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	d := newDoer(t, transport.Config{MaxRetries: 9})
	if status, err := do(ctx, t, d, "GET", s.URL, ""); status != 429 || err != nil || calls.Load() != 1 {
		t.Errorf("status %d, error %v, %d calls: the service's last word was asked for", status, err, calls.Load())
	}
}

func TestBadServersAreReported(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	plain, _ := server(t, 200)
	for name, c := range map[string]struct {
		url  string
		kind apierror.Kind
	}{
		"unknown authority": {secure.URL, apierror.Untrusted},
		"no TLS there":      {strings.Replace(plain, "http:", "https:", 1), apierror.NotTLS},
		"nobody listens":    {"http://127.0.0.1:1", apierror.Unreachable},
	} {
		_, err := do(t.Context(), t, newDoer(t, transport.Config{}), "POST", c.url, "x")
		if e := apierror.As(err); e == nil || e.Kind != c.kind || e.Unknown() {
			t.Errorf("%s: %#v", name, err)
		}
	}
	status, err := do(t.Context(), t, newDoer(t, transport.Config{Insecure: true}), "POST", secure.URL, "x")
	if err != nil || status != 404 {
		t.Errorf("insecure: %d, %v", status, err)
	}
}

func TestWriteThatHasLeftIsWaitedForAfterCancellation(t *testing.T) {
	t.Parallel()
	for name, grace := range map[string]time.Duration{"with grace": time.Minute, "without": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			release := make(chan struct{})
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				cancel()
				if grace > 0 {
					w.WriteHeader(http.StatusOK)
					return
				}
				<-release
			}))
			defer s.Close()
			defer close(release)
			call := transport.Call{CancelGrace: grace}
			status, err := do(ctx, t, newDoer(t, transport.Config{MaxRetries: 3}), "POST", s.URL, "x", call)
			if grace > 0 && (err != nil || status != 200) {
				t.Errorf("the response was lost: %d, %v", status, err)
			}
			if e := apierror.As(err); grace == 0 && (e == nil || e.Kind != apierror.Cancelled || !e.Unknown()) {
				t.Errorf("got %v", err)
			}
			if status, err := do(ctx, t, newDoer(t, transport.Config{}), "POST", s.URL, "x", call); err == nil ||
				apierror.IsUnknown(err) {
				t.Errorf("something was sent after the cancellation: %d, %v", status, err)
			}
		})
	}
}

func TestResponsesAreBounded(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, 1000))
	}))
	defer s.Close()
	_, err := do(t.Context(), t, newDoer(t, transport.Config{MaxRetries: 3}), "GET", s.URL, "",
		transport.Call{ResponseLimit: 999})
	if e := apierror.As(err); e == nil || e.Kind != apierror.Unusable || !errors.Is(err, transport.ErrResponseTooLarge) {
		t.Errorf("got %v", err)
	}
	_, err = do(t.Context(), t, newDoer(t, transport.Config{}), "GET", s.URL, "", transport.Call{ResponseLimit: 1000})
	if err != nil {
		t.Error(err)
	}
}

func TestStreamedBodyIsReopenedForEachAttempt(t *testing.T) {
	t.Parallel()
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		got = append(got, string(body))
		if len(got) == 1 {
			w.WriteHeader(http.StatusTooManyRequests)
		}
	}))
	defer s.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL, io.NopCloser(strings.NewReader("never read")))
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = 5
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("bytes")), nil }
	if _, err := newDoer(t, transport.Config{MaxRetries: 1}).Do(req, transport.Call{}); err != nil {
		t.Fatal(err)
	}
	if strings.Join(got, ",") != "bytes,bytes" {
		t.Errorf("the service got %q", got)
	}
}

func TestLogHasNoQueryAndNoHeader(t *testing.T) {
	t.Parallel()
	url, _ := server(t, 200)
	var events []transport.Event
	log := func(_ context.Context, e transport.Event) { events = append(events, e) }
	d := newDoer(t, transport.Config{UserAgent: "test/1", Log: log})
	address := url + "/v2/servicerequest/cases/TS-1?search_key=secret"
	if _, err := do(t.Context(), t, d, "GET", address, "", transport.Call{Op: "ListCases"}); err != nil {
		t.Fatal(err)
	}
	if len(events) != 1 {
		t.Fatalf("logged %+v", events)
	}
	e := events[0]
	if e.Path != "/v2/servicerequest/cases/{id}" || e.Op != "ListCases" || e.Status != 200 || e.Attempt != 1 {
		t.Errorf("logged %+v", e)
	}
}

func TestConfigErrorsNameTheSetting(t *testing.T) {
	t.Parallel()
	for want, cfg := range map[string]transport.Config{
		"`cacert_file` is \"/nowhere/ca.pem\", which is neither": {CACert: "/nowhere/ca.pem"},
		"`cacert_file` contains no PEM":                          {CACert: "-----BEGIN nothing-----"},
		"`cert` requires `key`":                                  {Cert: "-----BEGIN x"},
		"`cert` is not the PEM certificate of":                   {Cert: "-----BEGIN x", Key: "-----BEGIN y"},
	} {
		if _, err := transport.New(cfg); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s…: %v", want, err)
		}
	}
}
