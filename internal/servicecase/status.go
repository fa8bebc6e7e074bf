// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/casestatus"
)

// The statuses that decide what is done with a ticket.
const (
	statusToBeHandled = casestatus.ToBeHandled
	statusCompleted   = casestatus.Completed
	statusDeleted     = casestatus.Deleted
)

// statusEnded stands for all statuses from which nothing follows.
const statusEnded = "ended"

// statusName gives the name of a status; one that is not known gives its number.
func statusName(code int64) string { return casestatus.Name(code) }

// statusCode gives the code of a name or of a number from 0 to 30.
func statusCode(name string) (int64, bool) { return casestatus.Code(name) }

// hasEnded tells whether nothing follows a status.
func hasEnded(code int64) bool { return casestatus.Ended(code) }

// allStatusNames gives the names in the order of their codes, for texts and validators.
func allStatusNames() []string { return casestatus.Names() }

// quotedStatusNames gives the names for a description.
func quotedStatusNames() string {
	return "`" + strings.Join(allStatusNames(), "`, `") + "`"
}
