data "osm_authorization_operations" "database" {
  authorization_id        = "Auth-123456"
  authorization_detail_id = 7001
  session_id              = 1
  sort                    = 1
}

output "commands" {
  value = [for o in data.osm_authorization_operations.database.ops_list : "${o.operate_time} ${o.oper}"]
}
