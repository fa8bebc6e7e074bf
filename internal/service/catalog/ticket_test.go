// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// ticketInWords returns a ticket whose configuration contains no ID.
func ticketInWords(kind, product, problem, region, severity, country, template string) string {
	return fmt.Sprintf(`
data "osm_case_categories" "kind" { name = %q }
data "osm_product_categories" "product" { name = %q }
data "osm_problem_types" "problem" {
  product_category_id = data.osm_product_categories.product.id
  name                = %q
}
data "osm_regions" "region" { name = %q }
data "osm_severities" "severity" {
  product_category_id = data.osm_product_categories.product.id
  business_type_id    = data.osm_problem_types.problem.id
  name                = %q
}
data "osm_area_codes" "country" { name = %q }
data "osm_case_templates" "text" {
  business_type_id = data.osm_problem_types.problem.id
  name             = %q
}

resource "osm_servicecase" "this" {
  incident_sub_type_id = data.osm_case_categories.kind.id
  product_category_id  = data.osm_product_categories.product.id
  business_type_id     = data.osm_problem_types.problem.id
  region_id            = data.osm_regions.region.id
  severity_id          = data.osm_severities.severity.id
  area_code            = data.osm_area_codes.country.area_code
  simple_description   = "${data.osm_case_templates.text.content} the node web-1 is gone"
}
`, kind, product, problem, region, severity, country, template)
}

var words = map[string][]string{
	"": {"Technical", "Elastic Cloud Server", "Server cannot be reached", "CN South-Guangzhou", "Critical", "Germany",
		"Failure, short"},
	chinese: {"技术支持", "弹性云服务器", "实例无法连接", "华南-广州", "紧急", "德国", "故障简要模板"},
}

func inWords(w []string) string { return ticketInWords(w[0], w[1], w[2], w[3], w[4], w[5], w[6]) }

// TestAccTicket_inWords shows that a ticket is opened with the right IDs if all of them are looked up by name, in either
// language, and that the second plan is empty.
func TestAccTicket_inWords(t *testing.T) {
	t.Parallel()
	for language, w := range words {
		t.Run(w[0], func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider(language) + inWords(w)
			env.Drive(
				resource.TestStep{Config: config},
				resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				}},
			)
			creates := env.RequestsFor("CreateCases")
			if len(creates) != 1 {
				t.Fatalf("%d tickets were opened, want 1", len(creates))
			}
			var body map[string]any
			if err := json.Unmarshal(creates[0].Body, &body); err != nil {
				t.Fatal(err)
			}
			for key, want := range map[string]string{
				"incident_sub_type_id": simulator.SubTypeService,
				"product_category_id":  simulator.ProductServer,
				"business_type_id":     simulator.ProblemFault,
				"region_id":            simulator.RegionGuangzhou,
				"severity_id":          simulator.SeverityCritical,
				"area_code":            "49",
			} {
				if body[key] != want {
					t.Errorf("%s is %v, want %s", key, body[key], want)
				}
			}
			text, _ := body["simple_description"].(string)
			if !strings.HasSuffix(text, " the node web-1 is gone") || strings.HasPrefix(text, " ") {
				t.Errorf("the description is %q", text)
			}
		})
	}
}

// TestAccTicket_typo shows that a typo in any of the names is an error at plan that lists the right name, without any write.
func TestAccTicket_typo(t *testing.T) {
	t.Parallel()
	typos := map[int]string{
		0: "Technicl",
		1: "Elastic Cloud Servre",
		2: "Server can not be reached",
		3: "CN South-Guangzou",
		4: "Critcal",
		5: "Germani",
		6: "Failure short",
	}
	env := acctest.New(t, simulator.Options{})
	var steps []resource.TestStep
	for at := range maps.Keys(typos) {
		w := append([]string{}, words[""]...)
		w[at] = typos[at]
		step := failing(env.Provider()+inWords(w), "has the name or ID", "names in en-us): - "+words[""][at]+" (")
		step.PlanOnly = true
		steps = append(steps, step)
	}
	env.Drive(steps...)
	if n := len(env.Writes()); n != 0 {
		t.Errorf("%d writes, want none", n)
	}
}

// TestAccLookUp_fortyModules shows that forty modules with the same three look-ups cost three calls per plan.
func TestAccLookUp_fortyModules(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	if err := os.Mkdir(filepath.Join(cli.Dir, "team"), 0o700); err != nil {
		t.Fatal(err)
	}
	cli.Write("team/main.tf", cli.Read("versions.tf")+`
data "osm_product_categories" "product" { name = "Elastic Cloud Server" }
data "osm_problem_types" "problem" {
  product_category_id = data.osm_product_categories.product.id
  name                = "Quota increase"
}
data "osm_regions" "region" { name = "CN North-Beijing4" }
output "problem" { value = data.osm_problem_types.problem.id }
`)
	var root strings.Builder
	root.WriteString(env.Provider())
	for i := range 40 {
		fmt.Fprintf(&root, "module \"team_%d\" {\n  source = \"./team\"\n}\n", i)
	}
	cli.Write("main.tf", root.String())
	cli.Must(0, "get")
	for range 2 {
		env.ResetLog()
		cli.Must(0, "plan", "-input=false", "-parallelism=40")
		env.ExpectCounts(map[string]int{"ListProductCategories": 1, "ListProblemTypes": 1, "ListRegions": 1})
	}
}
