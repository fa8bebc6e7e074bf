data "osm_case_categories" "technical" {
  name = "Technical"
}

output "incident_sub_type_id" {
  value = data.osm_case_categories.technical.id
}

# The products of each category. `name` does not filter the list.
output "products" {
  value = {
    for c in data.osm_case_categories.technical.case_categories :
    c.incident_sub_type_name => c.product_categories[*].incident_product_category_name
  }
}
