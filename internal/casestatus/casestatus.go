// SPDX-License-Identifier: MPL-2.0

// Package casestatus is the table of a ticket's statuses: numbers, names, and which of them end a ticket. It knows nothing of Terraform.
package casestatus

import (
	"maps"
	"slices"
	"strconv"
)

// Statuses of a ticket (API reference: ShowCaseDetail, ListCases). The service sends numbers; names are this provider's, after the
// reference's words. The documented range is 0 to 30, so that others may come.
const (
	ToBeHandled        = 0
	InProcess          = 1
	ToBeConfirmed      = 2
	Completed          = 3
	Cancelled          = 4
	Suspended          = 5
	Invalid            = 12
	Deleted            = 13
	WaitingForFeedback = 17
)

// last is the largest status that the reference documents.
const last = 30

var byCode = map[int64]string{
	ToBeHandled:        "to_be_handled",
	InProcess:          "in_process",
	ToBeConfirmed:      "to_be_confirmed",
	Completed:          "completed",
	Cancelled:          "cancelled",
	Suspended:          "suspended",
	Invalid:            "invalid",
	Deleted:            "deleted",
	WaitingForFeedback: "waiting_for_feedback",
}

// Name gives the name of a status; one that is not known gives its number.
func Name(code int64) string {
	if name, ok := byCode[code]; ok {
		return name
	}
	return strconv.FormatInt(code, 10)
}

// Code gives the code of a name or of a number from 0 to 30. It reports false for anything else.
func Code(name string) (int64, bool) {
	for code, n := range byCode {
		if n == name {
			return code, true
		}
	}
	code, err := strconv.ParseInt(name, 10, 64)
	return code, err == nil && code >= 0 && code <= last
}

// Ended tells whether nothing follows a status. One that is not known counts as open: nothing says that it is over.
func Ended(code int64) bool {
	switch code {
	case Completed, Cancelled, Invalid, Deleted:
		return true
	}
	return false
}

// Names gives the names in the order of their codes.
func Names() []string {
	names := make([]string, 0, len(byCode))
	for _, code := range slices.Sorted(maps.Keys(byCode)) {
		names = append(names, byCode[code])
	}
	return names
}
