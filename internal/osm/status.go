// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Statuses of a ticket (API reference: ShowCaseDetail, ListCases). The service sends numbers; names are this provider's,
// after the reference's words. The documented range is 0 to 30, so that others may come.
const (
	StatusToBeHandled        = 0
	StatusInProcess          = 1
	StatusToBeConfirmed      = 2
	StatusCompleted          = 3
	StatusCancelled          = 4
	StatusSuspended          = 5
	StatusInvalid            = 12
	StatusDeleted            = 13
	StatusWaitingForFeedback = 17
)

// lastStatus is the largest status that the reference documents.
const lastStatus = 30

var statusNames = map[int64]string{
	StatusToBeHandled:        "to_be_handled",
	StatusInProcess:          "in_process",
	StatusToBeConfirmed:      "to_be_confirmed",
	StatusCompleted:          "completed",
	StatusCancelled:          "cancelled",
	StatusSuspended:          "suspended",
	StatusInvalid:            "invalid",
	StatusDeleted:            "deleted",
	StatusWaitingForFeedback: "waiting_for_feedback",
}

// StatusName returns the name of a status, or its number if the provider knows no name for it.
func StatusName(code int64) string {
	if name, ok := statusNames[code]; ok {
		return name
	}
	return strconv.FormatInt(code, 10)
}

// StatusCode returns the code of a status name or of a number from 0 to 30. It reports false for anything else.
func StatusCode(name string) (int64, bool) {
	for code, n := range statusNames {
		if n == name {
			return code, true
		}
	}
	code, err := strconv.ParseInt(name, 10, 64)
	return code, err == nil && code >= 0 && code <= lastStatus
}

// HasEnded reports whether a status is final. An unknown status counts as open. A ticket that has ended is not adopted, since
// nobody would work on it, and forbids another create, since it may be the one.
func HasEnded(code int64) bool {
	switch code {
	case StatusCompleted, StatusCancelled, StatusInvalid, StatusDeleted:
		return true
	}
	return false
}

func hasEnded(status *osmapi.Integer) bool { return HasEnded(int64(value(status))) }

// StatusNames returns the names of all statuses, ordered by code.
func StatusNames() []string {
	names := make([]string, 0, len(statusNames))
	for _, code := range slices.Sorted(maps.Keys(statusNames)) {
		names = append(names, statusNames[code])
	}
	return names
}

// StatusChoices returns what StatusCode accepts, in words.
func StatusChoices() string { return strings.Join(StatusNames(), ", ") + ", or a number from 0 to 30" }

// IsStatus reports whether StatusCode accepts a name.
func IsStatus(name string) bool {
	_, ok := StatusCode(name)
	return ok
}
