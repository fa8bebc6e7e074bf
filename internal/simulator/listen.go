// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is a simulator on a TCP port.
type Server struct {
	// URL is the base URL of the login service and of the ticket service, without a trailing slash.
	URL string

	simulator *Simulator
	http      *http.Server
	done      chan error
}

// Listen serves the simulator on addr; "" means a free port of the loopback interface.
func (s *Simulator) Listen(addr string) (*Server, error) {
	return s.ListenContext(context.Background(), addr)
}

// ListenContext is Listen with a context that bounds the look-up of addr alone: Close ends the server.
func (s *Simulator) ListenContext(ctx context.Context, addr string) (*Server, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	server := &Server{
		URL:       "http://" + listener.Addr().String(),
		simulator: s,
		http:      &http.Server{Handler: s, ReadHeaderTimeout: 30 * time.Second},
		done:      make(chan error, 1),
	}
	go func() { server.done <- server.http.Serve(listener) }()
	return server, nil
}

// Close ends the server at once: held requests are let go, connections are closed.
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

// Close lets every held or delayed request go. The store can still be looked at.
func (s *Simulator) Close() { s.closeOnce.Do(func() { close(s.closed) }) }
