// SPDX-License-Identifier: MPL-2.0

package apierror

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// Announcement is what the errors of one cause share, so that only one of them is explained in full.
type Announcement struct{ isMade atomic.Bool }

// First reports whether it is called for the first time. Errors without an announcement are always explained.
func (a *Announcement) First() bool { return a == nil || !a.isMade.Swap(true) }

// Announcements holds the announcements of one client.
type Announcements struct{ byKind sync.Map }

// Of returns the announcement for a failure whose cause is the same for every call, such as a host that can't be reached, and nil
// for any other failure.
func (a *Announcements) Of(e *Error) *Announcement {
	switch e.Kind {
	case Unresolved, Untrusted, NotTLS, Unreachable:
	case Rejected:
		if e.Status != http.StatusUnauthorized {
			return nil
		}
	case Unusable, Interrupted, TimedOut, Cancelled, Unprepared:
		return nil
	}
	shared, _ := a.byKind.LoadOrStore(e.Kind, new(Announcement))
	out, _ := shared.(*Announcement)
	return out
}

// Brief returns the cause alone, for errors after the one that explains it.
func (e *Error) Brief() string {
	cause, _, _ := strings.Cut(e.Explain(e.Provenance), ". ")
	return strings.TrimSuffix(cause, ".") + ". See the first error with this cause."
}
