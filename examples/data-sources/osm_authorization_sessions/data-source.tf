data "osm_authorization_sessions" "database" {
  authorization_id        = "Auth-123456"
  authorization_detail_id = 7001
}

output "sessions" {
  value = { for s in data.osm_authorization_sessions.database.session_list : s.start_time => s.duration }
}
