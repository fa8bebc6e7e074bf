// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Relations lists the tickets that are related to a ticket.
func (c *Client) Relations(ctx context.Context, id string) ([]osmapi.CaseRealtionInfo, error) {
	out, err := get[osmapi.ListRelationResponse](ctx, c, osmapi.NewListRelationRequest(c.server, id))
	return value(out.CaseRelationList), err
}

// Relate relates tickets to a ticket; the service takes at most three per ticket. After an unknown outcome the relations are
// read, and what is missing is sent again, at most three times in all.
func (c *Client) Relate(ctx context.Context, id string, related []string, groupID string) error {
	missing := related
	return c.reconcileRelations(ctx, "CreateRelations", id, func(has []string) bool {
		missing = without(missing, has)
		return len(missing) == 0
	}, func(ctx context.Context) error {
		body := osmapi.CreateRelationsReq{RelatedIdList: missing, GroupId: optional(groupID)}
		return c.doOnce(ctx, transport.Call{}, osmapi.NewCreateRelationsRequest(c.server, id, body))
	})
}

// Unrelate ends the relation to one ticket, with the same care.
func (c *Client) Unrelate(ctx context.Context, id, related, groupID string) error {
	reached := func(has []string) bool { return !slices.Contains(has, related) }
	return c.reconcileRelations(ctx, "DeleteRelation", id, reached, func(ctx context.Context) error {
		body := osmapi.DeleteRelationsReq{RelatedId: related, GroupId: optional(groupID)}
		return c.doOnce(ctx, transport.Call{}, osmapi.NewDeleteRelationRequest(c.server, id, body))
	})
}

// reconcileRelations changes a ticket's relations. reached reports whether they are as they should be.
func (c *Client) reconcileRelations(
	ctx context.Context, op, id string, reached func(has []string) bool, send func(context.Context) error,
) error {
	return c.reconcile(ctx, write{
		op:         op,
		repeatable: true,
		send:       send,
		look: func(ctx context.Context) (bool, error) {
			relations, err := c.Relations(ctx, id)
			return err == nil && reached(relatedIDs(relations)), err
		},
	})
}

// SetRelations relates the wanted tickets to a ticket and unrelates those of before that are not wanted; if before is nil,
// all others. It first reads the relations, so that a call whose response was lost is not made again. changed reports whether
// it made a call.
func (c *Client) SetRelations(ctx context.Context, id, groupID string, want, before []string) (changed bool, err error) {
	related, err := c.Relations(ctx, id)
	if err != nil {
		return false, err
	}
	return setAll(relatedIDs(related), want, before,
		func(other string) error { return c.Unrelate(ctx, id, other, groupID) },
		func(missing []string) error { return c.Relate(ctx, id, missing, groupID) })
}

func relatedIDs(relations []osmapi.CaseRealtionInfo) []string {
	var ids []string
	for _, r := range relations {
		if r.CaseId != nil {
			ids = append(ids, *r.CaseId)
		}
	}
	return ids
}

// setAll removes those of before that an object has and that are not wanted, or all that are not wanted if before is nil, and
// adds what is missing. changed reports whether it called remove or add.
func setAll[T comparable](has, want, before []T, remove func(T) error, add func([]T) error) (changed bool, err error) {
	for _, v := range without(has, want) {
		if before != nil && !slices.Contains(before, v) {
			continue
		}
		changed = true
		if err := remove(v); err != nil {
			return changed, err
		}
	}
	if missing := without(want, has); len(missing) > 0 {
		return true, add(missing)
	}
	return changed, nil
}

// without returns the elements of a that are not in b.
func without[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(v T) bool { return slices.Contains(b, v) })
}
