// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// Identity tells who the client calls as, logging in if it has not yet.
func (c *Client) Identity(ctx context.Context) (*iam.Identity, error) {
	return iam.CurrentIdentity(ctx, c.cfg.Credential)
}
