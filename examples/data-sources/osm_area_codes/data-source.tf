data "osm_area_codes" "germany" {
  name = "Germany"
}

output "area_code" {
  value = data.osm_area_codes.germany.area_code
}
