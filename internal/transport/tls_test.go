// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// secureService starts a simulator over TLS and returns it with its URL and a Doer that trusts it.
func secureService(t *testing.T, protocols ...string) (*simulator.Simulator, string, *transport.Doer) {
	t.Helper()
	sim := simulator.New(simulator.Options{})
	service, err := sim.ListenTLS("", protocols...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := service.Close(); err != nil {
			t.Error(err)
		}
	})
	return sim, service.URL, newDoer(t, transport.Config{MaxRetries: 3, CACert: string(service.CA)})
}

// pemOf is the certificate of a test server as PEM text.
func pemOf(s *httptest.Server) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

// wrongLogin is a POST that the simulator's login service carries out without a credential: it responds 400.
const wrongLogin = "/v3/auth/tokens"

func TestOnlyHTTP1IsSpoken(t *testing.T) {
	t.Parallel()
	for _, protocols := range [][]string{{"http/1.1"}, {"h2", "http/1.1"}} {
		sim, url, d := secureService(t, protocols...)
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			if _, err := do(t.Context(), t, d, method, url+wrongLogin, "{}"); err != nil {
				t.Error(err)
			}
		}
		for _, r := range sim.Requests() {
			if r.Proto != "HTTP/1.1" {
				t.Errorf("%q are offered: %s %s over %s", protocols, r.Method, r.Path, r.Proto)
			}
		}
		if n := len(sim.Requests()); n != 2 {
			t.Errorf("%d requests", n)
		}
	}
}

// TestBreaksBelowHTTP checks that a POST which the service has read has an unknown outcome and is never sent again, however the
// connection ended, and that a GET is.
func TestBreaksBelowHTTP(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"alert before":    {Kind: simulator.AlertBefore},
		"alert after":     {Kind: simulator.AlertAfter},
		"garbage before":  {Kind: simulator.GarbageBefore},
		"garbage after":   {Kind: simulator.GarbageAfter},
		"no TLS any more": {Kind: simulator.GarbageAfter, Body: "HTTP/1.1 400 Bad Request\r\n\r\n"},
		"reset before":    {Kind: simulator.ResetBefore},
		"reset after":     {Kind: simulator.ResetAfter},
		"reset midway":    {Kind: simulator.ResetMidway},
		"drop after":      {Kind: simulator.DropAfter},
		"truncated":       {Kind: simulator.Truncate},
	} {
		for connection, earlier := range map[string]int{"first": 0, "reused": 1} {
			t.Run(name+", "+connection, func(t *testing.T) {
				t.Parallel()
				sim, url, d := secureService(t)
				hit := func(method string) (int, error) {
					for range earlier {
						if _, err := do(t.Context(), t, d, http.MethodGet, url+"/earlier", ""); err != nil {
							t.Fatal(err)
						}
					}
					sim.ResetLog()
					once := fault // subtests share it
					once.Operation, once.Times = simulator.AnyOperation, 1
					sim.Inject(once)
					return do(t.Context(), t, d, method, url+wrongLogin, "{}")
				}
				_, err := hit(http.MethodPost)
				if e := apierror.As(err); e == nil || !e.Sent || !e.Unknown() || e.Kind != apierror.Interrupted {
					t.Errorf("POST: %#v", err)
				}
				if n := len(sim.Requests()); n != 1 {
					t.Errorf("the POST was sent %d times", n)
				}
				status, err := hit(http.MethodGet)
				if n := len(sim.Requests()); err != nil || status == 0 || n != 2 {
					t.Errorf("GET: %d, %v, sent %d times", status, err, n)
				}
			})
		}
	}
}

func TestUntrustedServerGetsNothing(t *testing.T) {
	t.Parallel()
	sim, url, _ := secureService(t)
	other := httptest.NewTLSServer(http.NotFoundHandler())
	defer other.Close()
	for name, cfg := range map[string]transport.Config{
		"system's authorities": {MaxRetries: 3},
		"another authority":    {MaxRetries: 3, CACert: pemOf(other)},
	} {
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			_, err := do(t.Context(), t, newDoer(t, cfg), method, url, "{}")
			if e := apierror.As(err); e == nil || e.Kind != apierror.Untrusted || e.Sent || e.Unknown() {
				t.Errorf("%s, %s: %#v", name, method, err)
			}
		}
	}
	if n := len(sim.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// closing is a listener that closes its first connections as soon as they are made.
type closing struct {
	net.Listener
	closed atomic.Int32
	first  int32
}

// Accept accepts a connection.
func (c *closing) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil && c.closed.Add(1) <= c.first {
		_ = conn.Close()
	}
	return conn, err
}

// TestEarlierFailureIsNotTheLastWord checks that an attempt of which nothing left does not speak for a later one that was sent.
func TestEarlierFailureIsNotTheLastWord(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var posts atomic.Int32
	release := make(chan struct{})
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		posts.Add(1)
		cancel()
		<-release
	}))
	listener := &closing{Listener: s.Listener, first: 1}
	s.Listener = listener
	s.StartTLS()
	defer s.Close()
	defer close(release)
	_, err := do(ctx, t, newDoer(t, transport.Config{MaxRetries: 3, CACert: pemOf(s)}), http.MethodPost, s.URL, "x")
	if e := apierror.As(err); e == nil || !e.Sent || !e.Unknown() || e.Kind != apierror.Cancelled {
		t.Errorf("got %#v", err)
	}
	if n := listener.closed.Load(); posts.Load() != 1 || n != 2 {
		t.Errorf("%d connections, %d requests", n, posts.Load())
	}
}

func TestOldTLSIsRejected(t *testing.T) {
	t.Parallel()
	for version, accepted := range map[uint16]bool{
		tls.VersionTLS10: false,
		tls.VersionTLS11: false,
		tls.VersionTLS12: true,
		tls.VersionTLS13: true,
	} {
		var calls atomic.Int32
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
		s.TLS = &tls.Config{MinVersion: version, MaxVersion: version}
		s.StartTLS()
		_, err := do(t.Context(), t, newDoer(t, transport.Config{CACert: pemOf(s)}), http.MethodPost, s.URL, "x")
		s.Close()
		if (err == nil) != accepted || (calls.Load() == 1) != accepted || apierror.IsUnknown(err) {
			t.Errorf("%s: %v, %d calls", tls.VersionName(version), err, calls.Load())
		}
	}
}

// Variables of TestOwnAuthorityIsAdded for its child process.
const (
	envSystem = "OSM_TEST_SYSTEM_URL" // a server whose authority the system trusts
	envOwn    = "OSM_TEST_OWN_URL"    // a server whose authority is in envCA
	envCA     = "OSM_TEST_CA"
)

// TestOwnAuthorityIsAdded checks that an own authority does not replace those of the system. A process reads once what the
// system trusts, so this test runs itself in another one, with two servers.
func TestOwnAuthorityIsAdded(t *testing.T) {
	t.Parallel()
	if os.Getenv(envCA) != "" {
		for name, want := range map[string]struct {
			ca, url string
			trusted bool
		}{
			"own":                     {os.Getenv(envCA), os.Getenv(envOwn), true},
			"system's besides":        {os.Getenv(envCA), os.Getenv(envSystem), true},
			"system's alone":          {"", os.Getenv(envSystem), true},
			"neither, so the control": {"", os.Getenv(envOwn), false},
		} {
			_, err := do(t.Context(), t, newDoer(t, transport.Config{CACert: want.ca}), http.MethodGet, want.url, "")
			if (err == nil) != want.trusted {
				t.Errorf("%s: %v", name, err)
			}
		}
		return
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("this system keeps its authorities where a test can't add one")
	}
	var servers, authorities []string
	for range 2 {
		service, err := simulator.New(simulator.Options{}).ListenTLS("")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = service.Close() })
		servers, authorities = append(servers, service.URL), append(authorities, string(service.CA))
	}
	file := filepath.Join(t.TempDir(), "system.pem")
	if err := os.WriteFile(file, []byte(authorities[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOwnAuthorityIsAdded$", "-test.count=1")
	child.Env = append(os.Environ(), "SSL_CERT_FILE="+file, "SSL_CERT_DIR="+t.TempDir(),
		envSystem+"="+servers[0], envOwn+"="+servers[1], envCA+"="+authorities[1])
	if out, err := child.CombinedOutput(); err != nil || strings.Contains(string(out), "no tests to run") {
		t.Errorf("%v\n%s", err, out)
	}
}
