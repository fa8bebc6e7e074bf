// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/iam"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// TestResponseIsCutAtTheLimit checks that what is over the limit is not read: the server can't send on.
func TestResponseIsCutAtTheLimit(t *testing.T) {
	t.Parallel()
	const whole, most = 256 << 20, 64 << 20 // far more than the buffers of a connection hold
	written := make(chan int, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		chunk, sent := make([]byte, 64<<10), 0
		for sent < whole {
			n, err := w.Write(chunk)
			sent += n
			if err != nil {
				break
			}
		}
		written <- sent
	}))
	defer s.Close()
	d := newDoer(t, transport.Config{MaxRetries: 3})
	_, err := do(t.Context(), t, d, http.MethodGet, s.URL, "", transport.Call{ResponseLimit: 1000})
	if e := apierror.As(err); e == nil || e.Kind != apierror.Unusable {
		t.Errorf("got %v", err)
	}
	if sent := <-written; sent >= most {
		t.Errorf("the server could send %d bytes", sent)
	}
}

// TestCutOffResponseIsAnError checks it for a POST, whose outcome is then unknown, and for a download, which is retried.
func TestCutOffResponseIsAnError(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]int{"announced length": 1000, "chunked": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls.Add(1)
				if length > 0 {
					w.Header().Set("Content-Length", strconv.Itoa(length))
				}
				_, _ = w.Write(make([]byte, 500))
				_ = http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			}))
			defer s.Close()
			for method, want := range map[string]int32{http.MethodPost: 1, http.MethodGet: 4} {
				calls.Store(0)
				status, err := do(t.Context(), t, newDoer(t, transport.Config{MaxRetries: 3}), method, s.URL, "x")
				if e := apierror.As(err); e == nil || !e.Sent || !e.Unknown() || calls.Load() != want {
					t.Errorf("%s: %d, %v after %d calls", method, status, err, calls.Load())
				}
			}
		})
	}
}

// TestPartOfABodyCountsAsSent checks that a POST of which a part has left has an unknown outcome.
func TestPartOfABodyCountsAsSent(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		_, _ = io.ReadFull(r.Body, make([]byte, 1000))
		panic(http.ErrAbortHandler)
	}))
	defer s.Close()
	body := strings.Repeat("x", 64<<20) // more than the buffers of a connection hold
	_, err := do(t.Context(), t, newDoer(t, transport.Config{MaxRetries: 3}), http.MethodPost, s.URL, body)
	if e := apierror.As(err); e == nil || !e.Sent || !e.Unknown() || calls.Load() != 1 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

// TestBodySurvivesTheReplay checks that a call which is replayed after a 401 carries the same body.
func TestBodySurvivesTheReplay(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Options{})
	service, err := sim.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = service.Close() }()
	cfg, err := config.Resolve(&config.Settings{
		Endpoints:  config.Endpoints{OSM: config.Known(service.URL), IAM: config.Known(service.URL)},
		UserName:   config.Known(simulator.DefaultUser),
		Password:   config.Known(iam.NewSecret(simulator.DefaultPassword)),
		DomainName: config.Known(simulator.DefaultDomain),
		ProjectID:  config.Known(simulator.DefaultProjectID),
	}, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	carrier, err := transport.New(transport.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer carrier.CloseIdle()
	api, err := osm.New(osm.Config{
		Endpoint:   service.URL,
		Transport:  carrier,
		Credential: iam.New(cfg.Login, carrier.Doer(nil), nil, nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	id := int64(sim.AddLabel("night", "#000000"))
	sim.Inject(simulator.Fault{Operation: "UpdateLabels", Kind: simulator.RejectBefore, Status: http.StatusUnauthorized,
		Times: 1})
	if err := api.UpdateLabel(t.Context(), id, "day", "#ffffff"); err != nil {
		t.Error(err)
	}
	log := sim.RequestsFor("UpdateLabels")
	if len(log) != 2 || len(log[0].Body) == 0 || string(log[0].Body) != string(log[1].Body) || log[1].Status != http.StatusOK {
		t.Errorf("%d calls: %v", len(log), log)
	}
}
