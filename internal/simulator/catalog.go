// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

// catalogJSON is the initial catalog.
//
//go:embed catalog.json
var catalogJSON []byte

// IDs in the built-in catalog, for tests and examples.
const (
	// SubTypeService is the ticket type that the vendor's example uses.
	SubTypeService = "1"
	SubTypeAccount = "2"

	ProductServer     = "c3643842d3f72428f0564d84c9a684ef" // Elastic Cloud Server
	ProductStorage    = "ac290e18036cf16ee4b3bcb17490d03d" // Object Storage Service
	ProductUserCentre = "b5f0be5c9639466184abf80e01f9fa1d" // the product that several look-ups fall back to

	// ProblemConsulting is a question about servers: case type 0, nothing else required.
	ProblemConsulting = "ff9a663362190d01da16078a75be5d86"
	// ProblemFault is a server that cannot be reached: case type 5, region required.
	ProblemFault = "d0f2189aa303cf266a61667b07b06d9f"
	// ProblemQuota is a quota increase: the extended parameters resource_type and target_quota are required.
	ProblemQuota = "32e7d99be9f252c03028a6438b07012a"
	// ProblemStorage is a question about object storage.
	ProblemStorage = "d86e538d6e255dd104bda2673cd944c2"

	RegionBeijing4  = "cn-north-4"
	RegionGuangzhou = "cn-south-1"
	RegionSingapore = "ap-southeast-3"

	SeverityLow      = "482d1af8b8701bb1839eb7a5092f8ceb"
	SeverityMedium   = "0c745cde7f98d13cf86f9a8a0cc1c4cd"
	SeverityHigh     = "6e42e94ef1f71371dffe0649882d8baa"
	SeverityCritical = "d61065a1c7b568732e48eaa125db70ff"
)

// The values of case_type.
const (
	caseTypeConsulting = "0"
	caseTypeFault      = "5"
)

// text is a text in both languages.
type text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

func (t text) in(english bool) string {
	if english {
		return t.EN
	}
	return t.ZH
}

type catalog struct {
	Source     text         `json:"source"`
	SubTypes   []subType    `json:"sub_types"`
	Products   []*product   `json:"products"`
	Regions    []*region    `json:"regions"`
	AreaCodes  []*areaCode  `json:"area_codes"`
	Severities []*severity  `json:"severities"`
	Dimensions []*dimension `json:"satisfaction_dimensions"`

	// hidden holds the lists that are returned empty or as null, whatever they hold.
	hidden map[List]hiddenAs
}

type subType struct {
	ID   string `json:"id"`
	Name text   `json:"name"`
}

type product struct {
	ID          string     `json:"id"`
	Name        text       `json:"name"`
	Desc        text       `json:"desc"`
	Acronym     string     `json:"acronym"`
	SubType     string     `json:"sub_type"`
	SupportPlan bool       `json:"can_use_support_plan"`
	Problems    []*problem `json:"problems"`
}

type problem struct {
	ID            string         `json:"id"`
	Name          text           `json:"name"`
	CaseType      string         `json:"case_type"`
	SupportPlan   bool           `json:"can_use_support_plan"`
	Templates     []*template    `json:"templates"`
	ExtendsParams []extendsParam `json:"extends_params"`
	CommonParams  []commonParam  `json:"common_params"`
}

type template struct {
	ID      string `json:"id"`
	Name    text   `json:"name"`
	Content text   `json:"content"`
}

type extendsParam struct {
	Key        string `json:"key"`
	Name       text   `json:"name"`
	Desc       text   `json:"desc"`
	Tips       text   `json:"tips"`
	Type       int    `json:"type"`
	Required   bool   `json:"required"`
	Length     int    `json:"length"`
	Min        *int64 `json:"min"`
	Max        *int64 `json:"max"`
	SelectItem string `json:"select_item"`
	Default    string `json:"default"`
	Sensitive  bool   `json:"sensitive"`
}

type commonParam struct {
	Key      string `json:"key"`
	Name     text   `json:"name"`
	Show     bool   `json:"show"`
	Required bool   `json:"required"`
}

type region struct {
	ID        string `json:"id"`
	Name      text   `json:"name"`
	Type      int    `json:"type"`
	Sensitive bool   `json:"sensitive"`
}

type areaCode struct {
	ID   int    `json:"id"`
	Code string `json:"code"`
	Name text   `json:"name"`
}

type severity struct {
	ID   string `json:"id"`
	Name text   `json:"name"`
}

type dimension struct {
	ID       int    `json:"id"`
	Name     text   `json:"name"`
	Desc     text   `json:"desc"`
	Value    int    `json:"value"`
	PerValue int    `json:"per_value"`
	Category string `json:"category"`
}

func loadCatalog() *catalog {
	loaded := &catalog{hidden: map[List]hiddenAs{}}
	if err := json.Unmarshal(catalogJSON, loaded); err != nil {
		panic(fmt.Sprintf("simulator: catalog.json: %v", err)) // embedded at build, so a mistake in the file itself
	}
	return loaded
}

func (c *catalog) product(id string) *product {
	return byID(c.Products, func(p *product) bool { return p.ID == id })
}

// problem returns a problem type and its product.
func (c *catalog) problem(id string) (*problem, *product) {
	for _, p := range c.Products {
		if found := byID(p.Problems, func(q *problem) bool { return q.ID == id }); found != nil {
			return found, p
		}
	}
	return nil, nil
}

func (c *catalog) subType(id string) *subType {
	at := slices.IndexFunc(c.SubTypes, func(t subType) bool { return t.ID == id })
	if at < 0 {
		return nil
	}
	return &c.SubTypes[at]
}

func (c *catalog) region(id string) *region {
	return byID(c.Regions, func(r *region) bool { return r.ID == id })
}

func (c *catalog) severity(id string) *severity {
	return byID(c.Severities, func(v *severity) bool { return v.ID == id })
}

func (c *catalog) knowsAreaCode(code string) bool {
	return slices.ContainsFunc(c.AreaCodes, func(a *areaCode) bool { return a.Code == code })
}

// bestRating returns the highest value of a dimension.
func (c *catalog) bestRating(id int) (int, bool) {
	found := byID(c.Dimensions, func(d *dimension) bool { return d.ID == id })
	if found == nil {
		return 0, false
	}
	return found.Value, true
}

func byID[T any](items []*T, is func(*T) bool) *T {
	at := slices.IndexFunc(items, is)
	if at < 0 {
		return nil
	}
	return items[at]
}
