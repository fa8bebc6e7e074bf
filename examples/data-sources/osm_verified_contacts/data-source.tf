variable "mobile" {
  description = "Verified phone number."
  type        = string
  sensitive   = true
}

data "osm_verified_contacts" "phone" {
  contact_way   = 0
  area_code     = "86"
  contact_value = var.mobile
}

data "osm_product_categories" "network" {
  name = "Virtual Private Cloud"
}

data "osm_problem_types" "question" {
  product_category_id = data.osm_product_categories.network.id
  name                = "Usage question"
}

# A phone number that is not registered with the account requires the ID of its verification.
resource "osm_servicecase" "split" {
  product_category_id = data.osm_product_categories.network.id
  business_type_id    = data.osm_problem_types.question.id
  simple_description  = "How can we split a network while its servers are running?"
  area_code           = "86"
  remind_mobile       = var.mobile
  phone_verified_id   = one(data.osm_verified_contacts.phone.contact_list[*].verified_id)
}
