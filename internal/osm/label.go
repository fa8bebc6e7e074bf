// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Labels lists the account's labels in the order of their IDs. name is optional and narrows by the service's fuzzy match.
func (c *Client) Labels(ctx context.Context, name string) ([]osmapi.CaseLabelInfo, error) {
	return c.listLabels(name).all(ctx, c)
}

// EachLabel calls yield for each label, at most limit (0: all), until it returns false, and reads pages as needed.
func (c *Client) EachLabel(ctx context.Context, name string, limit int, yield func(osmapi.CaseLabelInfo) bool) (int, error) {
	return c.listLabels(name).each(ctx, c, limit, yield)
}

func (c *Client) listLabels(name string) listing[osmapi.ListLabelsResponse, osmapi.CaseLabelInfo] {
	return listing[osmapi.ListLabelsResponse, osmapi.CaseLabelInfo]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListLabelsRequest(c.server,
				&osmapi.ListLabelsParams{Offset: offset, Limit: limit, Name: optional(name)})
		},
		page: func(out osmapi.ListLabelsResponse) ([]osmapi.CaseLabelInfo, *osmapi.Integer) {
			return value(out.LabelList), out.TotalCount
		},
		key: func(l osmapi.CaseLabelInfo) string { return labelID(int64(value(l.LabelId))) },
	}
}

// CaseLabels lists the labels of a ticket.
func (c *Client) CaseLabels(ctx context.Context, id string) ([]osmapi.CaseLabelInfo, error) {
	out, err := get[osmapi.ListCaseLabelsResponse](ctx, c, osmapi.NewListCaseLabelsRequest(c.server, id))
	return value(out.CaseLabelList), err
}

// LabelExistsError reports that a label with that name exists.
type LabelExistsError struct {
	Name string
	ID   int64
}

func (e *LabelExistsError) Error() string {
	return fmt.Sprintf("a label %q already exists with ID %d", e.Name, e.ID)
}

// CreateLabelInput is a label to create.
type CreateLabelInput struct {
	Name, Color string
	// AdoptExisting takes over a label of that name which no resource of this process holds.
	AdoptExisting bool
}

// CreateLabel creates a label once and returns its ID. The response contains no ID, and the reference does not say whether names
// are unique. Therefore, an existing name is a *LabelExistsError, creates with the same name in this process run one at a time,
// and the new label is found by its name. adopted reports whether the label existed before; its color may differ.
func (c *Client) CreateLabel(ctx context.Context, in CreateLabelInput) (id int64, adopted bool, err error) {
	const op = "CreateLabels"
	unlock, err := c.lock(ctx, op, "label\x00"+in.Name)
	if err != nil {
		return 0, false, err
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
	r := osmapi.NewCreateLabelsRequest(c.server, osmapi.CreateLabelsReq{Name: in.Name, Color: in.Color})
	send := func(ctx context.Context) error { return c.doOnce(ctx, transport.Call{CancelGrace: cancelGrace}, r) }
	if err := c.reconcile(ctx, write{op: op, look: search, send: send}); err != nil {
		return 0, false, err
	}
	if id == 0 {
		err = c.awaitVisible(ctx, search)
	}
	if id == 0 {
		return 0, false, &UnknownOutcomeError{Op: op, Look: err}
	}
	c.heldLabels.add(labelID(id), in.Name, false)
	return id, false, nil
}

func labelID(id int64) string { return strconv.FormatInt(id, 10) }

// labelsNamed returns the IDs of the labels with that name, surrounding white space aside. The service's filter may be fuzzy.
func (c *Client) labelsNamed(ctx context.Context, name string) ([]int64, error) {
	name = strings.TrimSpace(name)
	labels, err := c.Labels(ctx, name)
	if err != nil {
		return nil, err
	}
	return labelIDs(slices.DeleteFunc(labels, func(l osmapi.CaseLabelInfo) bool {
		return strings.TrimSpace(value(l.Name)) != name
	})), nil
}

// The calls below are idempotent. A rejection may be due to an earlier attempt: if the effect is found, the call has succeeded.

// UpdateLabel changes name and color of a label.
func (c *Client) UpdateLabel(ctx context.Context, id int64, name, color string) error {
	body := osmapi.UpdateLabelsReq{Name: name, Color: color}
	return c.doIdempotent(ctx, osmapi.NewUpdateLabelsRequest(c.server, int32(id), body))
}

// DeleteLabel deletes a label, if it exists. The reference documents no code for a missing one: each rejection needs a look.
func (c *Client) DeleteLabel(ctx context.Context, id int64) error {
	r := osmapi.NewDeleteLabelsRequest(c.server, int32(id))
	isGone := func(ctx context.Context) (bool, error) {
		labels, err := c.Labels(ctx, "")
		return err == nil && !slices.Contains(labelIDs(labels), id), err
	}
	send := func(ctx context.Context) error { return c.doOnce(ctx, transport.Call{Repeatable: true}, r) }
	err := c.reconcile(ctx, write{repeatable: true, send: send, look: isGone})
	if err == nil || apierror.IsNotFound(err) {
		return nil
	}
	if gone, _ := isGone(ctx); gone {
		return nil
	}
	return err
}

// AttachLabel adds one label to a ticket. It takes only one because the reference and the vendor's client differ in whether
// several IDs are joined by commas or repeated in the query; one ID looks the same in both.
func (c *Client) AttachLabel(ctx context.Context, id string, label int64) error {
	params := &osmapi.CreateCaseLabelsParams{LabelIds: []int32{int32(label)}}
	return c.setCaseLabel(ctx, id, label, true, osmapi.NewCreateCaseLabelsRequest(c.server, id, params))
}

// DetachLabel removes one label from a ticket.
func (c *Client) DetachLabel(ctx context.Context, id string, label int64) error {
	params := &osmapi.DeleteCaseLabelsParams{LabelIds: []int32{int32(label)}}
	return c.setCaseLabel(ctx, id, label, false, osmapi.NewDeleteCaseLabelsRequest(c.server, id, params))
}

// setCaseLabel adds a label to a ticket or removes it.
func (c *Client) setCaseLabel(ctx context.Context, id string, label int64, wanted bool, r osmapi.Request) error {
	return c.reconcile(ctx, write{
		repeatable: true,
		attempts:   1,
		send:       func(ctx context.Context) error { return c.doIdempotent(ctx, r) },
		look: func(ctx context.Context) (bool, error) {
			labels, err := c.CaseLabels(ctx, id)
			return err == nil && slices.Contains(labelIDs(labels), label) == wanted, err
		},
	})
}

// SetCaseLabels sets the labels of a ticket, as SetRelations does its relations.
func (c *Client) SetCaseLabels(ctx context.Context, id string, want, before []int64) (changed bool, err error) {
	labels, err := c.CaseLabels(ctx, id)
	if err != nil {
		return false, err
	}
	return setAll(labelIDs(labels), want, before,
		func(label int64) error { return c.DetachLabel(ctx, id, label) },
		func(missing []int64) error {
			for _, label := range missing {
				if err := c.AttachLabel(ctx, id, label); err != nil {
					return err
				}
			}
			return nil
		})
}

func labelIDs(labels []osmapi.CaseLabelInfo) []int64 {
	known := slices.DeleteFunc(labels, func(l osmapi.CaseLabelInfo) bool { return l.LabelId == nil })
	return mapped(known, func(l osmapi.CaseLabelInfo) int64 { return int64(*l.LabelId) })
}
