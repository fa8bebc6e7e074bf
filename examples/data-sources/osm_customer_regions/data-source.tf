data "osm_customer_regions" "all" {}

output "regions" {
  value = { for r in data.osm_customer_regions.all.region_infos : r.region_name => r.region_id }
}
