terraform {
  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

data "osm_case_counts" "all" {}

# The number of tickets in each open status.
output "open" {
  value = {
    for c in data.osm_case_counts.all.incident_status_counts :
    c.status_name => c.count if provider::osm::is_open(c.status_name)
  }
}
