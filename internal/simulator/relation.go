// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
)

// maxRelations is the documented number of related tickets.
const maxRelations = 3

func (s *Simulator) createRelations(c *call) (any, *refusal) {
	var body struct {
		RelatedIDs []string `json:"related_id_list"`
		GroupID    string   `json:"group_id"`
	}
	if no := c.read(&body); no != nil {
		return nil, no
	}
	t, no := s.find(c, c.path["case_id"], body.GroupID)
	if no != nil {
		return nil, no
	}
	if len(body.RelatedIDs) == 0 {
		return nil, invalid("related_id_list is empty")
	}
	related := slices.Clone(t.related)
	for _, id := range body.RelatedIDs {
		if id == t.id {
			return nil, refused(codeSelfRelation)
		}
		if _, no := s.find(c, id, body.GroupID); no != nil {
			return nil, no
		}
		if !slices.Contains(related, id) {
			related = append(related, id)
		}
	}
	if len(related) > maxRelations {
		return nil, refused(codeTooManyRelations)
	}
	c.applied = len(related) != len(t.related)
	t.related = related
	s.note(t, logRelation, false, c.principal.UserID, c.principal.UserName, "createRelations")
	return nothing{}, nil
}

func (s *Simulator) deleteRelation(c *call) (any, *refusal) {
	var body struct {
		RelatedID string `json:"related_id"`
		GroupID   string `json:"group_id"`
	}
	if no := c.read(&body); no != nil {
		return nil, no
	}
	t, no := s.find(c, c.path["case_id"], body.GroupID)
	if no != nil {
		return nil, no
	}
	before := len(t.related)
	t.related = slices.DeleteFunc(t.related, func(id string) bool { return id == body.RelatedID })
	if len(t.related) == before {
		return nil, invalid("related_id")
	}
	s.note(t, logRelation, false, c.principal.UserID, c.principal.UserName, "deleteRelation")
	c.applied = true
	return nothing{}, nil
}

func (s *Simulator) listRelations(c *call) (any, *refusal) {
	t, no := s.readable(c, c.path["case_id"])
	if no != nil {
		return nil, no
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
