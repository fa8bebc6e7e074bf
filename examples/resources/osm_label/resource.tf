resource "osm_label" "production" {
  name  = "production"
  color = "#c7000b"
}
