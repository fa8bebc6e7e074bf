data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "unreachable" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Server cannot be reached"
}

data "osm_quotas" "unreachable" {
  business_type_id    = data.osm_problem_types.unreachable.id
  product_category_id = data.osm_product_categories.server.id

  lifecycle {
    postcondition {
      condition     = self.un_used != 0
      error_message = "The account can open no more tickets of this problem type."
    }
  }
}
