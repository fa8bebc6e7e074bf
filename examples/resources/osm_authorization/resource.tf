variable "support_password" {
  type      = string
  ephemeral = true
}

resource "osm_authorization" "database" {
  authorization_id = "Auth-123456"

  details = [{
    auth_detail_id = 7001
    port           = 22
    account        = "support"
    password_wo    = var.support_password
  }]
  password_wo_version = 1

  # The service tests the login before the request is granted.
  verify_hosts = true
}
