data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "question" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Usage question"
}

resource "osm_servicecase" "resize" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.question.id
  simple_description  = "How can we enlarge a disk of a running server?"
}
