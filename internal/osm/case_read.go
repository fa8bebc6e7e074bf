// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// MaxID is the maximum length of the ID of a ticket, message, attachment or group in characters.
const MaxID = 64

// readPauses bound the wait for a new ticket to become readable: half a minute.
var readPauses = []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second}

// AwaitCase reads a ticket that was just created. Not found is lag then, not absence.
func (c *Client) AwaitCase(ctx context.Context, id, groupID string) (*osmapi.IncidentDetailInfoV2, error) {
	var last error
	for _, pause := range readPauses {
		if err := c.Wait(ctx, pause); err != nil {
			break
		}
		detail, err := c.Case(ctx, id, groupID)
		if err == nil || !apierror.IsNotFound(err) {
			return detail, err
		}
		last = err
	}
	if last == nil {
		last = ctx.Err()
	}
	return nil, last
}

var lineEndings = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// EqualText reports whether two texts differ at most in line endings and surrounding white space.
func EqualText(a, b string) bool {
	return strings.TrimSpace(lineEndings.Replace(a)) == strings.TrimSpace(lineEndings.Replace(b))
}
