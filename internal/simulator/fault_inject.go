// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const htmlPage = `<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>We'll be back soon</h1></body></html>`

// injectBefore applies a fault that comes before processing. It reports whether the exchange is over.
func (s *Simulator) injectBefore(ctx context.Context, x *exchange, f *Fault) bool {
	if f.Kind == DelayBefore {
		if !s.hold(ctx, f.Delay) {
			s.record(x.entry, func(e *Request) { e.CancelledByFault = true })
			s.recordClientGone(x)
			return true
		}
		return false
	}
	if !f.Kind.isUnprocessed() {
		return false
	}
	s.record(x.entry, func(e *Request) { e.CancelledByFault = true })
	switch f.Kind {
	case DropBefore:
		s.drop(x)
	case RejectBefore:
		s.send(x, s.failure(x, f, http.StatusServiceUnavailable))
	case RejectUnder200:
		s.send(x, s.failure(x, f, http.StatusOK))
	case Throttle:
		s.send(x, s.failure(x, f, http.StatusTooManyRequests))
	case HTMLBefore:
		s.send(x, pageResponse(f))
	case EmptyBefore:
		s.send(x, response{status: f.statusOr(http.StatusOK), header: jsonHeader()})
	case AlertBefore, GarbageBefore, ResetBefore:
		s.breakConnection(x, f)
	case Redirect:
		header := http.Header{"Location": {f.Location}}
		s.send(x, response{status: f.statusOr(http.StatusFound), header: header})
	default:
		panic("simulator: not a fault before processing:  " + string(f.Kind))
	}
	return true
}

// injectAfter applies a fault to a response.
func (s *Simulator) injectAfter(ctx context.Context, x *exchange, f *Fault, resp response) {
	switch f.Kind {
	case FailAfter:
		failure := s.failure(x, f, http.StatusInternalServerError)
		if f.WithID {
			failure.body = mergeObjects(resp.body, failure.body)
		}
		s.send(x, failure)
	case AlertAfter, GarbageAfter, ResetAfter:
		s.breakConnection(x, f)
	case ResetMidway:
		s.sendHalf(x, resp, reset)
	case DropAfter:
		s.drop(x)
	case DelayAfter:
		if !s.hold(ctx, f.Delay) {
			s.recordClientGone(x)
			return
		}
		s.send(x, resp)
	case Truncate:
		s.sendHalf(x, resp, abort)
	case HTMLAfter:
		s.send(x, pageResponse(f))
	case EmptyAfter:
		s.send(x, response{status: f.statusOr(http.StatusOK), header: jsonHeader()})
	case NullBody:
		s.send(x, response{status: resp.status, header: resp.header, body: []byte("null")})
	case GarbageJSON:
		s.send(x, response{status: resp.status, header: resp.header, body: []byte(`{"incident_id": TS-1,, "status": [}`)})
	case WrongTypes:
		s.send(x, response{status: resp.status, header: resp.header, body: wrongTypes(resp.body)})
	case Oversized:
		s.flood(x, resp, f.Size)
	default:
		s.send(x, resp)
	}
}

// hold waits for d, or until the client goes away if d is 0. It reports whether the exchange goes on.
func (s *Simulator) hold(ctx context.Context, d time.Duration) bool {
	if d > 0 {
		return s.wait(ctx, d)
	}
	select {
	case <-ctx.Done():
	case <-s.closed:
	}
	return false
}

// failure returns the error response of a fault.
func (s *Simulator) failure(x *exchange, f *Fault, status int) response {
	status = f.statusOr(status)
	code := f.Code
	if code == "" {
		code = defaultCode(status)
	}
	message := f.Message
	if message == "" {
		message = (&apiError{code: code}).text(true)
	}
	if message == "" {
		message = http.StatusText(status)
	}
	var resp response
	switch {
	case f.Body != "":
		resp = response{status: status, body: []byte(f.Body), header: jsonHeader()}
	case !strings.HasPrefix(x.r.URL.Path, apiPrefix) && f.Code == "":
		resp = jsonResponse(status, object{"error": object{"code": status, "message": message, "title": http.StatusText(status)}})
	case fromGateway(code):
		resp = jsonResponse(status, errorBody{code, message, requestID(x.entry.Seq)})
	default:
		resp = jsonResponse(status, errorBody{Code: code, Message: message})
	}
	if f.RetryAfterDate {
		resp.header.Set("Retry-After", s.Now().Add(f.RetryAfter).UTC().Format(http.TimeFormat))
	} else if f.RetryAfter > 0 {
		resp.header.Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Round(time.Second)/time.Second)))
	}
	return resp
}

// defaultCode returns the code that usually goes with a status.
func defaultCode(status int) string {
	code, ok := map[int]string{
		http.StatusOK:                    codeOperation,
		http.StatusBadRequest:            codeParameters,
		http.StatusUnauthorized:          "APIGW.0301",
		http.StatusForbidden:             codeForbidden,
		http.StatusNotFound:              codeUnknownAPI,
		http.StatusRequestEntityTooLarge: codeTooLarge,
		http.StatusTooManyRequests:       codeThrottled,
		http.StatusInternalServerError:   codeInternal,
		http.StatusBadGateway:            "APIGW.0201",
		http.StatusServiceUnavailable:    "APIGW.0613",
		http.StatusGatewayTimeout:        "APIGW.0201",
	}[status]
	if !ok {
		return "APIGW.0601"
	}
	return code
}

func (f *Fault) statusOr(status int) int {
	if f.Status != 0 {
		return f.Status
	}
	return status
}

func pageResponse(f *Fault) response {
	body := htmlPage
	if f.Body != "" {
		body = f.Body
	}
	return response{
		status: f.statusOr(http.StatusOK), body: []byte(body),
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
	}
}

// drop closes the connection without a response.
func (s *Simulator) drop(x *exchange) {
	s.record(x.entry, func(e *Request) { e.Done = true })
	abort(x.w)
}

// abort closes a connection. If it can't be hijacked (HTTP/2, a recorder), the server aborts the request.
func abort(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_ = conn.Close() // the client sees the end either way
}

// sendHalf announces the whole response, sends half of it and ends the connection.
func (s *Simulator) sendHalf(x *exchange, resp response, end func(http.ResponseWriter)) {
	half := resp
	half.body = resp.body[:len(resp.body)/2]
	s.recordResponse(x, half)
	if len(resp.body) == 0 {
		resp.body = []byte("{") // so that there is something to be cut off
	}
	s.writeHeader(x, resp)
	_, _ = x.w.Write(half.body)
	_ = http.NewResponseController(x.w).Flush()
	end(x.w)
}

// mergeObjects returns a JSON object with the members of two; those of the second take precedence.
func mergeObjects(first, second []byte) []byte {
	members := object{}
	for _, body := range [][]byte{first, second} {
		if err := json.Unmarshal(body, &members); err != nil {
			return second
		}
	}
	return jsonResponse(http.StatusOK, members).body
}

// flood sends a body that starts like JSON and goes on for size bytes.
func (s *Simulator) flood(x *exchange, resp response, size int64) {
	if size <= 0 {
		size = 256 << 20
	}
	s.record(x.entry, func(e *Request) { e.Done, e.Status = true, resp.status })
	header := s.responseHeader(x, resp)
	header.Del("Content-Length")
	maps.Copy(x.w.Header(), header)
	x.w.WriteHeader(resp.status)
	chunk := []byte(strings.Repeat("a", 64<<10))
	_, err := x.w.Write([]byte(`{"padding":"`))
	for sent := int64(0); sent < size && err == nil; sent += int64(len(chunk)) {
		_, err = x.w.Write(chunk)
	}
	if err == nil {
		_, err = x.w.Write([]byte(`"}`))
	}
	if err != nil {
		s.record(x.entry, func(e *Request) { e.ClientGone = true })
	}
}

// wrongTypes changes the JSON type of every value in a response and keeps the names.
func wrongTypes(body []byte) []byte {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return []byte(`[]`)
	}
	top, ok := value.(map[string]any)
	if !ok {
		return []byte(`"text"`)
	}
	for name, member := range top {
		top[name] = wrongType(member)
	}
	return jsonResponse(http.StatusOK, top).body
}

func wrongType(value any) any {
	switch v := value.(type) {
	case string:
		return []any{v}
	case float64:
		return object{"value": v}
	case bool:
		return "maybe"
	case []any:
		return object{"items": "none"}
	case map[string]any:
		for name, member := range v {
			v[name] = wrongType(member)
		}
		return v
	default:
		return false
	}
}
