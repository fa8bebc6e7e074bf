data "osm_authorization_transfers" "database" {
  authorization_id        = "Auth-123456"
  authorization_detail_id = 7001
  session_id              = 1
}

output "files" {
  value = [for f in data.osm_authorization_transfers.database.file_ops_list : "${f.from_path} -> ${f.to_path}"]
}
