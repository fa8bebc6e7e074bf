// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"strconv"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Named is an entry of a list that can be chosen by its name. Acronym may be empty.
type Named struct{ Name, Acronym, ID string }

// MatchName returns the entries that wanted stands for, by the first of these rules that any entry satisfies: the exact name, the
// name in any letter case, the acronym in any letter case, the exact ID, the ID in any letter case. White space at both ends is
// ignored. Entries without an ID never match, and entries with the same ID are returned once.
func MatchName(wanted string, entries []Named) []Named {
	wanted = strings.TrimSpace(wanted)
	for _, matches := range []func(Named) bool{
		func(e Named) bool { return strings.TrimSpace(e.Name) == wanted },
		func(e Named) bool { return strings.EqualFold(strings.TrimSpace(e.Name), wanted) },
		func(e Named) bool { return strings.EqualFold(strings.TrimSpace(e.Acronym), wanted) },
		func(e Named) bool { return e.ID == wanted },
		func(e Named) bool { return strings.EqualFold(e.ID, wanted) },
	} {
		var found []Named
		known := map[string]bool{"": true}
		for _, e := range entries {
			if !known[e.ID] && wanted != "" && matches(e) {
				found, known[e.ID] = append(found, e), true
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// NameOfSubType returns the entry of a ticket sub-type.
func NameOfSubType(t osmapi.IncidentSubTypeV2Do) Named {
	return Named{Name: value(t.IncidentSubTypeName), ID: value(t.IncidentSubTypeId)}
}

// NameOfProduct returns the entry of a product.
func NameOfProduct(p osmapi.IncidentProductCategoryV2) Named {
	return Named{
		Name:    value(p.IncidentProductCategoryName),
		Acronym: value(p.IncidentProductCategoryAcronym),
		ID:      value(p.IncidentProductCategoryId),
	}
}

// NameOfProblemType returns the entry of a problem type.
func NameOfProblemType(t osmapi.SimpleIncidentBusinessTypeV2) Named {
	return Named{Name: value(t.BusinessTypeName), ID: value(t.BusinessTypeId)}
}

// NameOfRegion returns the entry of a region.
func NameOfRegion(r osmapi.DataCenterV2Do) Named {
	return Named{Name: value(r.RegionName), ID: value(r.RegionId)}
}

// NameOfSeverity returns the entry of a severity.
func NameOfSeverity(s osmapi.SeverityV2Do) Named {
	return Named{Name: value(s.SeverityName), ID: value(s.SeverityId)}
}

// NameOfLabel returns the entry of a label.
func NameOfLabel(l osmapi.CaseLabelInfo) Named {
	if l.LabelId == nil {
		return Named{Name: value(l.Name)}
	}
	return Named{Name: value(l.Name), ID: strconv.FormatInt(int64(*l.LabelId), 10)}
}
