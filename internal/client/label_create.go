// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// LabelExistsError says that there is a label of that name already.
type LabelExistsError struct {
	Name string
	ID   int64
}

func (e *LabelExistsError) Error() string {
	return fmt.Sprintf("there is a label %q already, with id %d", e.Name, e.ID)
}

// AsLabelExists finds the *LabelExistsError in err's chain, or nil.
func AsLabelExists(err error) *LabelExistsError {
	var e *LabelExistsError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// MakeLabel creates a label once and gives its id. The create call answers none, and whether names are unique is not documented: a name that
// exists is a *LabelExistsError, creates of one name in this process take turns, and the new label is found by its name afterwards.
func (c *Client) MakeLabel(ctx context.Context, name, color string) (int64, error) {
	const op = "CreateLabels"
	back, err := c.turns.take(ctx, "label\x00"+name)
	if err != nil {
		return 0, &apierror.Error{Op: op, Kind: apierror.Cancelled, Err: err}
	}
	defer back()
	before, err := c.labelsNamed(ctx, name)
	if err != nil {
		return 0, err
	}
	if len(before) > 0 {
		return 0, &LabelExistsError{Name: name, ID: before[0]}
	}
	for send := 1; ; send++ {
		sent := c.createLabel(ctx, name, color)
		if sent != nil && !unknown(sent) {
			return 0, sent
		}
		pauses := findPauses
		if sent != nil {
			pauses = settlePauses
		}
		var look error
		for _, pause := range pauses {
			if err := c.cfg.Wait(ctx, pause); err != nil {
				return 0, &UnsettledError{Op: op, Err: sent, Look: err}
			}
			var found []int64
			if found, look = c.labelsNamed(ctx, name); len(found) > 0 {
				return found[len(found)-1], nil
			}
		}
		switch {
		case look != nil || sent == nil:
			return 0, &UnsettledError{Op: op, Err: sent, Look: look}
		case send == maxSends:
			return 0, &UnsettledError{Op: op, Absent: true, Err: sent}
		}
	}
}

// labelsNamed gives the ids of the labels of exactly that name. The service's filter is fuzzy, or may be exact: both find it.
func (c *Client) labelsNamed(ctx context.Context, name string) ([]int64, error) {
	labels, err := c.Labels(ctx, name)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, l := range labels {
		if value(l.Name) == name && l.LabelId != nil {
			ids = append(ids, int64(*l.LabelId))
		}
	}
	return ids, nil
}
