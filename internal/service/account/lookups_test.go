// SPDX-License-Identifier: MPL-2.0

package account_test

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

// lookUp is a data source with its required arguments.
type lookUp struct {
	typ, needs string
	operations []string
	// lists are the attributes of the result and list their name in the simulator.
	lists []string
	list  simulator.List
}

var problem = fmt.Sprintf("business_type_id = %q", simulator.ProblemConsulting)

var lookUps = []lookUp{
	{"osm_quotas", problem, []string{"ListCaseQuotas"}, nil, ""},
	{"osm_agencies", "", []string{"ListAgencies"}, []string{"agency_list"}, simulator.AgencyList},
	{"osm_customer_regions", "", []string{"ListCustomersRegions"}, []string{"region_infos"}, simulator.CustomerRegionList},
	{"osm_sub_customers", "", []string{"ListSubCustomers"}, []string{"sub_customer_infos"}, simulator.SubCustomerList},
	{"osm_cc_emails", "", []string{"ListCaseCcEmails"}, []string{"cc_email_info", "mc_email_infos"}, simulator.CcEmailList},
	{"osm_verified_contacts", "", []string{"ListHasVerifiedContacts"}, []string{"contact_list"}, simulator.VerifiedContactList},
	{"osm_privileges", `privilege = "assumeCaseAll"`, []string{"ListPrivileges", "ShowCustomerPrivilegePolicy"}, nil, ""},
	{"osm_agreement", `agreement_type = "2"`,
		[]string{"ShowLatestPublishedAgreement", "ShowSignedLatestPublishedAgreement"}, nil, ""},
}

type object = map[string]knownvalue.Check

func text(s string) knownvalue.Check  { return knownvalue.StringExact(s) }
func number(n int64) knownvalue.Check { return knownvalue.Int64Exact(n) }
func length(n int) knownvalue.Check   { return knownvalue.ListSizeExact(n) }
func entry(n int, c object) knownvalue.Check {
	return knownvalue.ListPartial(map[int]knownvalue.Check{n: knownvalue.ObjectExact(c)})
}

func only(c object) knownvalue.Check {
	return knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(c)})
}

// data returns a data source named "this" with the given lines.
func data(typ string, lines ...string) string {
	return fmt.Sprintf("data %q \"this\" {\n  %s\n}\n", typ, strings.Join(lines, "\n  "))
}

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

// shows returns a step in which the data source named "this" has these values.
func shows(config, typ string, want object) resource.TestStep {
	step := resource.TestStep{Config: config}
	for attribute, check := range want {
		step.ConfigStateChecks = append(step.ConfigStateChecks,
			statecheck.ExpectKnownValue("data."+typ+".this", tfjsonpath.New(attribute), check))
	}
	return step
}

// TestAccLookUp_rejected shows for every call of every look-up that an API error is reported with its code, whatever the HTTP
// status, that no other body is taken for a response, and that the next run reads again.
func TestAccLookUp_rejected(t *testing.T) {
	t.Parallel()
	for _, l := range lookUps {
		for _, operation := range l.operations {
			t.Run(l.typ+", "+operation, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{})
				config := env.Provider("max_retries = 0") + data(l.typ, l.needs)
				inject := func(f simulator.Fault) func() {
					f.Operation = operation
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
}

// TestAccLookUp_empty shows that both an empty list and null are an empty result.
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
				want := object{}
				for _, attribute := range l.lists {
					want[attribute] = length(0)
				}
				env.InProcess(shows(env.Provider()+data(l.typ, l.needs), l.typ, want))
			})
		}
	}
}

// TestAccLookUp_arguments shows that invalid arguments are reported before any call.
func TestAccLookUp_arguments(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.InProcess(
		failing(env.Provider()+data("osm_quotas"), "Missing required argument", "business_type_id"),
		failing(env.Provider()+data("osm_privileges"), "Missing required argument", "privilege"),
		failing(env.Provider()+data("osm_privileges", `privilege = "deleteCase"`), "Invalid value", "createCase"),
		failing(env.Provider()+data("osm_verified_contacts", `contact_way = 2`),
			"Invalid value", "contact_way", "between 0 and 1"),
		failing(env.Provider()+data("osm_verified_contacts", `area_code = ""`), "area_code", "must not be empty"),
		failing(env.Provider()+data("osm_sub_customers", `sub_customer_id = ""`), "sub_customer_id",
			"must not be empty"),
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
		config += data(l.typ, l.needs) + fmt.Sprintf("output %[1]q {\n  sensitive = true\n  value = data.%[1]s.this\n}\n", l.typ)
	}
	env.Drive(resource.TestStep{Config: config})
}
