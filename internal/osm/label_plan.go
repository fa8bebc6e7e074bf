// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// MaxLabels is how many labels an account can have (API reference, "Error Codes": OSM.01010041).
const MaxLabels = 30

// accountLabels returns the account's labels. The list is read once, and again if it is not as expected, since the same run may
// have changed the labels.
func (l LookUps) accountLabels(ctx context.Context, isExpected func(labels []Named) bool) ([]Named, error) {
	r := osmapi.NewListLabelsRequest(l.client.server, &osmapi.ListLabelsParams{})
	list := func(ctx context.Context) (any, error) {
		found, err := l.client.Labels(ctx, "")
		labels := make([]Named, 0, len(found))
		for _, label := range found {
			labels = append(labels, NameOfLabel(label))
		}
		return labels, err
	}
	v, err := l.client.cache.loadOnce(ctx, r, list)
	labels, _ := v.([]Named)
	if err == nil && !isExpected(labels) {
		v, err = list(ctx)
		labels, _ = v.([]Named)
	}
	return labels, err
}

// MissingLabels returns the account's labels and those of the IDs that none of them has.
func (l LookUps) MissingLabels(ctx context.Context, ids []string) (labels []Named, missing []string, err error) {
	absent := func(labels []Named) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
			return slices.ContainsFunc(labels, func(label Named) bool { return label.ID == id })
		})
	}
	labels, err = l.accountLabels(ctx, func(labels []Named) bool { return len(absent(labels)) == 0 })
	return labels, absent(labels), err
}

// ForeignLabel returns the ID of a label with that name which no resource in the state holds, or "".
func (l LookUps) ForeignLabel(ctx context.Context, name string) (id string, err error) {
	foreign := func(labels []Named) string {
		at := slices.IndexFunc(labels, func(label Named) bool {
			return strings.TrimSpace(label.Name) == strings.TrimSpace(name) && !l.client.heldLabels.has(label.ID)
		})
		if at < 0 {
			return ""
		}
		return labels[at].ID
	}
	labels, err := l.accountLabels(ctx, func(labels []Named) bool { return foreign(labels) == "" })
	return foreign(labels), err
}

// PlanLabel records that a label is to be created, and returns how many labels the account will have with all that were recorded.
func (l LookUps) PlanLabel(ctx context.Context, name string) (total int, err error) {
	l.client.plannedLabels.Store(strings.TrimSpace(name), true)
	sum := func(labels []Named) int {
		n := len(labels)
		for planned := range l.client.plannedLabels.Range {
			exists := func(label Named) bool { return strings.TrimSpace(label.Name) == planned }
			if !slices.ContainsFunc(labels, exists) {
				n++
			}
		}
		return n
	}
	labels, err := l.accountLabels(ctx, func(labels []Named) bool { return sum(labels) <= MaxLabels })
	return sum(labels), err
}
