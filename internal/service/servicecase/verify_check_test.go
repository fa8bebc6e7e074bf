// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const (
	unverifiedPhone   = "Warning: The phone number is not verified"
	unverifiedMail    = "Warning: The email address is not verified"
	unsignedAgreement = "Warning: The agreement on new tickets is not signed"
)

// TestAccPlanCheck_contacts warns at plan about a new or changed contact that must be verified, without printing it. Each contact
// is looked up once, and one with a proof not at all.
func TestAccPlanCheck_contacts(t *testing.T) {
	t.Parallel()
	const contact = "remind_mobile = \"13900001111\"\n  remind_mail = \"oncall@example.com\""
	for name, c := range map[string]struct {
		lines []string
		want  []string
		asked int
	}{
		"unverified":   {[]string{contact}, []string{unverifiedPhone, unverifiedMail}, 2},
		"verified IDs": {[]string{contact, `phone_verified_id = "p"`, `email_verified_id = "m"`}, nil, 0},
		"code":         {[]string{contact, `verify_code_wo = "123456"`}, nil, 0},
		"registered":   {[]string{`remind_mobile = "13800000000"`, `area_code = "86"`}, nil, 1},
		"too long":     {[]string{fmt.Sprintf(`remind_mail = "%s@example.com"`, strings.Repeat("x", 60))}, nil, 0},
		"one of both":  {[]string{contact, `phone_verified_id = "p"`}, []string{unverifiedMail}, 1},
		"no contact":   {nil, nil, 0},
		"known later": {[]string{contact, `phone_verified_id = terraform_data.id.output`,
			`email_verified_id = terraform_data.id.output`}, nil, 0},
		"value is late": {[]string{`remind_mail = terraform_data.id.output`}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Needs(t, strings.Join(c.lines, "\n"))
			env := acctest.New(t, simulator.Options{
				Behaviors: simulator.Behaviors{UnregisteredContacts: simulator.UnregisteredNeedVerification}})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+"resource \"terraform_data\" \"id\" {\n  input = \"x\"\n}\n"+
				acctest.Ticket("this", append(c.lines, "count = 3")...))
			out := cli.Must(0, "plan").Out
			for _, warning := range []string{unverifiedPhone, unverifiedMail} {
				want := 0
				for _, w := range c.want {
					if w == warning {
						want = 1
					}
				}
				if got := strings.Count(out, warning); min(got, 1) != want {
					t.Errorf("%q is printed %d times:\n%s", warning, got, out)
				}
			}
			for _, value := range []string{"13900001111", "oncall@example.com"} {
				if strings.Contains(out, value) {
					t.Errorf("%s is printed:\n%s", value, out)
				}
			}
			env.ExpectCounts(map[string]int{"CheckNeedVerify": c.asked})
		})
	}
}

// TestAccPlanCheck_changedContact looks only at what changes.
func TestAccPlanCheck_changedContact(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	config := func(lines ...string) string { return env.Provider() + acctest.Ticket("this", lines...) }
	cli.Write("main.tf", config(`remind_mobile = "13900001111"`))
	cli.Apply()
	env.SetBehaviors(func(b *simulator.Behaviors) { b.UnregisteredContacts = simulator.UnregisteredNeedVerification })
	env.ResetLog()
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", config(`remind_mobile = "13900001111"`, `remind_mail = "oncall@example.com"`))
	acctest.ExpectTexts(t, cli.Must(0, "plan").Out, unverifiedMail, "Verify it with osm_contact_verification "+
		"(`contact_way = \"mail\"`) and set `email_verified_id` to its `verified_id`")
	env.ExpectCounts(map[string]int{"CheckNeedVerify": 1})
}

// TestAccPlanCheck_agreement warns once about an unsigned agreement when a ticket is opened, and is silent where there is none,
// where the look-up fails, and where nothing is opened.
func TestAccPlanCheck_agreement(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(*acctest.Env)
		want   int
	}{
		"signed":   {func(*acctest.Env) {}, 0},
		"unsigned": {func(e *acctest.Env) { e.PublishAgreement("0", 4) }, 1},
		"none":     {func(e *acctest.Env) { e.PublishAgreement("0", 0) }, 0},
		"unavailable": {func(e *acctest.Env) {
			e.PublishAgreement("0", 4)
			e.Inject(simulator.Fault{Operation: "ShowSignedLatestPublishedAgreement", Kind: simulator.RejectBefore, Status: 503})
		}, 0},
		"not permitted": {func(e *acctest.Env) {
			e.PublishAgreement("0", 4)
			e.Inject(simulator.Fault{Operation: "ShowLatestPublishedAgreement", Kind: simulator.RejectUnder200,
				Code: "OSM.01010002"})
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			c.before(env)
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+acctest.Ticket("this", "count = 3"))
			out := cli.Must(0, "plan").Out
			if got := strings.Count(out, unsignedAgreement); got != c.want || strings.Count(out, "Warning: ") != c.want {
				t.Errorf("%d warnings, want %d:\n%s", got, c.want, out)
			}
			env.ExpectCounts(map[string]int{"ShowSignedLatestPublishedAgreement": 1})
			if n := env.Count("ShowLatestPublishedAgreement"); n > 1 {
				t.Errorf("the agreement was read %d times", n)
			}
			cli.Apply()
			env.ResetLog()
			cli.ExpectEmptyPlan()
			env.ExpectCounts(map[string]int{"ShowSignedLatestPublishedAgreement": 0})
		})
	}
}

// TestAccPlanCheck_unsignedIsRejected opens no ticket while the service requires a signature, and one after it was given.
func TestAccPlanCheck_unsignedIsRejected(t *testing.T) {
	t.Parallel()
	for name, status := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: status,
				UnsignedAgreements: simulator.UnsignedAgreementsRejected}})
			env.PublishAgreement("0", 4)
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+acctest.Ticket("this"))
			acctest.ExpectTexts(t, cli.Must(1, "apply", "-auto-approve").Out, unsignedAgreement, "OSM.01010002")
			cli.Write("main.tf", env.Provider()+acctest.Ticket("this", "depends_on = [osm_agreement_signature.this]")+
				"resource \"osm_agreement_signature\" \"this\" {\n  agreement_type = \"0\"\n  version = 4\n}\n")
			cli.Apply()
			cli.ExpectEmptyPlan()
			acctest.ExpectWrites(t, env, "CreateCases", "SignPublishedAgreement", "CreateCases")
		})
	}
}
