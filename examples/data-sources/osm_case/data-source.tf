data "osm_case" "this" {
  case_id = "TS-123456"
}

output "status" {
  value = data.osm_case.this.status_name
}

# The replies of support, in the order in which the service returns them.
output "replies" {
  value = [for m in data.osm_case.this.message_list : m.content if m.type == 1]
}
