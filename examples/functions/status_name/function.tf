terraform {
  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

data "osm_case" "this" {
  case_id = "TS-123456"
}

# "in_process" for a ticket that support works on.
output "status" {
  value = provider::osm::status_name(data.osm_case.this.status)
}
