// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
)

// maxRelations is the documented number of related tickets.
const maxRelations = 3

func (s *Simulator) createRelations(c *call) (any, *apiError) {
	var body struct {
		RelatedIDs []string `json:"related_id_list"`
		GroupID    string   `json:"group_id"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	if len(body.RelatedIDs) == 0 {
		return nil, invalid("related_id_list is empty")
	}
	related := slices.Clone(t.related)
	for _, id := range body.RelatedIDs {
		if id == t.id {
			return nil, reject(codeSelfRelation)
		}
		if _, apiErr := s.find(c, id, body.GroupID); apiErr != nil {
			return nil, apiErr
		}
		if !slices.Contains(related, id) {
			related = append(related, id)
		}
	}
	if len(related) > maxRelations {
		return nil, reject(codeTooManyRelations)
	}
	c.applied = len(related) != len(t.related)
	t.related = related
	s.logCall(c, t, logRelation, "createRelations")
	return emptyResponse{}, nil
}

func (s *Simulator) deleteRelation(c *call) (any, *apiError) {
	var body struct {
		RelatedID string `json:"related_id"`
		GroupID   string `json:"group_id"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	before := len(t.related)
	t.related = slices.DeleteFunc(t.related, func(id string) bool { return id == body.RelatedID })
	if len(t.related) == before {
		return nil, invalid("related_id")
	}
	s.logCall(c, t, logRelation, "deleteRelation")
	c.applied = true
	return emptyResponse{}, nil
}

func (s *Simulator) listRelations(c *call) (any, *apiError) {
	t, apiErr := s.readable(c, c.path["case_id"])
	if apiErr != nil {
		return nil, apiErr
	}
	items := []object{}
	for _, id := range t.related {
		if other := s.store.ticket(id); other != nil {
			items = append(items, object{
				"case_id": other.id, "simple_description": s.listedText(c, other), "user_name": other.ownerName,
			})
		}
	}
	return object{"case_relation_list": items}, nil
}
