// SPDX-License-Identifier: MPL-2.0

package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	for want, samples := range map[int][]int{0: nil, 3: {3}, 2: {9, 1, 2}, 4: {9, 1, 5, 3}} {
		if got := median(samples, func(i int) int { return i }); got != want {
			t.Errorf("median of %v: got %d, want %d", samples, got, want)
		}
	}
}

func TestTakeUsage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "usage")
	if processor, peak, err := takeUsage(file); processor != 0 || peak != 0 || err != nil {
		t.Errorf("no provider: %v, %d kB, %v", processor, peak, err)
	}
	for text, isValid := range map[string]bool{"1500 30\n2500 20\n": true, "1500\n": false, "x 1\n": false} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		processor, peak, err := takeUsage(file)
		if (err == nil) != isValid {
			t.Errorf("%q: %v", text, err)
		}
		if isValid && (processor != 4*time.Millisecond || peak != 30) {
			t.Errorf("%q: got %v and %d kB", text, processor, peak)
		}
	}
	if err := os.WriteFile(file, []byte("1 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := takeUsage(file); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Error("the usage would be counted again")
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		limit        limit
		isMet        bool
		bound, value string
	}{
		{limit{value: 1.4, bound: 1.4}, true, "at most 1.40 times", "1.40 times"},
		{limit{value: 1.41, bound: 1.4}, false, "at most 1.40 times", "1.41 times"},
		{limit{value: 3.1, bound: 3.2, atLeast: true}, false, "at least 3.20 times", "3.10 times"},
		{limit{value: 3.2, bound: 3.2, atLeast: true}, true, "at least 3.20 times", "3.20 times"},
		{limit{value: 20.94, bound: 20, unit: "MB"}, false, "at most 20 MB", "20.9 MB"},
		{limit{value: math.NaN(), bound: 20}, false, "at most 20.00 times", "NaN times"},
	} {
		bound, value := c.limit.text()
		if c.limit.isMet() != c.isMet || bound != c.bound || value != c.value {
			t.Errorf("%+v: met %t, %q, %q", c.limit, c.limit.isMet(), bound, value)
		}
	}
}
