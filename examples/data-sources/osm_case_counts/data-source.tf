data "osm_case_counts" "all" {}

output "open_tickets" {
  value = data.osm_case_counts.all.open_count
}
