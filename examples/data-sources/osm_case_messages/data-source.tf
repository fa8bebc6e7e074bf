data "osm_case_messages" "this" {
  case_id = "TS-123456"
}

output "conversation" {
  value = [for m in data.osm_case_messages.this.message_list : "${m.create_time} ${m.replier_name}: ${m.content}"]
}
