// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// secureClient starts a simulator over TLS and returns it with a client that trusts it.
func secureClient(t *testing.T, protocols ...string) (*simulator.Simulator, string, *http.Client) {
	t.Helper()
	sim := simulator.New(simulator.Options{})
	server, err := sim.ListenTLS("", protocols...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(server.CA) {
		t.Fatalf("no certificate in %q", server.CA)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return sim, server.URL, &http.Client{Transport: transport}
}

// login logs in and returns the protocol of the response.
func login(t *testing.T, client *http.Client, url string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/v3/auth/tokens", strings.NewReader(loginBody))
	if err != nil {
		t.Fatal(err)
	}
	req.GetBody = nil // or net/http may send it again
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return resp.Proto, err
	}
	if resp.StatusCode != http.StatusCreated {
		t.Errorf("status %d", resp.StatusCode)
	}
	return resp.Proto, nil
}

const loginBody = `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"` + simulator.DefaultUser +
	`","password":"` +
	simulator.DefaultPassword + `","domain":{"name":"` + simulator.DefaultDomain + `"}}}},"scope":{"project":{"id":"` +
	simulator.DefaultProjectID + `"}}}}`

func TestTLSOffersProtocols(t *testing.T) {
	t.Parallel()
	for want, protocols := range map[string][]string{"HTTP/1.1": nil, "HTTP/2.0": {"h2", "http/1.1"}} {
		_, url, client := secureClient(t, protocols...)
		if got, err := login(t, client, url); err != nil || got != want {
			t.Errorf("%q, %v, want %s", got, err, want)
		}
	}
}

func TestTLSNeedsItsOwnAuthority(t *testing.T) {
	t.Parallel()
	sim, url, _ := secureClient(t)
	_, err := login(t, &http.Client{Transport: &http.Transport{}}, url)
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) || len(sim.Requests()) != 0 {
		t.Errorf("%v, %d requests", err, len(sim.Requests()))
	}
}

// brokenOff is what a client finds where a connection breaks off.
type brokenOff struct {
	applied bool
	secure  func(error) bool
	plain   func(error) bool
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

func wasReset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }

func containing(text string) func(error) bool {
	return func(err error) bool { return err != nil && strings.Contains(err.Error(), text) }
}

func TestFaultsBelowHTTP(t *testing.T) {
	t.Parallel()
	alerted, badRecord, noHTTP := containing("remote error: tls: internal error"), containing("tls: bad record MAC"),
		containing("malformed HTTP")
	for kind, want := range map[simulator.Kind]brokenOff{
		simulator.AlertBefore:   {false, alerted, ended},
		simulator.AlertAfter:    {true, alerted, ended},
		simulator.GarbageBefore: {false, badRecord, noHTTP},
		simulator.GarbageAfter:  {true, badRecord, noHTTP},
		simulator.ResetBefore:   {false, wasReset, wasReset},
		simulator.ResetAfter:    {true, wasReset, wasReset},
		simulator.ResetMidway:   {true, wasReset, wasReset},
	} {
		for name, earlier := range map[string]int{"first": 0, "later": 3} {
			t.Run(string(kind)+" "+name, func(t *testing.T) {
				t.Parallel()
				sim, url, client := secureClient(t)
				want.check(t, sim, url, client, kind, earlier, want.secure)
			})
		}
		t.Run(string(kind)+" plain", func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{})
			want.check(t, c.sim, c.url, &http.Client{Transport: &http.Transport{}}, kind, 0, want.plain)
		})
	}
}

// check injects the fault on a login that follows earlier ones on the same connection.
func (b brokenOff) check(t *testing.T, sim *simulator.Simulator, url string, client *http.Client, kind simulator.Kind,
	earlier int, fits func(error) bool) {
	t.Helper()
	for range earlier {
		if _, err := login(t, client, url); err != nil {
			t.Fatal(err)
		}
	}
	sim.ResetLog()
	sim.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: kind, Times: 1})
	if _, err := login(t, client, url); !fits(err) {
		t.Errorf("error %v", err)
	}
	log := sim.RequestsFor(simulator.OperationToken)
	if len(log) != 1 || log[0].Applied != b.applied || log[0].CancelledByFault == b.applied || log[0].Fault != kind {
		t.Errorf("log %+v", log)
	}
	client.CloseIdleConnections()
	if _, err := login(t, client, url); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
