data "osm_authorization" "database" {
  authorization_id = "Auth-123456"
}

output "hosts" {
  value = [for d in data.osm_authorization.database.incident_auth_detail_list : "${d.instance_name}:${d.port}"]
}
