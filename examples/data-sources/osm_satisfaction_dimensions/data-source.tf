data "osm_satisfaction_dimensions" "all" {}

locals {
  best = [for d in data.osm_satisfaction_dimensions.all.satisfaction_dimensions : {
    satisfaction_id    = d.satisfaction_id
    satisfaction_value = d.value
  }]
}

data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "question" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Usage question"
}

# The provider sends the best rating once the ticket is completed.
resource "osm_servicecase" "resize" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.question.id
  simple_description  = "How can we enlarge a disk of a running server?"

  score = {
    judgement                  = "A clear answer within an hour."
    incident_satisfaction_list = local.best
  }
}
