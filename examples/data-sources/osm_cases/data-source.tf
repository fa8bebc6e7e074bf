# The 20 newest tickets that await your reply.
data "osm_cases" "ours" {
  statuses = ["to_be_confirmed", "waiting_for_feedback"]
  limit    = 20
}

output "awaiting_reply" {
  value = { for c in data.osm_cases.ours.cases : c.id => c.simple_description }
}
