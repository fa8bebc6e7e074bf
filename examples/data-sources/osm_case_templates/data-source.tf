data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "unreachable" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Server cannot be reached"
}

# The questions that the description of such a ticket should answer.
data "osm_case_templates" "failure" {
  business_type_id = data.osm_problem_types.unreachable.id
  name             = "Failure"
}

output "questions" {
  value = data.osm_case_templates.failure.content
}
