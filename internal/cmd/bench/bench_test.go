// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"strings"
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

// measured returns results in which each contender takes so many times as long as the floor.
func measured(times map[string]int) results {
	r := results{}
	for name, n := range times {
		for _, command := range commands {
			for _, tickets := range []int{10, 150, 1000} {
				unit := time.Duration(tickets*n) * time.Millisecond
				r[key{workload{tickets: tickets}, name, command}] = []sample{
					{wall: 9 * unit, provider: 9 * unit, peak: 9 * n}, {wall: unit, provider: unit, terraform: unit, peak: n}, {},
				}
			}
		}
	}
	return r
}

// TestReport checks which limits are in a report, which of them are met, and what it says about the rest.
func TestReport(t *testing.T) {
	t.Parallel()
	r := &report{latency: 20 * time.Millisecond,
		times:  measured(map[string]int{nameFloor: 1, nameSmallest: 2, nameOurs: 2, namePeer: 7}),
		growth: results{},
		starts: []start{{21 * time.Millisecond, 2400}, {20 * time.Millisecond, 2000}}, binary: 19 << 20,
		form: uploaded{peak: 30 << 10, sent: 3}, json: uploaded{peak: 60 << 10, sent: 4},
		throttled: throttled{tickets: 300, calls: 608, seconds: 32, ratio: 1.05},
	}
	for tickets, times := range map[int][]int64{10: {20, 20}, 100: {200, 100}, 1000: {2000, 1200}} {
		for i, command := range commands[:2] {
			r.growth[key{workload{tickets: tickets}, nameOurs, command}] = []sample{{provider: time.Duration(times[i] * 1e6)}}
		}
	}
	var b strings.Builder
	if r.write(&b) {
		t.Error("all limits are met, want some that are not")
	}
	for _, want := range []string{
		"| apply of 150 tickets, wall time, relative to floor | at most 1.40 times | 2.00 times | **not met** |",
		"| plan of 150 tickets, processor time, relative to smallest on the framework | at most 1.15 times | 1.00 times | met |",
		"| apply of 150 tickets by generic REST provider, wall time, relative to this provider | at least 3.20 times | 3.50",
		"| at least 4.00 times | 3.50 times | **not met** |",
		"| apply, the provider's processor time per ticket, 1,000 relative to 100 | at most 1.10 times | 1.00 times | met |",
		"| plan, the provider's processor time per ticket, 1,000 relative to 100 | at most 1.10 times | 1.20 times | **not met",
		"Each further ticket takes 2.0 ms of the provider's processor time in apply up to 100 tickets, and 2.0 ms",
		"| memory after the start, relative to smallest on the framework | at most 1.10 times | 1.20 times | **not met** |",
		"| size of the program | at most 20 MiB | 19 MiB | met |",
		"relative to the shortest possible time | at most 1.30 times | 1.05 times | met |",
		"2.00 times the memory of uploads as forms, and send 1.33 times",
		"\nNot compared: curl (it is not installed).\n",
		"| apply | this provider | 3 | 0.30 s (0.00 s) | 0.30 s | 0.00 s | 2.00 | 2.00 | 0 MB |\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(b.String())
	}
	if err := (&report{times: measured(map[string]int{nameFloor: 5, nameSmallest: 5, nameOurs: 5})}).finish(
		filepath.Join(t.TempDir(), "report.md")); err != nil {
		t.Errorf("all limits are met: %v", err)
	}
}

// TestWriteFile replaces a file without markers, and what is between the markers of another.
func TestWriteFile(t *testing.T) {
	t.Parallel()
	for old, want := range map[string]string{
		"":                             "new\n",
		"text\n":                       "new\n",
		"a\n" + before + "old\n":       "new\n",
		"a\n" + before + after + "z\n": "a\n" + before + "\nnew\n\n" + after + "z\n",
		before + "\nold\n\n" + after:   before + "\nnew\n\n" + after,
		after + before + "x\n" + after: after + before + "\nnew\n\n" + after,
	} {
		name := filepath.Join(t.TempDir(), "page.md")
		if old != "" {
			if err := os.WriteFile(name, []byte(old), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := writeFile(name, "new\n"); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%q: got %q, %v, want %q", old, got, err, want)
		}
	}
}

// TestSources checks that the generated files are valid and hold the types of the provider, with their defaults.
func TestSources(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source func(context.Context) (string, error)
		want   []string
	}{
		"floor": {floorSource, []string{`resources["osm_accessory"] = `,
			`Name: "simple_description", Type: tftypes.String, Optional: true`}},
		"smallest": {smallestSource, []string{`resources["osm_label"] = `, `dataSources["osm_cases"] = `,
			`ephemerals["osm_token"] = `, `lists["osm_label"] = `, `actions["osm_case_close"] = `, `functions["is_open"] = `,
			`Default: stringdefault.StaticString("close")`, `Default: int64default.StaticInt64(0)`}},
	} {
		text, err := c.source(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), name, text, parser.AllErrors); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		if strings.Contains(text, "Validators") || strings.Contains(text, "PlanModifiers") {
			t.Errorf("%s has logic", name)
		}
	}
}
