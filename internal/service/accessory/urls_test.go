// SPDX-License-Identifier: MPL-2.0

package accessory_test

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

// urls returns the configuration of a data source osm_accessory_urls.
func urls(ids string, more ...string) string {
	return fmt.Sprintf("data \"osm_accessory_urls\" \"this\" {\n  accessory_ids = %s\n  %s\n}\n", ids, strings.Join(more, "\n"))
}

// TestAccURLs reads the URLs of a ticket's attachments in one call, whatever form of the query the service accepts, while the
// service fails once. They are hidden in the output, and no further plan is made.
func TestAccURLs(t *testing.T) {
	t.Parallel()
	for name, behaviors := range map[string]simulator.Behaviors{
		"both": {}, "comma": {QueryLists: simulator.QueryListsComma, Success: simulator.SuccessZeroNumber},
		"repeated": {QueryLists: simulator.QueryListsRepeated, BusinessErrors: simulator.BusinessErrorsUnder4xx},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: behaviors})
			for _, fault := range []simulator.Fault{{Kind: simulator.RejectBefore}, {Kind: simulator.DropAfter},
				{Kind: simulator.RejectBefore, Status: 401}} {
				fault.Operation, fault.Times = "ListAccessoryAccessUrls", 1
				env.Inject(fault)
			}
			config := env.Provider() + acctest.Attachment("count = 3", `content = "x"`, `accessory_name = "${count.index}.txt"`) +
				urls("reverse(osm_accessory.this[*].id)", `group_id = "group"`)
			this := "data.osm_accessory_urls.this"
			at := func(i int, name string) tfjsonpath.Path {
				return tfjsonpath.New("accessory_urls").AtSliceIndex(i).AtMapKey(name)
			}
			env.Drive(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(this, at(0, "accessory_name"), knownvalue.StringExact("2.txt")),
					statecheck.ExpectKnownValue(this, at(2, "accessory_name"), knownvalue.StringExact("0.txt")),
					statecheck.ExpectKnownValue(this, at(1, "accessory_url"),
						knownvalue.StringRegexp(regexp.MustCompile("^"+regexp.QuoteMeta(env.URL)))),
					statecheck.ExpectSensitiveValue(this, at(1, "accessory_url")),
				}},
				acctest.EmptyPlan(config),
			)
			if group := env.RequestsFor("ListAccessoryAccessUrls")[0].Query.Get("group_id"); group != "group" {
				t.Errorf("group_id %q", group)
			}
		})
	}
}

// TestAccAccessory_groupOfDataSource reads an attachment of another member's ticket: both calls carry the group.
func TestAccAccessory_groupOfDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + acctest.Attachment(`content = "x"`, `accessory_name = "x.txt"`) + `
data "osm_accessory" "this" {
  accessory_id = osm_accessory.this.id
  group_id     = "group"
  download     = true
}
`
	env.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data.osm_accessory.this", tfjsonpath.New("accessory_url"),
			knownvalue.StringRegexp(regexp.MustCompile("^"+regexp.QuoteMeta(env.URL)))),
		statecheck.ExpectKnownValue("data.osm_accessory.this", tfjsonpath.New("content_base64"), knownvalue.StringExact("eA==")),
	}}, acctest.EmptyPlan(config))
	env.ExpectCounts(map[string]int{"ShowDownloadAccessoryUrl": 0})
	for _, r := range env.RequestsFor("ListAccessoryAccessUrls", "DownloadAccessories") {
		if r.Query.Get("group_id") != "group" {
			t.Errorf("%s without the group", r.Operation)
		}
	}
	env.InProcess(resource.TestStep{Config: env.Provider() + `data "osm_accessory" "this" {
  accessory_id = "none"
  group_id     = "group"
}
`, ExpectError: regexp.MustCompile(`Unable to get the URL of attachment none`)})
}

// TestAccURLs_errors checks the errors, and that no IDs need no call.
func TestAccURLs_errors(t *testing.T) {
	t.Parallel()
	for status, form := range acctest.ErrorForms {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: form}})
			step := func(config, want string) resource.TestStep {
				out := resource.TestStep{Config: env.Provider() + config}
				if want != "" {
					out.ExpectError = regexp.MustCompile("(?s)" + strings.ReplaceAll(want, " ", `[\s│]+`))
				}
				return out
			}
			env.InProcess(
				step(urls("[]"), ""),
				step(urls(`["a", ""]`), "accessory_ids.*must not be empty"),
				step(urls(fmt.Sprintf("[%q]", strings.Repeat("a", 65))), "must have 1 to 64 characters"),
				step(urls(`["a"]`, `group_id = ""`), "group_id.*must not be empty"),
			)
			env.ExpectCounts(map[string]int{"ListAccessoryAccessUrls": 0})
			env.InProcess(step(urls(`["none-1", "none-2"]`),
				"Unable to get the URLs of attachments.*no URL for the attachments none-1, none-2.*OSM.01010001"))
			env.Inject(simulator.Fault{Operation: "ListAccessoryAccessUrls", Kind: simulator.RejectUnder200,
				Code: "OSM.01010002"})
			env.InProcess(step(urls(`["a"]`), "Unable to get the URLs of attachments.*not permitted.*OSM.01010002"))
		})
	}
}
