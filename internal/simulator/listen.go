// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server is a simulator on a TCP port.
type Server struct {
	// URL is the base URL of the login service and of the ticket service, without a trailing slash.
	URL string
	// CA is the certificate of the authority that signed the server's, in PEM; nil without TLS.
	CA []byte

	simulator *Simulator
	http      *http.Server
	done      chan error
}

// Listen serves the simulator on addr; "" means a free port of the loopback interface.
func (s *Simulator) Listen(addr string) (*Server, error) {
	return s.ListenContext(context.Background(), addr)
}

// ListenContext is Listen with a context that only bounds the look-up of addr: Close stops the server.
func (s *Simulator) ListenContext(ctx context.Context, addr string) (*Server, error) {
	return s.ListenHandler(ctx, addr, s)
}

// ListenHandler is ListenContext with a handler in front of the simulator, such as its page.
func (s *Simulator) ListenHandler(ctx context.Context, addr string, handler http.Handler) (*Server, error) {
	listener, err := listen(ctx, addr)
	if err != nil {
		return nil, err
	}
	return s.serve(listener, &Server{URL: "http://" + listener.Addr().String()}, handler, nil), nil
}

// ListenTLS is Listen over TLS 1.3, with a certificate for 127.0.0.1, ::1 and localhost of its own authority, see
// [Server].CA. It offers HTTP/1.1 unless other protocols are given, such as "h2", "http/1.1".
func (s *Simulator) ListenTLS(addr string, protocols ...string) (*Server, error) {
	if len(protocols) == 0 {
		protocols = []string{"http/1.1"}
	}
	authority, certificate, err := newCertificate()
	if err != nil {
		return nil, err
	}
	listener, err := listen(context.Background(), addr)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{
		Certificates:           []tls.Certificate{certificate},
		NextProtos:             protocols,
		MinVersion:             tls.VersionTLS13,
		SessionTicketsDisabled: true, // tickets are records that sendAlert would have to count
	}
	server := &Server{URL: "https://" + listener.Addr().String(), CA: authority}
	return s.serve(&tlsListener{listener, config}, server, s, config), nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	return listener, nil
}

// serve runs the server. It does not log failed handshakes, such as those of clients that don't trust it.
func (s *Simulator) serve(listener net.Listener, server *Server, handler http.Handler, config *tls.Config) *Server {
	server.simulator, server.done = s, make(chan error, 1)
	server.http = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second,
		TLSConfig:         config,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go func() { server.done <- server.http.Serve(listener) }()
	return server
}

// Close stops the server at once: it releases held requests and closes connections.
func (srv *Server) Close() error {
	srv.simulator.Close()
	if err := srv.http.Close(); err != nil {
		return fmt.Errorf("closing the server: %w", err)
	}
	if err := <-srv.done; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// Close releases every held or delayed request. The store can still be read.
func (s *Simulator) Close() { s.closeOnce.Do(func() { close(s.closed) }) }
