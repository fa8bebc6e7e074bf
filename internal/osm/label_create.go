// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

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

// CreateLabelInput is a label to be created.
type CreateLabelInput struct {
	Name, Color string
	// AdoptExisting takes over a label of that name which no resource of this process holds.
	AdoptExisting bool
}

// CreateLabel creates a label once and returns its ID. The response to the create has none, and whether names are unique is not documented: a name that
// exists is a *LabelExistsError, creates of one name in this process take turns, and the new label is found by its name afterwards. adopted reports that
// the label existed before; its color may be another one.
func (c *Client) CreateLabel(ctx context.Context, in CreateLabelInput) (id int64, adopted bool, err error) {
	const op = "CreateLabels"
	unlock, err := c.turns.lock(ctx, "label\x00"+in.Name)
	if err != nil {
		return 0, false, &apierror.Error{Op: op, Kind: apierror.Cancelled, Err: err}
	}
	defer unlock()
	before, err := c.labelsNamed(ctx, in.Name)
	if err != nil {
		return 0, false, err
	}
	free := slices.DeleteFunc(slices.Clone(before), func(id int64) bool { return c.heldLabels.has(labelID(id)) })
	switch {
	case in.AdoptExisting && len(free) == 1:
		c.heldLabels.add(labelID(free[0]), in.Name, false)
		return free[0], true, nil
	case len(before) > 0:
		return 0, false, &LabelExistsError{Name: in.Name, ID: before[0]}
	}
	search := func(ctx context.Context) (bool, error) {
		found, err := c.labelsNamed(ctx, in.Name)
		if len(found) > 0 {
			id = found[len(found)-1]
		}
		return id != 0, err
	}
	if err := c.reconcile(ctx, write{op: op, look: search, send: func(ctx context.Context) error { return c.sendLabel(ctx, in.Name, in.Color) }}); err != nil {
		return 0, false, err
	}
	for _, pause := range visibleWindow {
		if id != 0 {
			break
		}
		if err = c.cfg.Wait(ctx, pause); err != nil {
			break
		}
		_, err = search(ctx)
	}
	if id == 0 {
		return 0, false, &UnknownOutcomeError{Op: op, Look: err}
	}
	c.heldLabels.add(labelID(id), in.Name, false)
	return id, false, nil
}

func labelID(id int64) string { return strconv.FormatInt(id, 10) }

// labelsNamed returns the IDs of the labels of exactly that name; white space around it does not count. The service's filter is fuzzy, or may be exact:
// both find it.
func (c *Client) labelsNamed(ctx context.Context, name string) ([]int64, error) {
	name = strings.TrimSpace(name)
	labels, err := c.Labels(ctx, name)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, l := range labels {
		if strings.TrimSpace(value(l.Name)) == name && l.LabelId != nil {
			ids = append(ids, int64(*l.LabelId))
		}
	}
	return ids, nil
}
