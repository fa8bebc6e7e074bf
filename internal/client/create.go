// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// linger is how long a write that has left may still be waited for after the caller gave up: Ctrl-C in the moment between the
// service's work and its answer must not lose a ticket. Terraform ends within two seconds all the same.
const linger = 1500 * time.Millisecond

// maxSends is how often one create is sent at the most, each time after the one before was found to have had no effect.
const maxSends = 3

// NewCase is a ticket to be opened.
type NewCase struct {
	Body osmapi.CreateOrderIncidentV2Req
	// PhoneVerifiedID and EmailVerifiedID are ids of passed verifications of contacts that are not the registered ones.
	PhoneVerifiedID, EmailVerifiedID string
}

// CreateCase opens a ticket exactly once and gives its id. A create whose outcome is unknown is settled by looking for the ticket; an
// *UnsettledError says that this could not be done. Creates that can't be told apart take turns.
func (c *Client) CreateCase(ctx context.Context, in NewCase) (string, error) {
	const op = "CreateCases"
	back, err := c.turns.take(ctx, "case\x00"+in.Body.BusinessTypeId+"\x00"+normalize(in.Body.SimpleDescription))
	if err != nil {
		return "", &apierror.Error{Op: op, Kind: apierror.Cancelled, Err: err}
	}
	defer back()
	for send := 1; ; send++ {
		since := c.cfg.Now()
		id, err := c.sendCase(ctx, op, in)
		if err == nil || !unknown(err) {
			return id, err
		}
		found, err := c.settleCase(ctx, in.Body, since, err)
		if err != nil || found != "" {
			return found, err
		}
		if send == maxSends {
			return "", &UnsettledError{Op: op, Absent: true, Err: errNoEffect}
		}
	}
}

func (c *Client) sendCase(ctx context.Context, op string, in NewCase) (string, error) {
	ctx = transport.With(ctx, transport.Call{Linger: linger})
	answer, err := get[osmapi.CreateCasesResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.CreateCases(ctx, &osmapi.CreateCasesParams{
			XPhoneVerifiedid: optional(in.PhoneVerifiedID),
			XEmailVerifiedid: optional(in.EmailVerifiedID),
		}, in.Body)
	})
	if err != nil {
		return "", err
	}
	id := value(answer.IncidentId)
	if id == "" {
		return "", missing(op, "incident_id")
	}
	c.claims.add(id)
	return id, nil
}
