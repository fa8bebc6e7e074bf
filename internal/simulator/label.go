// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strconv"
	"strings"
)

// labelBody is the body of CreateLabels and UpdateLabels.
type labelBody struct {
	Name  string `json:"name"`
	Color string `json:"color"`
}

// labelItem is a label in a response.
type labelItem struct {
	LabelID int    `json:"label_id"`
	Name    string `json:"name"`
	Color   string `json:"color"`
}

func (s *Simulator) labelItem(l *label) labelItem {
	color := l.color
	if s.behaviors.LabelColors == LabelColorsLowerCase {
		color = strings.ToLower(color)
	}
	return labelItem{LabelID: l.id, Name: l.name, Color: color}
}

// createLabel creates a label. Labels of AddLabel don't count toward the account's limit.
func (s *Simulator) createLabel(c *call) (any, *apiError) {
	var body labelBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	if apiErr := s.checkLabelName(&body, nil); apiErr != nil {
		return nil, apiErr
	}
	created := 0
	for _, l := range s.store.labels {
		created += boolToInt(l.counted)
	}
	if created >= s.options.LabelLimit {
		return nil, reject(codeTooManyLabels)
	}
	s.addLabel(body.Name, body.Color).counted = true
	c.applied = true
	return emptyResponse{}, nil
}

// checkLabelName normalizes the name and checks that it is unused. own is the label to change, nil for a new one.
func (s *Simulator) checkLabelName(body *labelBody, own *label) *apiError {
	if s.behaviors.LabelSpaces == LabelSpacesTrimmed {
		body.Name = strings.TrimSpace(body.Name)
	}
	if body.Name == "" {
		return invalid("name is empty")
	}
	if s.behaviors.LabelUniqueness == LabelsRepeatable || (own != nil && own.name == body.Name) {
		return nil
	}
	if slices.ContainsFunc(s.store.labels, func(l *label) bool { return l.name == body.Name }) {
		return reject(codeLabelName)
	}
	return nil
}

func (s *Simulator) addLabel(name, color string) *label {
	l := &label{id: s.store.labelNumber, name: name, color: color}
	s.store.labelNumber++
	s.store.labels = append(s.store.labels, l)
	return l
}

func (s *Simulator) listLabels(c *call) (any, *apiError) {
	name := first(c.query["name"])
	var found []labelItem
	for _, l := range s.store.labels {
		if (name == "" || s.labelNamed(l, name)) && l.id == c.integer("label_id", l.id) {
			found = append(found, s.labelItem(l))
		}
	}
	items := paged(c, found)
	return object{"total_count": s.total(len(found), len(items)), "label_list": items}, nil
}

func (s *Simulator) labelNamed(l *label, name string) bool {
	if s.behaviors.LabelNames == LabelNamesExact {
		return l.name == name
	}
	return strings.Contains(strings.ToLower(l.name), strings.ToLower(name))
}

// pathLabel returns the label in the path, or nil.
func (s *Simulator) pathLabel(c *call) *label {
	id, err := strconv.Atoi(c.path["label_id"])
	if err != nil {
		return nil
	}
	return s.store.label(id)
}

func (s *Simulator) updateLabel(c *call) (any, *apiError) {
	var body labelBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	l := s.pathLabel(c)
	if l == nil {
		return nil, reject(codeNoLabel)
	}
	if apiErr := s.checkLabelName(&body, l); apiErr != nil {
		return nil, apiErr
	}
	l.name, l.color = body.Name, body.Color
	c.applied = true
	return emptyResponse{}, nil
}

// deleteLabel removes a label, also from tickets.
func (s *Simulator) deleteLabel(c *call) (any, *apiError) {
	l := s.pathLabel(c)
	if l == nil {
		switch s.behaviors.MissingLabels {
		case MissingLabelDeletionRejected:
			return nil, invalid("label_id")
		case MissingLabelDeletionUnknown:
			return nil, reject(codeNoLabel)
		default:
			return emptyResponse{}, nil
		}
	}
	s.removeLabel(l.id)
	c.applied = true
	return emptyResponse{}, nil
}

func (s *Simulator) removeLabel(id int) {
	s.store.labels = slices.DeleteFunc(s.store.labels, func(l *label) bool { return l.id == id })
	for _, t := range s.store.tickets {
		t.labels = slices.DeleteFunc(t.labels, func(carried int) bool { return carried == id })
	}
}

// labelIDs returns the label_ids of the query, which were already checked to be integers.
func (c *call) labelIDs() []int {
	var ids []int
	for _, text := range c.query["label_ids"] {
		if id, err := strconv.Atoi(text); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *Simulator) attachLabels(c *call) (any, *apiError) {
	t, apiErr := s.find(c, c.path["case_id"], "")
	if apiErr != nil {
		return nil, apiErr
	}
	labels := slices.Clone(t.labels)
	for _, id := range c.labelIDs() {
		if s.store.label(id) == nil {
			return nil, reject(codeNoLabel)
		}
		if !slices.Contains(labels, id) {
			labels = append(labels, id)
		}
	}
	if len(labels) > s.options.LabelsPerCase {
		return nil, reject(codeLabelsOfTicket)
	}
	c.applied = len(labels) != len(t.labels)
	t.labels = labels
	s.logCall(c, t, logLabels, "createCaseLabels")
	return emptyResponse{}, nil
}

func (s *Simulator) detachLabels(c *call) (any, *apiError) {
	t, apiErr := s.find(c, c.path["case_id"], "")
	if apiErr != nil {
		return nil, apiErr
	}
	ids, before := c.labelIDs(), len(t.labels)
	t.labels = slices.DeleteFunc(t.labels, func(id int) bool { return slices.Contains(ids, id) })
	c.applied = len(t.labels) != before
	s.logCall(c, t, logLabels, "deleteCaseLabels")
	return emptyResponse{}, nil
}

func (s *Simulator) listTicketLabels(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	return object{"case_label_list": s.labelItems(t)}, nil
}

func (s *Simulator) labelItems(t *ticket) []labelItem {
	items := []labelItem{}
	for _, id := range t.labels {
		if l := s.store.label(id); l != nil {
			items = append(items, s.labelItem(l))
		}
	}
	return items
}
