# The customer's messages in a ticket. To generate import blocks and a configuration for them, run:
#   terraform query -generate-config-out=messages.tf
list "osm_case_message" "all" {
  provider = osm

  config {
    case_id = "TS-123456"
  }
}
