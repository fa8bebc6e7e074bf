// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"testing"
	"time"
)

// FuzzTime reads times of any form: one that is read means the same moment when it is written again, and texts are put into one form for good.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2020-12-25T09:24:18Z", "2020-12-25 09:24:18", "2020-12-25T09:24:18+08:00", "2020-12-25T09:24:18.5Z",
		"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", " 2020-02-30T00:00:00Z", "", "2020-12-25 09:24:18Z", "1608888258"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n := normalize(text); normalize(n) != n {
			t.Errorf("%q is put into form twice", text)
		}
		at, err := parseTime(text)
		if err != nil {
			return
		}
		again, err := parseTime(at.Format(time.RFC3339Nano))
		if err != nil || !again.Equal(at) {
			t.Errorf("%q is %s, then %s, %v", text, at, again, err)
		}
	})
}

// TestEarliest shows since when a ticket counts as the result of a create: ten seconds before the send by the clock of the service, which its answers
// tell, or two minutes by the clock of this machine.
func TestEarliest(t *testing.T) {
	t.Parallel()
	sent := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	var clock serviceClock
	if got := clock.earliest(sent); !got.Equal(sent.Add(-2 * time.Minute)) {
		t.Errorf("without a date: %s", got)
	}
	clock.observe(http.Header{"Date": {"Mon, 23 Nov 2026 15:00:00 GMT"}}, sent)
	if got := clock.earliest(sent); !got.Equal(sent.Add(3*time.Hour - 10*time.Second)) {
		t.Errorf("with a date: %s", got)
	}
}
