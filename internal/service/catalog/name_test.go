// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// named is the first entry of a list in both languages, and its name with a typo.
type named struct {
	english, chinese, wrong string
	// result is the attribute that must be id.
	result, id string
}

var namedEntries = map[string]named{
	"osm_case_categories":    {"Technical", "技术支持", "Tecnical", "id", simulator.SubTypeService},
	"osm_product_categories": {"Elastic Cloud Server", "弹性云服务器", "Elastic Cloud Sever", "id", simulator.ProductServer},
	"osm_problem_types":      {"Usage question", "使用咨询", "usage questions", "id", simulator.ProblemConsulting},
	"osm_regions":            {"CN North-Beijing4", "华北-北京四", "CN North-Beijing", "id", simulator.RegionBeijing4},
	"osm_area_codes":         {"China", "中国", "Chna", "area_code", "86"},
	"osm_severities":         {"Low", "一般", "Lov", "id", simulator.SeverityLow},
	"osm_case_templates":     {"Question", "咨询模板", "Qestion", "id", "6049a20fb08a5c36d3a71a91036a8092"},
}

// TestAccLookUp_name looks up names that match one entry, in both languages and with surrounding spaces, none and two.
func TestAccLookUp_name(t *testing.T) {
	t.Parallel()
	for _, l := range lookUps {
		if l.noun == "" {
			continue
		}
		t.Run(l.typ, func(t *testing.T) {
			t.Parallel()
			n, ok := namedEntries[l.typ]
			if !ok {
				t.Fatal("namedEntries has no entry")
			}
			env := acctest.New(t, simulator.Options{})
			match := func(language, name string) resource.TestStep {
				return shows(env.Provider(language)+l.with(fmt.Sprintf("name = %q", name)), l.typ, object{n.result: text(n.id)})
			}
			steps := []resource.TestStep{
				shows(env.Provider()+l.with(), l.typ, object{n.result: knownvalue.Null()}),
				match("", n.english),
				match("", "  "+n.english+" "),
				match(chinese, n.chinese),
				failing(env.Provider(chinese)+l.with(fmt.Sprintf("name = %q", n.english)),
					"Unknown "+l.noun, "names in zh-cn"),
				failing(env.Provider()+l.with(fmt.Sprintf("name = %q", n.wrong)),
					"Unknown "+l.noun, fmt.Sprintf("names in en-us): - %s (%s)", n.english, n.id)),
			}
			other := ""
			env.InProcess(append(steps, during(func() { other = env.Duplicate(l.list) },
				failing(env.Provider()+l.with(fmt.Sprintf("name = %q", n.english)),
					"More than one "+l.noun+" has this name", "- "+n.english+" ("+n.id+")")))...)
			if other == "" || other == n.id {
				t.Errorf("the second entry has the ID %q", other)
			}
		})
	}
}

// TestAccLookUp_candidatesOfMany shows that an error lists the ten nearest of 250 entries and counts the others.
func TestAccLookUp_candidatesOfMany(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.Fill(simulator.ProductList, 250)
	env.InProcess(
		shows(env.Provider()+data("osm_product_categories", `name = "Entry 249"`), "osm_product_categories",
			object{"product_categories": length(250)}),
		failing(env.Provider()+data("osm_product_categories", `name = "Entri 249"`), "250 in total",
			"names in en-us): - Entry 249 (", "and 240 more"),
	)
}

// TestAccLookUp_nameOfManyProducts shows that the error about an ambiguous name says how to narrow the look-up.
func TestAccLookUp_nameOfManyProducts(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.InProcess(failing(env.Provider()+data("osm_problem_types", `name = "Usage question"`),
		"More than one problem type", "4 entries", "Narrow the search", simulator.ProblemConsulting, simulator.ProblemStorage))
}
