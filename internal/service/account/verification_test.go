// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	newPhone = "13900001111"
	newMail  = "oncall@example.com"
)

// needsVerification are the behaviors of a service that requires a verification of contacts that are not registered.
func needsVerification(more ...func(*simulator.Behaviors)) simulator.Options {
	b := simulator.Behaviors{UnregisteredContacts: simulator.UnregisteredNeedVerification}
	for _, set := range more {
		set(&b)
	}
	return simulator.Options{Behaviors: b}
}

// verification returns the configuration of a verification with further lines.
func verification(way, value string, lines ...string) string {
	return fmt.Sprintf("\nresource \"osm_contact_verification\" \"this\" {\n  contact_way = %q\n  contact_value = %q\n  %s\n}\n",
		way, value, strings.Join(lines, "\n  "))
}

func code(code string, version int) string {
	return fmt.Sprintf("verify_code_wo = %q\n  verify_code_wo_version = %d", code, version)
}

// has returns checks of the values of the verification.
func has(verified bool, id knownvalue.Check) []statecheck.StateCheck {
	const address = "osm_contact_verification.this"
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("verified"), knownvalue.Bool(verified)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("verified_id"), id),
	}
}

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction("osm_contact_verification.this", action)}}
}

// TestAccVerification verifies a phone and a mailbox in two steps, under everything that is not documented about it: the code is
// sent once, a wrong code is an error that loses nothing, and the second plan is empty.
func TestAccVerification(t *testing.T) {
	t.Parallel()
	const wrong = "(?s)Unable to verify the.*wrong or older than five minutes"
	for name, c := range map[string]struct {
		way, value string
		set        func(*simulator.Behaviors)
	}{
		"phone": {"phone", newPhone, func(*simulator.Behaviors) {}},
		"phone, 4xx": {"phone", newPhone, func(b *simulator.Behaviors) {
			b.BusinessErrors = simulator.BusinessErrorsUnder4xx
		}},
		"mail":          {"mail", newMail, func(b *simulator.Behaviors) { b.VerifiedFrom = simulator.VerifiedFromZero }},
		"always needed": {"mail", newMail, func(b *simulator.Behaviors) { b.NeedVerify = simulator.NeedVerifyAlways }},
		"masked": {"phone", "139-0000 1111", func(b *simulator.Behaviors) {
			b.VerifiedValues, b.ContactWays = simulator.VerifiedValuesMasked, simulator.ContactWaysFromOne
		}},
		"masked mail": {"mail", newMail, func(b *simulator.Behaviors) { b.VerifiedValues = simulator.VerifiedValuesMasked }},
		"other code and numbers": {"mail", newMail, func(b *simulator.Behaviors) {
			b.WrongCodes, b.Numbers = simulator.WrongCodesInvalid, simulator.NumbersAsStrings
		}},
		"no bodies": {"phone", newPhone, func(b *simulator.Behaviors) { b.EmptyResponses = simulator.EmptyResponseNoBody }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, needsVerification(c.set))
			step := func(lines ...string) string { return env.Provider() + verification(c.way, c.value, lines...) }
			sent, checked := step("verify_code_wo_version = 1"), step(code(simulator.VerifyCode, 2))
			steps := []resource.TestStep{
				{Config: sent, ConfigStateChecks: has(false, knownvalue.Null())},
				acctest.EmptyPlan(sent),
			}
			writes := []string{"SendVerifyCodes"}
			if acctest.HasWriteOnly(t) {
				steps = append(steps,
					resource.TestStep{Config: step(code("000000", 1)), ExpectError: regexp.MustCompile(wrong)},
					resource.TestStep{Config: checked, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
						ConfigStateChecks: has(true, knownvalue.NotNull())},
					acctest.EmptyPlan(checked),
					acctest.EmptyPlan(step("verify_code_wo_version = 2")))
				writes = append(writes, "CheckVerifyCodes", "CheckVerifyCodes")
			}
			env.Drive(steps...)
			acctest.ExpectWrites(t, env, writes...)
		})
	}
}

// TestAccVerification_ends lets a verification end: reading reports it, the code in the configuration is not used again, and no
// code is sent until the resource is replaced.
func TestAccVerification_ends(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, needsVerification())
	config := env.Provider() + verification("phone", newPhone, code(simulator.VerifyCode, 1))
	acctest.Needs(t, config)
	env.Drive(
		resource.TestStep{Config: env.Provider() + verification("phone", newPhone)},
		resource.TestStep{Config: config, ConfigStateChecks: has(true, knownvalue.NotNull())},
		acctest.After(func() { env.Advance(365 * 24 * time.Hour) }, resource.TestStep{Config: config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionNoop),
			ConfigStateChecks: has(false, knownvalue.Null())}),
		acctest.EmptyPlan(config),
		resource.TestStep{Config: env.Provider() + verification("phone", newPhone, `area_code = "49"`),
			ConfigPlanChecks: planned(plancheck.ResourceActionReplace), ConfigStateChecks: has(false, knownvalue.Null())},
		acctest.Destroy(),
	)
	acctest.ExpectWrites(t, env, "SendVerifyCodes", "CheckVerifyCodes", "SendVerifyCodes")
}

// TestAccVerification_notNeeded sends nothing to a registered contact and to one that is already verified, whose ID is found.
func TestAccVerification_notNeeded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		way, value string
		lines      []string
		options    simulator.Options
		listed     bool
	}{
		"registered": {way: "phone", value: simulator.RegisteredMobile, options: needsVerification()},
		"registered, with a code": {way: "mail", value: simulator.RegisteredMail, options: needsVerification(),
			lines: []string{code("000000", 1)}},
		"not required": {way: "mail", value: newMail},
		"verified":     {way: "phone", value: newPhone, options: needsVerification(), listed: true},
		"verified, with a code": {way: "phone", value: newPhone, options: needsVerification(), listed: true,
			lines: []string{code("000000", 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, c.options)
			id := knownvalue.Check(knownvalue.Null())
			if c.listed {
				env.AddVerifiedContact(0, newPhone, "49") // the same number in another country
				id = knownvalue.StringExact(env.AddVerifiedContact(0, newPhone, "0086"))
			}
			config := env.Provider() + verification(c.way, c.value, c.lines...)
			acctest.Needs(t, config)
			env.Drive(resource.TestStep{Config: config, ConfigStateChecks: has(true, id)}, acctest.EmptyPlan(config))
			acctest.ExpectWrites(t, env)
		})
	}
}

// TestAccVerification_tooOften reports a code that was sent a short while ago, and sends none in its place. The code from that
// message verifies the contact when the resource is created.
func TestAccVerification_tooOften(t *testing.T) {
	t.Parallel()
	for name, status := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, needsVerification(func(b *simulator.Behaviors) { b.BusinessErrors = status }))
			config := env.Provider() + verification("phone", newPhone)
			env.InProcess(
				resource.TestStep{Config: config},
				failing(config, "Unable to send the verification code", "less than a minute ago", "`verify_code_wo`",
					"OSM.01010024"),
				resource.TestStep{Config: env.Provider() + verification("phone", newPhone, code(simulator.VerifyCode, 1)),
					ConfigStateChecks: has(true, knownvalue.NotNull())},
			)
			acctest.ExpectWrites(t, env, "SendVerifyCodes", "SendVerifyCodes", "CheckVerifyCodes")
		})
	}
}

// TestAccVerification_lostResponse loses the response to the call that sends the code: the resource is in the state with a
// warning, and the next apply sends nothing.
func TestAccVerification_lostResponse(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"reset after":  {Kind: simulator.DropAfter},
		"reset before": {Kind: simulator.DropBefore},
		"503":          {Kind: simulator.RejectBefore, Status: 503},
		"HTML page":    {Kind: simulator.HTMLAfter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, needsVerification())
			fault.Operation, fault.Times = "SendVerifyCodes", 1
			env.Inject(fault)
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+verification("phone", newPhone))
			acctest.ExpectTexts(t, cli.Apply().Out, "Warning: The verification code may not have been sent",
				"If the code arrives, it is valid for five minutes")
			cli.ExpectEmptyPlan()
			acctest.ExpectWrites(t, env, "SendVerifyCodes")
		})
	}
}

// TestAccVerification_faults verifies a contact although each call fails once and the token expires in between.
func TestAccVerification_faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"503":         {Kind: simulator.RejectBefore, Status: 503},
		"reset after": {Kind: simulator.DropAfter},
		"throttled":   {Kind: simulator.Throttle},
		"401":         {Kind: simulator.RejectBefore, Status: 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, needsVerification())
			sent, checked := env.Provider()+verification("phone", newPhone),
				env.Provider()+verification("phone", newPhone, code(simulator.VerifyCode, 1))
			acctest.Needs(t, checked)
			env.Drive(
				resource.TestStep{Config: sent},
				acctest.After(func() {
					for _, operation := range []string{"CheckNeedVerify", "ListHasVerifiedContacts", "CheckVerifyCodes"} {
						fault.Operation, fault.Times = operation, 1
						env.Inject(fault)
					}
				}, resource.TestStep{Config: checked, ConfigStateChecks: has(true, knownvalue.NotNull())}),
			)
			applied := 0
			for _, r := range env.RequestsFor("CheckVerifyCodes") {
				if r.Applied {
					applied++
				}
			}
			if applied != 1 {
				t.Errorf("the contact was verified %d times", applied)
			}
		})
	}
}

// TestAccVerification_arguments shows that invalid arguments are reported before any call.
func TestAccVerification_arguments(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.InProcess(
		failing(env.Provider()+verification("sms", newPhone), "Invalid value", `must be "phone" or "mail"`),
		failing(env.Provider()+verification("phone", newMail), "`contact_value` must be a phone number"),
		failing(env.Provider()+verification("mail", newPhone), "`contact_value` must be one email address"),
		failing(env.Provider()+verification("mail", strings.Repeat("x", 60)+"@example.com"), "must have 1 to 64 characters"),
		failing(env.Provider()+verification("phone", newPhone, `area_code = "+86"`), "`area_code` must have 1 to 4 digits"),
		failing(env.Provider()+verification("phone", newPhone, `verify_code_wo = "12345"`), "exactly six letters or digits"),
	)
	if n := len(env.Requests()); n != 0 {
		t.Errorf("%d calls were made, want none", n)
	}
}

// TestAccVerification_ticket opens a ticket with a contact that was verified in the same configuration.
func TestAccVerification_ticket(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, needsVerification())
	config := func(lines ...string) string {
		return env.Provider() + verification("mail", newMail, lines...) + acctest.Ticket("this",
			fmt.Sprintf("remind_mail = %q", newMail), "email_verified_id = osm_contact_verification.this.verified_id",
			"lifecycle {\n    precondition {\n      condition     = osm_contact_verification.this.verified\n"+
				"      error_message = \"Enter the code first.\"\n    }\n  }")
	}
	checked := config(code(simulator.VerifyCode, 1))
	steps := []resource.TestStep{{Config: config(), ExpectError: regexp.MustCompile("Enter the code first")}}
	writes := []string{"SendVerifyCodes"}
	if acctest.HasWriteOnly(t) {
		steps = append(steps, resource.TestStep{Config: checked}, acctest.EmptyPlan(checked))
		writes = append(writes, "CheckVerifyCodes", "CreateCases")
	}
	env.Drive(steps...)
	acctest.ExpectWrites(t, env, writes...)
}
