# All labels of the account:
#   terraform query -generate-config-out=labels.tf
list "osm_label" "all" {
  provider = osm
}
