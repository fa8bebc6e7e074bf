// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"fmt"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// ExistingCasesError says that several open tickets may be the one to adopt. Nothing was sent.
type ExistingCasesError struct{ Candidates []Candidate }

// Error names the candidates.
func (e *ExistingCasesError) Error() string {
	return fmt.Sprintf("several open tickets may be meant: %s", strings.Join(idsOf(e.Candidates), ", "))
}

// adopt returns the one open ticket of the same description that no resource of this process holds, "" when there is none.
func (s *caseSearch) adopt(ctx context.Context, tickets []osmapi.IncidentInfoV2) (string, error) {
	var equal, doubtful []caseMatch
	for _, t := range tickets {
		id := value(t.IncidentId)
		like := s.compare(t)
		if like == different || over[value(t.Status)] || s.c.held.has(id) {
			continue
		}
		detail, err := s.c.Case(ctx, id, "")
		if err != nil {
			return "", err
		}
		like = s.compareFull(like, detail)
		m := caseMatch{
			Candidate: Candidate{ID: id, Description: value(t.SimpleDescription), CreateTime: value(t.CreateTime)},
			typeName:  value(t.BusinessTypeName),
			files:     firstFiles(detail),
		}
		switch {
		case over[*detail.Status]:
		case like == same:
			equal = append(equal, m)
		case like == maybe:
			doubtful = append(doubtful, m)
		}
	}
	if len(equal) > 1 {
		equal = s.prefer(ctx, equal)
	}
	if len(equal) == 1 {
		return equal[0].ID, nil
	}
	var out ExistingCasesError
	for _, m := range append(equal, doubtful...) {
		out.Candidates = append(out.Candidates, m.Candidate)
	}
	if len(out.Candidates) > 0 {
		return "", &out
	}
	return "", nil
}
