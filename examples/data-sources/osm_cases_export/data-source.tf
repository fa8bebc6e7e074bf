# Hash of the tickets of a month. It changes when one of these tickets changes.
data "osm_cases_export" "october" {
  query_start_time = "2026-10-01 00:00:00"
  query_end_time   = "2026-10-31 23:59:59"
}

output "october" {
  value = {
    name   = data.osm_cases_export.october.file_name
    size   = data.osm_cases_export.october.size
    sha256 = data.osm_cases_export.october.sha256
  }
}
