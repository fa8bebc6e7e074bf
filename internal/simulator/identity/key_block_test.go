// SPDX-License-Identifier: MPL-2.0

package identity_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// signed presents the access key AK with a signature by secret and gives the refusal's message, "" when it is taken.
func (w *world) signed(secret string) string {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "/v2/servicerequest/cases", http.NoBody)
	date := w.now.Format("20060102T150405Z")
	req.Header.Set("X-Sdk-Date", date)
	empty := sha256.Sum256(nil)
	canonical := sha256.Sum256([]byte(fmt.Sprintf("GET\n/v2/servicerequest/cases/\n\nhost:%s\nx-sdk-date:%s\n\nhost;x-sdk-date\n%x", req.Host, date, empty)))
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "SDK-HMAC-SHA256\n%s\n%x", date, canonical)
	req.Header.Set("Authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature="+hex.EncodeToString(mac.Sum(nil)))
	if _, barred := w.service.Authenticate(req, nil); barred != nil {
		return barred.Message
	}
	return ""
}

// TestKeyIsBlocked refuses a key for five minutes once more than five signatures in a row were wrong, and no sooner.
func TestKeyIsBlocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	expect := func(when, secret, want string, times int) {
		t.Helper()
		for i := range times {
			if got := w.signed(secret); want == "" && got != "" || !strings.Contains(got, want) {
				t.Fatalf("%s, call %d: %q, want %q", when, i+1, got, want)
			}
		}
	}
	const wrong, blocked = "verify aksk signature fail", "AK access failed to reach the limit"
	expect("five wrong ones", "guess", wrong, 5)
	expect("a right one in between", "SK", "", 1)
	expect("six wrong ones", "guess", wrong, 6)
	expect("blocked", "SK", blocked, 1)
	w.now = w.now.Add(5*time.Minute - time.Second)
	expect("within five minutes", "SK", blocked, 1)
	w.now = w.now.Add(time.Second)
	expect("after five minutes", "SK", "", 1)
}
