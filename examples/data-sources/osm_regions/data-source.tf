data "osm_regions" "beijing" {
  name = "CN North-Beijing4"
}

output "region_id" {
  value = data.osm_regions.beijing.id
}
