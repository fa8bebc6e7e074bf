// SPDX-License-Identifier: MPL-2.0

package apierror

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// maxMessage is how many characters of foreign text an error shows.
const maxMessage = 500

// Check returns the API error of a response, or nil: an error status, or a code in the body under any status (the service's own
// errors travel with HTTP 200). Four shapes of body are read: the service's and the gateway's error_code and error_msg; IAM's
// error object with a numeric code; IAM's error object with error_code; and anything else, of which only an HTML title is
// reported.
func Check(op string, resp *http.Response, body []byte) error {
	code, message := read(body)
	if resp.StatusCode >= 200 && resp.StatusCode < 300 && isSuccessCode(code) {
		return nil
	}
	e := New(op, resp)
	e.Kind, e.Sent, e.Code, e.Message = Rejected, true, code, clean(message, resp.Request)
	if e.RequestID == "" {
		e.RequestID = requestID(body)
	}
	return e
}

// New returns an error of kind Unusable for a response, with the IDs for the vendor's support.
func New(op string, resp *http.Response) *Error {
	e := &Error{Op: op, Status: resp.StatusCode, Kind: Unusable, Sent: true, Date: resp.Header.Get("Date"),
		RequestID: resp.Header.Get("X-Request-Id"), TraceID: resp.Header.Get("X-Iam-Trace-Id")}
	if resp.Request != nil {
		e.Method = resp.Request.Method
		e.Host = resp.Request.URL.Host
	}
	return e
}

// text is a JSON string, number or null as text.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		*t = text(strings.TrimSpace(s))
		return nil
	}
	if raw := string(bytes.TrimSpace(data)); raw != "null" && !strings.ContainsAny(raw, "{[") {
		*t = text(raw)
	}
	return nil
}

// read returns code and message of an error body. A code outside error_code and the error object is not an error.
func read(body []byte) (code, message string) {
	var top struct {
		ErrorCode text            `json:"error_code"`
		ErrorMsg  text            `json:"error_msg"`
		Error     json.RawMessage `json:"error"`
	}
	trimmed := bytes.TrimSpace(body)
	if !bytes.HasPrefix(trimmed, []byte("{")) || json.Unmarshal(trimmed, &top) != nil {
		return "", htmlTitle(trimmed)
	}
	if top.ErrorCode != "" || top.ErrorMsg != "" {
		return string(top.ErrorCode), string(top.ErrorMsg)
	}
	var inner struct {
		ErrorCode text `json:"error_code"`
		ErrorMsg  text `json:"error_msg"`
		Code      text `json:"code"`
		Message   text `json:"message"`
		Title     text `json:"title"`
	}
	if bytes.HasPrefix(bytes.TrimSpace(top.Error), []byte("{")) && json.Unmarshal(top.Error, &inner) == nil {
		return string(cmp.Or(inner.ErrorCode, inner.Code)), string(cmp.Or(inner.ErrorMsg, inner.Message, inner.Title))
	}
	_ = json.Unmarshal(top.Error, &message)
	return "", message
}

func requestID(body []byte) string {
	var top struct {
		RequestID text `json:"request_id"`
	}
	if json.Unmarshal(body, &top) != nil {
		return ""
	}
	return clean(string(top.RequestID), nil)
}

var title = regexp.MustCompile(`(?is)<title[^>]*>([^<]*)</title>`)

// htmlTitle returns the title of an HTML page, which is enough to distinguish a proxy's page from a gateway's.
func htmlTitle(body []byte) string {
	if m := title.FindSubmatch(body); m != nil {
		return "an HTML page titled “" + strings.TrimSpace(string(m[1])) + "”"
	}
	if bytes.HasPrefix(body, []byte("<")) {
		return "an HTML page"
	}
	return ""
}

// clean shortens foreign text, strips control characters and removes the credentials of the request, in case the server
// quoted them.
func clean(s string, req *http.Request) string {
	if req != nil {
		for _, name := range []string{"X-Auth-Token", "X-Security-Token", "Authorization"} {
			if v := req.Header.Get(name); len(v) >= 8 {
				s = strings.ReplaceAll(s, v, "(redacted)")
			}
		}
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	if runes := []rune(s); len(runes) > maxMessage {
		s = string(runes[:maxMessage]) + "…"
	}
	return strings.TrimSpace(s)
}
