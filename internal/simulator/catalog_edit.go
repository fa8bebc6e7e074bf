// SPDX-License-Identifier: MPL-2.0

package simulator

import "fmt"

// List is a list of the catalog or of the account, for tests that change it.
type List string

// The lists that EmptyList and NullList take. Fill and Duplicate take some of them.
const (
	CategoryList              List = "case categories"
	ProductList               List = "product categories"
	ProblemList               List = "problem types"
	RegionList                List = "regions"
	AreaCodeList              List = "area codes"
	SeverityList              List = "severities"
	TemplateList              List = "case templates"
	ExtendsParamList          List = "extends params"
	SatisfactionDimensionList List = "satisfaction dimensions"
	AgencyList                List = "agencies"
	CustomerRegionList        List = "customer regions"
	SubCustomerList           List = "sub-customers"
	CcEmailList               List = "cc emails"
	VerifiedContactList       List = "verified contacts"
)

// hiddenAs is what is returned in place of a list.
type hiddenAs int

const (
	asEmpty hiddenAs = iota + 1
	asNull
)

// shown returns a list as responses contain it, and its total.
func shown[T any](c *catalog, list List, items []T) (any, int) {
	switch c.hidden[list] {
	case asEmpty:
		return []T{}, 0
	case asNull:
		return nil, 0
	default:
		return items, len(items)
	}
}

// EmptyList returns a list empty from now on. CreateCases still accepts the IDs in it.
func (s *Simulator) EmptyList(list List) { s.hide(list, asEmpty) }

// NullList returns null in place of a list from now on.
func (s *Simulator) NullList(list List) { s.hide(list, asNull) }

func (s *Simulator) hide(list List, as hiddenAs) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.catalog.hidden[list] = as
}

// Duplicate adds an entry with the name of the first one and returns its ID. It takes case categories, products, problem
// types of ProductServer, regions, area codes, severities and the templates of ProblemConsulting.
func (s *Simulator) Duplicate(list List) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.catalog.add(list, text{}, "double")
}

// Fill adds entries named "Entry 1", "Entry 2" and so on until the list holds n. It takes the same lists as Duplicate.
func (s *Simulator) Fill(list List, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := s.store.catalog.size(list); i < n; i++ {
		name := fmt.Sprintf("Entry %d", i+1)
		s.store.catalog.add(list, text{EN: name, ZH: fmt.Sprintf("条目 %d", i+1)}, name)
	}
}

func (c *catalog) size(list List) int {
	switch list {
	case CategoryList:
		return len(c.SubTypes)
	case ProductList:
		return len(c.Products)
	case ProblemList:
		return len(c.product(ProductServer).Problems)
	case RegionList:
		return len(c.Regions)
	case AreaCodeList:
		return len(c.AreaCodes)
	case SeverityList:
		return len(c.Severities)
	case TemplateList:
		return len(c.consulting().Templates)
	default:
		panic(fmt.Sprintf("simulator: the list %q can't be filled", list))
	}
}

// consulting returns the problem type whose templates tests change.
func (c *catalog) consulting() *problem {
	found, _ := c.problem(ProblemConsulting)
	return found
}

// add appends a copy of a list's first entry with a new id; a zero name keeps the first entry's.
func (c *catalog) add(list List, name text, kind string) string {
	n := c.size(list) + 1
	id := opaqueID(string(list)+kind, n)
	rename := func(into *text) {
		if name != (text{}) {
			*into = name
		}
	}
	switch list {
	case CategoryList:
		added := c.SubTypes[0]
		added.ID = fmt.Sprint(n)
		rename(&added.Name)
		c.SubTypes = append(c.SubTypes, added)
		return added.ID
	case ProductList:
		added := *c.Products[0]
		added.ID, added.Problems = id, nil
		rename(&added.Name)
		c.Products = append(c.Products, &added)
	case ProblemList:
		server := c.product(ProductServer)
		added := *server.Problems[0]
		added.ID = id
		rename(&added.Name)
		server.Problems = append(server.Problems, &added)
	case RegionList:
		added := *c.Regions[0]
		added.ID = fmt.Sprintf("xx-test-%d", n)
		rename(&added.Name)
		c.Regions = append(c.Regions, &added)
		return added.ID
	case AreaCodeList:
		added := *c.AreaCodes[0]
		added.ID, added.Code = n, fmt.Sprint(9000+n)
		rename(&added.Name)
		c.AreaCodes = append(c.AreaCodes, &added)
		return added.Code
	case SeverityList:
		added := *c.Severities[0]
		added.ID = id
		rename(&added.Name)
		c.Severities = append(c.Severities, &added)
	case TemplateList:
		consulting := c.consulting()
		added := *consulting.Templates[0]
		added.ID = id
		rename(&added.Name)
		consulting.Templates = append(consulting.Templates, &added)
	default:
		panic(fmt.Sprintf("simulator: the list %q can't be filled", list))
	}
	return id
}

// RenameProblem renames a problem type in both languages, as support does at times.
func (s *Simulator) RenameProblem(id, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, _ := s.store.catalog.problem(id)
	if found == nil {
		return fmt.Errorf("no problem type %q", id)
	}
	found.Name = text{EN: name, ZH: name}
	return nil
}

// RenameRegion renames a region in both languages.
func (s *Simulator) RenameRegion(id, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.store.catalog.region(id)
	if found == nil {
		return fmt.Errorf("no region %q", id)
	}
	found.Name = text{EN: name, ZH: name}
	return nil
}
