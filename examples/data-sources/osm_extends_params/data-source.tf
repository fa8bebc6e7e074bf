data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "quota" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Quota increase"
}

data "osm_extends_params" "quota" {
  business_type_id    = data.osm_problem_types.quota.id
  product_category_id = data.osm_product_categories.server.id
}

# The required keys of extends_map, with their descriptions.
output "required_keys" {
  value = { for p in data.osm_extends_params.quota.extends_params : p.param_key => p.param_desc if p.required == 1 }
}
