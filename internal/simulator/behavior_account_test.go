// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// newContact is the contact of the bodies below, which the account has not registered.
const newContact = `"contact_value":"13900001111","contact_way":0,"area_code":"86"`

func TestBehaviors_verification(t *testing.T) {
	t.Parallel()
	needs := func(c *client) string {
		query := "/verifycodes/need-verify?contact_way=0&contact_value=13900001111"
		return fmt.Sprint(c.call("GET", query, "").ok().fields()["need_verify_code"])
	}
	checkValues(t, map[string]behaviorCase{
		"NeedVerify": {
			func(r *simulator.Behaviors, v int) {
				r.UnregisteredContacts, r.NeedVerify = simulator.UnregisteredNeedVerification, simulator.NeedVerify(v)
			},
			func(c *client) string {
				before := needs(c)
				c.call("POST", "/verifycodes/send", "{"+newContact+"}").ok()
				c.call("POST", "/verifycodes", `{"verify_code":"`+simulator.VerifyCode+`",`+newContact+"}").ok()
				return before + ", " + needs(c)
			},
			[]string{"1, 0", "1, 1"},
		},
		"VerifiedValues": {
			func(r *simulator.Behaviors, v int) { r.VerifiedValues = simulator.VerifiedValues(v) },
			func(c *client) string {
				c.sim.AddVerifiedContact(0, "13900001111", "86")
				c.sim.AddVerifiedContact(1, "someone@example.com", "")
				return c.call("GET", "/verifycodes/has-verified", "").names("contact_list", "contact_value")
			},
			[]string{"13900001111 someone@example.com", "139****1111 s****@example.com"},
		},
		"WrongCodes": {
			func(r *simulator.Behaviors, v int) { r.WrongCodes = simulator.WrongCodes(v) },
			func(c *client) string {
				return c.call("POST", "/verifycodes", `{"verify_code":"000000",`+newContact+"}").brief()
			},
			[]string{"200 OSM.01010010", "200 OSM.01010001"},
		},
	})
}

func TestBehaviors_account(t *testing.T) {
	t.Parallel()
	change := func(c *client, operation string) string {
		return c.call("POST", "/privileges", `{"operation":"`+operation+`","privilege":"export"}`).brief()
	}
	checkValues(t, map[string]behaviorCase{
		"UnrestrictedPrivileges": {
			func(r *simulator.Behaviors, v int) { r.UnrestrictedPrivileges = simulator.UnrestrictedPrivileges(v) },
			func(c *client) string {
				change(c, "delete")
				return fmt.Sprint(c.call("GET", "/privileges?privilege=export", "").ok().fields()["has_privilege"])
			},
			[]string{"1", "0"},
		},
		"RepeatedPrivileges": {
			func(r *simulator.Behaviors, v int) { r.RepeatedPrivileges = simulator.RepeatedPrivileges(v) },
			func(c *client) string { return change(c, "delete") + ", " + change(c, "delete") },
			[]string{"200 {}, 200 {}", "200 {}, 200 OSM.01010001"},
		},
		"AgreementVersions": {
			func(r *simulator.Behaviors, v int) { r.AgreementVersions = simulator.AgreementVersions(v) },
			func(c *client) string {
				shown := c.call("GET", "/agreements/published-agreement?agreement_type=0", "").ok().object("case_agreement")
				return fmt.Sprintf("%v %[1]T, ", shown["version"]) + c.call("POST", "/agreements/1/signed", "{}").brief()
			},
			[]string{
				`3 float64, 200 {"agreement_signed_record_id":7001}`, `3 string, 200 {"agreement_signed_record_id":"7001"}`,
				`3.0.0 string, 200 {"agreement_signed_record_id":"7001"}`,
			},
		},
		"UnsignedAgreements": {
			func(r *simulator.Behaviors, v int) { r.UnsignedAgreements = simulator.UnsignedAgreements(v) },
			func(c *client) string {
				c.sim.PublishAgreement("0", 4)
				before := c.call("POST", "/cases", createBody("question", "")).code()
				c.call("POST", "/agreements/4/signed", "{}").ok()
				return before + ", " + c.call("POST", "/cases", createBody("question", "")).code()
			},
			[]string{", ", "OSM.01010002, "},
		},
	})
}
