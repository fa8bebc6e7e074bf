data "osm_case_limits" "this" {}

output "copies_at_most" {
  value = data.osm_case_limits.this.create_case_ccemail_max_count
}
