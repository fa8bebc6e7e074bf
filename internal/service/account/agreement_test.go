// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// versions are the forms in which the service may report versions, with what follows the number.
var versions = map[simulator.AgreementVersions]string{
	simulator.AgreementVersionNumbers: "", simulator.AgreementVersionTexts: "", simulator.AgreementVersionsDotted: ".0.0",
}

func signature(kind, version string, lines ...string) string {
	more := ""
	for _, line := range lines {
		more += "  " + line + "\n"
	}
	return fmt.Sprintf("\nresource \"osm_agreement_signature\" \"this\" {\n  agreement_type = %q\n  version = %q\n%s}\n", kind,
		version, more)
}

func signatureHas(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("osm_agreement_signature.this", tfjsonpath.New(attribute), want)
}

// TestAccAgreement shows the latest version of an agreement in both languages, unsigned and signed.
func TestAccAgreement(t *testing.T) {
	t.Parallel()
	for form, suffix := range versions {
		t.Run(fmt.Sprint(form), func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{AgreementVersions: form}})
			const typ = "osm_agreement"
			version := "2" + suffix
			result := func(name string, signed bool) object {
				return object{
					"id": text("3"), "agreement_name": text(name), "agreement_type_name": text(name), "version": text(version),
					"content": text(name + " v2"), "is_signed_latest": knownvalue.Bool(signed),
				}
			}
			env.InProcess(
				shows(env.Provider()+data(typ, `agreement_type = "2"`), typ, result("Support access agreement", false)),
				shows(env.Provider()+signature("2", version)+data(typ, `agreement_type = "1"`), typ,
					object{"version": knownvalue.NotNull()}),
				shows(env.Provider(chinese)+data(typ, `agreement_type = "2"`), typ, result("授权协议", true)),
				failing(env.Provider()+data(typ, `agreement_type = "3"`), "Invalid value", `must be "0", "1" or "2"`),
				during(func() { env.PublishAgreement("2", 0) }, failing(env.Provider()+data(typ, `agreement_type = "2"`),
					"Unable to read the latest agreement of type 2", "no published agreement of type 2")),
			)
		})
	}
}

// TestAccAgreementSignature signs one version once. A new version changes nothing but a computed value, and is signed only after
// it was written into the configuration. Destroying makes no call.
func TestAccAgreementSignature(t *testing.T) {
	t.Parallel()
	for form, suffix := range versions {
		for name, status := range acctest.ErrorForms {
			t.Run(fmt.Sprint(form, ", ", name), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{
					Behaviors: simulator.Behaviors{AgreementVersions: form, BusinessErrors: status}})
				config := env.Provider() + signature("2", "2"+suffix, `relation_id = "r"`)
				other := env.Provider() + signature("2", "2"+suffix, `relation_id = "s"`)
				next := env.Provider() + signature("2", "3"+suffix)
				env.Drive(
					resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
						signatureHas("id", text("3")), signatureHas("agreement_signed_record_id", text("7003")),
						signatureHas("is_signed_latest", knownvalue.Bool(true)),
					}},
					acctest.EmptyPlan(config),
					resource.TestStep{Config: other},
					acctest.After(func() { env.PublishAgreement("2", 3) }, resource.TestStep{Config: other,
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
							plancheck.ExpectResourceAction("osm_agreement_signature.this", plancheck.ResourceActionNoop)}},
						ConfigStateChecks: []statecheck.StateCheck{signatureHas("is_signed_latest", knownvalue.Bool(false))}}),
					resource.TestStep{Config: next, ConfigStateChecks: []statecheck.StateCheck{
						signatureHas("is_signed_latest", knownvalue.Bool(true))}},
					acctest.EmptyPlan(next),
					acctest.Destroy(),
				)
				acctest.ExpectWrites(t, env, "SignPublishedAgreement", "SignPublishedAgreement")
				if bodies := acctest.Bodies(t, env, "SignPublishedAgreement"); bodies[0]["relation_id"] != "r" ||
					bodies[1]["relation_id"] != nil {
					t.Errorf("the bodies are %v", bodies)
				}
			})
		}
	}
}

// TestAccAgreementSignature_otherVersion signs nothing if the version is not the latest one, at plan and at apply, signed or not.
func TestAccAgreementSignature_otherVersion(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]string{"unsigned": "2", "signed": "0"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			latest := map[string]string{"2": "2", "0": "3"}[kind]
			texts := []string{
				"Unable to sign the agreement",
				"The latest published version of agreement " + kind + " is " + latest +
					", not 1",
				"Nothing was signed",
				`version = "` + latest + `"`,
			}
			plan := failing(env.Provider()+signature(kind, "1"), texts...)
			plan.PlanOnly = true
			env.InProcess(plan, failing(env.Provider("plan_checks = false")+signature(kind, "1"), texts...))
			acctest.ExpectWrites(t, env)
		})
	}
}

// TestAccAgreementSignature_signed finds an agreement signed, and does not sign it a second time.
func TestAccAgreementSignature_signed(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + signature("0", "3")
	env.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
		signatureHas("agreement_signed_record_id", knownvalue.Null()), signatureHas("is_signed_latest", knownvalue.Bool(true)),
	}}, acctest.EmptyPlan(config))
	acctest.ExpectWrites(t, env)
}

// TestAccAgreementSignature_faults signs once, whatever happens to the call.
func TestAccAgreementSignature_faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"503 before":   {Kind: simulator.RejectBefore, Status: 503},
		"reset after":  {Kind: simulator.DropAfter},
		"reset before": {Kind: simulator.DropBefore},
		"HTML page":    {Kind: simulator.HTMLAfter},
		"throttled":    {Kind: simulator.Throttle},
		"401":          {Kind: simulator.RejectBefore, Status: 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			for _, operation := range []string{"ShowLatestPublishedAgreement", "ShowSignedLatestPublishedAgreement",
				"SignPublishedAgreement"} {
				fault.Operation, fault.Times = operation, 1
				env.Inject(fault)
			}
			config := env.Provider("plan_checks = false") + signature("1", "1")
			env.Drive(resource.TestStep{Config: config}, acctest.EmptyPlan(config))
			applied := 0
			for _, r := range env.RequestsFor("SignPublishedAgreement") {
				if r.Applied {
					applied++
				}
			}
			if applied != 1 {
				t.Errorf("it was signed %d times", applied)
			}
		})
	}
}

// TestAccAgreementSignature_import imports the signature under the latest version only.
func TestAccAgreementSignature_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	imported := func(kind, version, id string) string {
		return env.Provider() + signature(kind, version) +
			fmt.Sprintf("import {\n  to = osm_agreement_signature.this\n  id = %q\n}\n", id)
	}
	config := imported("0", "3", "0/3")
	env.Drive(
		failing(imported("0", "3", "3"), "Invalid import ID", "such as 0/3"),
		failing(imported("0", "2", "0/2"), "Unable to import", "The latest published version is 3, not 2", "Import 0/3."),
		failing(imported("1", "1", "1/1"), "Unable to import", "has not signed version 1"),
		resource.TestStep{Config: config},
		acctest.EmptyPlan(config),
	)
	acctest.ExpectWrites(t, env)
}
