// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const chinese = `language = "zh-cn"`

// errorStatuses are the two HTTP statuses that may carry an error of the service.
var errorStatuses = map[string]simulator.BusinessErrorStatus{
	"errors under 200": simulator.BusinessErrorsUnder200,
	"errors under 4xx": simulator.BusinessErrorsUnder4xx,
}

// lookUp is a data source with its required arguments.
type lookUp struct {
	typ, operation string
	needs          []string
	// lists are the attributes of the result and list their name in the simulator. Look-ups of limits have none.
	lists []string
	list  simulator.List
	// noun is the word for an entry in an error about its name, "" for a look-up without names.
	noun string
}

var (
	product = fmt.Sprintf("product_category_id = %q", simulator.ProductServer)
	problem = fmt.Sprintf("business_type_id = %q", simulator.ProblemConsulting)
)

var lookUps = []lookUp{
	{"osm_case_categories", "ListCaseCategories", nil, []string{"case_categories"}, simulator.CategoryList, "ticket sub-type"},
	{"osm_product_categories", "ListProductCategories", nil, []string{"product_categories"}, simulator.ProductList, "product"},
	{"osm_problem_types", "ListProblemTypes", []string{product}, []string{"problem_types"}, simulator.ProblemList,
		"problem type"},
	{"osm_regions", "ListRegions", nil, []string{"regions"}, simulator.RegionList, "region"},
	{"osm_area_codes", "ListAreaCodes", nil, []string{"area_codes"}, simulator.AreaCodeList, "country"},
	{"osm_severities", "ListSeverities", []string{product, problem}, []string{"severities"}, simulator.SeverityList, "severity"},
	{"osm_case_templates", "ListCaseTemplates", []string{problem}, []string{"templates"}, simulator.TemplateList, "template"},
	{"osm_extends_params", "ListExtendsParams", []string{problem}, []string{"extends_params", "common_params"},
		simulator.ExtendsParamList, ""},
	{"osm_satisfaction_dimensions", "ListSatisfactionDimensions", nil, []string{"satisfaction_dimensions"},
		simulator.SatisfactionDimensionList, ""},
	{"osm_case_limits", "ListCaseLimits", nil, nil, "", ""},
	{"osm_accessory_limits", "ShowAccessoryLimits", nil, nil, "", ""},
}

// data returns a data source named "this" with the given lines.
func data(typ string, lines ...string) string {
	return fmt.Sprintf("data %q \"this\" {\n  %s\n}\n", typ, strings.Join(lines, "\n  "))
}

// with returns the look-up with further arguments.
func (l lookUp) with(lines ...string) string { return data(l.typ, append(lines, l.needs...)...) }

// failing returns a step that fails with an error that contains the texts in this order, however Terraform wraps them.
func failing(config string, texts ...string) resource.TestStep {
	var parts []string
	for _, text := range texts {
		words := strings.Fields(text)
		for i, w := range words {
			words[i] = regexp.QuoteMeta(w)
		}
		parts = append(parts, strings.Join(words, `[\s│]+`))
	}
	return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)` + strings.Join(parts, `.*`))}
}

// during returns the step, preceded by do.
func during(do func(), step resource.TestStep) resource.TestStep {
	step.PreConfig = do
	return step
}

// is returns a check of one value of the data source named "this".
func is(typ string, at tfjsonpath.Path, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data."+typ+".this", at, want)
}

// shows returns a step in which the data source has these values.
func shows(config, typ string, want map[string]knownvalue.Check) resource.TestStep {
	step := resource.TestStep{Config: config}
	for attribute, check := range want {
		step.ConfigStateChecks = append(step.ConfigStateChecks, is(typ, tfjsonpath.New(attribute), check))
	}
	return step
}

// TestAccLookUp_rejected shows for every look-up that an API error is reported with its code, whatever the HTTP status, that no
// other body is taken for a response, and that the next run reads again.
func TestAccLookUp_rejected(t *testing.T) {
	t.Parallel()
	for _, l := range lookUps {
		t.Run(l.typ, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider("max_retries = 0") + l.with()
			inject := func(f simulator.Fault) func() {
				f.Operation = l.operation
				return func() {
					env.ClearFaults()
					env.Inject(f)
				}
			}
			env.InProcess(
				during(inject(simulator.Fault{Kind: simulator.RejectUnder200, Code: "OSM.01010002"}),
					failing(config, "Unable to", "OSM.01010002")),
				during(inject(simulator.Fault{Kind: simulator.RejectBefore, Status: 403, Code: "OSM.01010002"}),
					failing(config, "Unable to", "HTTP 403", "OSM.01010002")),
				during(inject(simulator.Fault{Kind: simulator.WrongTypes}), failing(config, "Unable to", "can't be used")),
				during(inject(simulator.Fault{Kind: simulator.NullBody}), failing(config, "Unable to", "can't be used")),
				during(env.ClearFaults, resource.TestStep{Config: config}),
			)
		})
	}
}

// TestAccLookUp_unknownProblemType shows the API error about an unknown ID, under both HTTP statuses.
func TestAccLookUp_unknownProblemType(t *testing.T) {
	t.Parallel()
	for name, status := range errorStatuses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: status}})
			unknown := `business_type_id = "nothing"`
			env.InProcess(
				failing(env.Provider()+data("osm_severities", product, unknown), "Unable to list severities", "OSM.01010026"),
				failing(env.Provider()+data("osm_case_templates", unknown), "Unable to list templates", "osm_problem_types",
					"OSM.01010026"),
				failing(env.Provider()+data("osm_extends_params", unknown), "Unable to list additional parameters",
					"OSM.01010026"),
			)
		})
	}
}

// TestAccLookUp_empty shows that both an empty list and null are an empty result, and an error if a name is set.
func TestAccLookUp_empty(t *testing.T) {
	t.Parallel()
	for _, l := range lookUps {
		if len(l.lists) == 0 {
			continue
		}
		for name, hide := range map[string]func(*acctest.Env){
			"empty": func(e *acctest.Env) { e.EmptyList(l.list) },
			"null":  func(e *acctest.Env) { e.NullList(l.list) },
		} {
			t.Run(l.typ+", "+name, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{})
				hide(env)
				want := map[string]knownvalue.Check{}
				for _, attribute := range l.lists {
					want[attribute] = knownvalue.ListSizeExact(0)
				}
				steps := []resource.TestStep{shows(env.Provider()+l.with(), l.typ, want)}
				if l.noun != "" {
					steps = append(steps, failing(env.Provider()+l.with(`name = "Any"`),
						"Unknown "+l.noun, "lists no "+l.noun+" for"))
				}
				env.InProcess(steps...)
			})
		}
	}
}

// TestAccLookUp_arguments shows that invalid arguments are reported before any call.
func TestAccLookUp_arguments(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	empty := `business_type_id = ""`
	env.InProcess(
		failing(env.Provider()+data("osm_severities", product), "Missing required argument", "business_type_id"),
		failing(env.Provider()+data("osm_severities", problem), "Missing required argument", "product_category_id"),
		failing(env.Provider()+data("osm_case_templates"), "Missing required argument", "business_type_id"),
		failing(env.Provider()+data("osm_extends_params"), "Missing required argument", "business_type_id"),
		failing(env.Provider()+data("osm_case_templates", empty), "business_type_id", "must not be empty"),
		failing(env.Provider()+data("osm_regions", `name = ""`), "Invalid Attribute Value Length", "name"),
		failing(env.Provider()+data("osm_problem_types", `product_category_id = ""`),
			"product_category_id", "must not be empty"),
	)
	if n := len(env.Requests()); n != 0 {
		t.Errorf("%d calls were made, want none", n)
	}
}

// TestAccLookUp_secondPlanIsEmpty shows that a second plan changes no output of any look-up.
func TestAccLookUp_secondPlanIsEmpty(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider()
	for _, l := range lookUps {
		config += l.with() + fmt.Sprintf("output %[1]q { value = data.%[1]s.this }\n", l.typ)
	}
	env.Drive(resource.TestStep{Config: config})
}
