// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Names of operations outside the ticket API.
const (
	OperationToken        = "CreateToken"             // POST /v3/auth/tokens
	OperationDomains      = "KeystoneListAuthDomains" // GET /v3/auth/domains
	OperationProjects     = "KeystoneListProjects"    // GET /v3/projects
	OperationIdentity     = "Identity"                // any other request of the login service or the metadata service
	OperationFileDownload = "AccessoryFile"           // GET of an access URL
)

// Request is the record of one request and its response.
type Request struct {
	// Seq counts from 1 in the order of arrival.
	Seq int
	// Time is the time of arrival by the simulator's clock.
	Time time.Time
	// Arrived is the time of arrival by the real clock, for rates.
	Arrived time.Time
	// Operation is the operation ID of the API document, one of the Operation constants, or "" for an unknown path.
	Operation string
	// Proto is the protocol, such as HTTP/1.1.
	Proto  string
	Method string
	Host   string
	Path   string
	Query  url.Values
	// Header is complete, including credentials.
	Header http.Header
	// Body is the body, cut to Options.MaxLoggedBody; BodySize is its real size.
	Body     []byte
	BodySize int

	// Done is set once the response is decided.
	Done bool
	// Duration is the real time until the response was sent; 0 before that.
	Duration time.Duration
	// Status is the HTTP status, 0 without a response.
	Status         int
	ResponseHeader http.Header
	// Response is the body as sent, cut like Body; nil without a response.
	Response []byte
	// ErrorCode is the code in the response, "" for a success.
	ErrorCode string
	// Applied reports whether the request changed the store.
	Applied bool
	// Fault is the fault that hit the request, or "".
	Fault Kind
	// CancelledByFault reports whether a fault or the rate limit kept the request from being processed.
	CancelledByFault bool
	// ClientGone reports whether the client went away before the response.
	ClientGone bool
}

// IsWrite reports whether the request is a call of the ticket API other than a GET.
func (r Request) IsWrite() bool {
	return r.Method != http.MethodGet && strings.HasPrefix(r.Path, apiPrefix)
}

// Requests returns copies of all requests so far, in order of arrival.
func (s *Simulator) Requests() []Request {
	return s.requestsWhere(func(*Request) bool { return true })
}

// RequestsFor returns the requests of the given operations.
func (s *Simulator) RequestsFor(operations ...string) []Request {
	return s.requestsWhere(func(r *Request) bool { return slices.Contains(operations, r.Operation) })
}

// Writes returns the calls of the ticket API other than GETs.
func (s *Simulator) Writes() []Request {
	return s.requestsWhere(func(r *Request) bool { return r.IsWrite() })
}

// Count returns the number of requests of an operation, whatever their result.
func (s *Simulator) Count(operation string) int { return len(s.RequestsFor(operation)) }

// ResetLog empties the log. Sequence numbers continue.
func (s *Simulator) ResetLog() {
	s.logMu.Lock()
	defer s.logMu.Unlock()
	s.log = nil
	s.watch.notify()
}

func (s *Simulator) requestsWhere(keep func(*Request) bool) []Request {
	s.logMu.Lock()
	defer s.logMu.Unlock()
	var kept []Request
	for _, entry := range s.log {
		if keep(entry) {
			kept = append(kept, *entry)
		}
	}
	return kept
}

// openRecord adds the record of a request to the log.
func (s *Simulator) openRecord(r *http.Request, operationID string, body []byte) *Request {
	entry := &Request{
		Time: s.Now(), Arrived: time.Now(), Operation: operationID, Proto: r.Proto, Method: r.Method, Host: r.Host,
		Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: r.Header.Clone(),
		Body: s.loggable(body), BodySize: len(body),
	}
	s.logMu.Lock()
	defer s.logMu.Unlock()
	s.seq++
	entry.Seq = s.seq
	s.log = append(s.log, entry)
	s.watch.notify()
	return entry
}

// record changes a record under the log's lock.
func (s *Simulator) record(entry *Request, change func(*Request)) {
	s.logMu.Lock()
	defer s.logMu.Unlock()
	change(entry)
	s.watch.notify()
}

// finish completes a record once the exchange is over, and calls the hooks of OnResponse.
func (s *Simulator) finish(entry *Request) {
	s.record(entry, func(e *Request) { e.Duration = time.Since(e.Arrived) })
	s.hookMu.Lock()
	hooks := slices.Clone(s.after)
	s.hookMu.Unlock()
	for _, hook := range hooks {
		copied := s.snapshot(entry)
		hook(&copied)
	}
}

// snapshot copies a record for a hook.
func (s *Simulator) snapshot(entry *Request) Request {
	s.logMu.Lock()
	defer s.logMu.Unlock()
	return *entry
}

func (s *Simulator) loggable(body []byte) []byte {
	limit := s.options.MaxLoggedBody
	switch {
	case limit < 0:
		return nil
	case limit > 0 && len(body) > limit:
		return bytes.Clone(body[:limit])
	default:
		return body
	}
}

// codeIn returns the error code in a response of the ticket API, the gateway or the login service, "" for the codes of
// success of Behaviors.Success.
func codeIn(response []byte) string {
	var body struct {
		Code  any `json:"error_code"`
		Error struct {
			Code json.RawMessage `json:"code"`
		} `json:"error"`
	}
	if len(response) > 64<<10 || json.Unmarshal(response, &body) != nil {
		return ""
	}
	if code, ok := body.Code.(string); ok && strings.Trim(code, ".0OSM") != "" {
		return code
	}
	return strings.Trim(string(body.Error.Code), `"`)
}

// OnRequest calls hook with a copy of each request's record before the request is processed. The hook may use every
// method of the simulator.
func (s *Simulator) OnRequest(hook func(*Request)) {
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	s.before = append(s.before, hook)
}

// OnResponse calls hook with a copy of each request's record once its response was sent or its connection ended.
func (s *Simulator) OnResponse(hook func(*Request)) {
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	s.after = append(s.after, hook)
}

func (s *Simulator) hooks() []func(*Request) {
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	return slices.Clone(s.before)
}

// Hold blocks the requests of an operation until it is released.
type Hold struct {
	operation string
	after     bool
	arrived   chan Request
	released  chan struct{}
	once      sync.Once
}

// maxHeld is how many requests a Hold buffers for Arrived.
const maxHeld = 1024

// Hold blocks requests of the operation (or AnyOperation) before they are processed. A request whose client goes away
// meanwhile is not processed.
func (s *Simulator) Hold(operation string) *Hold { return s.addHold(operation, false) }

// HoldResponse blocks requests of the operation after they were processed, before the response is sent.
func (s *Simulator) HoldResponse(operation string) *Hold { return s.addHold(operation, true) }

func (s *Simulator) addHold(operation string, after bool) *Hold {
	h := &Hold{operation: operation, after: after, arrived: make(chan Request, maxHeld), released: make(chan struct{})}
	s.hookMu.Lock()
	defer s.hookMu.Unlock()
	s.holds = append(s.holds, h)
	return h
}

// Arrived returns a channel of the requests that reached the hold.
func (h *Hold) Arrived() <-chan Request { return h.arrived }

// Release unblocks the waiting requests and all later ones. It may be called more than once.
func (h *Hold) Release() { h.once.Do(func() { close(h.released) }) }

// waitAtHolds waits for the holds of a request. It reports false if the client went away or the simulator closed.
func (s *Simulator) waitAtHolds(ctx context.Context, entry *Request, after bool) bool {
	s.hookMu.Lock()
	holds := slices.Clone(s.holds)
	s.hookMu.Unlock()
	for _, h := range holds {
		if h.after != after || (h.operation != AnyOperation && h.operation != entry.Operation) {
			continue
		}
		select {
		case h.arrived <- s.snapshot(entry):
		default:
		}
		select {
		case <-h.released:
		case <-ctx.Done():
			return false
		case <-s.closed:
			return false
		}
	}
	return true
}
