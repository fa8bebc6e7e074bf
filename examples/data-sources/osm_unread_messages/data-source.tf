data "osm_cases" "open" {
  statuses = ["in_process", "to_be_confirmed", "waiting_for_feedback"]
}

data "osm_unread_messages" "open" {
  case_ids = data.osm_cases.open.ids
}

output "tickets_with_news" {
  value = [for c in data.osm_unread_messages.open.cases : c.case_id if c.unread_num > 0]
}
