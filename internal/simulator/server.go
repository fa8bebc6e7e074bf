// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// apiPrefix is the path under which every operation of the ticket API lies.
	apiPrefix = "/v2/servicerequest/"
	// maxBody is the largest body that the simulator reads, in bytes.
	maxBody = 64 << 20
	// maxSignedBody is the gateway's limit for a request signed with AK/SK, in bytes.
	maxSignedBody = 12 << 20
)

// response is a response before it is sent.
type response struct {
	status  int
	header  http.Header
	body    []byte
	applied bool
}

// exchange is one request on its way through the simulator.
type exchange struct {
	w     http.ResponseWriter
	r     *http.Request
	op    *operation
	path  map[string]string
	body  []byte
	large bool
	entry *Request
}

// ServeHTTP serves the ticket API, the login service and the files behind access URLs.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x, err := s.receive(w, r)
	defer s.finish(x.entry)
	if err != nil {
		s.record(x.entry, func(e *Request) { e.Done, e.ClientGone = true, true })
		return
	}
	for _, hook := range s.hooks() {
		copied := s.snapshot(x.entry)
		hook(&copied)
	}
	ctx := r.Context()
	if !s.waitAtHolds(ctx, x.entry, false) || !s.wait(ctx, s.options.Latency) {
		s.recordClientGone(x)
		return
	}
	if resp, limited := s.throttle(x); limited {
		s.record(x.entry, func(e *Request) { e.CancelledByFault = true })
		s.send(x, resp)
		return
	}
	fault := s.faults.draw(s.snapshot(x.entry))
	if fault != nil {
		s.record(x.entry, func(e *Request) { e.Fault = fault.Kind })
		if s.injectBefore(ctx, x, fault) {
			return
		}
	}
	resp := s.process(x)
	if fault != nil && fault.Kind == Duplicate {
		x.r.Body = io.NopCloser(bytes.NewReader(x.body))
		resp = s.process(x)
	}
	s.record(x.entry, func(e *Request) { e.Applied = resp.applied })
	if !s.waitAtHolds(ctx, x.entry, true) {
		s.recordClientGone(x)
		return
	}
	if fault != nil {
		s.injectAfter(ctx, x, fault, resp)
		return
	}
	s.send(x, resp)
}

// receive reads the whole body, since net/http notices only then that a client goes away, and logs the request.
func (s *Simulator) receive(w http.ResponseWriter, r *http.Request) (*exchange, error) {
	x := &exchange{w: w, r: r}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	x.body, x.large = body, len(body) > maxBody
	x.op, x.path = route(r.Method, r.URL.EscapedPath())
	x.entry = s.openRecord(r, s.operationID(x), body)
	if err != nil {
		return x, fmt.Errorf("reading the body: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return x, nil
}

func (s *Simulator) operationID(x *exchange) string {
	path := strings.TrimSuffix(x.r.URL.Path, "/")
	switch {
	case x.op != nil:
		return x.op.ID
	case strings.HasPrefix(path, filePath):
		return OperationFileDownload
	case !s.identity.Owns(x.r):
		return ""
	case x.r.Method == http.MethodPost && path == "/v3/auth/tokens":
		return OperationToken
	case x.r.Method == http.MethodGet && path == "/v3/auth/domains":
		return OperationDomains
	case x.r.Method == http.MethodGet && path == "/v3/projects":
		return OperationProjects
	default:
		return OperationIdentity
	}
}

// process returns the service's response to a request.
func (s *Simulator) process(x *exchange) response {
	switch {
	case x.entry.Operation == OperationFileDownload:
		return s.serveFile(x)
	case x.op == nil && s.identity.Owns(x.r):
		return s.serveIdentity(x)
	case x.op == nil:
		return gatewayError(x, codeUnknownAPI)
	case x.large, strings.HasPrefix(x.r.Header.Get("Authorization"), "SDK-HMAC-SHA256") && len(x.body) > maxSignedBody:
		return gatewayError(x, codeTooLarge)
	}
	principal, rejection := s.identity.Authenticate(x.r, x.body)
	if rejection != nil {
		return jsonResponse(rejection.Status, errorBody{rejection.Code, rejection.Message, requestID(x.entry.Seq)})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, apiErr := s.newCall(x, principal)
	if apiErr != nil {
		return s.errorResponse(apiErr, c.english)
	}
	result, apiErr := handlers()[x.op.ID](s, c)
	if apiErr != nil {
		return s.errorResponse(apiErr, c.english)
	}
	resp := s.successResponse(result)
	resp.applied = c.applied
	return resp
}

// serveIdentity passes a request to the login service.
func (s *Simulator) serveIdentity(x *exchange) response {
	buffer := &bufferedResponse{header: http.Header{}, status: http.StatusOK}
	s.identity.ServeHTTP(buffer, x.r)
	applied := x.entry.Operation == OperationToken && buffer.status == http.StatusCreated
	return response{status: buffer.status, header: buffer.header, body: buffer.body.Bytes(), applied: applied}
}

// errorResponse returns the response of an error of the ticket service.
func (s *Simulator) errorResponse(apiErr *apiError, english bool) response {
	return jsonResponse(apiErr.status(s.behaviors.BusinessErrors), errorBody{Code: apiErr.code, Message: apiErr.text(english)})
}

// gatewayError returns the gateway's response to a request that does not reach the ticket service.
func gatewayError(x *exchange, code string) response {
	apiErr := reject(code)
	return jsonResponse(apiErr.status(BusinessErrorsUnder200), errorBody{code, apiErr.text(true), requestID(x.entry.Seq)})
}

// send records a response before writing it, so that a client that has the response finds it in the log.
func (s *Simulator) send(x *exchange, resp response) {
	s.recordResponse(x, resp)
	s.writeHeader(x, resp)
	if _, err := x.w.Write(resp.body); err != nil {
		s.record(x.entry, func(e *Request) { e.ClientGone = true })
	}
}

// recordResponse writes the response into the record.
func (s *Simulator) recordResponse(x *exchange, resp response) {
	header := s.responseHeader(x, resp)
	s.record(x.entry, func(e *Request) {
		e.Done, e.Status, e.ResponseHeader, e.Response = true, resp.status, header, s.loggable(resp.body)
		if strings.HasPrefix(resp.header.Get("Content-Type"), "application/json") {
			e.ErrorCode = codeIn(resp.body)
		}
	})
}

// responseHeader returns the header of a response with the fields of every response.
func (s *Simulator) responseHeader(x *exchange, resp response) http.Header {
	header := resp.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if header.Get("X-Request-Id") == "" {
		header.Set("X-Request-Id", requestID(x.entry.Seq))
	}
	header.Set("Date", s.gatewayTime().UTC().Format(http.TimeFormat))
	header.Set("Server", "api-gateway")
	header.Set("Content-Length", strconv.Itoa(len(resp.body)))
	return header
}

func (s *Simulator) writeHeader(x *exchange, resp response) {
	maps.Copy(x.w.Header(), s.responseHeader(x, resp))
	x.w.WriteHeader(resp.status)
}

// recordClientGone ends an exchange whose client went away or that Close interrupted.
func (s *Simulator) recordClientGone(x *exchange) {
	s.record(x.entry, func(e *Request) {
		e.Done = true
		e.ClientGone = errors.Is(x.r.Context().Err(), context.Canceled)
	})
	abort(x.w)
}

// wait waits for d by the real clock. It reports false if the client went away or the simulator closed before.
func (s *Simulator) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.closed:
		return false
	}
}

// requestID returns the gateway's ID of a request, derived from its number.
func requestID(seq int) string { return opaqueID("request", seq) }

// opaqueID returns an ID of 32 hexadecimal digits for a kind and a number.
func opaqueID(kind string, number int) string {
	sum := sha256.Sum256([]byte(kind + " " + strconv.Itoa(number)))
	return hex.EncodeToString(sum[:16])
}
