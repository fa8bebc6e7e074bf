// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

var (
	phone = map[string]any{"contact_way": "phone", "contact_value": "13900001111", "area_code": "86"}
	mail  = map[string]any{"contact_way": "mail", "contact_value": "oncall@example.com"}
)

// needsVerification lets the service require a verification of contacts that are not registered.
func needsVerification(b *simulator.Behaviors) {
	b.UnregisteredContacts = simulator.UnregisteredNeedVerification
}

// actionRun is one run of an action: its arguments, the calls it makes, and what it prints.
type actionRun struct {
	action  string
	config  map[string]any
	calls   []string
	message string // of the one progress line, or of the error if fails is set
	fails   bool
}

// TestActions_account runs the actions on the account in sequence, each more than once.
func TestActions_account(t *testing.T) {
	t.Parallel()
	const need, list, send, check = "CheckNeedVerify", "ListHasVerifiedContacts", "SendVerifyCodes", "CheckVerifyCodes"
	const latest, signed, sign = "ShowLatestPublishedAgreement", "ShowSignedLatestPublishedAgreement", "SignPublishedAgreement"
	right := map[string]any{"verify_code_wo": simulator.VerifyCode}
	wrong := map[string]any{"verify_code_wo": "000000"}
	agreement := func(kind, version string) map[string]any {
		return map[string]any{"agreement_type": kind, "version": version}
	}
	for name, runs := range map[string][]actionRun{
		"verification": {
			{"osm_verification_send", phone, []string{need, send}, "A code was sent to the phone number. It is valid", false},
			{"osm_verification_send", phone, []string{need, send}, "less than a minute ago, so no other code was sent", false},
			{"osm_verification_check", with(phone, wrong), []string{need, list, check}, "OSM.01010010", true},
			{"osm_verification_check", with(phone, right), []string{need, list, check, list, list},
				"The phone number is verified (`verified_id` ", false},
			{"osm_verification_check", with(phone, right), []string{need, list, list}, "The phone number is verified (", false},
			{"osm_verification_send", phone, []string{need, list, list}, "needs no verification (`verified_id` ", false},
		},
		"registered": {
			{"osm_verification_send", with(mail, map[string]any{"contact_value": simulator.RegisteredMail}), []string{need, list},
				"The email address needs no verification, so no code was sent.", false},
			{"osm_verification_check", with(mail, with(right, map[string]any{"contact_value": simulator.RegisteredMail})),
				[]string{need, list}, "The email address is verified.", false},
		},
		"agreement": {
			{"osm_agreement_sign", agreement("1", "2"), []string{latest, signed},
				"latest published version of agreement 1 is 1, not 2", true},
			{"osm_agreement_sign", with(agreement("1", "1"), map[string]any{"relation_id": "r"}), []string{signed, sign},
				"Version 1 of agreement 1 was signed.", false},
			{"osm_agreement_sign", agreement("1", "1"), []string{signed}, "Version 1 of agreement 1, the latest one, is already",
				false},
			{"osm_agreement_sign", agreement("0", "2"), []string{latest, signed},
				"Version 3 of agreement 0, the latest one, is already signed.", false},
		},
	} {
		for travel, options := range map[string]simulator.Options{"200": {}, "4xx": {HTTPErrors: true}} {
			t.Run(name+"/"+travel, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, options)
				env.SetBehaviors(needsVerification)
				s := start(t, env, nil)
				for i, run := range runs {
					env.ResetLog()
					lines, diags := s.invoke(run.action, run.config)
					if run.fails && len(diags) == 1 && len(lines) == 0 {
						lines = []string{diags[0].Summary + ": " + diags[0].Detail}
					} else {
						s.noErrors(nil, diags)
					}
					if len(lines) != 1 || !strings.Contains(lines[0], run.message) {
						t.Errorf("run %d printed %q, want one line with %q", i+1, lines, run.message)
					}
					if got := calls(env); !slices.Equal(got, run.calls) {
						t.Errorf("run %d made the calls\n     %q\nwant %q", i+1, got, run.calls)
					}
				}
			})
		}
	}
}

// TestActions_accountLostResponse loses the response to each write. A code is not sent again; the others find out what happened.
func TestActions_accountLostResponse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action, operation string
		config            map[string]any
		fails             bool
	}{
		"send": {"osm_verification_send", "SendVerifyCodes", phone, true},
		"check": {"osm_verification_check", "CheckVerifyCodes",
			with(phone, map[string]any{"verify_code_wo": simulator.VerifyCode}), false},
		"sign": {"osm_agreement_sign", "SignPublishedAgreement", map[string]any{"agreement_type": "1", "version": "1"}, false},
	} {
		for _, kind := range []simulator.Kind{simulator.DropAfter, simulator.FailAfter, simulator.HTMLAfter} {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{})
				env.SetBehaviors(needsVerification)
				s := start(t, env, nil)
				if name == "check" {
					_, diags := s.invoke("osm_verification_send", phone)
					s.noErrors(nil, diags)
					env.ResetLog()
				}
				env.Inject(simulator.Fault{Operation: c.operation, Kind: kind, Times: 1})
				_, diags := s.invoke(c.action, c.config)
				if failed := len(diags) > 0 && diags[0].Severity == tfprotov6.DiagnosticSeverityError; failed != c.fails {
					t.Errorf("it failed: %v, want %v: %v", failed, c.fails, diags)
				}
				_, diags = s.invoke(c.action, c.config)
				s.noErrors(nil, diags)
				expectEffect(t, env, c.operation, true)
			})
		}
	}
}

// TestActions_accountValidation checks that an invalid argument is rejected without a call.
func TestActions_accountValidation(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	actions := s.ProviderServer.(tfprotov6.ProviderServerWithActions)
	for name, c := range map[string]struct {
		action string
		config map[string]any
		want   string
	}{
		"way":       {"osm_verification_send", with(phone, map[string]any{"contact_way": "sms"}), `must be "phone" or "mail"`},
		"phone":     {"osm_verification_send", with(phone, map[string]any{"contact_value": "x"}), "must be a phone number"},
		"mail":      {"osm_verification_send", with(mail, map[string]any{"contact_value": "x"}), "must be one email address"},
		"area code": {"osm_verification_send", with(phone, map[string]any{"area_code": "+86"}), "`area_code` must have"},
		"code":      {"osm_verification_check", with(phone, map[string]any{"verify_code_wo": "1"}), "exactly six"},
		"agreement": {"osm_agreement_sign", map[string]any{"agreement_type": "3", "version": "1"}, `must be "0", "1" or "2"`},
		"version":   {"osm_agreement_sign", map[string]any{"agreement_type": "0", "version": ""}, "must not be empty"},
		"relation": {"osm_agreement_sign", map[string]any{"agreement_type": "0", "version": "1", "relation_id": ""},
			"must not be empty"},
		"unknown value": {"osm_verification_send", with(phone, map[string]any{"contact_value": unknown{}}), ""},
	} {
		value := s.value(s.schemas.ActionSchemas[c.action].Schema.ValueType(), c.config)
		resp, err := actions.ValidateActionConfig(t.Context(),
			&tfprotov6.ValidateActionConfigRequest{ActionType: c.action, Config: value})
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, d := range resp.Diagnostics {
			text += d.Summary + ": " + d.Detail + "\n"
		}
		if (text == "") != (c.want == "") || !strings.Contains(text, c.want) {
			t.Errorf("%s: got %q, want %q", name, text, c.want)
		}
	}
	if got := calls(env); len(got) > 0 {
		t.Errorf("calls were made: %q", got)
	}
}

// TestAccActions_verification sends and checks a code with -invoke. The contact and the code stay out of what Terraform prints
// and of the log of the provider.
func TestAccActions_verification(t *testing.T) {
	t.Parallel()
	const number, code = "13977712345", simulator.VerifyCode
	env := acctest.New(t, simulator.Options{})
	env.SetBehaviors(needsVerification)
	c := env.NewCLI(t)
	needs(t, c, `"action_schemas"`, "providers", "schema", "-json")
	c.Env = []string{"TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH=" + c.Path("trace.log"), "TF_VAR_phone=" + number,
		"TF_VAR_code=" + code}
	c.Write("main.tf", env.Provider()+`
variable "phone" {
  sensitive = true
}

variable "code" {
  sensitive = true
}

variable "once" {
  ephemeral = true
  default   = "123456"
}

action "osm_verification_send" "phone" {
  config {
    contact_way   = "phone"
    contact_value = var.phone
  }
}

action "osm_verification_check" "ephemeral" {
  config {
    contact_way    = "phone"
    contact_value  = var.phone
    verify_code_wo = var.once
  }
}

action "osm_verification_check" "phone" {
  config {
    contact_way    = "phone"
    contact_value  = var.phone
    verify_code_wo = var.code
  }
}
`)
	var out strings.Builder
	for _, run := range [][2]string{
		{"action.osm_verification_send.phone", "A code was sent to the phone number."},
		{"action.osm_verification_check.phone", "The phone number is verified"},
	} {
		r := c.Must(0, "apply", "-auto-approve", "-invoke="+run[0])
		acctest.ExpectTexts(t, r.Out, run[1])
		out.WriteString(r.Out)
	}
	// Terraform 1.14 passes ephemeral values with -invoke, 1.17 does not. The phone number is verified by then: no call is made.
	want := "Terraform did not pass a value for `verify_code_wo`"
	r := c.Run("apply", "-auto-approve", "-invoke=action.osm_verification_check.ephemeral")
	if r.Code == 0 {
		want = "The phone number is verified"
	}
	acctest.ExpectTexts(t, r.Out, want)
	acctest.ExpectWrites(t, env, "SendVerifyCodes", "CheckVerifyCodes")
	out.WriteString(r.Out)
	for place, text := range map[string]string{"output": out.String(), "log": c.Read("trace.log")} {
		for _, secret := range []string{number, code} {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("the %s holds %s: %s", place, secret, text[max(0, at-200):min(len(text), at+50)])
			}
		}
	}
}
