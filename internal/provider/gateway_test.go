// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccGateway_rejectionsNameTheSetting shows what a rejected credential looks like to the user: the setting, where it came
// from, and the facts.
func TestAccGateway_rejectionsNameTheSetting(t *testing.T) {
	t.Parallel()
	for want, lines := range map[string][]string{
		"(?s)Unable to log " +
			"in.*`access_key`\\s+\\(from\\s+the\\s+provider\\s+block\\).*do\\s+not\\s+belong\\s+together.*APIGW.0301": {
			line("access_key", simulator.DefaultAccessKey), line("secret_key", "other")},
		`(?s)Unable to log in.*access\s+key\s+is\s+unknown`: {line("access_key", "other"),
			line("secret_key", "other")},
		"(?s)Unable to log in.*different\\s+site,\\s+cloud\\s+or\\s+region.*`token`\\s+\\(from": {line("token",
			"MIIother")},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			run(t, env, resource.TestStep{Config: block(env, lines...) + label, ExpectError: regexp.MustCompile(want)})
		})
	}
}
