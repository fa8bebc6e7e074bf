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

# Returns "in_process" if support is working on the ticket.
output "status" {
  value = provider::osm::status_name(data.osm_case.this.status)
}
