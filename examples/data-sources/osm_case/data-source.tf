data "osm_case" "this" {
  case_id = "TS-123456"
}

output "status" {
  value = data.osm_case.this.status_name
}

# What support wrote, in the service's order.
output "answers" {
  value = [for m in data.osm_case.this.message_list : m.content if m.type == 1]
}
