// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// The statuses that decide what is done with a ticket.
const (
	statusToBeHandled = osm.StatusToBeHandled
	statusCompleted   = osm.StatusCompleted
	statusDeleted     = osm.StatusDeleted
)

// statusEnded stands for all statuses from which nothing follows.
const statusEnded = "ended"

// statusName gives the name of a status; one that is not known gives its number.
func statusName(code int64) string { return osm.StatusName(code) }

// statusCode gives the code of a name or of a number from 0 to 30.
func statusCode(name string) (int64, bool) { return osm.StatusCode(name) }

// hasEnded tells whether nothing follows a status.
func hasEnded(code int64) bool { return osm.HasEnded(code) }

// allStatusNames gives the names in the order of their codes, for texts and validators.
func allStatusNames() []string { return osm.StatusNames() }

// quotedStatusNames gives the names for a description.
func quotedStatusNames() string {
	return "`" + strings.Join(allStatusNames(), "`, `") + "`"
}
