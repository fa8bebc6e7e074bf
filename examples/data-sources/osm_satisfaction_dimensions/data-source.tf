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

# Once the ticket is completed it gets the best rating in all that can be rated.
resource "osm_servicecase" "resize" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.question.id
  simple_description  = "How is a disk enlarged while its server runs?"

  score = {
    judgement                  = "A clear answer within the hour."
    incident_satisfaction_list = local.best
  }
}
