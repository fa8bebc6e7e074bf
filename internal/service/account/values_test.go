// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// errorStatuses are the two HTTP statuses that may carry an error of the service.
var errorStatuses = map[string]simulator.BusinessErrorStatus{
	"errors under 200": simulator.BusinessErrorsUnder200,
	"errors under 4xx": simulator.BusinessErrorsUnder4xx,
}

// TestAccQuotas shows the quota in every form of numbers that the service may use, and that it is read again after a ticket was
// opened in the same run.
func TestAccQuotas(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]simulator.NumberForm{
		"numbers": simulator.NumbersAsNumbers, "strings": simulator.NumbersAsStrings,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Numbers: form}})
			product := fmt.Sprintf("product_category_id = %q", simulator.ProductServer)
			env.InProcess(
				shows(env.Provider()+data("osm_quotas", problem), "osm_quotas",
					object{"total": number(-1), "un_used": number(-1)}),
				during(func() { env.SetQuota(simulator.ProblemConsulting, 10, 3) },
					shows(env.Provider()+data("osm_quotas", problem, product), "osm_quotas",
						object{"total": number(10), "un_used": number(3)})),
			)
			env.Drive(shows(env.Provider()+data("osm_quotas", problem, "depends_on = [osm_servicecase.one]")+fmt.Sprintf(`
resource "osm_servicecase" "one" {
  business_type_id   = %q
  simple_description = "one"
}
data "osm_quotas" "before" { business_type_id = %[1]q }
`, simulator.ProblemConsulting), "osm_quotas", object{"total": number(10), "un_used": number(2)}))
			sent := map[string]bool{}
			for _, r := range env.RequestsFor("ListCaseQuotas") {
				sent[r.Query.Get("product_category_id")] = true
			}
			if len(sent) != 2 || !sent[""] || !sent[simulator.ProductServer] {
				t.Errorf("the products in the queries are %v", sent)
			}
		})
	}
}

func TestAccQuotas_unknownProblemType(t *testing.T) {
	t.Parallel()
	for name, status := range errorStatuses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: status}})
			config := env.Provider() + data("osm_quotas", `business_type_id = "nothing"`)
			env.InProcess(failing(config, "Unable to read the ticket quota", "osm_problem_types", "OSM.01010026"))
		})
	}
}

func TestAccAgencies(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	some := knownvalue.NotNull()
	agency := func(name, duration, trusted string, expires knownvalue.Check) knownvalue.Check {
		return knownvalue.ObjectExact(object{
			"id":                some,
			"name":              text(name),
			"duration":          text(duration),
			"trust_domain_id":   some,
			"trust_domain_name": text(trusted),
			"create_time":       some,
			"expire_time":       expires,
		})
	}
	env.InProcess(shows(env.Provider()+data("osm_agencies"), "osm_agencies", object{
		"agency_list": knownvalue.ListExact([]knownvalue.Check{
			agency("support_agency", "0", "op_svc_osm", some),
			agency("audit_agency", "1", "op_svc_cts", knownvalue.Null()),
		}),
	}))
}

func TestAccCustomerRegions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	beijing := func(name string) object {
		return object{"region_infos": entry(0, object{"region_id": text(simulator.RegionBeijing4), "region_name": text(name)})}
	}
	env.InProcess(
		shows(env.Provider()+data("osm_customer_regions"), "osm_customer_regions", beijing("CN North-Beijing4")),
		shows(env.Provider(chinese)+data("osm_customer_regions"), "osm_customer_regions", beijing("华北-北京四")),
	)
}

// TestAccSubCustomers shows both filters, and that contact data is sensitive.
func TestAccSubCustomers(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	const typ = "osm_sub_customers"
	user := object{
		"customer_id":   knownvalue.NotNull(),
		"customer_name": text("sub-account-b"),
		"domain_id":     knownvalue.NotNull(),
		"mobile":        text("139****0002"),
		"email":         knownvalue.NotNull(),
		"area_code":     text("86"),
	}
	byID := fmt.Sprintf("data %q \"all\" {}\n", typ) +
		data(typ, "sub_customer_id = data."+typ+".all.sub_customer_infos[1].customer_id")
	env.InProcess(
		shows(env.Provider()+data(typ), typ, object{"sub_customer_infos": length(3)}),
		shows(env.Provider()+data(typ, `sub_customer_name = "account-b"`), typ, object{"sub_customer_infos": entry(0, user)}),
		shows(env.Provider()+data(typ, `sub_customer_name = "nobody"`), typ, object{"sub_customer_infos": length(0)}),
	)
	env.Drive(
		shows(env.Provider()+byID, typ, object{"sub_customer_infos": only(user)}),
		failing(env.Provider()+data(typ)+fmt.Sprintf("output \"mobile\" { value = data.%s.this.sub_customer_infos[0].mobile }",
			typ),
			"Output refers to sensitive values"),
	)
}

// TestAccCcEmails shows both forms of the field cc_email_info.
func TestAccCcEmails(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]simulator.CcEmailForm{"object": simulator.CcEmailObject, "array": simulator.CcEmailArray} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{CcEmails: form}})
			env.InProcess(shows(env.Provider()+data("osm_cc_emails"), "osm_cc_emails", object{
				"cc_email_info": only(object{
					"user_id": knownvalue.NotNull(), "customer_id": knownvalue.NotNull(), "cc_email": text("team@example.com")}),
				"mc_email_infos": knownvalue.ListExact([]knownvalue.Check{text("team@example.com"), text("oncall@example.com")}),
			}))
		})
	}
}

// TestAccPrivileges shows an account without a policy, and one whose policy forbids this user to open tickets.
func TestAccPrivileges(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	result := func(has int64, policy bool) object {
		return object{"has_privilege": number(has), "policy_switch": knownvalue.Bool(policy)}
	}
	create, export := data("osm_privileges", `privilege = "createCase"`), data("osm_privileges", `privilege = "export"`)
	env.InProcess(
		shows(env.Provider()+create, "osm_privileges", result(1, false)),
		during(func() { env.SetPrivilege("createCase", false) }, shows(env.Provider()+create, "osm_privileges", result(0, true))),
		shows(env.Provider()+export, "osm_privileges", result(1, true)),
	)
	for _, operation := range []string{"ListPrivileges", "ShowCustomerPrivilegePolicy"} {
		if requests := env.RequestsFor(operation); requests[len(requests)-1].Query.Get("privilege") != "export" {
			t.Errorf("%s was asked about %q", operation, requests[len(requests)-1].Query)
		}
	}
	env.Drive(failing(env.Provider()+create+fmt.Sprintf(`
resource "osm_servicecase" "this" {
  business_type_id   = %q
  simple_description = "this"

  lifecycle {
    precondition {
      condition     = data.osm_privileges.this.has_privilege == 1
      error_message = "This user may not open tickets."
    }
  }
}
`, simulator.ProblemConsulting), "This user may not open tickets."))
	env.ExpectCounts(map[string]int{"CreateCases": 0})
}

// TestAccVerifiedContacts shows the request and the result of each filter.
func TestAccVerifiedContacts(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	phone := env.AddVerifiedContact(0, "13900001111", "86")
	mail := env.AddVerifiedContact(1, "a@example.com", "")
	const typ = "osm_verified_contacts"
	contact := func(way int64, value, area, id string) object {
		return object{"contact_list": only(object{
			"contact_way": number(way), "contact_value": text(value), "area_code": text(area), "verified_id": text(id)})}
	}
	thePhone, theMail := contact(0, "13900001111", "86", phone), contact(1, "a@example.com", "", mail)
	env.InProcess(
		shows(env.Provider()+data(typ), typ, object{"contact_list": length(2)}),
		shows(env.Provider()+data(typ, "contact_way = 0"), typ, thePhone),
		shows(env.Provider()+data(typ, "contact_way = 1"), typ, theMail),
		shows(env.Provider()+data(typ, fmt.Sprintf("verified_id = %q", mail)), typ, theMail),
		shows(env.Provider()+data(typ, `contact_value = "13900001111"`), typ, thePhone),
		shows(env.Provider()+data(typ, `area_code = "86"`), typ, thePhone),
		shows(env.Provider()+data(typ, `contact_value = "b@example.com"`), typ, object{"contact_list": length(0)}),
		shows(env.Provider()+data(typ, `customer_id = "c"`, `sub_customer_id = "s"`, `expired_time = "2030-01-01 00:00:00"`), typ,
			object{"customer_id": text("c")}),
	)
	output := fmt.Sprintf("output \"who\" { value = data.%s.this.contact_list[0].contact_value }", typ)
	env.Drive(failing(env.Provider()+data(typ)+output, "Output refers to sensitive values"))
	sent := false
	for _, r := range env.RequestsFor("ListHasVerifiedContacts") {
		q := r.Query
		sent = sent || q.Get("customer_id") == "c" && q.Get("sub_customer_id") == "s" &&
			q.Get("expired_time") == "2030-01-01 00:00:00"
	}
	if !sent {
		t.Error("the filters that the simulator ignores were not sent")
	}
}

// TestAccVerifiedContacts_pages shows that all contacts are read, each once, whether the service counts from 0 or from 1, and
// whether or not the last page is full.
func TestAccVerifiedContacts_pages(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]simulator.VerifiedOffset{
		"from 0": simulator.VerifiedFromZero, "from 1": simulator.VerifiedFromOne,
	} {
		for _, n := range []int{200, 250} {
			t.Run(fmt.Sprintf("%d %s", n, name), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{VerifiedFrom: from}})
				for i := range n {
					env.AddVerifiedContact(1, fmt.Sprintf("user-%d@example.com", i), "")
				}
				last := fmt.Sprintf("user-%d@example.com", n-1)
				const typ = "osm_verified_contacts"
				env.InProcess(
					shows(env.Provider()+data(typ), typ, object{"contact_list": knownvalue.ListPartial(
						map[int]knownvalue.Check{n - 1: knownvalue.ObjectPartial(object{"contact_value": text(last)})})}),
					shows(env.Provider()+data(typ), typ, object{"contact_list": length(n)}))
			})
		}
	}
}
