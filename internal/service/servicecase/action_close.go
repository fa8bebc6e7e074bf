// SPDX-License-Identifier: MPL-2.0

package servicecase

import "github.com/hashicorp/terraform-plugin-framework/action"

// NewCloseAction makes the action osm_case_close.
func NewCloseAction() action.Action {
	return &endAction{
		name: "case_close", choose: endingAction,
		description: "Ends a ticket, as `closed = true` of `osm_servicecase` does: it is cancelled when nobody handles it yet, else closed. " +
			"Nothing ever reopens a ticket.",
	}
}
