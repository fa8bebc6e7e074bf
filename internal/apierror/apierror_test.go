// SPDX-License-Identifier: MPL-2.0

package apierror_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

func response(t *testing.T, status int) *http.Response {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://osm.example/v2/servicerequest/cases/TS-1", nil)
	req.Header.Set("X-Auth-Token", "MIIsecret-token-value")
	return &http.Response{StatusCode: status, Header: http.Header{"X-Request-Id": {"req-1"}}, Request: req}
}

func TestCheckReadsEveryShapeOfError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status                int
		body, code, message   string
		success, gone, unsure bool
	}{
		"success":                  {status: 200, body: `{"incident_id":"TS-1"}`, success: true},
		"success, empty code":      {status: 200, body: `{"error_code":"","error_msg":""}`, success: true},
		"success, null code":       {status: 200, body: `{"error_code":null}`, success: true},
		"success, null":            {status: 200, body: `null`, success: true},
		"success, no body":         {status: 200, success: true},
		"success, code 0":          {status: 200, body: `{"error_code":0,"error_msg":""}`, success: true},
		"success, code 0 as text":  {status: 200, body: `{"error_code":"0","error_msg":"success"}`, success: true},
		"success, all-zero code":   {status: 200, body: `{"error_code":"OSM.00000000","error_msg":"success"}`, success: true},
		"code 0 under 500":         {status: 500, body: `{"error_code":0}`, code: "0", unsure: true},
		"a code without digits":    {status: 200, body: `{"error_code":"FAILED"}`, code: "FAILED"},
		"internal error under 200": {status: 200, body: `{"error_code":"OSM.01010014"}`, code: "OSM.01010014", unsure: true},
		"internal error under 400": {status: 400, body: `{"error_code":"OSM.01010017"}`, code: "OSM.01010017", unsure: true},
		"gateway time-out, 200":    {status: 200, body: `{"error_code":"APIGW.0610"}`, code: "APIGW.0610", unsure: true},
		"gateway time-out, 400":    {status: 400, body: `{"error_code":"APIG.0610"}`, code: "APIG.0610", unsure: true},
		"throttled":                {status: 429, body: `{"error_code":"APIG.0308"}`, code: "APIG.0308"},
		"client closed request":    {status: 499, unsure: true},
		"rejected under 200": {status: 200, body: `{"error_code":"OSM.01010002","error_msg":"no permission"}`,
			code: "OSM.01010002", message: "no permission"},
		"gone under 200": {status: 200, body: `{"error_code":"OSM.01010015","error_msg":"x"}`, code: "OSM.01010015",
			message: "x", gone: true},
		"gone under 404": {status: 404, body: `{"error_code":"OSM.01010015"}`, code: "OSM.01010015", gone: true},
		"service's 404":  {status: 404, body: `{"error_code":"OSM.0005"}`, code: "OSM.0005", gone: true},
		"gateway's 404": {status: 404, body: `{"error_code":"APIGW.0101","error_msg":"no API"}`, code: "APIGW.0101",
			message: "no API"},
		"service's 500": {status: 500, body: `{"error_code":"OSM.0004"}`, code: "OSM.0004", unsure: true},
		"IAM, numeric code": {status: 401, body: `{"error":{"code":401,"message":"wrong","title":"Unauthorized"}}`, code: "401",
			message: "wrong"},
		"IAM, own code": {status: 400, body: `{"error":{"error_code":"IAM.0007","error_msg":"bad"}}`, code: "IAM.0007",
			message: "bad"},
		"IAM, flat": {status: 400, body: `{"error_code":"IAM.0007","error_msg":"bad"}`, code: "IAM.0007",
			message: "bad"},
		"HTML page": {status: 502, body: "<html><title>Bad\nGateway</title>",
			message: "an HTML page titled \"Bad\nGateway\"", unsure: true},
		"HTML 404":                {status: 404, body: "<html></html>", message: "an HTML page"},
		"empty 503":               {status: 503, unsure: true},
		"redirect":                {status: 302, unsure: true},
		"time-out of the gateway": {status: 408, unsure: true},
		"token quoted by the other": {status: 401,
			body: `{"error_code":"APIGW.0301","error_msg":"token MIIsecret-token-value bad"}`,
			code: "APIGW.0301", message: "token (redacted) bad"},
		"error as text":     {status: 400, body: `{"error":"bad"}`, message: "bad"},
		"code is an object": {status: 400, body: `{"error_code":{"a":1}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := apierror.Check("ShowCaseDetail", response(t, c.status), []byte(c.body))
			if c.success {
				if err != nil {
					t.Fatalf("a success was taken for %v", err)
				}
				return
			}
			e := apierror.As(err)
			if e == nil {
				t.Fatal("a rejection was taken for a success")
			}
			if e.Code != c.code || e.Message != c.message || e.RequestID != "req-1" || e.Host != "osm.example" {
				t.Errorf("got code %q, message %q, request ID %q, host %q", e.Code, e.Message, e.RequestID, e.Host)
			}
			if got := apierror.IsNotFound(fmt.Errorf("wrapped: %w", err)); got != c.gone {
				t.Errorf("IsNotFound is %t", got)
			}
			if got := apierror.IsUnknown(err); got != c.unsure {
				t.Errorf("IsUnknown is %t", got)
			}
		})
	}
}

func TestUnknownDependsOnWhatWasSent(t *testing.T) {
	t.Parallel()
	for kind, want := range map[apierror.Kind]bool{
		apierror.Interrupted: false, apierror.TimedOut: false, apierror.Cancelled: false, apierror.Unusable: true,
		apierror.Unresolved: false, apierror.Untrusted: false, apierror.NotTLS: false,
		apierror.Unreachable: false, apierror.Unprepared: false,
	} {
		if got := (&apierror.Error{Kind: kind, Sent: true}).Unknown(); got != (kind != apierror.Unprepared) {
			t.Errorf("kind %d, sent: unknown is %t", kind, got)
		}
		if got := (&apierror.Error{Kind: kind}).Unknown(); got != want {
			t.Errorf("kind %d, not sent: unknown is %t", kind, got)
		}
	}
	if !apierror.IsUnknown(errors.New("foreign")) || apierror.IsUnknown(nil) {
		t.Error("a foreign error is unknown, nil is not")
	}
}

func TestErrorTextIsCutAndHoldsTheFacts(t *testing.T) {
	t.Parallel()
	err := apierror.Check("CreateCases", response(t, 400),
		[]byte(`{"error_code":"OSM.0001","error_msg":"`+strings.Repeat("é", 900)+`"}`))
	e := apierror.As(err)
	if n := len([]rune(e.Message)); n != 501 {
		t.Errorf("the message has %d characters", n)
	}
	for _, want := range []string{"HTTP 400", "OSM.0001", "req-1", "CreateCases", "osm.example"} {
		if !strings.Contains(e.Facts(), want) {
			t.Errorf("%q is not in %q", want, e.Facts())
		}
	}
	wrapped := &apierror.Error{Op: "X", Err: io.ErrUnexpectedEOF}
	if !errors.Is(wrapped, io.ErrUnexpectedEOF) || !strings.Contains(wrapped.Error(), "unexpected EOF") {
		t.Error("the cause is lost")
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{`{"error":{"code":401}}`, `null`, `[]`, `{"error_code":[]}`, `<title>`,
		`{"error_code":"A","error_msg":1e9}`, "\xff"} {
		f.Add(200, seed)
		f.Add(500, seed)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		err := apierror.Check("X", &http.Response{StatusCode: status, Header: http.Header{}}, []byte(body))
		if (status < 200 || status > 299) && err == nil {
			t.Errorf("status %d is not a success", status)
		}
		if e := apierror.As(err); e != nil && len([]rune(e.Message)) > 520 {
			t.Error("the message was not cut")
		}
	})
}
