action "osm_authorization_reject" "database" {
  config {
    authorization_id = "Auth-123456"
    reject_reason    = "The host holds personal data. Please ask for the logs instead."
  }
}
