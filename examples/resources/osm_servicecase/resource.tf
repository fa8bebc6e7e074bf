# A question. Names come from the account's catalog.
# If one does not match, the plan fails and suggests the closest names.
resource "osm_servicecase" "question" {
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  simple_description = "How do I resize a disk without downtime?"
}

# A fault report with an attachment, a label, a contact and additional parameters.
resource "osm_servicecase" "unreachable" {
  incident_sub_type = "Technical"
  product_category  = "Elastic Cloud Server"
  business_type     = "Server cannot be reached"
  region            = "CN North-Beijing4"
  severity          = "High"

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

resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

resource "osm_label" "web" {
  name  = "web"
  color = "#0b5cc7"
}
