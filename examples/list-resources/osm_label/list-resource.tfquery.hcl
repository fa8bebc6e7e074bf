# All labels of the account. To generate import blocks and a configuration for them, run:
#   terraform query -generate-config-out=labels.tf
list "osm_label" "all" {
  provider = osm
}
