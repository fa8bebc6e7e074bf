data "osm_authorization_login_type" "this" {}

output "login_type" {
  value = data.osm_authorization_login_type.this.login_type
}
