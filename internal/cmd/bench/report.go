// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// report is all that was measured.
type report struct {
	client     locate.Client
	latency    time.Duration
	times      results
	growth     results // of this provider alone
	starts     []start // of this provider and of the smallest
	binary     int64
	form, json uploaded
	throttled  throttled
}

// finish writes the report to a file, or to standard output, and returns an error if a limit is not met.
func (r *report) finish(output string) error {
	var b strings.Builder
	met := r.write(&b)
	if output == "" {
		fmt.Print(b.String())
	} else if err := writeFile(output, b.String()); err != nil {
		return err
	}
	if !met {
		return errors.New("a limit is not met")
	}
	return nil
}

// The report goes between these lines of a file that has them.
const before, after = "<!-- bench -->\n", "<!-- end of bench -->\n"

// writeFile writes the report to a file, or between the markers of it.
func writeFile(name, text string) error {
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	head, rest, hasBefore := strings.Cut(string(old), before)
	_, tail, hasAfter := strings.Cut(rest, after)
	if hasBefore && hasAfter {
		text = head + before + "\n" + text + "\n" + after + tail
	}
	return os.WriteFile(name, []byte(text), 0o600)
}

// limits returns all limits.
func (r *report) limits() []limit {
	limits := slices.Concat(r.times.timeLimits(), r.growth.growthLimits())
	if peak := r.times.peak(workload{tickets: 1000}, nameOurs); peak > 0 {
		limits = append(limits, limit{what: "peak memory with 1,000 tickets", value: inMB(peak), bound: 120, unit: "MB"})
	}
	if r.starts != nil {
		ours, smallest := r.starts[0], r.starts[1]
		limits = append(limits,
			limit{what: "start until the schema is served, relative to " + nameSmallest,
				value: float64(ours.took) / float64(smallest.took), bound: 1.1},
			limit{what: "memory after the start, relative to " + nameSmallest,
				value: float64(ours.rest) / float64(smallest.rest), bound: 1.1},
			limit{what: "size of the program", value: float64(r.binary) / (1 << 20), bound: 20, unit: "MiB"})
	}
	if r.form.peak > 0 {
		limits = append(limits, limit{what: fmt.Sprintf("peak memory of the upload of %d files of %d MB at once", uploads,
			uploadSize>>20), value: inMB(r.form.peak), bound: uploadLimit, unit: "MB"})
	}
	if r.throttled.calls > 0 {
		limits = append(limits, limit{what: fmt.Sprintf("apply of %d tickets at %d calls per second, relative to the shortest "+
			"possible time", r.throttled.tickets, callsPerSecond), value: r.throttled.ratio, bound: slackLimit})
	}
	return limits
}

// write writes the report in Markdown and reports whether all limits are met.
func (r *report) write(w *strings.Builder) bool {
	fmt.Fprintf(w, "Measured on %s with %s, %s %s and %s, %d processors (%s), with %s per call. Times are medians.\n\n",
		time.Now().Format("January 2, 2006"), runtime.Version(), r.client.Name(), r.client.Version, system(), runtime.NumCPU(),
		processorModel(), r.latency)
	met := true
	fmt.Fprint(w, "| What | Limit | Measured | |\n|---|--:|--:|---|\n")
	for _, l := range r.limits() {
		bound, value := l.text()
		verdict := "met"
		if !l.isMet() {
			verdict, met = "**not met**", false
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", l.what, bound, value, verdict)
	}
	for _, missing := range []struct{ name, why string }{
		{namePeer, "set `PEER` to the path of its program"},
		{nameCurl, "it is not installed"},
	} {
		if len(r.times) > 0 && r.times.rounds(missing.name) == 0 {
			fmt.Fprintf(w, "\nNot compared: %s (%s).\n", missing.name, missing.why)
		}
	}
	r.writeDetails(w)
	r.times.write(w)
	return met
}

// writeDetails writes what the limits do not say.
func (r *report) writeDetails(w *strings.Builder) {
	if r.starts != nil {
		fmt.Fprintf(w, "\nStart: %s ms and %.1f MB (this provider), %s ms and %.1f MB (smallest on the framework).\n",
			milliseconds(r.starts[0].took), inMB(r.starts[0].rest), milliseconds(r.starts[1].took), inMB(r.starts[1].rest))
	}
	for _, command := range commands {
		few, some, many := r.growth.cost(command, 10), r.growth.cost(command, 100), r.growth.cost(command, 1000)
		if few > 0 && some > 0 && many > 0 {
			fmt.Fprintf(w, "\nEach further ticket takes %s ms of the provider's processor time in %s up to 100 tickets, and "+
				"%s ms from there to 1,000.\n", milliseconds((some-few)/90), command, milliseconds((many-some)/900))
		}
	}
	if r.form.peak > 0 {
		fmt.Fprintf(w, "\nUploads as JSON take %.2f times the memory of uploads as forms, and send %.2f times the bytes.\n",
			float64(r.json.peak)/float64(r.form.peak), float64(r.json.sent)/float64(r.form.sent))
	}
	if r.throttled.calls > 0 {
		fmt.Fprintf(w, "\nAt the service that throttles: %d calls in %.0f s. Another %d were rejected, and at most %d were sent "+
			"in one second.\n", r.throttled.calls, r.throttled.seconds, r.throttled.rejected, r.throttled.peak)
	}
}

// write writes a table per workload.
func (r results) write(w *strings.Builder) {
	for _, load := range r.workloads() {
		fmt.Fprintf(w, "\n### %s\n\n", load)
		fmt.Fprint(w, "| Command | With | Rounds | Wall time (minimum) | Processor: provider | Terraform | Wall / floor | "+
			"Processor / floor | Peak of the provider |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
		for _, command := range commands {
			for _, name := range []string{nameFloor, nameSmallest, nameOurs, namePeer, nameCurl} {
				r.writeRow(w, key{load, name, command})
			}
		}
	}
}

func (r results) writeRow(w *strings.Builder, k key) {
	samples := r[k]
	if len(samples) == 0 {
		return
	}
	least := slices.MinFunc(samples, func(a, b sample) int { return cmp.Compare(a.wall, b.wall) })
	provider, peak := "–", "–"
	if median(samples, providerTime) > 0 {
		provider = seconds(median(samples, providerTime))
		peak = fmt.Sprintf("%.0f MB", inMB(median(samples, func(s sample) int { return s.peak })))
	}
	fmt.Fprintf(w, "| %s | %s | %d | %s (%s) | %s | %s | %s | %s | %s |\n", k.command, k.contender, len(samples),
		seconds(median(samples, wallTime)), seconds(least.wall), provider,
		seconds(median(samples, func(s sample) time.Duration { return s.terraform })),
		r.toFloor(k, wallTime), r.toFloor(k, processorTime), peak)
}

// toFloor returns the ratio to the floor, for a table.
func (r results) toFloor(k key, of func(sample) time.Duration) string {
	ratio, ok := r.ratio(k.workload, k.command, k.contender, nameFloor, of)
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.2f", ratio)
}

// workloads returns what was measured, in the order of the tables.
func (r results) workloads() (loads []workload) {
	for k := range r {
		if !slices.Contains(loads, k.workload) {
			loads = append(loads, k.workload)
		}
	}
	slices.SortFunc(loads, func(a, b workload) int { return strings.Compare(a.order(), b.order()) })
	return loads
}

func (w workload) order() string { return fmt.Sprintf("%t%8d", w.attachments, w.tickets) }

// rounds returns how many samples there are of a contender.
func (r results) rounds(name string) (n int) {
	for k, samples := range r {
		if k.contender == name {
			n += len(samples)
		}
	}
	return n
}

func seconds(d time.Duration) string      { return fmt.Sprintf("%.2f s", d.Seconds()) }
func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1e3) }

// inMB returns an amount of kB as the kernel counts it, which is 1,024 bytes, in MB.
func inMB(kB int) float64 { return float64(kB) * 1024 / 1e6 }

// system returns the name of the operating system.
func system() string {
	text, err := os.ReadFile("/etc/os-release")
	if err == nil {
		if found := regexp.MustCompile(`(?m)^PRETTY_NAME="(.*)"$`).FindSubmatch(text); found != nil {
			return string(found[1])
		}
	}
	return runtime.GOOS + "/" + runtime.GOARCH
}

// processorModel returns the model of the processors.
func processorModel() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		if found := regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(text); found != nil {
			return string(found[1])
		}
	}
	return runtime.GOARCH
}
