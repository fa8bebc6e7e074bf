// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"maps"
	"slices"
	"strconv"
)

// operationNames holds the documented values of operate_type (API reference: ListCaseOperateLogs). The set is open, and the names
// are this provider's.
var operationNames = map[int64]string{
	0:   "created",
	2:   "expedited",
	3:   "closed",
	4:   "cancelled",
	5:   "rated",
	13:  "deleted",
	16:  "result_rejected",
	73:  "authorization_confirmed",
	74:  "authorization_rejected",
	83:  "authorization_withdrawn",
	84:  "exported",
	85:  "feedback_provided",
	114: "contact_changed",
	115: "contact_deleted",
}

// OperationName returns the name of a type of operation in the log of a ticket, or its number if the provider knows no name.
func OperationName(code int64) string {
	if name, ok := operationNames[code]; ok {
		return name
	}
	return strconv.FormatInt(code, 10)
}

// OperationNames returns the names of all documented types of operations, ordered by code.
func OperationNames() []string {
	return mapped(slices.Sorted(maps.Keys(operationNames)), OperationName)
}
