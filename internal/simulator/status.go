// SPDX-License-Identifier: MPL-2.0

package simulator

import "slices"

// The statuses that the API reference names. Any other number up to 30 can be set by SetStatus.
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

// countedStatuses are the ones that ListCaseCounts tells, in its order.
var countedStatuses = []int{
	StatusToBeHandled, StatusInProcess, StatusToBeConfirmed, StatusCompleted, StatusCancelled,
	StatusSuspended, StatusInvalid, StatusWaitingForFeedback,
}

// isOpen tells whether a ticket in the status is still being worked on.
func isOpen(status int) bool {
	return slices.Contains([]int{
		StatusToBeHandled, StatusInProcess, StatusToBeConfirmed, StatusSuspended, StatusWaitingForFeedback,
	}, status)
}

// isHandled tells whether the service is done with a ticket in the status.
func isHandled(status int) bool {
	return slices.Contains([]int{StatusCompleted, StatusCancelled, StatusInvalid, StatusDeleted}, status)
}

// transition is an action on a ticket: the statuses that permit it and the one that it leads to.
type transition struct {
	from []int
	to   int
}

// transitions are the actions that change the status. The API states no rule; these are the console's.
var transitions = map[string]transition{
	"cancel": {from: []int{StatusToBeHandled}, to: StatusCancelled},
	"close":  {from: []int{StatusInProcess, StatusToBeConfirmed, StatusSuspended, StatusWaitingForFeedback}, to: StatusCompleted},
	"delete": {from: []int{StatusCompleted, StatusCancelled, StatusInvalid}, to: StatusDeleted},
}

// pressable are the statuses that permit an urge.
var pressable = []int{StatusToBeHandled, StatusInProcess}

// scorable are the statuses that permit a rating on its own.
var scorable = []int{StatusCompleted}
