// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// limiter is the gateway's rate limit, in calls within any one second.
type limiter struct {
	mu       sync.Mutex
	accepted []time.Time
	offered  []time.Time
	rate     Rate
}

// Rate holds the observed calls per second.
type Rate struct {
	// PeakOffered and PeakAccepted are the most calls of the ticket API within any one second: all calls, and those
	// within the limit.
	PeakOffered, PeakAccepted int
	// Throttled is the number of calls that the limit rejected with 429.
	Throttled int
}

// Rate returns the observed rates.
func (s *Simulator) Rate() Rate {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	return s.limiter.rate
}

// throttle applies Options.CallsPerSecond. It reports whether the call is rejected.
func (s *Simulator) throttle(x *exchange) (response, bool) {
	if !strings.HasPrefix(x.r.URL.Path, apiPrefix) {
		return response{}, false
	}
	if s.limiter.admit(s.Now(), s.options.CallsPerSecond) {
		return response{}, false
	}
	fault := &Fault{
		RetryAfter: s.options.ThrottleRetryAfter,
		Message: fmt.Sprintf("The throttling threshold has been reached: policy api over ratelimit,limit:%d,time:1 second",
			s.options.CallsPerSecond),
	}
	return s.failure(x, fault, 429), true
}

func (l *limiter) admit(now time.Time, perSecond int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.offered = append(recent(l.offered, now), now)
	l.rate.PeakOffered = max(l.rate.PeakOffered, len(l.offered))
	l.accepted = recent(l.accepted, now)
	if perSecond > 0 && len(l.accepted) >= perSecond {
		l.rate.Throttled++
		return false
	}
	l.accepted = append(l.accepted, now)
	l.rate.PeakAccepted = max(l.rate.PeakAccepted, len(l.accepted))
	return true
}

// recent drops calls that are at least a second old.
func recent(calls []time.Time, now time.Time) []time.Time {
	for len(calls) > 0 && now.Sub(calls[0]) >= time.Second {
		calls = calls[1:]
	}
	return calls
}
