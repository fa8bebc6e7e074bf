// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestRetryPolicy(t *testing.T) {
	t.Parallel()
	reset := errors.New("connection reset by peer")
	for name, c := range map[string]struct {
		status     int
		err        error
		read, post bool
	}{
		"200":                      {status: 200},
		"400":                      {status: 400},
		"401":                      {status: 401},
		"403":                      {status: 403},
		"404":                      {status: 404},
		"405":                      {status: 405},
		"409":                      {status: 409},
		"302":                      {status: 302},
		"429":                      {status: 429, read: true, post: true},
		"500":                      {status: 500, read: true},
		"501":                      {status: 501},
		"502":                      {status: 502, read: true},
		"503":                      {status: 503, read: true},
		"504":                      {status: 504, read: true},
		"505":                      {status: 505},
		"refused connection":       {err: &sendError{err: reset}, read: true, post: true},
		"reset after sending":      {err: &sendError{sent: true, err: reset}, read: true},
		"truncated response":       {err: &sendError{sent: true, err: io.ErrUnexpectedEOF}, read: true},
		"time-out after sending":   {err: &sendError{sent: true, err: errAttemptTimeout}, read: true},
		"cancelled":                {err: &sendError{sent: true, err: context.Canceled}},
		"response too large":       {err: &sendError{sent: true, err: ErrResponseTooLarge}},
		"no such host":             {err: &sendError{err: &net.DNSError{IsNotFound: true}}},
		"name server busy":         {err: &sendError{err: &net.DNSError{IsTemporary: true}}, read: true, post: true},
		"unknown authority":        {err: &sendError{err: x509.UnknownAuthorityError{}}},
		"unreadable body":          {err: &sendError{err: &BodyError{Err: reset}}},
		"no credential":            {err: &CredentialError{Err: reset}},
		"unknown kind of an error": {err: reset},
	} {
		if got := retryable(true, c.status, c.err); got != c.read {
			t.Errorf("%s: a read is retried: %t", name, got)
		}
		if got := retryable(false, c.status, c.err); got != c.post {
			t.Errorf("%s: a write is retried: %t", name, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": -1, "0": 0, "3": 3 * time.Second, " 1.5 ": 1500 * time.Millisecond, "-1": -1, "soon": -1, "NaN": -1,
		"+Inf": maxRetryAfter, "1e300": maxRetryAfter, "99999": maxRetryAfter,
		"Mon, 23 Nov 2026 12:00:07 GMT": 7 * time.Second,
		"Mon, 23 Nov 2026 11:00:00 GMT": 0,
		"Tue, 24 Nov 2026 12:00:00 GMT": maxRetryAfter,
	} {
		got, ok := RetryAfter(value, now)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %s, %t", value, got, ok)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"3", "-0", "NaN", "1e400", "Mon, 23 Nov 2026 12:00:07 GMT", "0x1p4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if d, _ := RetryAfter(value, time.Unix(0, 0)); d < 0 || d > maxRetryAfter {
			t.Errorf("%q: %s", value, d)
		}
	})
}

func TestPauseGrowsWithJitterAndIsCapped(t *testing.T) {
	t.Parallel()
	for attempt := 1; attempt < 40; attempt++ {
		limit := lastPause
		if attempt < 7 {
			limit = firstPause << (attempt - 1)
		}
		for range 50 {
			if d := pause(attempt, http.Header{}, time.Now()); d <= 0 || d > min(limit, lastPause)+time.Millisecond {
				t.Fatalf("attempt %d: %s", attempt, d)
			}
		}
	}
	asked := pause(1, http.Header{"Retry-After": {"10"}}, time.Now())
	if asked < 10*time.Second || asked > 11*time.Second+time.Millisecond {
		t.Errorf("asked for 10 s, waits %s", asked)
	}
}

func TestPathTemplateHidesIds(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/v2/servicerequest/cases/TS-1/labels":          "/v2/servicerequest/cases/{id}/labels",
		"/v2/servicerequest/accessorys/0a1b/access-url": "/v2/servicerequest/accessorys/{id}/access-url",
		"/v3/auth/tokens":                               "/v3/auth/tokens",
		"/v3.0/OS-CREDENTIAL/securitytokens":            "/v3.0/OS-CREDENTIAL/securitytokens",
	} {
		if got := template(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}
