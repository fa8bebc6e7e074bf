data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "unreachable" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Server cannot be reached"
}

data "osm_severities" "high" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.unreachable.id
  name                = "High"
}

output "severity_id" {
  value = data.osm_severities.high.id
}
