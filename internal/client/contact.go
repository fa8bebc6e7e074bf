// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Verification holds ids of passed verifications of contacts that are not the registered ones; "" is none.
type Verification struct{ PhoneID, EmailID string }

// UpdateContact sets the contact of a ticket. Whether the service keeps or clears a field that is left out is not documented: send all. Sent
// twice, the call does what it did before.
func (c *Client) UpdateContact(ctx context.Context, id string, body osmapi.UpdateCaseContactInfoReq) error {
	const op = "UpdateCaseContactInfo"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	return again(ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.UpdateCaseContactInfo(ctx, id, &osmapi.UpdateCaseContactInfoParams{}, body)
	})
}

// SetExtends sets additional parameters of a ticket. No call reads them back in a documented form. Sent twice, the call sets
// the same values.
func (c *Client) SetExtends(ctx context.Context, id string, extends map[string]any, groupID string) error {
	const op = "CreateCaseExtendsParam"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	return again(ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.CreateCaseExtendsParam(ctx, id, &osmapi.CreateCaseExtendsParamParams{},
			osmapi.PutCaseExtParamReq{ExtendsMap: &extends, GroupId: optional(groupID)})
	})
}

// Score rates a ticket that is completed.
func (c *Client) Score(ctx context.Context, id string, body osmapi.CreateScoreV2Req) error {
	const op = "CreateScores"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	return done(ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.CreateScores(ctx, id, &osmapi.CreateScoresParams{}, body)
	})
}
