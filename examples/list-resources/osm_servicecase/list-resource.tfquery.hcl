# Up to 50 open tickets of the account. To generate import blocks and a configuration for them, run:
#   terraform query -generate-config-out=tickets.tf
list "osm_servicecase" "open" {
  provider = osm
  limit    = 50

  config {
    statuses = ["to_be_handled", "in_process", "to_be_confirmed", "suspended", "waiting_for_feedback"]
  }
}
