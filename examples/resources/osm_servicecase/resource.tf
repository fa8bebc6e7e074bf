resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

resource "osm_label" "production" {
  name  = "production"
  color = "#c7000b"
}

resource "osm_servicecase" "unreachable" {
  business_type_id     = "d0f2189aa303cf266a61667b07b06d9f" # "Server cannot be reached" in the simulator
  product_category_id  = "c3643842d3f72428f0564d84c9a684ef" # "Elastic Cloud Server" in the simulator
  incident_sub_type_id = "1"
  region_id            = "cn-north-4"

  simple_description = <<-EOT
    The server web-1 has not answered on port 443 since 09:40.
    A restart did not help. The log of the load balancer is attached.
  EOT

  # Who is told about progress; each of these is changed in place.
  area_code     = "86"
  remind_mobile = "13800000000"
  remind_time   = "09:00-18:00"

  # Additional parameters of this problem type.
  extends_map = {
    instance_id = "5f2b8c1e-6a34-4f0e-9d57-1c2f3a4b5c6d"
  }

  accessory_ids = [osm_accessory.log.id]
  label_ids     = [osm_label.production.id]

  # Destroying ends the ticket; "abandon" would leave it open.
  on_destroy = "close"
}
