# Lets the logged-in user export tickets.
resource "osm_privilege" "export" {
  privilege = "export"
}
