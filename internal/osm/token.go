// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// Token gives the login token that calls carry, logging in if there is none yet. It is iam.ErrNoToken for access keys.
func (c *Client) Token(ctx context.Context) (iam.Token, error) {
	return iam.CurrentToken(ctx, c.cfg.Credential)
}
