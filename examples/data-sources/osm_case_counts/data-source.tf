data "osm_case_counts" "all" {}

check "few_open_tickets" {
  assert {
    condition     = data.osm_case_counts.all.open_count < 10
    error_message = "${data.osm_case_counts.all.open_count} tickets are open."
  }
}
