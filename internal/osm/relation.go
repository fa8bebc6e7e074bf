// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"net/http"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Relations lists the tickets that are related to one.
func (c *Client) Relations(ctx context.Context, id string) ([]osmapi.CaseRealtionInfo, error) {
	const op = "ListRelation"
	if err := checkID(op, "ticket id", id); err != nil {
		return nil, err
	}
	answer, err := get[osmapi.ListRelationResponse](ctx, op, func(ctx context.Context) (*http.Response, error) {
		return c.api.ListRelation(ctx, id, &osmapi.ListRelationParams{})
	})
	if err != nil {
		return nil, err
	}
	return list(answer.CaseRelationList), nil
}

// Relate makes related tickets of id; the service takes three for a ticket at the most. After an unknown outcome the relations are read, and what is
// missing is sent again, three times at the most.
func (c *Client) Relate(ctx context.Context, id string, related []string, groupID string) error {
	const op = "CreateRelations"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	missing := slices.Clone(related)
	return c.settleRelations(ctx, op, id, func(has []string) bool {
		missing = slices.DeleteFunc(missing, func(other string) bool { return slices.Contains(has, other) })
		return len(missing) == 0
	}, func(ctx context.Context) error {
		return doOnce(ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.CreateRelations(ctx, id, &osmapi.CreateRelationsParams{},
				osmapi.CreateRelationsReq{RelatedIdList: missing, GroupId: optional(groupID)})
		})
	})
}

// Unrelate ends the relation of id to one ticket, with the same care.
func (c *Client) Unrelate(ctx context.Context, id, related, groupID string) error {
	const op = "DeleteRelation"
	if err := checkID(op, "ticket id", id); err != nil {
		return err
	}
	return c.settleRelations(ctx, op, id, func(has []string) bool { return !slices.Contains(has, related) }, func(ctx context.Context) error {
		return doOnce(ctx, op, func(ctx context.Context) (*http.Response, error) {
			return c.api.DeleteRelation(ctx, id, &osmapi.DeleteRelationParams{},
				osmapi.DeleteRelationsReq{RelatedId: related, GroupId: optional(groupID)})
		})
	})
}

// settleRelations changes a ticket's relations. reached reports whether they are as they should be.
func (c *Client) settleRelations(ctx context.Context, op, id string, reached func(has []string) bool, change func(context.Context) error) error {
	return c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		send:       change,
		look: func(ctx context.Context) (bool, error) {
			relations, err := c.Relations(ctx, id)
			has := make([]string, 0, len(relations))
			for _, r := range relations {
				has = append(has, value(r.CaseId))
			}
			return err == nil && reached(has), err
		},
	})
}
