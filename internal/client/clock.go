// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"sync"
	"time"
)

const (
	// dateSkew is how much older than the moment before its create a new ticket may seem by the service's own clock: Date counts whole
	// seconds, and the service may be several machines.
	dateSkew = 10 * time.Second
	// clockSkew takes its place when no answer carried a date, so that this machine's clock has to do.
	clockSkew = 2 * time.Minute
)

// serviceClock is how far the service's clock is ahead of this machine's, by the header Date of its answers. A machine whose clock is wrong must
// not take a new ticket for an old one.
type serviceClock struct {
	mu    sync.Mutex
	ahead time.Duration
	known bool
}

// observe takes the date of an answer that was received at now.
func (s *serviceClock) observe(header http.Header, now time.Time) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead, s.known = date.Sub(now), true
}

// at gives the service's time at local time now; without any answer yet that is now.
func (s *serviceClock) at(now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Add(s.ahead)
}

// earliest gives the time, by the service's clock, before which nothing was created that was sent at local time since.
func (s *serviceClock) earliest(since time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.known {
		return since.Add(-clockSkew)
	}
	return since.Add(s.ahead - dateSkew)
}
