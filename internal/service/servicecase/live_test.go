// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// liveConfig opens one ticket that says what it is, attaches a file and reads it back. Login and addresses come from the
// environment.
const liveConfig = `
variable "business_type_id" {
  type = string
}

provider "osm" {}

resource "osm_accessory" "this" {
  content        = "Test of terraform-provider-osm. Please ignore."
  accessory_name = "test.txt"
}

resource "osm_servicecase" "this" {
  business_type_id   = var.business_type_id
  simple_description = "Automatic test of terraform-provider-osm. Please ignore: it is cancelled within a minute."
  accessory_ids      = [osm_accessory.this.id]
}

data "osm_case" "this" {
  case_id = osm_servicecase.this.id
}
`

// TestLive_ticket calls the real service. It requires two switches, since the ticket is real: OSM_ACC_LIVE=1 in addition to
// TF_ACC, and OSM_LIVE_BUSINESS_TYPE_ID with the id of a problem type of the account's site.
func TestLive_ticket(t *testing.T) {
	t.Parallel()
	problem := os.Getenv("OSM_LIVE_BUSINESS_TYPE_ID")
	if os.Getenv("OSM_ACC_LIVE") != "1" || problem == "" {
		t.Skip("opens a real ticket: set OSM_ACC_LIVE=1 and OSM_LIVE_BUSINESS_TYPE_ID")
	}
	variables := config.Variables{"business_type_id": config.StringVariable(problem)}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"osm": providerserver.NewProtocol6WithError(provider.New("live")()),
		},
		Steps: []resource.TestStep{
			{Config: liveConfig, ConfigVariables: variables, ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("osm_servicecase.this", tfjsonpath.New("is_open"), knownvalue.Bool(true))}},
		},
	})
}
