# Look up the IDs by name. If a name does not match, the plan fails and suggests the closest names.
data "osm_case_categories" "technical" {
  name = "Technical"
}

data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "unreachable" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Server cannot be reached"
}

data "osm_regions" "beijing" {
  name = "CN North-Beijing4"
}

data "osm_severities" "high" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.unreachable.id
  name                = "High"
}

resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

resource "osm_label" "web" {
  name  = "web"
  color = "#0b5cc7"
}

resource "osm_servicecase" "unreachable" {
  incident_sub_type_id = data.osm_case_categories.technical.id
  product_category_id  = data.osm_product_categories.server.id
  business_type_id     = data.osm_problem_types.unreachable.id
  region_id            = data.osm_regions.beijing.id
  severity_id          = data.osm_severities.high.id

  simple_description = <<-EOT
    The server web-1 has not responded on port 443 since 09:40.
    A restart did not help. The log of the load balancer is attached.
  EOT

  # Contact for notifications. These arguments are changed in place.
  area_code     = "86"
  remind_mobile = "13800000000"
  remind_time   = "09:00-18:00"

  # Additional parameters of the problem type. The data source osm_extends_params lists them.
  extends_map = {
    instance_id = "web-1"
  }

  accessory_ids = [osm_accessory.log.id]
  label_ids     = [osm_label.web.id]

  # Destroying the resource ends the ticket. To keep it open, use "abandon".
  on_destroy = "close"
}
