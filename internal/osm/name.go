// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"maps"
	"slices"
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
	return Named{Name: value(l.Name), ID: labelID(int64(*l.LabelId))}
}

// nameOf returns the name of a code, or its number if it has none.
func nameOf(names map[int64]string, code int64) string {
	if name, ok := names[code]; ok {
		return name
	}
	return strconv.FormatInt(code, 10)
}

// namesOf returns the names ordered by code.
func namesOf(names map[int64]string) []string {
	return mapped(slices.Sorted(maps.Keys(names)), func(code int64) string { return names[code] })
}

// operationNames holds the documented values of operate_type (API reference: ListCaseOperateLogs). The set is open, and the names
// are this provider's.
var operationNames = map[int64]string{
	0:   "created",
	2:   "expedited",
	3:   "closed",
	4:   "cancelled",
	5:   "rated",
	13:  "deleted",
	16:  "result_rejected",
	73:  "authorization_confirmed",
	74:  "authorization_rejected",
	83:  "authorization_withdrawn",
	84:  "exported",
	85:  "feedback_provided",
	114: "contact_changed",
	115: "contact_deleted",
}

// OperationName returns the name of a type of operation in the log of a ticket, or its number if the provider knows no name.
func OperationName(code int64) string {
	return nameOf(operationNames, code)
}

// OperationNames returns the names of all documented types of operations, ordered by code.
func OperationNames() []string { return namesOf(operationNames) }
