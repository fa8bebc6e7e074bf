// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
)

// SetCaseLabels adds the wanted labels to a ticket and removes those of before that are not wanted; if before is nil, all others.
// It first reads the labels of the ticket, so that a call whose response was lost is not made again. changed reports whether it
// made a call.
func (c *Client) SetCaseLabels(ctx context.Context, id string, want, before []int64) (changed bool, err error) {
	labels, err := c.CaseLabels(ctx, id)
	if err != nil {
		return false, err
	}
	has := make([]int64, 0, len(labels))
	for _, l := range labels {
		if l.LabelId != nil {
			has = append(has, int64(*l.LabelId))
		}
	}
	for _, label := range surplus(has, want, before) {
		changed = true
		if err := c.DetachLabel(ctx, id, label); err != nil {
			return changed, err
		}
	}
	for _, label := range without(want, has) {
		changed = true
		if err := c.AttachLabel(ctx, id, label); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// SetRelations does the same for the related tickets of a ticket.
func (c *Client) SetRelations(ctx context.Context, id, groupID string, want, before []string) (changed bool, err error) {
	related, err := c.Relations(ctx, id)
	if err != nil {
		return false, err
	}
	has := make([]string, 0, len(related))
	for _, r := range related {
		if r.CaseId != nil {
			has = append(has, *r.CaseId)
		}
	}
	for _, other := range surplus(has, want, before) {
		changed = true
		if err := c.Unrelate(ctx, id, other, groupID); err != nil {
			return changed, err
		}
	}
	if missing := without(want, has); len(missing) > 0 {
		return true, c.Relate(ctx, id, missing, groupID)
	}
	return changed, nil
}

// surplus returns the elements of has that are to go: those of before that are not wanted, or all that are not wanted if before
// is nil.
func surplus[T comparable](has, want, before []T) []T {
	return slices.DeleteFunc(without(has, want), func(v T) bool { return before != nil && !slices.Contains(before, v) })
}

// without returns the elements of a that are not in b.
func without[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(v T) bool { return slices.Contains(b, v) })
}
