action "osm_authorization_withdraw" "database" {
  config {
    authorization_id = "Auth-123456"
  }
}
