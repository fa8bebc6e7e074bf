// SPDX-License-Identifier: MPL-2.0

package osm

import "testing"

func TestEqualsMasked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		echo, value string
		same        bool
	}{
		{"13800000000", "13800000000", true},
		{"138****0000", "13800000000", true},
		{"138****0001", "13800000000", false},
		{"139****0000", "13800000000", false},
		{"t***@example.com", "test@example.com", true},
		{"t***@example.com", "test@example.org", false},
		{"***@example.com", "test@example.com", true},
		{"138*****", "13800000000", true},
		{"****", "anything", true},
		{"a*b*c", "a1b2c", true},
		{"a*b*c", "a1c2b", false},
		{"", "x", false},
		{"13800000001", "13800000000", false},
		{"ab*ab", "ab", false},
	} {
		if got := EqualsMasked(c.value, c.echo); got != c.same {
			t.Errorf("echo %q of %q: same is %t", c.echo, c.value, got)
		}
	}
}

func TestEqualText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"line\r\nline\r\n", "line\nline", true},
		{" text\n", "text", true},
		{"a\rb", "a\nb", true},
		{"a b", "ab", false},
		{"a", "A", false},
	} {
		if EqualText(c.a, c.b) != c.same {
			t.Errorf("%q and %q: same is not %t", c.a, c.b, c.same)
		}
	}
}

func TestEndingAction(t *testing.T) {
	t.Parallel()
	for status, want := range map[int64]string{
		0: ActionCancel, 1: ActionClose, 2: ActionClose, 5: ActionClose, 17: ActionClose,
		3: "", 4: "", 12: "", 13: "", 21: ActionClose, 30: ActionClose,
	} {
		if got := endingAction(status); got != want {
			t.Errorf("status %d: %q, want %q", status, got, want)
		}
	}
}
