// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"slices"
	"strconv"
	"strings"
)

// Statuses of a ticket (API reference: ShowCaseDetail, ListCases). The service sends numbers; names are this provider's, after the
// reference's words. The documented range is 0..30, so that others may come.
const (
	statusToBeHandled        = 0
	statusInProcess          = 1
	statusToBeConfirmed      = 2
	statusCompleted          = 3
	statusCancelled          = 4
	statusSuspended          = 5
	statusInvalid            = 12
	statusDeleted            = 13
	statusWaitingForFeedback = 17
)

// statusEnded stands for all statuses from which nothing follows.
const statusEnded = "ended"

var statusNames = map[int64]string{
	statusToBeHandled:        "to_be_handled",
	statusInProcess:          "in_process",
	statusToBeConfirmed:      "to_be_confirmed",
	statusCompleted:          "completed",
	statusCancelled:          "cancelled",
	statusSuspended:          "suspended",
	statusInvalid:            "invalid",
	statusDeleted:            "deleted",
	statusWaitingForFeedback: "waiting_for_feedback",
}

// statusName gives the name of a status; one that is not known gives its number.
func statusName(code int64) string {
	if name, ok := statusNames[code]; ok {
		return name
	}
	return strconv.FormatInt(code, 10)
}

// statusCode gives the code of a name or of a number from 0 to 30.
func statusCode(name string) (int64, bool) {
	for code, n := range statusNames {
		if n == name {
			return code, true
		}
	}
	code, err := strconv.ParseInt(name, 10, 64)
	return code, err == nil && code >= 0 && code <= 30
}

// hasEnded tells whether nothing follows a status. One that is not known counts as open: nothing says that it is over.
func hasEnded(code int64) bool {
	switch code {
	case statusCompleted, statusCancelled, statusInvalid, statusDeleted:
		return true
	}
	return false
}

// allStatusNames gives the names in the order of their codes, for texts and validators.
func allStatusNames() []string {
	codes := make([]int64, 0, len(statusNames))
	for code := range statusNames {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = statusNames[code]
	}
	return names
}

// quotedStatusNames gives the names for a description.
func quotedStatusNames() string {
	return "`" + strings.Join(allStatusNames(), "`, `") + "`"
}
