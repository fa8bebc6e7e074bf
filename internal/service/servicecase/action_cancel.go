// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewCancelAction makes the action osm_case_cancel.
func NewCancelAction() action.Action {
	return &endAction{
		name: "case_cancel", choose: cancelling,
		description: "Cancels a ticket that nobody handles yet. One that is being handled is not closed: the service refuses, which is an error; " +
			"`osm_case_close` ends tickets of any status.",
	}
}

// cancelling gives cancel for every status that has not ended. Whether the status permits it is the service's to say: the reference states no rule.
func cancelling(status int64) string {
	if hasEnded(status) {
		return ""
	}
	return osm.ActionCancel
}
