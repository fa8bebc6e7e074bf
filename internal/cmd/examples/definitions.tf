# What fragments in the documentation refer to and do not show.

data "osm_problem_types" "unreachable" {
  name = "Server cannot be reached"
}

resource "osm_servicecase" "web" {
  simple_description = "web-1 has been unreachable since 09:41."
}

resource "terraform_data" "diagnostics" {}

resource "osm_contact_verification" "on_call" {
  contact_way   = "phone"
  contact_value = "13900000000"
}

resource "osm_accessory" "log" {
  source = "app.log"
}

resource "osm_servicecase" "release" {
  simple_description = "We plan to deploy release 2026.11. Is maintenance planned today?"
}

resource "osm_case_wait" "release" {
  case_id = osm_servicecase.release.id
  reply   = true
}

resource "osm_authorization" "database" {
  authorization_id = "Auth-123456"
}
