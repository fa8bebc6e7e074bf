// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"time"
)

// limit is a bound of a measured value.
type limit struct {
	what         string
	value, bound float64
	atLeast      bool   // whether the bound is a minimum
	unit         string // such as MB; "" for a ratio
}

func (l limit) isMet() bool {
	if l.atLeast {
		return l.value >= l.bound
	}
	return l.value <= l.bound
}

// text returns the bound and the value, for a person.
func (l limit) text() (bound, value string) {
	comparison := "at most"
	if l.atLeast {
		comparison = "at least"
	}
	if l.unit == "" {
		return fmt.Sprintf("%s %.2f times", comparison, l.bound), fmt.Sprintf("%.2f times", l.value)
	}
	return fmt.Sprintf("%s %.4g %s", comparison, l.bound, l.unit), fmt.Sprintf("%.3g %s", l.value, l.unit)
}

func providerTime(s sample) time.Duration  { return s.provider }
func wallTime(s sample) time.Duration      { return s.wall }
func processorTime(s sample) time.Duration { return s.provider + s.terraform }

// judged is the workload that the limits of time are about.
var judged = workload{tickets: 150}

// timeLimits compares the time of this provider with that of the others.
func (r results) timeLimits() (limits []limit) {
	for _, command := range []string{"apply", "plan"} {
		for _, by := range []struct {
			contender, property string
			of                  func(sample) time.Duration
			bound               float64
		}{
			{nameFloor, "wall time", wallTime, 1.4},
			{nameFloor, "processor time", processorTime, 1.5},
			{nameSmallest, "wall time", wallTime, 1.15},
			{nameSmallest, "processor time", processorTime, 1.15},
		} {
			if ratio, ok := r.ratio(judged, command, nameOurs, by.contender, by.of); ok {
				limits = append(limits, limit{
					what:  fmt.Sprintf("%s of %s, %s, relative to %s", command, judged, by.property, by.contender),
					value: ratio, bound: by.bound})
			}
		}
	}
	for i, command := range []string{"apply", "plan"} {
		bound := []float64{3.2, 4}[i]
		if ratio, ok := r.ratio(judged, command, namePeer, nameOurs, wallTime); ok {
			limits = append(
				limits,
				limit{what: fmt.Sprintf("%s of %s by %s, wall time, relative to this provider", command, judged,
					namePeer), value: ratio, bound: bound, atLeast: true},
			)
		}
	}
	return limits
}

// cost returns the processor time of this provider in a run of a command.
func (r results) cost(command string, tickets int) time.Duration {
	return median(r[key{workload{tickets: tickets}, nameOurs, command}], providerTime)
}

// growthLimits compares the cost of each of 1,000 tickets with that of each of 100. It is the provider's alone: Terraform itself
// takes more time per ticket the more there are.
func (r results) growthLimits() (limits []limit) {
	for _, command := range commands {
		some, many := r.cost(command, 100), r.cost(command, 1000)
		if some > 0 && many > 0 {
			limits = append(limits, limit{
				what:  command + ", the provider's processor time per ticket, 1,000 relative to 100",
				value: float64(many) / float64(some) / 10, bound: 1.1})
		}
	}
	return limits
}

// peak returns the largest memory of a run with so many tickets, in kB.
func (r results) peak(w workload, contender string) (peak int) {
	for _, command := range commands {
		for _, s := range r[key{w, contender, command}] {
			peak = max(peak, s.peak)
		}
	}
	return peak
}

// ratio returns the median of one contender relative to that of another, and false if one of them was not measured.
func (r results) ratio(w workload, command, of, to string, property func(sample) time.Duration) (float64, bool) {
	a, b := r[key{w, of, command}], r[key{w, to, command}]
	if len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	return float64(median(a, property)) / float64(median(b, property)), true
}
