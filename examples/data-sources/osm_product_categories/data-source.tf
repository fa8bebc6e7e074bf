data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

output "product_category_id" {
  value = data.osm_product_categories.server.id
}

# All products whose name contains a text.
data "osm_product_categories" "databases" {
  product_category_name = "Database"
}

output "databases" {
  value = data.osm_product_categories.databases.product_categories[*].incident_product_category_name
}
