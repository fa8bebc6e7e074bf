// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/http2"

	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// ending is how framedServer ends the stream of a complete POST.
type ending func(f *http2.Framer, stream uint32) error

func resets(code http2.ErrCode) ending {
	return func(f *http2.Framer, stream uint32) error { return f.WriteRSTStream(stream, code) }
}

func goesAway(code http2.ErrCode) ending {
	return func(f *http2.Framer, _ uint32) error { return f.WriteGoAway(0, code, nil) }
}

var endings = map[string]ending{
	"PROTOCOL_ERROR": resets(http2.ErrCodeProtocol),
	"REFUSED_STREAM": resets(http2.ErrCodeRefusedStream),
	"INTERNAL_ERROR": resets(http2.ErrCodeInternal),
	"GOAWAY":         goesAway(http2.ErrCodeNo),
}

// framedServer speaks HTTP/2 frame by frame, and HTTP/1.1 where it offers that and it was agreed upon. It counts complete
// POSTs by protocol.
type framedServer struct {
	URL     string
	CA      string
	over1   atomic.Int32
	over2   atomic.Int32
	strange atomic.Int32 // connections that began with something else than HTTP/2
	end     ending
	arrived func(n int32) // after the nth POST over HTTP/2
	serving sync.WaitGroup
}

func startFramed(t *testing.T, end ending, arrived func(n int32), protocols ...string) *framedServer {
	t.Helper()
	model := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	certificates := model.TLS.Certificates
	s := &framedServer{CA: pemOf(model), end: end, arrived: arrived}
	model.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: certificates, NextProtos: protocols})
	if err != nil {
		t.Fatal(err)
	}
	s.URL = "https://" + listener.Addr().String()
	s.serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.serving.Go(func() { s.serve(t.Context(), conn.(*tls.Conn), slices.Contains(protocols, "http/1.1")) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		s.serving.Wait()
	})
	return s
}

// serve responds on a connection until it or the test ends. Errors end it and are not reported.
func (s *framedServer) serve(ctx context.Context, conn *tls.Conn, both bool) {
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	defer func() { _ = conn.Close() }()
	if conn.HandshakeContext(ctx) != nil {
		return
	}
	if !both || conn.ConnectionState().NegotiatedProtocol == http2.NextProtoTLS {
		_ = s.serveFrames(conn)
		return
	}
	reader := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return
		}
		s.over1.Add(1)
		if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); err != nil {
			return
		}
	}
}

func (s *framedServer) serveFrames(conn net.Conn) error {
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(conn, preface); err != nil {
		return err
	}
	if string(preface) != http2.ClientPreface {
		s.strange.Add(1)
		return nil
	}
	framer := http2.NewFramer(conn, conn)
	if err := framer.WriteSettings(); err != nil {
		return err
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return err
		}
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() {
				err = framer.WriteSettingsAck()
			}
		case *http2.DataFrame:
			if frame.StreamEnded() {
				s.arrived(s.over2.Add(1))
				err = s.end(framer, frame.StreamID)
			}
		}
		if err != nil {
			return err
		}
	}
}

// TestNoWriteGoesOverHTTP2 shows it with a server that offers both protocols, and with one that offers nothing else: it gets one
// request at most.
func TestNoWriteGoesOverHTTP2(t *testing.T) {
	t.Parallel()
	for name, end := range endings {
		for _, protocols := range [][]string{{"h2"}, {"h2", "http/1.1"}} {
			t.Run(fmt.Sprint(name, " ", protocols), func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				s := startFramed(t, end, func(n int32) {
					if n > 1 {
						cancel() // the test has failed: this may go on forever
					}
				}, protocols...)
				status, err := do(ctx, t, newDoer(t, transport.Config{MaxRetries: 2, CACert: s.CA}), http.MethodPost, s.URL, "x")
				if slices.Contains(protocols, "http/1.1") {
					if err != nil || status != http.StatusOK || s.over1.Load() != 1 {
						t.Errorf("%d, %v, %d POSTs over HTTP/1.1", status, err, s.over1.Load())
					}
				} else if err == nil || s.strange.Load() > 1 {
					t.Errorf("%d, %v, %d connections with a request", status, err, s.strange.Load())
				}
				if n := s.over2.Load(); n != 0 {
					t.Errorf("%d POSTs over HTTP/2", n)
				}
			})
		}
	}
}

// TestHTTP2SendsAgain is the control of the test above: net/http by itself sends a POST several times when its stream is reset.
func TestHTTP2SendsAgain(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := startFramed(t, endings["PROTOCOL_ERROR"], func(n int32) {
		if n == 3 {
			cancel()
		}
	}, "h2", "http/1.1")
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(s.CA))
	plain := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool}}
	defer plain.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := plain.RoundTrip(req); err == nil {
		_ = resp.Body.Close()
		t.Errorf("status %d", resp.StatusCode)
	}
	if s.over2.Load() < 3 {
		t.Errorf("%d POSTs over HTTP/2: the server does not distinguish the two", s.over2.Load())
	}
}
